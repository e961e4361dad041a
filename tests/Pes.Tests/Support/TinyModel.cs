using Pes.Ranking;
using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Pes.Ranking.Pairs;

namespace Pes.Tests.Support;

/// <summary>A model of a few trees, learnt within a second from invented pairs whose grades follow the prior: for tests of what lists do with a learned one.</summary>
public static class TinyModel
{
    private const int People = 120;

    private const int Shown = 25;

    private static readonly ushort[] Occupations = [8153, 5120, 5223, 7231, 9313, 4110, 1120];

    private static readonly DateOnly Day = new(2026, 11, 22);

    public static ObliviousModel Learnt { get; } = Learn();

    public static LearnedRanking Ranking { get; } = new(Learnt);

    /// <summary>Leaf-wise trees from the same pairs, as another maker grows them.</summary>
    public static TreeEnsemble Leafwise(IReadOnlyList<int>? directions)
    {
        var training = Training();
        var bins = FeatureBins.Of(training.ToJudgedRows());
        return LambdaMart.TrainLeafwise(BinnedRows.Of(training.ToJudgedRows(), bins), new() { Shape = TreeShape.LeafWise, Trees = 40, Leaves = 12, Rate = 0.1, Monotone = directions }, bins);
    }

    private static ObliviousModel Learn() => LambdaMart.TrainOblivious(Training().ToRows(), new() { Trees = 40, Rate = 0.1, Monotone = PairFeatures.Directions });

    private static PairTraining Training()
    {
        var random = new Random(8);
        var training = new PairTraining();
        for (var person = 0; person < People; person++)
        {
            var jobseeker = Jobseeker(random);
            training.AddList(
                jobseeker,
                Enumerable.Range(0, Shown).Select(_ => Vacancy(random)).Select(v => (v, (byte)Math.Clamp((Matcher.Prior.Explain(jobseeker, v, Day).Score + 150_000) / 90_000, 0, 6))),
                Day);
        }

        return training;
    }

    private static JobseekerProfile Jobseeker(Random random) => new()
    {
        Id = Guid.CreateVersion7(),
        Skills = [.. Enumerable.Range(0, 6).Select(_ => 1 + random.Next(40))],
        WishedOccupations = [Pick(random)],
        Career = [new(Pick(random), (ushort)random.Next(90))],
        Education = (byte)random.Next(7),
        Province = (byte)(1 + random.Next(25)),
        Place = Place(random),
        MovesTo = [(byte)(1 + random.Next(25))],
        WageExpected = random.Next(3) == 0 ? null : 600_000 + (random.Next(12) * 50_000),
        HoursWished = random.Next(2) == 0 ? (byte)48 : null,
        MayWork = true,
        MayDoHazardousWork = true,
        MayBeSuggested = true,
    };

    private static VacancyProfile Vacancy(Random random) => new()
    {
        Id = Guid.CreateVersion7(),
        IsOpen = true,
        OpeningsLeft = (ushort)(1 + random.Next(6)),
        ReferralsPending = (ushort)random.Next(5),
        PublishedOn = Day.AddDays(-random.Next(40)),
        Occupation = Pick(random),
        EssentialSkills = [.. Enumerable.Range(0, random.Next(4)).Select(_ => 1 + random.Next(40))],
        UsefulSkills = [.. Enumerable.Range(0, random.Next(3)).Select(_ => 1 + random.Next(40))],
        ExperienceAsked = (ushort)(random.Next(3) * 12),
        EducationAsked = (byte)random.Next(6),
        Province = (byte)(1 + random.Next(25)),
        Place = Place(random),
        WageLow = random.Next(5) == 0 ? null : 600_000 + (random.Next(14) * 50_000),
        Hours = random.Next(3) == 0 ? (byte)24 : (byte)48,
        EmployerAnswered = random.Next(2) == 0 ? null : (ushort)random.Next(1_000),
    };

    private static ushort Pick(Random random) => Occupations[random.Next(Occupations.Length)];

    private static GeoPoint? Place(Random random) => random.Next(4) == 0 ? null : new GeoPoint(104_000 + random.Next(43_000), 1_023_000 + random.Next(53_000));
}
