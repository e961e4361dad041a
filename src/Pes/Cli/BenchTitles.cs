using System.Globalization;
using Pes.Cli.TextBench;
using Pes.Features.Reference;
using Pes.Platform.Text;
using Pes.Ranking.Text;

namespace Pes.Cli;

/// <summary>
/// How well job titles are coded: judged titles of a real employment service, a fifth of which (by title) nobody has
/// learnt from. It was seen once before one change was taken back (docs/text.md).
/// </summary>
internal sealed class BenchTitles
{
    private const string JudgedFile = "matching/malaysia_pes_titles_to_esco.csv";

    private const int Parts = 5;

    /// <summary>Which fifth is held back: part 0 under this seed.</summary>
    private const ulong Seed = 20_260_611;

    private const double Recall1Target = 0.45;

    private const double Recall5Target = 0.70;

    private const double Isco4Target = 0.60;

    private readonly string data;
    private readonly List<OccupationTitle> labels;
    private readonly List<OccupationTitle> learnt;
    private readonly List<OccupationTitle> held;
    private readonly OnetTitles? onet;

    public BenchTitles(string data, bool quick)
    {
        this.data = data;
        var (occupations, groups) = EscoDownload.OpenTitles(Classification(data));
        var iscoOf = occupations.ToDictionary(o => o.Uri, o => o.IscoCode, StringComparer.Ordinal);
        labels =
        [
            .. occupations.SelectMany(o => (quick ? [] : o.AltLabels.Split('\n')).Prepend(o.LabelEn).Where(l => l.Length > 0).Distinct(StringComparer.Ordinal)
                .Select(label => new OccupationTitle(label, o.IscoCode, o.Uri, TitleSource.Label))),
            .. EscoTitles.Of([], groups).Concat(groups.Where(g => g.Code.Length == 4).Select(g => new TitleExample(g.LabelEn, g.Code)))
                .Select(t => new OccupationTitle(t.Title, t.Code, null, TitleSource.Label)),
            .. LoadReference.OwnTitles().Select(t => new OccupationTitle(t.Title, t.Code, null, TitleSource.Own)),
        ];
        var judged = JudgedTitles(Path.Combine(data, JudgedFile)).Where(t => iscoOf.ContainsKey(t.Code))
            .Select(t => new OccupationTitle(t.Title, iscoOf[t.Code], t.Code, TitleSource.Judged))
            .ToLookup(t => TitleSplit.Part(t.Title, Parts, Seed) == 0);
        learnt = [.. judged[false].Where((_, i) => !quick || i % 8 == 0)];
        held = quick ? [.. judged[true].Where((_, i) => i % 10 == 0)] : [.. judged[true]];
        onet = quick ? null : new OnetTitles(data, labels);
    }

