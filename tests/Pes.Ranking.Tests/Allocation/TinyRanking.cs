using Pes.Ranking.Learning;
using Pes.Ranking.Pairs;

namespace Pes.Ranking.Tests.Allocation;

/// <summary>A small model that has learnt the prior's order.</summary>
internal static class TinyRanking
{
    public static LearnedRanking Of(IReadOnlyList<JobseekerProfile> jobseekers, IReadOnlyList<VacancyProfile> vacancies)
    {
        var training = new PairTraining();
        foreach (var (i, jobseeker) in jobseekers.Index())
        {
            training.AddList(
                jobseeker, [.. vacancies.Skip(i * 7 % (vacancies.Count - 40)).Take(40).Select(v => (v, (byte)Math.Clamp((Given.Score(jobseeker, v) + 200_000) / 120_000, 0, 5)))], Given.Today);
        }

        return new(LambdaMart.TrainOblivious(training.ToRows(), new() { Trees = 30, Monotone = PairFeatures.Directions }));
    }
}
