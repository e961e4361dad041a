using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>The staff's list of vacancies with its filters.</summary>
[Allows(Role.Counsellor, Role.CentreManager, Role.Monitor, Role.Administrator)]
public sealed class FindVacanciesModel(Vocabulary vocabulary, IStringLocalizer<VacancyWords> words) : PesPage
{
    private const int MostValues = 8;

    [BindProperty(SupportsGet = true)]
    public FindVacancies.Query Filter { get; set; } = new();

    public FindVacancies.Page Found { get; private set; } = null!;

    public Vocabulary Vocabulary => vocabulary;

    public Task<IActionResult> OnGetAsync() => AskAsync(Filter with { Facets = true, Scope = Scope }, page => Found = page);

    /// <summary>The facets of the list with their links, the most frequent values first.</summary>
    public IEnumerable<FacetLinks> Facets =>
        from facet in new[] { VacancyFacets.Province, VacancyFacets.Occupation, VacancyFacets.Contract, VacancyFacets.Hours, VacancyFacets.Wage }
        let chosen = Chosen(facet)
        let values = Found.Facets.Where(f => f.Facet == facet).OrderByDescending(f => f.Value == chosen).ThenByDescending(f => f.Count).ThenBy(f => f.Value, StringComparer.Ordinal).Take(MostValues)
            .Select(f => new FacetLink(Label(facet, f.Value), f.Count, f.Value == chosen, With(FilterOf(facet), f.Value == chosen ? null : f.Value))).ToList()
        where values.Count > 0
        select new FacetLinks(facet, values);

    /// <summary>Whether the list is narrowed by something that only the facets show.</summary>
    public bool IsNarrowed => Filter.ContractCode is { Length: > 0 } || Filter.HoursCode is { Length: > 0 } || Filter.WageBand is not null;

    public sealed record FacetLinks(string Facet, IReadOnlyList<FacetLink> Values);

    public sealed record FacetLink(string Label, int Count, bool IsOn, string Address);

    private string? Chosen(string facet) => facet switch
    {
        VacancyFacets.Province => Filter.ProvinceCode,
        VacancyFacets.Occupation => Filter.Isco is { Length: > 0 } isco ? isco[..1] : null,
        VacancyFacets.Contract => Filter.ContractCode,
        VacancyFacets.Hours => Filter.HoursCode,
        _ => Filter.WageBand?.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static string FilterOf(string facet) => facet switch
    {
        VacancyFacets.Province => nameof(FindVacancies.Query.ProvinceCode),
        VacancyFacets.Occupation => nameof(FindVacancies.Query.Isco),
        VacancyFacets.Contract => nameof(FindVacancies.Query.ContractCode),
        VacancyFacets.Hours => nameof(FindVacancies.Query.HoursCode),
        _ => nameof(FindVacancies.Query.WageBand),
    };

    private string Label(string facet, string value) => facet switch
    {
        VacancyFacets.Province => vocabulary.Province(value),
        VacancyFacets.Occupation => vocabulary.Occupation(value),
        VacancyFacets.Contract => vocabulary.Label("contract", value),
        VacancyFacets.Hours => vocabulary.Label("hours", value),
        _ => WageLabel(long.Parse(value, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private string WageLabel(long band) => VacancyFacets.WageBelow(band) is { } below
        ? words["wage-band", Formats.Number(band), Formats.Number(below)]
        : words["wage-band-last", Formats.Number(band)];

    /// <summary>The address of this list with one condition changed; the first page unless it is the page that changes.</summary>
    public string With(string name, object? value)
    {
        Dictionary<string, string?> query = new(StringComparer.Ordinal)
        {
            ["Filter.Q"] = Filter.Q,
            ["Filter.Status"] = Filter.Status,
            ["Filter.ProvinceCode"] = Filter.ProvinceCode,
            ["Filter.Isco"] = Filter.Isco,
            ["Filter.Flagged"] = Filter.Flagged ? "true" : null,
            ["Filter.EmployerId"] = Filter.EmployerId?.ToString("D"),
            ["Filter.ContractCode"] = Filter.ContractCode,
            ["Filter.HoursCode"] = Filter.HoursCode,
            ["Filter.WageBand"] = Filter.WageBand?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Filter.Sort"] = Filter.Sort == FindVacancies.Handler.Best ? null : Filter.Sort,
        };
        query[$"Filter.{name}"] = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture);
        return "/vacancies" + QueryString.Create(query.Where(p => !string.IsNullOrEmpty(p.Value)));
    }
}
