using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Features.CaseFiles;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>The jobseekers of the reader's scope who fit a vacancy, with the same filters, actions and questions as the list of vacancies.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class MatchJobseekersModel(Vocabulary vocabulary, IStringLocalizer<MatchingWords> words, TimeProvider clock) : PesPage
{
    private const int MostFound = 10;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int? PageNumber { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Province { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? District { get; set; }

    /// <summary>yes: only those referred to this vacancy; no: only the others.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Referred { get; set; }

    /// <summary>Name or number of a jobseeker whom the officer does not find in the list.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Sought { get; set; }

    public MatchJobseekers.Answer List { get; private set; } = null!;

    /// <summary>Of the chosen province; empty where none is chosen or no places were imported.</summary>
    public IReadOnlyList<FindPlaces.Row> Districts { get; private set; } = [];

    /// <summary>Open cases of that name or number, whatever keeps them off the list; null where none was sought.</summary>
    public IReadOnlyList<FindCaseFiles.Row>? Found { get; private set; }

    public Vocabulary Vocabulary => vocabulary;

    public bool IsNarrowed => Province is not null || District is not null || Referred is not null;

    public DateOnly Today => clock.TodayInCambodia();

    protected override string FieldPrefix => "";

    protected override string FieldOf(string field) => RowActions.FieldOf(field, Request.Form);

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public Task<IActionResult> OnPostActAsync(Guid caseFileId, Guid runId, string act, int? place, string? reason, string? title, Guid? follower) => TellAsync(
        new ActOnMatch.Command { Scope = Scope, CaseFileId = caseFileId, VacancyId = Id, RunId = runId, Action = act, Place = place, Reason = reason },
        _ => Again(act, title, act == MatchActions.Hide ? follower : caseFileId, RowActions.PageAfter(act, place, MatchJobseekers.PageSize)),
        ShowAsync);

    public Task<IActionResult> OnPostUndoAsync(Guid actionId, string? title, Guid? caseFileId) => TellAsync(
        new UndoMatchAction.Command { Scope = Scope, ActionId = actionId }, _ => Again("undo", title, caseFileId, null), ShowAsync);

    public static string Name(MatchedCase of) => Bilingual.Person(of.FamilyName, of.GivenName, of.FamilyNameLatin, of.GivenNameLatin);

    public string DistrictName(string code) => Districts.FirstOrDefault(d => d.Code == code)?.Label ?? code;

    /// <summary>The address of this list with another filter or page; a district goes with its province.</summary>
    public string Address(string? province, string? district, string? referred, int page = 1)
    {
        string?[] parts =
        [
            province is null ? null : $"province={Uri.EscapeDataString(province)}", province is null || district is null ? null : $"district={Uri.EscapeDataString(district)}",
            referred is null ? null : $"referred={referred}", page == 1 ? null : string.Create(CultureInfo.InvariantCulture, $"p={page}"),
        ];
        var query = string.Join('&', parts.OfType<string>());
        return $"/vacancies/{Id}/jobseekers" + (query.Length > 0 ? "?" + query : "");
    }

    private RedirectResult Again(string done, string? title, Guid? row, int? page)
    {
        Notice = words["done-" + done, title ?? ""];
        return Redirect(Address(Province, District, Referred, page ?? PageNumber ?? 1) + RowActions.Fragment(row));
    }

    private async Task<IActionResult> ShowAsync()
    {
        Province = Province is "" ? null : Province;
        Referred = Referred is "yes" or "no" ? Referred : null;

        // Another province was chosen beside a district of the one before.
        District = Province is not null && District?.StartsWith(Province, StringComparison.Ordinal) == true ? District : null;
        if (Province is { Length: 2 } province && province.All(char.IsAsciiDigit))
        {
            await AskAsync(new FindPlaces.Query { Scope = Scope, Parent = province }, districts => Districts = districts);
        }

        if (!string.IsNullOrWhiteSpace(Sought))
        {
            await AskAsync(new FindCaseFiles.Query { Scope = Scope, Q = Sought, Status = CaseStatus.Open, PageSize = MostFound }, page => Found = page.Rows);
        }

        return await AskAsync(
            new MatchJobseekers.Query
            {
                Scope = Scope,
                VacancyId = Id,
                Page = PageNumber ?? 1,
                ProvinceCode = Province,
                DistrictCode = District,
                IsReferred = Referred is null ? null : Referred == "yes",
            },
            list => List = list);
    }
}
