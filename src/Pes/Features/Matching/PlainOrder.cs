using Pes.Ranking;

namespace Pes.Features.Matching;

/// <summary>The order where ranking is switched off (Matching:Enabled = false): the newest first. The law's and her own conditions still hold.</summary>
internal static class PlainOrder
{
    public const string Version = "newest-first-1";

    private const string EnabledSetting = "Matching:Enabled";

    public static bool IsSwitchedOn(IConfiguration configuration) => configuration.GetValue(EnabledSetting, true);

    public static RankedList VacanciesFor(JobseekerProfile jobseeker, IReadOnlyCollection<VacancyProfile> vacancies, DateOnly today, int take)
    {
        var open = vacancies.OrderByDescending(v => v.PublishedOn).ThenBy(v => v.Id).Where(v => !Matcher.IsBarred(jobseeker, v, today, suggesting: false)).Take(take).ToList();
        return List(vacancies.Count, [.. open.Select(v => v.Id)], row => Matcher.Prior.Explain(jobseeker, open[row], today));
    }

    /// <param name="jobseekers">In the order that is shown: the newest case first.</param>
    /// <param name="considered">How many they are, looked at or not.</param>
    public static RankedList JobseekersFor(VacancyProfile vacancy, IReadOnlyList<JobseekerProfile> jobseekers, DateOnly today, int considered) =>
        List(considered, [.. jobseekers.Select(j => j.Id)], row => Matcher.Prior.Explain(jobseekers[row], vacancy, today));

    /// <summary>The same pair without anything that a score says, where the version has none.</summary>
    public static Match Silence(Match match, string modelVersion) => modelVersion == Version
        ? match with { Score = 0, Contributions = [], Reasons = [], ModelVersion = Version }
        : match;

    // No checksum: nothing was scored.
    private static RankedList List(int considered, IReadOnlyList<Guid> ids, Func<int, Match> explain) => new(
        Version, considered, [.. ids.Select((id, i) => new ListedRow(id, i + 1, Score: 0))], row => Silence(explain(row.Rank - 1), Version), _ => new string('0', 32));
}
