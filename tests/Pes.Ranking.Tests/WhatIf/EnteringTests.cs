using Pes.Ranking.WhatIf;
using Xunit;

namespace Pes.Ranking.Tests.WhatIf;

/// <summary>What is kept of an answer about gains: which vacancies it counts, and scores that hold whatever else is ranked.</summary>
public sealed class EnteringTests
{
    private static readonly List<VacancyProfile> Vacancies = [.. Given.Vacancies.Drawn(200).DistinctBy(v => v.Id).OrderBy(v => v.Id)];

    [Fact]
    public void The_rows_that_enter_are_as_many_as_are_counted_and_scores_are_those_of_the_pair_alone()
    {
        var snapshot = VacancySnapshot.Build(Vacancies);
        var entered = 0;
        foreach (var jobseeker in Given.Jobseekers.Drawn(6))
        {
            var whatIf = WhatIfRanking.ByPrior(jobseeker, snapshot, Given.Today);
            var alone = WhatIfRanking.ByPrior(jobseeker, VacancySnapshot.Build([]), Given.Today);
            var values = whatIf.Values(30);
            Assert.All(values.Zip(whatIf.Entering([.. values.Select(v => v.Gain)])), v => Assert.Equal(v.First.Entering, v.Second.Count));
            foreach (var (gain, rows) in values.Select(v => v.Gain).Zip(whatIf.Entering([.. values.Select(v => v.Gain)])))
            {
                Assert.Equal(rows.Count, rows.Distinct().Count());
                foreach (var row in rows)
                {
                    var vacancy = snapshot.At(row);
                    Assert.Equal((Given.Score(jobseeker, vacancy), Given.Score(gain.AddedTo(jobseeker), vacancy)), alone.ScoresOf(gain, vacancy));
                    entered++;
                }
            }
        }

        Assert.True(entered > 20, $"{entered} entered");
    }
}
