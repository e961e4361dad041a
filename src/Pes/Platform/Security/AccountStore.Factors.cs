using Microsoft.AspNetCore.Identity;

namespace Pes.Platform.Security;

/// <summary>The second factors of an account: authenticator, recovery codes, passkeys.</summary>
public sealed partial class AccountStore
    : IUserTwoFactorStore<Account>, IUserAuthenticatorKeyStore<Account>, IUserTwoFactorRecoveryCodeStore<Account>, IUserPasskeyStore<Account>
{
    private const string ClearCodesSql = "DELETE FROM AccountRecoveryCode WHERE AccountId = @AccountId";

    private const string AddCodeSql = "INSERT INTO AccountRecoveryCode (AccountId, CodeHash) VALUES (@AccountId, @CodeHash)";

    private const string RedeemSql = "DELETE FROM AccountRecoveryCode WHERE AccountId = @AccountId AND CodeHash = @CodeHash";

    private const string CountCodesSql = "SELECT COUNT(*) FROM AccountRecoveryCode WHERE AccountId = @AccountId";

    private const string PasskeyColumns =
        "CredentialId, Name, PublicKey, SignCount, Transports, IsUserVerified, IsBackupEligible, IsBackedUp, AttestationObject, ClientDataJson, CreatedAt";

    private const string PasskeysSql = $"SELECT {PasskeyColumns} FROM AccountPasskey WHERE AccountId = @AccountId ORDER BY Seq";

    private const string PasskeySql = $"SELECT {PasskeyColumns} FROM AccountPasskey WHERE AccountId = @AccountId AND CredentialId = @CredentialId";

    private const string OwnerSql = "SELECT AccountId FROM AccountPasskey WHERE CredentialId = @CredentialId";

    private const string UsePasskeySql = """
        UPDATE AccountPasskey
        SET SignCount = @SignCount, IsUserVerified = @IsUserVerified, IsBackedUp = @IsBackedUp, Name = @Name
        WHERE AccountId = @AccountId AND CredentialId = @CredentialId AND (SignCount < @SignCount OR @SignCount = 0)
        """;

    private const string AddPasskeySql = """
        INSERT INTO AccountPasskey (AccountId, CredentialId, Name, PublicKey, SignCount, Transports, IsUserVerified, IsBackupEligible, IsBackedUp,
                                    AttestationObject, ClientDataJson, CreatedAt)
        SELECT @AccountId, @CredentialId, CAST(@Name AS nvarchar(100)), @PublicKey, @SignCount, @Transports, @IsUserVerified, @IsBackupEligible, @IsBackedUp,
               @AttestationObject, @ClientDataJson, @Now
        WHERE NOT EXISTS (SELECT 1 FROM AccountPasskey WHERE CredentialId = @CredentialId)
        """;

    private const string RemovePasskeySql = "DELETE FROM AccountPasskey WHERE AccountId = @AccountId AND CredentialId = @CredentialId";

    public Task SetTwoFactorEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken)
    {
        user.TotpEnabled = enabled;
        return Task.CompletedTask;
    }

    public Task<bool> GetTwoFactorEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.TotpEnabled);

    public Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken)
    {
        user.TotpKey = factors.Protect(key);
        return Task.CompletedTask;
    }

    public Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.TotpKey is { } key ? factors.Unprotect(key) : null);

    public async Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        await db.WriteAsync(ClearCodesSql, new { AccountId = user.Id }, cancellationToken);
        foreach (var code in recoveryCodes)
        {
            await db.WriteAsync(AddCodeSql, new { AccountId = user.Id, CodeHash = factors.HashOf(user.Id, code) }, cancellationToken);
        }
    }

    /// <summary>True once for each code: the row that is deleted is the proof.</summary>
    public async Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken) =>
        await db.WriteAsync(RedeemSql, new { AccountId = user.Id, CodeHash = factors.HashOf(user.Id, code) }, cancellationToken) == 1;

    public Task<int> CountCodesAsync(Account user, CancellationToken cancellationToken) =>
        db.SingleAsync<int>(CountCodesSql, new { AccountId = user.Id }, cancellationToken);

    public async Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var row = new
        {
            AccountId = user.Id,
            passkey.CredentialId,
            Name = passkey.Name ?? "",
            passkey.PublicKey,
            SignCount = (long)passkey.SignCount,
            Transports = passkey.Transports is { Length: > 0 } transports ? string.Join(' ', transports) : null,
            passkey.IsUserVerified,
            passkey.IsBackupEligible,
            passkey.IsBackedUp,
            passkey.AttestationObject,
            passkey.ClientDataJson,
            Now = clock.GetUtcNow().UtcDateTime,
        };
        if (await db.WriteAsync(UsePasskeySql, row, cancellationToken) == 0 && await db.WriteAsync(AddPasskeySql, row, cancellationToken) == 0)
        {
            throw new InvalidOperationException("This passkey is another account's, or its counter went back.");
        }
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        [.. (await db.QueryAsync<PasskeyRow>(PasskeysSql, new { AccountId = user.Id }, cancellationToken)).Select(r => r.Info)];

    public async Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await db.FirstOrDefaultAsync<Guid?>(OwnerSql, new { CredentialId = credentialId }, cancellationToken) is { } owner
            ? await FindAsync(owner, cancellationToken)
            : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await db.FirstOrDefaultAsync<PasskeyRow>(PasskeySql, new { AccountId = user.Id, CredentialId = credentialId }, cancellationToken))?.Info;

    public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        db.WriteAsync(RemovePasskeySql, new { AccountId = user.Id, CredentialId = credentialId }, cancellationToken);

    private sealed record PasskeyRow
    {
        public required byte[] CredentialId { get; init; }

        public required string Name { get; init; }

        public required byte[] PublicKey { get; init; }

        public required long SignCount { get; init; }

        public string? Transports { get; init; }

        public required bool IsUserVerified { get; init; }

        public required bool IsBackupEligible { get; init; }

        public required bool IsBackedUp { get; init; }

        public required byte[] AttestationObject { get; init; }

        public required byte[] ClientDataJson { get; init; }

        public required DateTime CreatedAt { get; init; }

        public UserPasskeyInfo Info => new(
            CredentialId, PublicKey, new DateTimeOffset(CreatedAt, TimeSpan.Zero), (uint)SignCount, Transports?.Split(' ') ?? [],
            IsUserVerified, IsBackupEligible, IsBackedUp, AttestationObject, ClientDataJson) { Name = Name };
    }
}
