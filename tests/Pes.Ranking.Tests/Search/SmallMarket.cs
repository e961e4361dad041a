using Pes.Ranking.Search;
using Pes.Ranking.Text.Words;

namespace Pes.Ranking.Tests.Search;

/// <summary>Made-up vacancies of few words, so that words meet, phrases repeat and scores tie.</summary>
internal sealed class SmallMarket(int seed)
{
    private static readonly string[] Words =
    [
        "driver", "drivers", "welder", "welding", "accountant", "cashier", "factory", "hotel", "Phnom", "Penh", "night", "shift", "C#", "SAP", "2026",
        "អ្នកបើកបរ", "គណនេយ្យករ", "ជាងផ្សារ", "រោងចក្រ", "សណ្ឋាគារ", "ភ្នំពេញ", "ចន្ទ្រា", "សំរាក", "សម្រាក", "យប់", "វេន",
    ];

    private static readonly string[] Asked = [.. Words, "drivr", "acountant", "welde", "fact", "nothing", "គណនេយករ", "hotle", "acc", "Chantrea", "ហូតែល"];

    private readonly Random _random = new(seed);

    public static SearchTokens Tokens { get; } = new(new KhmerWords(KhmerLexicon.Of(
        Words.Where(w => w[0] > '\u1780').Select(w => new ListedWord(w, 100, 3)))));

    public List<SearchDocument> Documents(int count) => [.. Enumerable.Range(0, count).Select(_ => Document(new(_random.Next(), (short)_random.Next(1 << 15), 0, new byte[8])))];

    public SearchDocument Document(Guid id) => new()
    {
        Id = id,
        Title = Line(1, 4),
        Employer = Line(0, 2),
        Skills = Line(0, 3),
        Places = Line(0, 2),
        Text = string.Join(_random.Next(2) == 0 ? "\n" : ". ", Line(0, 12), Line(0, 12)),
        SortKeys = new(_random.NextInt64(), _random.Next(6), _random.Next(6), Words[_random.Next(6)]),
        Facets = [.. Values("province", 4, 2), .. Values("contract", 3, 1), .. Values("hours", 2, 1)],
    };

    public SearchQuery Query(IReadOnlyList<SearchDocument> documents)
    {
        var text = string.Join(' ', Enumerable.Range(0, _random.Next(4)).Select(_ => Asked[_random.Next(Asked.Length)]));
        if (_random.Next(3) == 0)
        {
            text += $" \"{Words[_random.Next(Words.Length)]} {Words[_random.Next(Words.Length)]}\"";
        }
        return new()
        {
            Text = text,
            Filters = _random.Next(2) == 0 ? [] : [.. Values("province", 4, 2), .. Values("hours", 2, 1)],
            Allowed = _random.Next(4) == 0 ? [.. documents.Where(_ => _random.Next(2) == 0).Select(d => d.Id)] : null,
            Order = (SearchOrder)_random.Next(5),
            Ahead = _random.Next(2) == 0 ? new("province", $"{_random.Next(4)}") : null,
            Skip = _random.Next(3),
            Take = 1 + _random.Next(10),
        };
    }

    private IEnumerable<FacetValue> Values(string facet, int values, int most) =>
        Enumerable.Range(0, _random.Next(most + 1)).Select(_ => new FacetValue(facet, $"{_random.Next(values)}"));

    private string Line(int least, int most) =>
        string.Join(' ', Enumerable.Range(0, least + _random.Next(most - least + 1)).Select(_ => Words[_random.Next(Words.Length)]));
}
