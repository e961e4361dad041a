using System.Text.Json;
using MediatR;
using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Ranking;
using Pes.Ranking.Allocation;

namespace Pes.Features.Matching.Assignments;

/// <summary>
/// Works out what officers asked for, one proposal at a time a node: claims it, reads whom and what it names, solves it, and keeps the answer. A
/// claim that is not renewed for five minutes is another node's to take. What was begun three times and never finished is given up.
/// </summary>
public sealed partial class AssignmentWork(
    IServiceScopeFactory scopes, RankingInCharge ranking, Vocabulary vocabulary, IConfiguration configuration, TimeProvider clock, ILogger<AssignmentWork> log)
{
    internal const int MostTries = 3;

    private const int PeopleAtOnce = 1_000;

    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);

    private const string NextSql = """
        SELECT Id, Choice FROM AssignmentProposal
        WHERE ReadyAt IS NULL AND Status = 'working' AND Tries < @MostTries AND (ClaimedUntil IS NULL OR ClaimedUntil < @Now)
        ORDER BY Seq
        OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
        """;

    // The condition stands here again, because another node may have read the same row.
    private const string ClaimSql = """
        UPDATE AssignmentProposal SET ClaimedUntil = @Until, Tries = Tries + 1 WHERE Id = @Id AND ReadyAt IS NULL AND (ClaimedUntil IS NULL OR ClaimedUntil < @Now)
        """;

    private const string ReleaseSql = "UPDATE AssignmentProposal SET ClaimedUntil = NULL WHERE Id = @Id AND ReadyAt IS NULL";

    // Also those whose node died every time.
    private const string WornOutSql =
        "WHERE ReadyAt IS NULL AND Status = 'working' AND Tries >= @MostTries AND (ClaimedUntil IS NULL OR ClaimedUntil < @Now)";

    private const string WornSql = $"SELECT COUNT(*) FROM AssignmentProposal {WornOutSql}";

    private const string GiveUpSql = $"UPDATE AssignmentProposal SET Status = 'failed', ClaimedUntil = NULL {WornOutSql}";

    private const string ProgressSql = "UPDATE AssignmentProposal SET Done = @Done, ClaimedUntil = @Until WHERE Id = @Id AND ReadyAt IS NULL";

    // Pairs that were referred before, and those that an officer took off a list.
    private const string ReferredSql = """
        SELECT r.CaseFileId, r.VacancyId FROM Referral r WHERE r.CaseFileId IN (SELECT value FROM OPENJSON(@Ids))
        UNION
        SELECT a.CaseFileId, a.VacancyId FROM MatchAction a WHERE a.Action = 'hide' AND a.UndoneAt IS NULL AND a.CaseFileId IN (SELECT value FROM OPENJSON(@Ids))
        """;

    /// <returns>How many proposals this call worked out.</returns>
    public async Task<int> DoAsync(CancellationToken ct)
    {
        var done = 0;
        while (await NextAsync(ct) is { } proposal)
        {
            try
            {
                await SolveAsync(proposal, ct);
                done++;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Failed(exception, proposal.Id);
                await ReleaseAsync(proposal.Id, ct);
            }
        }

        return done;
    }

    private async Task<Waiting?> NextAsync(CancellationToken ct)
    {
        await using var services = scopes.CreateAsyncScope();
        var db = services.ServiceProvider.GetRequiredService<Database>();
        var now = clock.GetUtcNow().UtcDateTime;
        if (await db.FirstOrDefaultAsync<Waiting>(NextSql, new { Now = now, MostTries, Skip = 0, Take = 1 }, ct) is { } found)
        {
            return await WriteAsync(db, ClaimSql, new { found.Id, Now = now, Until = now + Claim }, ct) == 1 ? found : null;
        }

        if (await db.SingleAsync<int>(WornSql, new { Now = now, MostTries }, ct) > 0)
        {
            await WriteAsync(db, GiveUpSql, new { Now = now, MostTries }, ct);
        }

        return null;
    }

    private async Task ReleaseAsync(Guid id, CancellationToken ct)
    {
        await using var services = scopes.CreateAsyncScope();
        await WriteAsync(services.ServiceProvider.GetRequiredService<Database>(), ReleaseSql, new { Id = id }, ct);
    }

    private static async Task<int> WriteAsync(Database db, string sql, object args, CancellationToken ct)
    {
        await db.BeginAsync(ct);
        var changed = await db.ExecuteAsync(sql, args, ct);
        await db.CommitAsync(ct);
        return changed;
    }

    private async Task SolveAsync(Waiting proposal, CancellationToken ct)
    {
        await using var services = scopes.CreateAsyncScope();
        var db = services.ServiceProvider.GetRequiredService<Database>();
        var group = ChosenGroup.Parse(proposal.Choice);
        var version = PlainOrder.IsSwitchedOn(configuration) ? await ranking.CurrentAsync(ct) : RankingVersion.Prior;
        var input = await ReadAsync(db, group, clock.TodayInCambodia(), ct);
        var found = await GroupAssignment.SolveAsync(
            input, version.Model,
            people => WriteAsync(db, ProgressSql, new { proposal.Id, Done = people, Until = clock.GetUtcNow().UtcDateTime + Claim }, ct), ct);
        var kept = await services.ServiceProvider.GetRequiredService<ISender>().Send(
            new KeepAssignment.Command
            {
                Scope = Scope.Product,
                ProposalId = proposal.Id,
                ModelVersion = version.Name,
                Input = input,
                Rows = [.. KeptRow.Of(input, found, version)],
            },
            ct);
        if (kept.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"A proposal could not be kept: {refusal.Code}.");
        }
    }

    // Who was in scope when it was asked; that she agreed and is open is read now.
    private async Task<GroupAssignmentInput> ReadAsync(Database db, ChosenGroup group, DateOnly today, CancellationToken ct)
    {
        var profiles = new JobseekerProfiles(db, vocabulary);
        List<JobseekerProfile> people = [];
        foreach (var some in group.CaseFileIds.Chunk(PeopleAtOnce))
        {
            people.AddRange((await profiles.ForIndexAsync(some, today, ct)).Select(p => p.Case.Profile));
        }

        people.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        var vacancies = (await new VacancyReading(vocabulary).SomeAsync(db, group.VacancyIds, today, ct)).Select(v => v.Profile).OrderBy(v => v.Id).ToList();
        var personAt = people.Index().ToDictionary(p => p.Item.Id, p => p.Index);
        var vacancyAt = vacancies.Index().ToDictionary(v => v.Item.Id, v => v.Index);
        var pairs = await db.QueryAsync<Pair>(ReferredSql, new { Ids = JsonSerializer.Serialize(group.CaseFileIds) }, ct);
        return new GroupAssignmentInput
        {
            Today = today,
            People = people,
            Vacancies = vacancies,
            Excluded = [.. pairs.Where(p => vacancyAt.ContainsKey(p.VacancyId)).Select(p => new[] { personAt[p.CaseFileId], vacancyAt[p.VacancyId] }).OrderBy(p => p[0]).ThenBy(p => p[1])],
            LeastBand = group.Choice.LeastBand,
            PeopleForOpening = group.Choice.PeopleForOpening,
        };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Assignment {Proposal} failed and is tried again, three times in all")]
    private partial void Failed(Exception exception, Guid proposal);

    private sealed record Waiting
    {
        public required Guid Id { get; init; }

        public required byte[] Choice { get; init; }
    }

    private sealed record Pair
    {
        public required Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }
    }
}
