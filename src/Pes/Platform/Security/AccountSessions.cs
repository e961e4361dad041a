using Pes.Platform.Data;

namespace Pes.Platform.Security;

/// <summary>A session as it is looked up at each request.</summary>
public sealed record SessionFacts
{
    public required Guid AccountId { get; init; }

    public required string Factor { get; init; }

    public required DateTime StartedAt { get; init; }

    public required DateTime LastSeenAt { get; init; }

    public required Role Role { get; init; }

    public required string ScopeKind { get; init; }

    public required Guid? CentreId { get; init; }

    public required Guid? EmployerId { get; init; }

    public required Guid? PersonId { get; init; }

    public required string DisplayName { get; init; }
}

/// <summary>
/// Sessions in the database, so that signing out, a changed role or a disabled account ends cookie and bearer on every
/// node at the next request.
/// </summary>
public sealed class AccountSessions(ConnectionSource source, DatabaseSettings settings, TimeProvider clock)
{
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan WholeLimit = TimeSpan.FromHours(12);

    private static readonly TimeSpan SeenStep = TimeSpan.FromMinutes(1);

    private const string FindSql = """
        SELECT s.AccountId, s.Factor, s.StartedAt, s.LastSeenAt, a.Role, a.ScopeKind, a.CentreId, a.EmployerId, a.PersonId, a.DisplayName
        FROM AccountSession s
        JOIN Account a ON a.Id = s.AccountId
        WHERE s.Id = @SessionId AND s.EndedAt IS NULL AND a.DisabledAt IS NULL AND a.SecurityStamp = s.SecurityStamp
        """;

    private const string StartSql = """
        INSERT INTO AccountSession (Id, AccountId, SecurityStamp, Factor, StartedAt, LastSeenAt)
        SELECT @SessionId, a.Id, a.SecurityStamp, @Factor, @Now, @Now FROM Account a WHERE a.Id = @AccountId AND a.DisabledAt IS NULL
        """;

    private const string ScopeSql = """
        INSERT INTO ScopeCentre (SessionId, CentreId)
        SELECT @SessionId, c.Id
        FROM Account a
        JOIN Centre c ON a.ScopeKind = 'nation'
            OR (a.ScopeKind = 'province' AND c.ProvinceCode = a.ProvinceCode)
            OR (a.ScopeKind IN ('centre', 'own-cases') AND c.Id = a.CentreId)
        WHERE a.Id = @AccountId
        """;

    private const string SeenSql = "UPDATE AccountSession SET LastSeenAt = @Now WHERE Id = @SessionId AND EndedAt IS NULL";

    private const string EndSql = "UPDATE AccountSession SET EndedAt = @Now WHERE Id = @SessionId AND EndedAt IS NULL";

    private const string EndOwnSql = "UPDATE AccountSession SET EndedAt = @Now WHERE Id = @SessionId AND AccountId = @AccountId AND EndedAt IS NULL";

    private const string EndAllSql = "UPDATE AccountSession SET EndedAt = @Now WHERE AccountId = @AccountId AND EndedAt IS NULL";

    /// <summary>The session, or null where it has ended, is idle for too long, or its account may no longer sign in.</summary>
    public async Task<SessionFacts?> FindAsync(Database db, Guid sessionId, CancellationToken ct)
    {
        var facts = await db.FirstOrDefaultAsync<SessionFacts>(FindSql, new { SessionId = sessionId }, ct);
        var now = clock.GetUtcNow().UtcDateTime;
        if (facts is null || now - facts.LastSeenAt > IdleLimit || now - facts.StartedAt > WholeLimit)
        {
            return null;
        }

        if (now - facts.LastSeenAt > SeenStep)
        {
            try
            {
                await WriteAsync(SeenSql, new { SessionId = sessionId, Now = now }, ct);
            }
            catch (Exception exception) when (DatabaseFaults.Of(exception) == DatabaseFault.Storage)
            {
                // A full disk can still be read from; the session grows idle meanwhile.
            }
        }

        return facts;
    }

    /// <summary>Starts a session with the centres that the account's scope holds now.</summary>
    public async Task<Guid> StartAsync(Guid accountId, string factor, CancellationToken ct)
    {
        var sessionId = Guid.CreateVersion7();
        await using var db = new Database(source, settings);
        await db.BeginAsync(ct);
        var args = new { SessionId = sessionId, AccountId = accountId, Factor = factor, Now = clock.GetUtcNow().UtcDateTime };
        if (await db.ExecuteAsync(StartSql, args, ct) == 0)
        {
            throw new InvalidOperationException("No session for an account that is disabled or not there.");
        }

        await db.ExecuteAsync(ScopeSql, args, ct);
        await db.CommitAsync(ct);
        return sessionId;
    }

    public Task EndAsync(Guid sessionId, CancellationToken ct) =>
        WriteAsync(EndSql, new { SessionId = sessionId, Now = clock.GetUtcNow().UtcDateTime }, ct);

    public Task EndAllAsync(Guid accountId, CancellationToken ct) =>
        WriteAsync(EndAllSql, new { AccountId = accountId, Now = clock.GetUtcNow().UtcDateTime }, ct);

    /// <summary>Ends one session of the account inside the caller's command; false where it has none of that id.</summary>
    public async Task<bool> EndAsync(Database db, Guid accountId, Guid sessionId, CancellationToken ct) => await db.ExecuteAsync(
        EndOwnSql, new { AccountId = accountId, SessionId = sessionId, Now = clock.GetUtcNow().UtcDateTime }, ct) == 1;

    /// <summary>Ends every session of the account inside the caller's command.</summary>
    public Task EndAllAsync(Database db, Guid accountId, CancellationToken ct) =>
        db.ExecuteAsync(EndAllSql, new { AccountId = accountId, Now = clock.GetUtcNow().UtcDateTime }, ct);

    private async Task WriteAsync(string sql, object args, CancellationToken ct)
    {
        await using var db = new Database(source, settings);
        await db.BeginAsync(ct);
        await db.ExecuteAsync(sql, args, ct);
        await db.CommitAsync(ct);
    }
}
