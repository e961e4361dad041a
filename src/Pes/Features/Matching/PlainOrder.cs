using Pes.Ranking;

namespace Pes.Features.Matching;

/// <summary>The order where ranking is switched off (Matching:Enabled = false): the newest first. The law's and her own conditions still hold.</summary>
internal static class PlainOrder
{
    public const string Version = "newest-first-1";

    private const string EnabledSetting = "Matching:Enabled";

    public static bool IsSwitchedOn(IConfiguration configuration) => configuration.GetValue(EnabledSetting, true);

    public static MatchRun VacanciesFor(JobseekerProfile jobseeker, IEnumerable<VacancyProfile> vacancies, DateOnly today, int take)
    {
        var matches = vacancies.OrderByDescending(v => v.PublishedOn).ThenBy(v => v.Id)
            .Select(v => Silence(Matcher.Prior.Explain(jobseeker, v, today), Version)).ToList();
        var open = matches.Where(m => m.Barriers.Count == 0).Take(take).ToList();
        return new MatchRun
        {
            ModelVersion = Version,
            InputsChecksum = new string('0', 32),
            Considered = matches.Count,
            Rows = [.. open.Select((m, i) => m with { Rank = i + 1 })],
        };
    }

    /// <param name="jobseekers">In the order that is shown: the newest case first.</param>
    public static MatchRun JobseekersFor(VacancyProfile vacancy, IEnumerable<JobseekerProfile> jobseekers, DateOnly today, int take)
    {
        List<Match> open = [];
        var considered = 0;
        foreach (var jobseeker in jobseekers)
        {
            considered++;
            if (open.Count < take && jobseeker.MayBeSuggested && Matcher.Prior.Explain(jobseeker, vacancy, today) is { Barriers.Count: 0 } match)
            {
                open.Add(Silence(match, Version) with { Id = jobseeker.Id, Rank = open.Count + 1 });
            }
        }

        return new MatchRun { ModelVersion = Version, InputsChecksum = new string('0', 32), Considered = considered, Rows = open };
    }

    /// <summary>The same pair without anything that a score says, where the version has none.</summary>
    public static Match Silence(Match match, string modelVersion) => modelVersion == Version
        ? match with { Score = 0, Contributions = [], Reasons = [], ModelVersion = Version }
        : match;
}
