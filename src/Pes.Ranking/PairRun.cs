namespace Pes.Ranking;

/// <summary>Runs whose checksum is over what is kept of them, their pairs, and not over every row that was searched.</summary>
internal static class PairRun
{
    /// <param name="named">The version, and how demand was spread.</param>
    public static string Checksum(string named, string direction, UInt128 query, IReadOnlyList<Match> rows, DateOnly today, int considered) =>
        Ranking.Checksum.OfRun(named, direction, query, Ranking.Checksum.OfTexts(rows.Select(r => r.InputsChecksum)), considered, today, rows.Count);

    /// <summary>A page of jobseekers that an index found, by their profiles of now: who is barred by now is left out.</summary>
    /// <param name="jobseekers">Each with her portion.</param>
    /// <param name="explain">One pair.</param>
    public static MatchRun OfJobseekers(
        string modelVersion, VacancyProfile vacancy, IEnumerable<(JobseekerProfile Jobseeker, int Portion)> jobseekers, DateOnly today, int considered, Func<JobseekerProfile, Match> explain)
    {
        ArgumentNullException.ThrowIfNull(vacancy);
        ArgumentNullException.ThrowIfNull(jobseekers);
        List<Match> rows =
        [
            .. jobseekers.Where(j => HardConditions.Failed(j.Jobseeker, vacancy, today, suggesting: true) == HardCondition.None)
                .Select(j => explain(j.Jobseeker) with { Id = j.Jobseeker.Id, Portion = j.Portion })
                .OrderBy(m => m.Portion).ThenByDescending(m => m.Score).ThenBy(m => m.Id).Select((m, i) => m with { Rank = i + 1 }),
        ];
        return new()
        {
            ModelVersion = modelVersion,
            InputsChecksum = Checksum(modelVersion, "jobseekers", Ranking.Checksum.Of(vacancy), rows, today, considered),
            Considered = considered,
            Rows = rows,
        };
    }
}
