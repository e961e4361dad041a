using System.Collections.Concurrent;
using Pes.Features.RankingModels;
using Pes.Ranking;
using Pes.Ranking.Allocation;
using Pes.Ranking.Pairs;

namespace Pes.Features.Matching;

/// <summary>How the version in charge ranks and explains: vacancies by the prior in one pass over all rows, all else in two stages.</summary>
internal static class VacancyOrder
{
    // A search needs some megabytes of room, which are worth keeping.
    private static readonly ConcurrentBag<SearchScratch> Rooms = [];

    /// <summary>One pair, on a list or not.</summary>
    /// <param name="table">By which the reasons are told: <see cref="LearnedMatcher.Explain"/>.</param>
    public static Match Explain(this RankingVersion version, JobseekerProfile jobseeker, VacancyProfile vacancy, DateOnly today, ReasonTable table = ReasonTable.Today) =>
        version.Model is { } model ? new LearnedMatcher(version.Name, model).Explain(jobseeker, vacancy, today, table) : Matcher.Prior.Explain(jobseeker, vacancy, today);

    /// <summary>A page of the jobseekers whom an index found for a vacancy.</summary>
    /// <inheritdoc cref="LearnedMatcher.JobseekersFor" path="param"/>
    public static MatchRun JobseekersFor(
        this RankingVersion version, VacancyProfile vacancy, IEnumerable<(JobseekerProfile Jobseeker, int Portion)> jobseekers, DateOnly today, int considered) =>
        version.Model is { } model
            ? new LearnedMatcher(version.Name, model).JobseekersFor(vacancy, jobseekers, today, considered)
            : Matcher.Prior.JobseekersFor(vacancy, jobseekers, today, considered);

    /// <summary>The vacancies that a filter lets through and no hard condition keeps out, best first, demand spread over equals by a rule.</summary>
    public static RankedList VacanciesFor(
        this RankingVersion version, JobseekerProfile jobseeker, VacancyPicture picture, MatchFilter filter, DateOnly today, int take, SpreadRule rule, CancellationToken ct)
    {
        if (version.Model is not { } model)
        {
            return Matcher.Prior.VacanciesFor(jobseeker, picture.Snapshot(filter), today, take, rule, ct);
        }

        var found = InRoom(room => picture.Index.Ranked(jobseeker, model, today, take, room, picture.Mask(filter)));
        return new LearnedMatcher(version.Name, model).VacanciesFor(
            jobseeker,
            [.. found.Select(row => (row, picture.BySeq(row.Id)!.Value.Profile))],
            today,
            take,
            filter == MatchFilter.None ? picture.Count : picture.All.Count(filter.Lets),
            rule);
    }

    /// <summary>Runs one search at a time in a room.</summary>
    public static T InRoom<T>(Func<SearchScratch, T> search)
    {
        var room = Rooms.TryTake(out var kept) ? kept : new SearchScratch();
        var found = search(room);
        Rooms.Add(room);
        return found;
    }
}
