using FsCheck.Fluent;
using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Pes.Ranking.Pairs;
using Pes.Ranking.Tests.Models;
using Pes.Ranking.WhatIf;
using Xunit;

namespace Pes.Ranking.Tests.Pairs;

/// <summary>Leaf-wise trees, as other makers grow them, rank and explain pairs as our own do.</summary>
public sealed class EnsembleRankingTests
{
    private const int Rows = 900;

    private static readonly List<(int Id, VacancyProfile Vacancy)> Vacancies = [.. Given.Vacancies.Drawn(Rows).Select((v, i) => (i, v))];

    private static readonly List<(int Id, JobseekerProfile Jobseeker)> Jobseekers = [.. Given.Jobseekers.Drawn(Rows).Select((j, i) => (i, j with { MayBeSuggested = true }))];

    private static readonly PairTraining Training = Learnt();

    private static readonly TreeEnsemble Kept = Leafwise(PairFeatures.Directions);

    private static readonly LearnedRanking Model = new(Kept);

    private static readonly LearnedMatcher Matcher = new("imported-1", Model);

    private static readonly VacancyIndex Index = VacancyIndex.Build(Vacancies, Given.Today);

    private static IEnumerable<(JobseekerProfile J, VacancyProfile V)> Pairs => Enumerable.Range(0, 2_000).Select(i => (Jobseekers[i % Rows].Jobseeker, Vacancies[(i * 7) % Rows].Vacancy));

    [Fact]
    public void Usual_reasons_and_rest_sum_to_the_score_which_is_the_sum_of_leaves()
    {
        foreach (var ((jobseeker, vacancy), row) in Pairs.Zip(RowsOfPairs().Chunk(PairFeatures.Count)))
        {
            var match = Matcher.Explain(jobseeker, vacancy, Given.Today);
            Assert.Equal(match.Score, match.Usual + match.Rest + match.Reasons.Sum(r => (long)r.Weight));
            Assert.Equal(match.Score, match.Usual + match.Contributions.Sum(c => (long)c.Points));
            Assert.Equal((int)Math.Round(Kept.Sum(row) * (1 << 20)), match.Score);
        }

        static IEnumerable<float> RowsOfPairs()
        {
            var rows = new PairTraining();
            foreach (var (jobseeker, vacancy) in Pairs)
            {
                rows.AddList(jobseeker, [(vacancy, 0)], Given.Today);
            }

            return rows.ToJudgedRows().Values;
        }
    }

    [Fact]
    public void Our_own_trees_handed_over_as_nodes_rank_explain_and_answer_what_would_change_as_they_did()
    {
        var own = LambdaMart.TrainOblivious(Training.ToRows(), new() { Trees = 40, Monotone = PairFeatures.Directions });
        var (ours, theirs) = (new LearnedRanking(own), new LearnedRanking(own.ToEnsemble()));
        Assert.InRange(theirs.Mean - ours.Mean, -own.Trees, own.Trees);
        foreach (var (_, jobseeker) in Jobseekers.Take(12))
        {
            var expected = Index.Ranked(jobseeker, ours, Given.Today, 40, new(), portionSize: Rows);
            var found = Index.Ranked(jobseeker, theirs, Given.Today, 40, new(), portionSize: Rows);
            Assert.Equal(expected.Select(r => (r.Id, ours.Finer(r.Score), r.Portion, ours.Band(r.Score))), found.Select(r => (r.Id, theirs.Finer(r.Score), r.Portion, theirs.Band(r.Score))));
            var (one, two) = (Index.Top(jobseeker, ours, Given.Today, 5, new(), Rows), Index.Top(jobseeker, theirs, Given.Today, 5, new(), Rows));
            foreach (var (a, b) in one.Zip(two))
            {
                Assert.All(a.Contributions.Zip(b.Contributions), c => Assert.InRange(c.First - c.Second, -6 * own.Trees, 6 * own.Trees));
                Assert.Equal(theirs.Finer(b.Score), theirs.Mean + b.Contributions.Sum());
            }

            WhatIfRanking What(LearnedRanking model) => WhatIfRanking.ByModel(jobseeker, Index, model, Given.Today, candidates: Rows);
            Assert.Equal(What(ours).Values(10), What(theirs).Values(10));
            Assert.Equal(
                What(ours).ForVacancy(3, Vacancies[3].Vacancy).Select(g => (g.Gain, g.PlaceBefore, g.PlaceAfter)),
                What(theirs).ForVacancy(3, Vacancies[3].Vacancy).Select(g => (g.Gain, g.PlaceBefore, g.PlaceAfter)));
        }
    }

    [Fact]
    public void What_is_expected_where_some_features_are_known_is_what_our_own_trees_expect()
    {
        var own = RandomTrees.Oblivious(new Draw(8), PairFeatures.Count, trees: 50);
        var (random, row, one, other) = (new Random(2), new byte[PairFeatures.Count * ObliviousScorer.Stride(1)], new int[1], new int[1]);
        foreach (var known in (int[][])[[], [3], [0, 5, 17, 21], [.. Enumerable.Range(0, PairFeatures.Count)]])
        {
            var (ours, theirs) = (new ObliviousRankingTrees(own).Expecting(known.ToHashSet()), new EnsembleRankingTrees(own.ToEnsemble()).Expecting(known.ToHashSet()));
            for (var i = 0; i < 200; i++)
            {
                random.NextBytes(row);
                ours(row, ObliviousScorer.Stride(1), one);
                theirs(row, ObliviousScorer.Stride(1), other);
                Assert.InRange(one[0] - other[0], -own.Trees, own.Trees);
            }
        }
    }

