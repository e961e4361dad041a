using Pes.Platform.Data;

namespace Pes.Platform.Jobs;

/// <summary>A message as it is handed to a sink.</summary>
public sealed record OutboxMessage
{
    public required Guid Id { get; init; }

    /// <summary><c>mail</c> or <c>sms</c>.</summary>
    public required string Channel { get; init; }

    public required string Recipient { get; init; }

    public required string Subject { get; init; }

    public required string Body { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required int Attempts { get; init; }
}

/// <summary>
/// Sends what is due. A message is claimed in one transaction, sent outside any, and marked in another, so two nodes
/// never send it at once; a node that dies between sending and marking sends again under the same Message-ID.
/// </summary>
public sealed partial class OutboxDelivery(
    ConnectionSource source, DatabaseSettings settings, IOutboxSink sink, TimeProvider clock, ILogger<OutboxDelivery> log)
{
    /// <summary>After so many tries, about two days, a message waits for a person: <c>pes check</c> tells.</summary>
    public const int MostAttempts = 16;

    private const int Batch = 50;

    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);

    private const string DueSql = """
        SELECT Id, Channel, Recipient, Subject, Body, CreatedAt, Attempts
        FROM OutboxMessage
        WHERE SentAt IS NULL AND DueAt <= @Now AND Attempts < @MostAttempts AND (ClaimedUntil IS NULL OR ClaimedUntil < @Now)
        ORDER BY Seq
        OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
        """;

    // The condition stands here again, because another node may have read the same row.
    private const string ClaimSql = """
        UPDATE OutboxMessage SET ClaimedUntil = @Until, Attempts = Attempts + 1
        WHERE Id = @Id AND SentAt IS NULL AND Attempts = @Attempts AND (ClaimedUntil IS NULL OR ClaimedUntil < @Now)
        """;

    private const string SentSql = "UPDATE OutboxMessage SET SentAt = @Now, ClaimedUntil = NULL, LastError = NULL WHERE Id = @Id AND SentAt IS NULL";

    private const string FailedSql = """
        UPDATE OutboxMessage SET DueAt = @DueAt, ClaimedUntil = NULL, LastError = @Error WHERE Id = @Id AND SentAt IS NULL
        """;

    /// <returns>How many messages left in this run.</returns>
    public async Task<int> DeliverAsync(CancellationToken ct)
    {
        var sent = 0;
        while (await ClaimDueAsync(ct) is { Count: > 0 } claimed)
        {
            foreach (var message in claimed)
            {
                sent += await SendAsync(message, ct) ? 1 : 0;
            }
        }

        return sent;
    }

    private async Task<List<OutboxMessage>> ClaimDueAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = new Database(source, settings);
        var due = await db.QueryAsync<OutboxMessage>(DueSql, new { Now = now, MostAttempts, Skip = 0, Take = Batch }, ct);
        if (due.Count == 0)
        {
            return [];
        }

        List<OutboxMessage> mine = [];
        await db.BeginAsync(ct);
        foreach (var message in due)
        {
            if (await db.ExecuteAsync(ClaimSql, new { message.Id, message.Attempts, Now = now, Until = now + Claim }, ct) == 1)
            {
                mine.Add(message);
            }
        }

        await db.CommitAsync(ct);
        return mine;
    }

    private async Task<bool> SendAsync(OutboxMessage message, CancellationToken ct)
    {
        try
        {
            await sink.SendAsync(message, ct);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var pause = Math.Min(LongestPause.TotalSeconds, 10 * Math.Pow(2, message.Attempts));
            var error = $"{exception.GetType().Name}: {exception.Message}";
            await WriteAsync(
                FailedSql,
                new { message.Id, DueAt = clock.GetUtcNow().UtcDateTime.AddSeconds(pause), Error = error[..Math.Min(error.Length, 400)] },
                ct);
            NotSent(message.Id, message.Attempts + 1, exception.GetType().Name);
            return false;
        }

        await WriteAsync(SentSql, new { message.Id, Now = clock.GetUtcNow().UtcDateTime }, CancellationToken.None);
        return true;
    }

    private async Task WriteAsync(string sql, object args, CancellationToken ct)
    {
        await using var db = new Database(source, settings);
        await db.BeginAsync(ct);
        await db.ExecuteAsync(sql, args, ct);
        await db.CommitAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Message} was not sent at attempt {Attempt}: {Error}")]
    private partial void NotSent(Guid message, int attempt, string error);
}
