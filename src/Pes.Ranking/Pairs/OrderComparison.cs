using Pes.Ranking.Learning;

namespace Pes.Ranking.Pairs;

/// <summary>The simple orders that a learned ranking has to beat.</summary>
public enum BaselineOrder : byte
{
    /// <summary>The monotone score.</summary>
    Prior = 0,

    /// <summary>The newest vacancy first.</summary>
    Recency = 1,

    /// <summary>A search by the jobseeker's words and codes (<see cref="WordBm25"/>).</summary>
    Bm25 = 2,

    /// <summary>The longest shared beginning of the ISCO-08 code with a wish or a job held.</summary>
    OccupationRule = 3,
}

/// <summary>How a learned ranking orders lists that it was not trained on, against each simple order.</summary>
public sealed class OrderComparison
{
    // Trees of other makers take a millisecond a row to explain.
    private const int MostExplained = 20_000;

    private const int Places = 10;

    private OrderComparison(double[] model, IReadOnlyDictionary<BaselineOrder, double[]> baselines, double[] features) =>
        (Model, Baselines, FeatureShares) = (model, baselines, features);

    /// <summary>NDCG@10 of each list that has any outcome.</summary>
    public IReadOnlyList<double> Model { get; }

    /// <summary>The same of each simple order, over the same lists.</summary>
    public IReadOnlyDictionary<BaselineOrder, double[]> Baselines { get; }

    /// <summary>Share of each feature in all that the model's features added or took, in the order of the columns, over evenly chosen rows; they sum to 1.</summary>
    public IReadOnlyList<double> FeatureShares { get; }

    /// <summary>The differences list by list: the model's NDCG@10 less that of a simple order.</summary>
    public double[] Differences(BaselineOrder order) => [.. Model.Zip(Baselines[order], (own, other) => own - other)];

    /// <param name="words">Of the vacancies of the lists.</param>
    /// <param name="gains">Gain of each grade.</param>
    public static OrderComparison Of(IReadOnlyList<JudgedList> lists, LearnedRanking ranking, WordBm25 words, IReadOnlyList<double> gains)
    {
        ArgumentNullException.ThrowIfNull(lists);
        ArgumentNullException.ThrowIfNull(ranking);
        var every = 1 + (lists.Sum(l => l.Rows.Count) / MostExplained);
        var (own, moved, row) = (new long[PairFeatures.Count], new double[PairFeatures.Count], 0);
        List<double> scores = [];
        foreach (var bins in lists.SelectMany(PairTraining.BinsOf))
        {
            scores.Add(ranking.Score(bins));
            if (row++ % every == 0)
            {
                ranking.Explain(bins, own);
                for (var feature = 0; feature < own.Length; feature++)
                {
                    moved[feature] += Math.Abs(own[feature]);
                }
            }
        }

        var all = moved.Sum();
        return Of(lists, [.. scores], [.. moved.Select(m => all > 0 ? m / all : 0)], words, gains);
    }

    private static OrderComparison Of(IReadOnlyList<JudgedList> lists, double[] model, double[] shares, WordBm25 words, IReadOnlyList<double> gains)
    {
        byte[] grades = [.. lists.SelectMany(l => l.Rows.Select(r => r.Grade))];
        var starts = new int[lists.Count + 1];
        for (var list = 0; list < lists.Count; list++)
        {
            starts[list + 1] = starts[list] + lists[list].Rows.Count;
        }

        double[] Ndcg(double[] scores) => RankingQuality.Ndcg(grades, starts, scores, Places, EmptyQueries.Skip, gains);
        return new(
            Ndcg(model),
            new Dictionary<BaselineOrder, double[]>
            {
                [BaselineOrder.Prior] = Ndcg(Scores(lists, (j, v, day) => Prior(j, v, day))),
                [BaselineOrder.Recency] = Ndcg(Scores(lists, (_, v, _) => v.PublishedOn?.DayNumber ?? 0)),
                [BaselineOrder.Bm25] = Ndcg(Scores(lists, (j, v, day) => words.Score(j, v, day))),
                [BaselineOrder.OccupationRule] = Ndcg(Scores(lists, (j, v, _) => DigitsShared(j, v))),
            },
            shares);
    }

    /// <summary>The prior's score of a pair, without its reasons.</summary>
    public static int Prior(JobseekerProfile jobseeker, VacancyProfile vacancy, DateOnly day)
    {
        Span<Finding> findings = stackalloc Finding[TermWeights.Count];
        return PairScore.Of(jobseeker, vacancy, day, findings);
    }

    private static double[] Scores(IReadOnlyList<JudgedList> lists, Func<JobseekerProfile, VacancyProfile, DateOnly, double> score) =>
        [.. lists.SelectMany(l => l.Rows.Select(r => score(r.Jobseeker, r.Vacancy, l.Day)))];

    private static int DigitsShared(JobseekerProfile jobseeker, VacancyProfile vacancy) =>
        jobseeker.WishedOccupations.Concat(jobseeker.Career.Select(c => c.Occupation)).Select(own => Isco08.SharedDigits(own, vacancy.Occupation)).DefaultIfEmpty().Max();
}
