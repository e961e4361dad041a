using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Ranking;
using Pes.Ranking.Pairs;

namespace Pes.Features.Matching;

/// <summary>A page of the jobseekers who fit a vacancy.</summary>
/// <param name="Run">What it was made of.</param>
/// <param name="Profiles">Of those shown, by case file.</param>
internal sealed record JobseekerPage(MatchRun Run, IReadOnlyList<Match> Shown, IReadOnlyDictionary<Guid, JobseekerProfile> Profiles, bool HasMore);

/// <summary>Ranks for a vacancy the jobseekers of open cases whom the reader may see and who agreed to be suggested: the database says who, never an index.</summary>
internal sealed class JobseekerOrder(Database db, Vocabulary vocabulary, JobseekerIndexSource source)
{
    // How many profiles are read at a time; every open case in scope is scored.
    private const int Batch = 5_000;

    private const string CasesSql = $"""
        SELECT c.Id, c.Seq
        FROM CaseFile c
        JOIN Consent k ON k.PersonId = c.PersonId AND k.Purpose = 'share-with-employer' AND k.WithdrawnAt IS NULL
        WHERE c.Status = 'open' AND {Scope.SeesCaseSql}
        ORDER BY c.OpenedAt DESC, c.Seq DESC
        """;

    private readonly JobseekerProfiles reader = new(db, vocabulary);

    /// <param name="first">Rows before the page.</param>
    /// <param name="size">Rows of the page.</param>
    public async Task<JobseekerPage> PageAsync(
        RankingVersion version, bool isRanked, Scope scope, VacancyProfile vacancy, DateOnly today, int first, int size, CancellationToken ct)
    {
        var cases = await db.QueryAsync<CaseRow>(CasesSql, new { scope.SessionId, scope.OwnCasesOf }, ct);
        if (isRanked && version.Model is { } model)
        {
            return await LearnedAsync(new(version.Name, model), model, cases, scope, vacancy, today, first, size, ct);
        }

        var profiles = await ProfilesAsync(cases, scope, today, ct);
        var run = isRanked
            ? Matcher.Prior.JobseekersFor(vacancy, JobseekerSnapshot.Build(profiles.Values), today, first + size + 1, ct)
            : PlainOrder.JobseekersFor(vacancy, profiles.Values, today, first + size + 1);
        return new(run, [.. run.Rows.Skip(first).Take(size)], profiles, run.Rows.Count > first + size);
    }

    // The index ranks those of the scope; those of the page are read anew, in scope, so that what changed a moment ago counts.
    private async Task<JobseekerPage> LearnedAsync(
        LearnedMatcher matcher, LearnedRanking model, IReadOnlyList<CaseRow> cases, Scope scope, VacancyProfile vacancy, DateOnly today, int first, int size, CancellationToken ct)
    {
        var index = await source.CurrentAsync(ct);
        var ids = cases.ToDictionary(c => checked((int)c.Seq), c => c.Id);
        var found = VacancyOrder.InRoom(room => index.Ranked(vacancy, model, today, first + size + 1, room, index.Coarse.Only(ids.Keys)));
        var portions = RankedRow.ById(found, seq => ids[seq]).Skip(first).Take(size).ToDictionary(r => r.Id, r => r.Row.Portion);
        var profiles = (await reader.OfCasesAsync(scope, portions.Keys, today, ct)).ToDictionary(p => p.Id);
        var run = matcher.JobseekersFor(vacancy, profiles.Values.Select(p => (p, portions[p.Id])), today, cases.Count);
        return new(run, run.Rows, profiles, found.Count > first + size);
    }

    // In the order of the cases, the newest first.
    private async Task<OrderedDictionary<Guid, JobseekerProfile>> ProfilesAsync(IReadOnlyList<CaseRow> cases, Scope scope, DateOnly today, CancellationToken ct)
    {
        OrderedDictionary<Guid, JobseekerProfile> profiles = [];
        foreach (var batch in cases.Select(c => c.Id).Chunk(Batch))
        {
            var found = (await reader.OfCasesAsync(scope, batch, today, ct)).ToDictionary(p => p.Id);
            foreach (var id in batch.Where(found.ContainsKey))
            {
                profiles.Add(id, found[id]);
            }
        }

        return profiles;
    }

    private sealed record CaseRow
    {
        public required Guid Id { get; init; }

        public required long Seq { get; init; }
    }
}
