using System.Globalization;
using Pes.Cli.DemoData;
using Pes.Features.Reference;
using Pes.Ranking.Search;

namespace Pes.Cli.SearchBench;

/// <summary>
/// Made-up vacancies to search, the same for one seed: titles of the product's list in both languages, few of them frequent;
/// texts of demo duties and of the words of the skill list drawn by Zipf's law, so that some words stand in most texts and
/// most in few; invented employers with names of their own.
/// </summary>
internal sealed class SearchCorpus
{
    private const ulong Seed = 20_261_122;
    private const int Employers = 30_000;
    private const double KhmerOnly = 0.15;
    private const double BothScripts = 0.4;

    private static readonly string[] Syllables = ["so", "vann", "ra", "chea", "lim", "hak", "ny", "tha", "pi", "sok", "mey", "dara", "bun", "kim", "ley", "po", "rith", "san", "to", "vi"];

    private readonly Dice dice = new(Seed);
    private readonly List<(string Title, string Isco)> english;
    private readonly List<(string Title, string Isco)> khmer;
    private readonly string[] words;
    private readonly string[] khmerWords;
    private readonly List<string> provinces = [.. Enumerable.Range(1, 25).Select(p => p.ToString("00", CultureInfo.InvariantCulture))];
    private readonly List<string> employers;

    public SearchCorpus()
    {
        var titles = LoadReference.OwnTitles().Select(t => (Title: t.Title, Isco: t.Code)).ToList();
        english = [.. titles.Where(t => t.Title[0] < 0x1780)];
        khmer = [.. titles.Where(t => t.Title[0] >= 0x1780)];
        words = [.. LoadReference.Handler.Read("skills").SelectMany(r => $"{r["label_en"]} {r["definition_en"]} {r["alt_en"]}".Split([' ', '.', ',', '|'], StringSplitOptions.RemoveEmptyEntries)).Concat(english.SelectMany(t => t.Title.Split(' '))).CountBy(w => w.ToLowerInvariant()).OrderByDescending(w => w.Value).ThenBy(w => w.Key, StringComparer.Ordinal).Select(w => w.Key)];
        khmerWords = [.. KhmerVocabulary.Own.OrderByDescending(w => w.Frequency).ThenBy(w => w.Word, StringComparer.Ordinal).Select(w => w.Word)];
        employers = [.. Enumerable.Range(0, Employers).Select(_ => $"{Name()} {dice.Pick(DemoWords.EmployerWords).En} {dice.Pick(DemoWords.Trades).NameEn}")];
    }

    public string EnglishTitle() => Zipf(english).Title;

    public string KhmerTitle() => Zipf(khmer).Title;

    public string Employer() => Zipf(employers);

    public Dice Dice => dice;

    public SearchDocument Document(int number)
    {
        var (script, occupation) = (dice.Share(), Zipf(DemoWords.Occupations));
        var (inKhmer, inEnglish) = (script < BothScripts, script >= KhmerOnly);
        var (titleEn, titleKm) = (Zipf(english), Zipf(khmer));
        var code = inEnglish ? titleEn.Isco : titleKm.Isco;
        return new()
        {
            Id = new Guid(number, 0, 0, new byte[8]),
            Title = string.Join('\n', [.. inEnglish ? [titleEn.Title] : Array.Empty<string>(), .. inKhmer ? [titleKm.Title] : Array.Empty<string>()]),
            Employer = Employer(),
            Skills = string.Join('\n', Enumerable.Range(0, dice.Between(2, 6)).Select(_ => $"{Zipf(words)} {Zipf(words)}")),
            Places = Zipf(provinces),
            Text = string.Join('\n', [.. inEnglish ? [occupation.DutiesEn, Sentence(words, 40, " ")] : Array.Empty<string>(), .. inKhmer ? [occupation.DutiesKm, Sentence(khmerWords, 30, "")] : Array.Empty<string>()]),
            SortKeys = new(number, number * 7_919L % 400_000, number % 90, code),
            Facets =
            [
                new("province", Zipf(provinces)), new("occupation", code[..1]), new("contract", $"{dice.Between(1, 5)}"), new("hours", $"{dice.Between(1, 4)}"),
                new("wage", $"{dice.Between(1, 7)}"), new("status", dice.Chance(0.6) ? "live" : "closed"),
            ],
        };
    }

    // Of n things the k-th about as often as 1/k.
    private T Zipf<T>(IReadOnlyList<T> of) => of[Math.Min(of.Count - 1, (int)Math.Exp(dice.Share() * Math.Log(of.Count + 1)) - 1)];

    private string Sentence(string[] of, int length, string between) => string.Join(between, Enumerable.Range(0, length + dice.Between(0, length)).Select(_ => Zipf(of)));

    private string Name() => string.Concat(Enumerable.Range(0, dice.Between(2, 4)).Select(_ => dice.Pick(Syllables)));
}
