using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Features.Vacancies;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>The match list of one case. Moving a row is one press, hiding two: open the reasons, choose one.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class MatchVacanciesModel(Vocabulary vocabulary, IStringLocalizer<MatchingWords> words, TimeProvider clock) : PesPage
{
    public static readonly IReadOnlyList<long> WageSteps = [600_000, 800_000, 1_000_000, 1_200_000, 1_500_000];

    private const int MostFound = 10;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int? PageNumber { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Province { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Hours { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Wage { get; set; }

    /// <summary>Words of a vacancy that the officer does not find in the list.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Sought { get; set; }

    public MatchVacancies.Answer List { get; private set; } = null!;

    /// <summary>Vacancies of those words, whatever keeps them off the list; null where none was sought.</summary>
    public IReadOnlyList<FindVacancies.Row>? Found { get; private set; }

    public Vocabulary Vocabulary => vocabulary;

    public bool IsNarrowed => Province is { Length: > 0 } || Hours is { Length: > 0 } || Wage is not null;

    public DateOnly Today => clock.TodayInCambodia();

    protected override string FieldPrefix => "";

    protected override string FieldOf(string field) => RowActions.FieldOf(field, Request.Form);

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public Task<IActionResult> OnPostActAsync(Guid vacancyId, Guid runId, string act, int? place, string? reason, string? title, Guid? follower) => TellAsync(
        new ActOnMatch.Command { Scope = Scope, CaseFileId = Id, VacancyId = vacancyId, RunId = runId, Action = act, Place = place, Reason = reason },
        _ => Again(act, title, act == MatchActions.Hide ? follower : vacancyId, RowActions.PageAfter(act, place, MatchVacancies.PageSize)),
        ShowAsync);

    public Task<IActionResult> OnPostUndoAsync(Guid actionId, string? title, Guid? vacancyId) => TellAsync(
        new UndoMatchAction.Command { Scope = Scope, ActionId = actionId }, _ => Again("undo", title, vacancyId, null), ShowAsync);

    /// <summary>The address of this list with another filter or page.</summary>
    public string Address(string? province, string? hours, long? wage, int page = 1)
    {
        string?[] parts =
        [
            province is null ? null : $"province={province}", hours is null ? null : $"hours={hours}",
            wage is null ? null : string.Create(CultureInfo.InvariantCulture, $"wage={wage}"),
            page == 1 ? null : string.Create(CultureInfo.InvariantCulture, $"p={page}"),
        ];
        var query = string.Join('&', parts.OfType<string>());
        return $"/cases/{Id}/matches" + (query.Length > 0 ? "?" + query : "");
    }

    // To the row, so that nobody has to look for the place in a long list again.
    private RedirectResult Again(string done, string? title, Guid? row, int? page)
    {
        Notice = words["done-" + done, title ?? ""];
        return Redirect(Address(Province, Hours, Wage, page ?? PageNumber ?? 1) + RowActions.Fragment(row));
    }

    private async Task<IActionResult> ShowAsync()
    {
        Province = Province is "" ? null : Province;
        Hours = Hours is "" ? null : Hours;
        if (!string.IsNullOrWhiteSpace(Sought))
        {
            await AskAsync(new FindVacancies.Query { Scope = Scope, Q = Sought, PageSize = MostFound }, page => Found = page.Rows);
        }

        return await AskAsync(
            new MatchVacancies.Query { Scope = Scope, CaseFileId = Id, Page = PageNumber ?? 1, ProvinceCode = Province, HoursCode = Hours, MinimumWageKhr = Wage },
            list => List = list);
    }
}
