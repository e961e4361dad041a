using System.Globalization;
using Pes.Ranking.Search;

namespace Pes.Features.Vacancies;

/// <summary>What the index finds of a request, as the list shows it.</summary>
internal sealed class VacancySearch
{
    private readonly SearchIndex index;
    private readonly SearchResult result;

    private VacancySearch(SearchIndex index, SearchResult result)
    {
        (this.index, this.result) = (index, result);
        Ids = [.. result.Hits.Select(h => h.Id)];
        ByStatus = result.Facets.Where(f => f.Facet == VacancyFacets.Status).ToDictionary(f => f.Value, f => f.Count, StringComparer.Ordinal);
    }

    /// <summary>Of the page, in its order.</summary>
    public List<Guid> Ids { get; }

    public IReadOnlyDictionary<string, int> ByStatus { get; }

    public IReadOnlyList<FacetCount> Facets => result.Facets;

    public IReadOnlyList<SearchCorrection> Corrections => result.Corrections;

    public bool SomeWords => result.SomeWords;

    /// <param name="allowed">What the reader may see; null where it is every vacancy.</param>
    public static VacancySearch Of(SearchIndex index, FindVacancies.Query request, IReadOnlyCollection<Guid>? allowed)
    {
        var text = request.Q?.Trim() ?? "";
        return new(index, index.Search(new()
        {
            Text = text,
            Allowed = allowed,
            Order = FindVacancies.Handler.Orders[request.Sort].Order,
            Ahead = new(VacancyFacets.Status, VacancyStatus.Live),
            Skip = (request.PageNumber - 1) * request.PageSize,
            Take = text.Length == 0 ? 0 : request.PageSize,
            Filters =
            [
                .. Value(VacancyFacets.Status, request.Status), .. Value(VacancyFacets.Province, request.ProvinceCode), .. Value(VacancyFacets.Contract, request.ContractCode),
                .. Value(VacancyFacets.Hours, request.HoursCode), .. Value(VacancyFacets.Wage, request.WageBand?.ToString(CultureInfo.InvariantCulture)),
                .. Value(VacancyFacets.Occupation, string.IsNullOrWhiteSpace(request.Isco) ? null : request.Isco[..1]),
            ],
        }));
    }

    public IReadOnlyList<FindVacancies.Mark> Marks(string title) => [.. index.Marks(title, result.Terms).Select(m => new FindVacancies.Mark(m.Offset, m.Length))];

    private static IEnumerable<FacetValue> Value(string facet, string? value) => string.IsNullOrWhiteSpace(value) ? [] : [new(facet, value.Trim())];
}
