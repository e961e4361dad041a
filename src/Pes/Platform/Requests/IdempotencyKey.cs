using Pes.Platform.Data;

namespace Pes.Platform.Requests;

/// <summary>
/// The key that a client gives a request so that sending it twice has one effect: header Idempotency-Key of the API,
/// hidden field of a form. Set by the edge, one a request.
/// </summary>
public sealed class IdempotencyKey
{
    private const string FindSql = """
        SELECT RequestHash, ValueJson FROM Idempotency WHERE AccountId = @AccountId AND Operation = @Operation AND RequestKey = @RequestKey
        """;

    private const string KeepSql = """
        INSERT INTO Idempotency (AccountId, Operation, RequestKey, RequestHash, ValueJson, CreatedAt)
        VALUES (@AccountId, @Operation, @RequestKey, @RequestHash, @ValueJson, @Now)
        """;

    private string requestKey = "";
    private string requestHash = "";

    public bool IsGiven => requestKey.Length > 0;

    /// <param name="key">As the client sent it, at most 100 characters.</param>
    /// <param name="hash">Of path and body, so that a key cannot be used for another request.</param>
    public void Give(string key, string hash) => (requestKey, requestHash) = (key, hash);

    internal async Task<Earlier?> FindAsync(Database db, Guid accountId, string operation, CancellationToken ct)
    {
        var row = await db.FirstOrDefaultAsync<Row>(FindSql, new { AccountId = accountId, Operation = operation, RequestKey = requestKey }, ct);
        return row is null ? null : new Earlier(row.RequestHash == requestHash, row.ValueJson);
    }

    internal Task KeepAsync(Database db, Guid accountId, string operation, string valueJson, DateTime now, CancellationToken ct) =>
        db.ExecuteAsync(KeepSql, new { AccountId = accountId, Operation = operation, RequestKey = requestKey, RequestHash = requestHash, ValueJson = valueJson, Now = now }, ct);

    internal sealed record Earlier(bool IsSameRequest, string ValueJson);

    private sealed record Row
    {
        public required string RequestHash { get; init; }

        public required string ValueJson { get; init; }
    }
}
