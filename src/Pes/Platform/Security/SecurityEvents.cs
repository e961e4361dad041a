using Pes.Platform.Data;
using Pes.Platform.Requests;

namespace Pes.Platform.Security;

/// <summary>Audit rows of what happened at the door: each in a transaction of its own, whatever becomes of the request.</summary>
public sealed class SecurityEvents(ConnectionSource source, DatabaseSettings settings, AuditTrail audit)
{
    public const string SignedIn = "sign-in";

    public const string SignInFailed = "sign-in-failed";

    public const string AccountLocked = "account-locked";

    public const string AccessDenied = "access-denied";

    /// <param name="detail">A code, a factor or a route's pattern; never what was typed.</param>
    public async Task RecordAsync(string happened, Scope scope, Guid? accountId, string? detail, CancellationToken ct)
    {
        await using var db = new Database(source, settings);
        await db.BeginAsync(ct);
        await audit.AppendAsync(db, scope, happened, new AuditSubject("account", accountId, Detail: detail), ct);
        await db.CommitAsync(ct);
    }
}
