using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using Pes.Platform.Data;
using Pes.Platform.Jobs;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>
/// One-time links by which an account chooses its password and factors. A link's token follows from the invitation's id
/// and the installation's key; the database holds its hash alone.
/// </summary>
public sealed class Invitations(KeyedHash hash, Outbox outbox, IStringLocalizer<AccountsWords> words, IConfiguration configuration, TimeProvider clock)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    private const string VoidSql = "UPDATE AccountInvitation SET UsedAt = @Now WHERE AccountId = @AccountId AND UsedAt IS NULL";

    private const string IssueSql = """
        INSERT INTO AccountInvitation (Id, AccountId, TokenHash, Purpose, CreatedAt, ExpiresAt)
        VALUES (@Id, @AccountId, @TokenHash, 'enrol', @Now, @ExpiresAt)
        """;

    private const string OpenSql = """
        SELECT Id FROM AccountInvitation WHERE AccountId = @AccountId AND UsedAt IS NULL AND ExpiresAt > @Now ORDER BY Seq DESC
        """;

    private const string FindSql = """
        SELECT i.Id, i.AccountId FROM AccountInvitation i JOIN Account a ON a.Id = i.AccountId
        WHERE i.TokenHash = @TokenHash AND i.UsedAt IS NULL AND i.ExpiresAt > @Now AND a.DisabledAt IS NULL
        """;

    private const string UseSql = "UPDATE AccountInvitation SET UsedAt = @Now WHERE Id = @Id AND UsedAt IS NULL AND ExpiresAt > @Now";

    public sealed record Open
    {
        public required Guid Id { get; init; }

        public required Guid AccountId { get; init; }
    }

    /// <summary>Voids the account's earlier links, makes a new one and, where the account has an address, sends it there with the commit.</summary>
    public async Task IssueAsync(Database db, Account account, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var id = Guid.CreateVersion7();
        await db.ExecuteAsync(VoidSql, new { AccountId = account.Id, Now = now }, ct);
        await db.ExecuteAsync(IssueSql, new { Id = id, AccountId = account.Id, TokenHash = HashOf(TokenOf(id)), Now = now, ExpiresAt = now + Lasts }, ct);
        if (account.Email is { Length: > 0 } address)
        {
            await outbox.AddAsync(db, Mail(account, address, AddressOf(id, null), now + Lasts), ct);
        }
    }

    /// <summary>The address of the account's open link, to be handed over; null where none is open.</summary>
    /// <param name="site">Scheme and host as the reader sees them; null takes setting Site:Address.</param>
    public async Task<string?> LinkAsync(Database db, Guid accountId, string? site, CancellationToken ct) =>
        await db.FirstOrDefaultAsync<Guid?>(OpenSql, new { AccountId = accountId, Now = clock.GetUtcNow().UtcDateTime }, ct) is { } id ? AddressOf(id, site) : null;

    /// <summary>The invitation behind a token, if it may still be used.</summary>
    public Task<Open?> FindAsync(Database db, string token, CancellationToken ct) =>
        db.FirstOrDefaultAsync<Open>(FindSql, new { TokenHash = HashOf(token), Now = clock.GetUtcNow().UtcDateTime }, ct);

    /// <summary>True once.</summary>
    public async Task<bool> UseAsync(Database db, Guid id, CancellationToken ct) =>
        await db.ExecuteAsync(UseSql, new { Id = id, Now = clock.GetUtcNow().UtcDateTime }, ct) == 1;

    public Task VoidAsync(Database db, Guid accountId, CancellationToken ct) =>
        db.ExecuteAsync(VoidSql, new { AccountId = accountId, Now = clock.GetUtcNow().UtcDateTime }, ct);

    private string AddressOf(Guid id, string? site) =>
        $"{(site ?? configuration["Site:Address"] ?? "http://localhost:5080").TrimEnd('/')}/invitation/{TokenOf(id)}";

    private string TokenOf(Guid id) => WebEncoders.Base64UrlEncode(hash.Of("invitation", id.ToString("N")));

    private static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    // In the account's language, whatever the inviting officer reads.
    private OutboxMail Mail(Account account, string address, string link, DateTime until)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = account.Language == "en" ? RequestLanguage.English : RequestLanguage.Khmer;
        try
        {
            return new OutboxMail(OutboxChannel.Mail, address, words["mail-subject"], words["mail-body", account.UserName, link, Formats.DateAndTime(until)]);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
