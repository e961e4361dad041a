using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;
using Pes.Features.Matching;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;
using Pes.Ranking.Pairs;
using Term = Pes.Ranking.Term;

namespace Pes.Features.RankingModels;

/// <summary>The versions of the ranking, a card each with its reports; every decision is asked for once more, with a reason.</summary>
[Allows(Role.Administrator)]
public sealed class RankingModelsModel(IStringLocalizer<RankingModelWords> words, IStringLocalizer<MatchingWords> matchingWords, Vocabulary vocabulary, GateSettings settings) : PesPage
{
    /// <summary>What can be decided about a version.</summary>
    public static readonly IReadOnlyList<string> Acts = ["approve", "refuse", "roll-back"];

    private static readonly Dictionary<string, Term> TermOfFeature =
        PairFeatures.All.ToDictionary(f => f.Feature.ToString(), f => f.Term, StringComparer.Ordinal);

    /// <summary>The version about which a decision is asked.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? ModelId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Act { get; set; }

    /// <summary>The stamp of the version that she decides about.</summary>
    [BindProperty]
    public int? Version { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Groups that the judgement warns of and that she has seen, as <see cref="WarnedOptions"/> has them.</summary>
    [BindProperty]
    public IReadOnlyList<string> Acknowledged { get; set; } = [];

    [BindProperty]
    public string? WarningReason { get; set; }

    public ListRankingModels.Answer Shown { get; private set; } = null!;

    /// <summary>The version that is decided about now; null while none is.</summary>
    public ShownModel? Chosen => Act is not null && Acts.Contains(Act, StringComparer.Ordinal) ? Shown.Models.FirstOrDefault(m => m.Id == ModelId) : null;

    protected override string FieldPrefix => "";

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnGetFileAsync()
    {
        var outcome = await Sender.Send(new ExportRankingModel.Query { ModelId = ModelId ?? Guid.Empty, Scope = Scope }, HttpContext.RequestAborted);
        return outcome.Refusal is { } refusal
            ? StatusCode(RefusalResponses.Status(refusal))
            : File(outcome.Value.FileBytes, ExportRankingModel.ContentType, outcome.Value.FileName);
    }

    public async Task<IActionResult> OnGetCardAsync()
    {
        var outcome = await Sender.Send(new ReadRankingModel.Query { ModelId = ModelId ?? Guid.Empty, Scope = Scope }, HttpContext.RequestAborted);
        return outcome.Refusal is { } refusal
            ? StatusCode(RefusalResponses.Status(refusal))
            : File(ReadRankingModel.File(outcome.Value), ReadRankingModel.ContentType, $"{outcome.Value.Name}.json");
    }

    public Task<IActionResult> OnPostApproveAsync() => DecideAsync(
        "approve",
        new ApproveRankingModel.Command
        {
            ModelId = ModelId ?? Guid.Empty,
            Version = Version,
            Reason = Reason ?? "",
            Acknowledged = [.. Acknowledged.Select(NamedOf).OfType<NamedGroup>()],
            WarningReason = WarningReason,
            Scope = Scope,
        });

    public Task<IActionResult> OnPostRefuseAsync() =>
        DecideAsync("refuse", new RefuseRankingModel.Command { ModelId = ModelId ?? Guid.Empty, Version = Version, Reason = Reason ?? "", Scope = Scope });

    public Task<IActionResult> OnPostRollBackAsync() =>
        DecideAsync("roll-back", new RollBackRanking.Command { ModelId = ModelId ?? Guid.Empty, Version = Version, Reason = Reason ?? "", Scope = Scope });

    public Task<IActionResult> OnPostAnswerReportAsync(Guid reportId, string? note) => TellAsync(
        new AnswerMatchReport.Command { Scope = Scope, ReportId = reportId, Note = note ?? "" },
        _ =>
        {
            Notice = matchingWords["report-answered"];
            return Redirect("/ranking-models");
        },
        ShowAsync);

    /// <summary>What each term of the score moved, the most first.</summary>
    public static IReadOnlyList<(Term Term, double Share)> Terms(ModelMetrics metrics) =>
    [
        .. metrics.Features.Where(f => TermOfFeature.ContainsKey(f.Feature)).GroupBy(f => TermOfFeature[f.Feature])
            .Select(g => (g.Key, Share: g.Sum(f => f.Share))).OrderByDescending(t => t.Share),
    ];

    public string GroupLabel(GroupRatio group) => group.Attribute switch
    {
        "province" => vocabulary.Provinces.TryGetValue(group.Group, out var province) ? province.Label : group.Group,
        "age" => words["age", group.Group],
        _ => words[$"{group.Attribute}-{group.Group}"],
    };

    /// <summary>Of the last thirty days.</summary>
    public ReadListFigures.Answer? Lists { get; private set; }

    /// <summary>What the limits of the settings say of a group.</summary>
    public GroupVerdict VerdictOf(GroupRatio group) => RankingGate.VerdictOf(group, settings);

    /// <summary>What the judgement says of rows that were turned down, against another order.</summary>
    public string Sentence(DismissedRatio against)
    {
        var order = against.Order == Baselines.Prior ? words["baseline-prior"].Value : against.Order;
        return against.Ratio is { } ratio
            ? words[$"dismissed-{(against.Low > 1 ? "more" : against.High < 1 ? "fewer" : "alike")}", order, Formats.Percent(against.Share), Two(ratio), Two(against.Low), Two(against.High)]
            : words["dismissed-too-few", order, Formats.Percent(against.Share)];
    }

    /// <summary>What she has to look at: each group with its measure and its numbers.</summary>
    public IReadOnlyList<SelectListItem> WarnedOptions(ShownModel model) =>
        [.. model.Warned.Select(g => new SelectListItem(Sentence(g), $"{g.Measure}/{g.Attribute}/{g.Group}"))];

    /// <summary>A group, its measure and how far it is from parity; or that nothing could be measured of it.</summary>
    public string Sentence(GroupRatio group) => group.Measure == GroupRatio.Unmeasured
        ? words["unmeasured-sentence", GroupLabel(group), Formats.Number(group.Count)]
        : words["group-sentence", GroupLabel(group), words["measure-" + group.Measure], Two(group.Ratio), Two(group.Low), Two(group.High), Formats.Number(group.Count)];

    /// <summary>With two decimals; nothing where it is not known.</summary>
    public static string Two(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    private static NamedGroup? NamedOf(string value) =>
        value.Split('/', 3) is [var measure, var attribute, var group] ? new() { Measure = measure, Attribute = attribute, Group = group } : null;

    /// <summary>Reports of absurd matches that wait for an answer.</summary>
    public ListMatchReports.Answer? Reports { get; private set; }

    private Task<IActionResult> DecideAsync(string act, ICommand<Done> command)
    {
        Act = act;
        return TellAsync(
            command,
            _ =>
            {
                Notice = words["done-" + act];
                return Redirect("/ranking-models");
            },
            ShowAsync);
    }

    private async Task<IActionResult> ShowAsync()
    {
        var lists = await Sender.Send(new ReadListFigures.Query { Scope = Scope }, HttpContext.RequestAborted);
        Lists = lists.Refusal is null ? lists.Value : null;
        var reports = await Sender.Send(new ListMatchReports.Query { Scope = Scope }, HttpContext.RequestAborted);
        Reports = reports.Refusal is null ? reports.Value : null;
        return await AskAsync(new ListRankingModels.Query { Scope = Scope }, answer => Shown = answer);
    }
}
