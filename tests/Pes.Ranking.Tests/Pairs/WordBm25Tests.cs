using Pes.Ranking.Pairs;
using Pes.Ranking.Search;
using Pes.Ranking.Text.Words;
using Xunit;

namespace Pes.Ranking.Tests.Pairs;

/// <summary>The simple order of a text search: words of both scripts, the fields of the product's search, and codes.</summary>
public sealed class WordBm25Tests
{
    private static readonly SearchTokens Tokens = new(new KhmerWords(KhmerLexicon.Of([new("អ្នកដេរ", 100, 3), new("សម្លៀកបំពាក់", 100, 3), new("អ្នកបើកបរ", 100, 3)])));

    private static readonly VacancyProfile Uncoded = Given.Vacancy with { Occupation = 0, EssentialSkills = [], UsefulSkills = [] };

    private static readonly JobseekerProfile Nobody = Given.Jobseeker with { WishedOccupations = [], Career = [], Skills = [] };

    [Fact]
    public void Words_of_either_script_find_an_advertisement_and_others_do_not()
    {
        var texts = Texts(new() { Id = default, Title = "Sewing machine operators" }, new() { Id = default, Title = "អ្នកដេរសម្លៀកបំពាក់" }, new() { Id = default, Title = "Driver\nអ្នកបើកបរ" });
        var bm25 = Bm25(texts, "machine operator", "អ្នកដេរ");
        var scores = Scores(bm25, texts);
        Assert.True(scores[0] > 0 && scores[1] > 0, string.Join(' ', scores));
        Assert.Equal(0, scores[2]);
    }

    [Fact]
    public void A_word_counts_by_its_field_by_its_rarity_and_each_once_however_often_it_is_asked()
    {
        var texts = Texts(
            new() { Id = default, Title = "tailor" }, new() { Id = default, Skills = "tailor" }, new() { Id = default, Text = "tailor" }, new() { Id = default, Text = "welder" }, new() { Id = default, Text = "office" }, new() { Id = default, Text = "office" }, new() { Id = default, Text = "office" }, new() { Id = default, Text = "office" });
        var scores = Scores(Bm25(texts, "tailor welder office"), texts);
        Assert.True(scores[0] > scores[1] && scores[1] > scores[2], string.Join(' ', scores));
        Assert.True(scores[3] > scores[2] && scores[2] > scores[4], string.Join(' ', scores));
        Assert.Equal(scores, Scores(Bm25(texts, "tailor", "welder office", "tailor"), texts));
    }

    [Fact]
    public void Words_weigh_as_in_the_search_of_the_product()
    {
        var texts = Texts(
            new() { Id = default, Title = "Garment tailor", Text = "tailor of uniforms" }, new() { Id = default, Title = "Office clerk", Skills = "tailor\nsewing" }, new() { Id = default, Employer = "Tailor House", Text = "cook" },
            new() { Id = default, Text = "waiter and cook" });
        var found = SearchIndex.Build(texts, Tokens).Search(new SearchQuery { Text = "tailor" }).Hits.ToDictionary(h => h.Id, h => h.Score);
        var own = Scores(Bm25(texts, "tailor"), texts);
        var ratio = own[0] / (double)found[texts[0].Id];
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(ratio, own[i] / (double)found[texts[i].Id], 1e-6));
        Assert.Equal(0, own[3]);
    }

    [Fact]
    public void Codes_are_words_and_speak_where_no_text_is()
    {
        var jobseeker = Nobody with { WishedOccupations = [8153], Skills = [1, 2] };
        VacancyProfile[] vacancies =
        [
            Vacancy(1, 8153, [1, 2]), Vacancy(2, 8153, []), Vacancy(3, 8159, []), Vacancy(4, 8211, []), Vacancy(5, 5223, []), Vacancy(6, 5223, [1]), Vacancy(7, 9313, [7]),
        ];
        var bm25 = new WordBm25(Tokens, new Dictionary<Guid, SearchDocument>(), vacancies, (_, _) => []);
        var scores = vacancies.Select(v => bm25.Score(jobseeker, v, Given.Today)).ToList();
        Assert.True(scores[0] > scores[1] && scores[1] > scores[2] && scores[2] > scores[3] && scores[5] > 0, string.Join(' ', scores));
        Assert.Equal((0, 0), (scores[4], scores[6]));
        Assert.Equal(0, bm25.Score(jobseeker, Vacancy(99, 8153, [1]), Given.Today));
    }

    /// <summary>An order by codes alone, for lists that have no texts.</summary>
    internal static WordBm25 OfCodes(IReadOnlyList<JudgedList> lists) =>
        new(Tokens, new Dictionary<Guid, SearchDocument>(), lists.SelectMany(l => l.Rows.Select(r => r.Vacancy)), (_, _) => []);

    private static VacancyProfile Vacancy(int id, ushort occupation, int[] skills) => Uncoded with { Id = Id(id), Occupation = occupation, EssentialSkills = skills };

    private static Guid Id(int i) => new(i, 0, 0, new byte[8]);

    private static SearchDocument[] Texts(params SearchDocument[] texts) => [.. texts.Select((t, i) => t with { Id = Id(i + 1) })];

    private static WordBm25 Bm25(SearchDocument[] texts, params string[] asked) => new(Tokens, texts.ToDictionary(t => t.Id), texts.Select(t => Uncoded with { Id = t.Id }), (_, _) => asked);

    private static int[] Scores(WordBm25 bm25, SearchDocument[] texts) => [.. texts.Select(t => bm25.Score(Nobody, Uncoded with { Id = t.Id }, Given.Today))];
}
