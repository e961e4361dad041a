using System.Net;
using Pes.Platform.Data;

namespace Pes.Platform.Security;

/// <summary>
/// How often may be guessed, counted in the database over all nodes. A try is entered as a failure before its password
/// is compared and taken out when it was right, so that a thousand at once are no more than one after the other.
/// </summary>
public sealed class SignInLimits(ConnectionSource source, DatabaseSettings settings, KeyedHash hash, TimeProvider clock)
{
    public const int PerAddressAndAccount = 10;

    public const int PerAccount = 100;

    /// <summary>Looser: a whole job centre or a fair sits behind one address.</summary>
    public const int PerAddress = 300;

    public static readonly TimeSpan GuessWindow = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan LockWindow = TimeSpan.FromHours(1);

    private const string CountSql = """
        SELECT (SELECT COUNT(*) FROM SignInFailure WHERE AccountKey = @AccountKey AND AddressKey = @AddressKey AND At > @ShortAgo) AS Both,
               (SELECT COUNT(*) FROM SignInFailure WHERE AccountKey = @AccountKey AND At > @LongAgo) AS Account,
               (SELECT COUNT(*) FROM SignInFailure WHERE AddressKey = @AddressKey AND At > @ShortAgo) AS Address
        """;

    private const string ForgetOldSql = "DELETE FROM SignInFailure WHERE At <= @LongAgo";

    private const string EnterSql = "INSERT INTO SignInFailure (Id, AccountKey, AddressKey, At) VALUES (@Id, @AccountKey, @AddressKey, @Now)";

    private const string LeaveSql = "DELETE FROM SignInFailure WHERE Id = @Id";

    /// <summary>Admits one guess, or answers null where there were too many.</summary>
    /// <param name="who">The normalised name that was typed, known or not; null for a passkey, which names nobody before it is checked.</param>
    public async Task<Guess?> EnterAsync(string? who, IPAddress? address, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var id = Guid.CreateVersion7();
        var args = new
        {
            Id = id,
            AccountKey = Key(who is null ? $"passkey {id:N}" : $"account {who}"),
            AddressKey = Key($"address {AddressOf(address)}"),
            Now = now,
            ShortAgo = now - GuessWindow,
            LongAgo = now - LockWindow,
        };
        await using var db = new Database(source, settings);
        if (Fullness(await db.SingleAsync<Counts>(CountSql, args, ct), own: 0) is not null)
        {
            return null;
        }

        await db.BeginAsync(ct);
        await db.ExecuteAsync(ForgetOldSql, args, ct);
        await db.ExecuteAsync(EnterSql, args, ct);
        await db.CommitAsync(ct);

        // Counted again after the commit: whoever entered at the same moment is seen by at least one of the two.
        var counts = await db.SingleAsync<Counts>(CountSql, args, ct);
        if (Fullness(counts, own: 1) is not null)
        {
            await db.WriteAsync(LeaveSql, new { Id = id }, ct);
            return null;
        }

        return new Guess(id, IsLastOfAccount: counts.Account >= PerAccount);
    }

    /// <summary>The guess was right: it counts no more.</summary>
    public async Task LeaveAsync(Guess guess, CancellationToken ct)
    {
        await using var db = new Database(source, settings);
        await db.WriteAsync(LeaveSql, new { guess.Id }, ct);
    }

    // An IPv6 network gives each of its devices addresses without end: its first 64 bits count as one.
    private static string AddressOf(IPAddress? address) => address switch
    {
        null => "none",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private static string? Fullness(Counts counts, int own) => counts switch
    {
        { Both: var both } when both - own >= PerAddressAndAccount => "both",
        { Account: var account } when account - own >= PerAccount => "account",
        { Address: var address } when address - own >= PerAddress => "address",
        _ => null,
    };

    private string Key(string text) => Convert.ToHexString(hash.Of("sign-in", text));

    /// <summary>One admitted guess.</summary>
    public sealed record Guess(Guid Id, bool IsLastOfAccount);

    private sealed record Counts
    {
        public required int Both { get; init; }

        public required int Account { get; init; }

        public required int Address { get; init; }
    }
}