    public IEnumerable<Bench.Figure> Figures(string coded)
    {
        var byOccupation = held.ConvertAll(t => new TitleExample(t.Title, t.Occupation!));
        var byGroup = held.ConvertAll(t => new TitleExample(t.Title, t.IscoCode));
        TitleExample[] occupationLabels = [.. labels.Where(l => l.Occupation is not null).Select(l => new TitleExample(l.Title, l.Occupation!))];

        var ngrams = new NgramTitles(occupationLabels);
        var iscoOf = labels.Where(l => l.Occupation is not null).DistinctBy(l => l.Occupation, StringComparer.Ordinal).ToDictionary(l => l.Occupation!, l => l.IscoCode, StringComparer.Ordinal);
        var baseline = TitleCodingEvaluation.Of(ngrams.Code, byOccupation);
        var baselineGroups = TitleCodingEvaluation.Of((title, count) => [.. ngrams.Code(title, count).Select(c => c with { Code = iscoOf[c.Code] })], byGroup);
        Console.Error.WriteLine($"{held.Count} titles held back of {held.Count + learnt.Count}; {labels.Count} labels");

        var without = Coders(onet: []);
        var started = Environment.CpuUsage.UserTime;
        var with = Coders(onet?.Lessons ?? []);
        var learnSeconds = (Environment.CpuUsage.UserTime - started).TotalSeconds;
        var (group, groupWithout) = (TitleCodingEvaluation.Of(with.Learned.Code, byGroup), TitleCodingEvaluation.Of(without.Learned.Code, byGroup));
        var (occupation, occupationWithout) = (TitleCodingEvaluation.Of(with.Learned.Occupations, byOccupation), TitleCodingEvaluation.Of(without.Learned.Occupations, byOccupation));
        var (plain, plainWithout) = (TitleCodingEvaluation.Of(with.Plain.Code, byGroup), TitleCodingEvaluation.Of(without.Plain.Code, byGroup));
        var mean = TitleCodingEvaluation.Of(with.Blended.Code, byGroup);
        var alone = Array.ConvertAll<double, LearnedTitleCoder>([0, 1], with.Learned.WithNeighbourShare);
        return
        [
            Figure("titleRecall1", occupation.Right, Recall1Target, new
            {
                heldBack = held.Count, learnt = learnt.Count, labels = labels.Count, ngrams = Bench.Rounded(baseline.Right),
                withoutOnet = Bench.Rounded(occupationWithout.Right), withoutNeighbours = Alone(alone[0].Occupations, byOccupation), withoutSoftmax = Alone(alone[1].Occupations, byOccupation),
                calibrationError = Bench.Rounded(occupation.CalibrationError), learnSeconds = Math.Round(learnSeconds, 1),
            }),
            Figure("titleRecall5", occupation.RightInFive, Recall5Target, new { ngrams = Bench.Rounded(baseline.RightInFive), withoutOnet = Bench.Rounded(occupationWithout.RightInFive) }),
            new("titleMrr", Bench.Rounded(occupation.MeanReciprocalRank), "share", "> n-grams", occupation.MeanReciprocalRank > baseline.MeanReciprocalRank, new
            {
                ngrams = Bench.Rounded(baseline.MeanReciprocalRank), withoutOnet = Bench.Rounded(occupationWithout.MeanReciprocalRank),
            }),
            Figure("isco4", group.Right, Isco4Target, new
            {
                ngrams = Bench.Rounded(baselineGroups.Right), withoutOnet = Bench.Rounded(groupWithout.Right), blended = Bench.Rounded(mean.Right), blendedWithoutOnet = Alone(without.Blended.Code, byGroup),
                inFive = Bench.Rounded(group.RightInFive), inFiveWithoutOnet = Bench.Rounded(groupWithout.RightInFive),
                notLearned = NotLearned(plain), notLearnedWithoutOnet = NotLearned(plainWithout),
                agreeingDigits = group.AgreeingDigits.Select(Bench.Rounded), neighbourShare = with.Learned.NeighbourShare,
                withoutNeighbours = Alone(alone[0].Code, byGroup), withoutSoftmax = Alone(alone[1].Code, byGroup),
                calibrationError = Bench.Rounded(group.CalibrationError),
                stated = group.Bands.Select(b => new { titles = b.Titles, stated = Bench.Rounded(b.MeanConfidence), right = Bench.Rounded(b.Right) }),
                blendedCalibrationError = Bench.Rounded(mean.CalibrationError), blendedStated = mean.Bands.Select(b => new { titles = b.Titles, stated = Bench.Rounded(b.MeanConfidence), right = Bench.Rounded(b.Right) }),
                sameTitle = SameTitle(),
            }),
            .. BenchAdvertisements.Figures(data, coded, with.Blended.Code, new(StringComparer.Ordinal)
            {
                ["learnedAlone"] = with.Learned.Code, ["plainAlone"] = with.Plain.Code, ["withoutOnet"] = without.Blended.Code,
                ["learnedAloneWithoutOnet"] = without.Learned.Code, ["plainAloneWithoutOnet"] = without.Plain.Code,
            }),
            .. onet?.Figures() ?? [],
        ];
    }

    // As a server has them that imported judged titles, and, as the plain one, before it did.
    private (TitleCoder Plain, LearnedTitleCoder Learned, BlendedTitleCoder Blended) Coders(IReadOnlyList<OccupationTitle> onet)
    {
        var plain = new TitleCoder(labels.Concat(onet).Select(l => new TitleExample(l.Title, l.IscoCode)));
        var learned = new LearnedTitleCoder([.. learnt, .. labels, .. onet]);
        return (plain, learned, new(plain, learned));
    }

    private static object NotLearned(TitleCodingEvaluation plain) =>
        new { isco4 = Bench.Rounded(plain.Right), inFive = Bench.Rounded(plain.RightInFive), mrr = Bench.Rounded(plain.MeanReciprocalRank), calibrationError = Bench.Rounded(plain.CalibrationError) };

    // How far coders of titles agree with each other: a title that was judged more than once, all but for case, spaces and marks.
    private object SameTitle()
    {
        var (pairs, agree, repeated) = (0d, 0d, 0);
        foreach (var title in learnt.Concat(held).GroupBy(t => KhmerText.FoldKey(t.Title), StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            var count = title.Count();
            repeated += count;
            pairs += count;
            agree += title.CountBy(t => t.IscoCode, StringComparer.Ordinal).Sum(c => c.Value * (c.Value - 1d)) / (count - 1);
        }

        return new { titles = repeated, agreement = Bench.Rounded(agree / pairs) };
    }

    private static double Alone(Func<string, int, IReadOnlyList<TitleCode>> code, List<TitleExample> asked) => Bench.Rounded(TitleCodingEvaluation.Of(code, asked).Right);

    private static Bench.Figure Figure(string name, double value, double target, object detail) =>
        new(name, Bench.Rounded(value), "share", string.Create(CultureInfo.InvariantCulture, $">= {target}"), value >= target, detail);

    private static List<TitleExample> JudgedTitles(string path) => ImportFile.Read(path, () =>
    {
        using var stream = File.OpenRead(path);
        return CsvRows.Read(stream).Select(r => new TitleExample(r["vacancyTitle"], r["conceptUri"])).ToList();
    });

    public static string Classification(string data)
    {
        var folder = Path.Combine(data, "taxonomies");
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "esco*classification*.zip").Order(StringComparer.Ordinal).LastOrDefault() is { } zip
            ? zip
            : throw new CommandException($"{folder} holds no esco…classification….zip: say with --data where the data lie.");
    }
}
