using Pes.Ranking.Search;

namespace Pes.Cli.SearchBench;

/// <summary>What people type: words and titles, frequent and rare, both scripts, misspelt, in quotes, with filters.</summary>
internal static class SearchQuestions
{
    public static List<SearchQuery> Of(SearchCorpus corpus, int count, IReadOnlyList<string> realTitles)
    {
        var dice = corpus.Dice;
        return [.. Enumerable.Range(0, count).Select(i => Narrowed(new SearchQuery
        {
            Text = (i % 10) switch
            {
                0 or 1 => dice.Pick(corpus.EnglishTitle().Split(' ')),
                2 or 3 => corpus.EnglishTitle(),
                4 or 5 => corpus.KhmerTitle(),
                6 => Misspelt(corpus.EnglishTitle(), dice),
                7 => $"\"{corpus.EnglishTitle()}\"",
                8 => corpus.Employer(),
                _ when realTitles.Count > 0 => dice.Pick(realTitles),
                _ => corpus.EnglishTitle(),
            },
        }, i, dice))];
    }

    private static SearchQuery Narrowed(SearchQuery query, int i, DemoData.Dice dice) => (i % 3) switch
    {
        0 => query with { Filters = [new("province", $"{dice.Between(1, 25):00}"), new("status", "live")] },
        1 => query with { Filters = [new("status", "live")] },
        _ => query,
    };

    private static string Misspelt(string title, DemoData.Dice dice)
    {
        var at = dice.Between(0, Math.Max(0, title.Length - 2));
        return dice.Chance(0.5) ? title.Remove(at, 1) : title.Insert(at, "x");
    }
}
