using Pes.Ranking.Learning;
using Pes.Ranking.Pairs;
using Xunit;

namespace Pes.Ranking.Tests.Pairs;

/// <summary>A model of all features keeps every direction, though its rows were graded against all of them.</summary>
public sealed class ModelDirectionTests
{
    private const int People = 1_000;

    private const int VacanciesOfEach = 100;

    private const int Few = 3_000;

    private static readonly PairFeatureMeaning[] Directed = [.. PairFeatures.All.Where(m => m.Direction != 0)];

    private static readonly byte[][] Rows = [.. Drawn().Select(list => PairTraining.BinsOf(list).Select(row => row.ToArray())).SelectMany(rows => rows)];

    private static readonly PairTraining Contrary = Graded();

    public static TheoryData<TreeShape> Shapes => new(TreeShape.Oblivious, TreeShape.LeafWise);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_step_in_its_direction_lowers_no_score_of_100000_random_pairs(TreeShape shape)
    {
        Assert.Equal(100_000, Rows.Length);
        Assert.True(Directed.Length >= 28, $"{Directed.Length} features have a direction");
        Assert.Equal(0, Lowered(Model(shape, PairFeatures.Directions), Rows));
        Assert.True(Lowered(Model(shape, null), Rows.AsSpan(0, Few)) > Few, "Without directions the same rows teach the contrary, or this test shows nothing.");
    }

    private static int Lowered(LearnedRanking model, ReadOnlySpan<byte[]> rows)
    {
        var (draw, lowered) = (new Draw(7), 0);
        foreach (var row in rows)
        {
            var before = model.Score(row);
            foreach (var (feature, direction) in Directed.Select(m => ((int)m.Feature, m.Direction)))
            {
                var bin = row[feature];
                var step = 1 + draw.Next(40);
                row[feature] = (byte)Math.Clamp(bin + (direction * step), 0, byte.MaxValue);
                lowered += model.Score(row) < before ? 1 : 0;
                row[feature] = bin;
            }
        }

        return lowered;
    }

    private static LearnedRanking Model(TreeShape shape, IReadOnlyList<int>? directions)
    {
        var options = new LambdaMartOptions { Shape = shape, Trees = 25, Leaves = 15, FeatureShare = 1, Monotone = directions };
        return shape == TreeShape.Oblivious
            ? new(LambdaMart.TrainOblivious(Contrary.ToRows(), options))
            : new(LambdaMart.TrainLeafwise(Contrary.ToRows(), options));
    }

    private static IEnumerable<JudgedList> Drawn()
    {
        var (people, vacancies) = (Given.Jobseekers.Drawn(People), Given.Vacancies.Drawn(People));
        return people.Select((jobseeker, i) => new JudgedList(
            Given.Today,
            [.. Enumerable.Range(0, VacanciesOfEach).Select(j => new JudgedPair(jobseeker, vacancies[(i + (j * 7)) % People], 0, 0))]));
    }

    // The worse the pair by the prior, the better what came of it.
    private static PairTraining Graded()
    {
        var training = new PairTraining();
        foreach (var list in Drawn().Take(150))
        {
            training.AddList(list with
            {
                Rows = [.. list.Rows.Select(r => r with { Grade = (byte)Math.Clamp((400_000 - Given.Score(r.Jobseeker, r.Vacancy)) / 120_000, 0, 6) })],
            });
        }

        return training;
    }
}