    [Fact]
    public void Many_rows_at_once_score_as_each_alone_also_where_a_tree_is_too_large_for_all_at_once()
    {
        var draw = new Draw(3);
        foreach (var leaves in (int[])[4, 32, 90])
        {
            var trees = new TreeEnsemble(PairFeatures.Count, -0.5, Enumerable.Range(0, 6).Select(_ => OverBins(RandomTrees.Tree(draw, PairFeatures.Count, leaves), draw)));
            var model = new LearnedRanking(trees);
            foreach (var (_, jobseeker) in Jobseekers.Take(3))
            {
                foreach (var row in Index.Top(jobseeker, model, Given.Today, 30, new(), Rows))
                {
                    Assert.Equal(model.Finer(row.Score), new LearnedMatcher("x", model).Explain(jobseeker, Vacancies[row.Id].Vacancy, Given.Today).Score);
                    Assert.Equal(model.Finer(row.Score), model.Mean + row.Contributions.Sum());
                }
            }
        }
    }

    [Fact]
    public void Going_on_a_list_is_in_the_order_of_its_portions_and_bands_rise_with_the_score()
    {
        var all = Index.Ranked(Jobseekers[4].Jobseeker, Model, Given.Today, Rows, new(), portionSize: 100);
        Assert.Equal(all.OrderBy(r => r.Portion).ThenByDescending(r => r.Score).ThenBy(r => r.Id), all);
        Assert.True(all[^1].Portion > 0);
        var scores = Pairs.Select(p => Matcher.Explain(p.J, p.V, Given.Today)).OrderBy(m => m.Score).ToList();
        Assert.Equal(scores.Select(m => m.Band).Order(), scores.Select(m => m.Band));

        // The outermost are rarer than their share, so one of them may be missing.
        Assert.Superset(new HashSet<int> { 2, 3, 4 }, scores.Select(m => m.Band).ToHashSet());
    }

    [Fact]
    public void Trees_that_kept_to_the_directions_break_none_and_others_are_found_out()
    {
        Assert.Empty(Model.BrokenDirections());
        Assert.Empty(new LearnedRanking(LambdaMart.TrainOblivious(Training.ToRows(), new() { Trees = 30, Monotone = PairFeatures.Directions })).BrokenDirections());
        Assert.NotEmpty(new LearnedRanking(Leafwise(null)).BrokenDirections());
        Assert.NotEmpty(new LearnedRanking(LambdaMart.TrainOblivious(Training.ToRows(), new() { Trees = 30 })).BrokenDirections());
    }

    [Fact]
    public void Trees_of_an_earlier_version_read_the_first_features_and_what_cannot_be_explained_is_refused()
    {
        TreeEnsemble One(int features, double leaf, int[]? cover) => new(features, 0, [new() { Left = [~0], Right = [~1], Features = [0], Thresholds = [3], Leaves = [0, leaf], Cover = cover }]);
        Assert.Equal(1 << 19, new LearnedRanking(One(5, 0.5, [1, 3])).Score(Enumerable.Repeat((byte)9, PairFeatures.Count).ToArray()));
        Assert.Throws<ArgumentException>(() => new LearnedRanking(One(PairFeatures.Count + 1, 0.5, [1, 3])));
        Assert.Contains("cover", Assert.Throws<ArgumentException>(() => new LearnedRanking(One(5, 0.5, null))).Message, StringComparison.Ordinal);
        Assert.Contains("beyond", Assert.Throws<ArgumentException>(() => new LearnedRanking(One(5, 2_000, [1, 3]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new LearnedRanking(One(5, double.PositiveInfinity, [1, 3])));
        var large = RandomTrees.Tree(new Draw(1), PairFeatures.Count, 300);
        Assert.Contains("300 leaves", Assert.Throws<ArgumentException>(() => new LearnedRanking(new TreeEnsemble(PairFeatures.Count, 0, [large]))).Message, StringComparison.Ordinal);
    }

    private static TreeNodes OverBins(TreeNodes tree, Draw draw) => tree with { Thresholds = [.. tree.Thresholds.Select(_ => draw.Next(40) + 0.5f)] };

    private static TreeEnsemble Leafwise(IReadOnlyList<int>? directions)
    {
        var rows = Training.ToJudgedRows();
        var bins = FeatureBins.Of(rows);
        return LambdaMart.TrainLeafwise(BinnedRows.Of(rows, bins), new() { Shape = TreeShape.LeafWise, Trees = 40, Leaves = 15, Monotone = directions }, bins);
    }

    private static PairTraining Learnt()
    {
        var training = new PairTraining();
        foreach (var (id, jobseeker) in Jobseekers.Take(120))
        {
            training.AddList(
                jobseeker,
                Vacancies.Skip(id * 3).Take(30).Select(v => (v.Vacancy, (byte)Math.Clamp((Given.Score(jobseeker, v.Vacancy) + 200_000) / 120_000, 0, 6))),
                Given.Today);
        }

        return training;
    }
}
