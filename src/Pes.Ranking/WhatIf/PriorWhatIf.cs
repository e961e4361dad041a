using Pes.Ranking.Allocation;

namespace Pes.Ranking.WhatIf;

/// <summary>
/// By the prior, over every row of a snapshot. A term of the prior reads only what the vacancy itself asks, so a gain
/// changes the score of those rows alone that ask for it.
/// </summary>
internal sealed class PriorWhatIf : WhatIfRanking
{
    private readonly VacancyProfile[] vacancies;
    private readonly DateOnly today;
    private readonly SpreadRule rule;
    private readonly int[] rows;
    private readonly int[] now;
    private readonly int[] withEveryLicence;
    private readonly int[] changed;
    private Dictionary<Gain, List<int>> askers = [];

    public PriorWhatIf(JobseekerProfile jobseeker, VacancySnapshot snapshot, DateOnly today, SpreadRule rule)
        : base(jobseeker)
    {
        (vacancies, this.today, this.rule) = (snapshot.Rows, today, rule);
        rows = [.. Enumerable.Range(0, vacancies.Length)];
        (now, withEveryLicence, changed) = (new int[rows.Length], new int[rows.Length], new int[rows.Length]);
        for (var row = 0; row < rows.Length; row++)
        {
            var failed = HardConditions.Failed(jobseeker, vacancies[row], today, suggesting: false);
            withEveryLicence[row] = (failed & ~HardCondition.LicenceNotHeld) == HardCondition.None ? ScoreOf(jobseeker, vacancies[row]) : RankedVacancies.Barred;
            now[row] = failed == HardCondition.None ? withEveryLicence[row] : RankedVacancies.Barred;
        }
    }

    private protected override void Prepare(IReadOnlyCollection<Gain> gains)
    {
        askers = gains.ToDictionary(gain => gain, _ => new List<int>());
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var gain in MissingFor(row))
            {
                if (askers.TryGetValue(gain, out var asking))
                {
                    asking.Add(row);
                }
            }
        }
    }

    private protected override RankedVacancies Now() => new(rows, now, rows.Length, []);

    private protected override RankedVacancies With(Gain gain)
    {
        now.CopyTo(changed, 0);
        var gained = gain.AddedTo(Jobseeker);
        foreach (var row in askers[gain])
        {
            changed[row] = HardConditions.Failed(gained, vacancies[row], today, suggesting: false) == HardCondition.None
                ? ScoreOf(gained, vacancies[row])
                : RankedVacancies.Barred;
        }

        return new(rows, changed, rows.Length, askers[gain]);
    }

    private protected override RankedVacancies HoldingEveryLicence() => new(rows, withEveryLicence, rows.Length, []);

    private protected override IEnumerable<Gain> MissingFor(int row) => Gain.Missing(Jobseeker, vacancies[row]);

    private protected override int ScoreOf(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        Span<Finding> findings = stackalloc Finding[TermWeights.Count];
        return PairScore.Of(jobseeker, vacancy, today, findings) - rule.Yield(vacancy);
    }

    // The prior does not count what nobody asks.
    private protected override int Yardstick(GainKind kind, int row) => now[row];
}
