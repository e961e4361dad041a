using Microsoft.AspNetCore.Identity;
using Pes.Platform.Data;

namespace Pes.Platform.Security;

/// <summary>
/// ASP.NET Core Identity on Dapper. Inside a command its writes are part of that transaction; outside each is one of
/// its own. An account is never deleted: it is disabled, because audit rows point at it.
/// </summary>
public sealed partial class AccountStore(Database db, AccountFactors factors, TimeProvider clock)
    : IUserPasswordStore<Account>, IUserSecurityStampStore<Account>, IUserLockoutStore<Account>
{
    private const string Columns = """
        Id, UserName, NormalisedUserName, DisplayName, Email, Role, ScopeKind, CentreId, ProvinceCode, EmployerId, PersonId, Language,
        PasswordHash, SecurityStamp, TotpKey, TotpEnabled, AccessFailedCount, LockoutEndAt, DisabledAt, CreatedAt, Version
        """;

    private const string ByIdSql = $"SELECT {Columns} FROM Account WHERE Id = @Id";

    private const string ByNameSql = $"SELECT {Columns} FROM Account WHERE NormalisedUserName = @Name";

    private const string CreateSql = """
        INSERT INTO Account (Id, UserName, NormalisedUserName, DisplayName, Email, Role, ScopeKind, CentreId, ProvinceCode, EmployerId, PersonId, Language,
                             PasswordHash, SecurityStamp, TotpKey, TotpEnabled, AccessFailedCount, LockoutEndAt, DisabledAt, CreatedAt, Version)
        VALUES (@Id, @UserName, @NormalisedUserName, @DisplayName, @Email, @Role, @ScopeKind, @CentreId, @ProvinceCode, @EmployerId, @PersonId, @Language,
                @PasswordHash, @SecurityStamp, @TotpKey, @TotpEnabled, 0, NULL, NULL, @CreatedAt, 1)
        """;

    private const string UpdateSql = """
        UPDATE Account
        SET UserName = @UserName, NormalisedUserName = @NormalisedUserName, DisplayName = @DisplayName, Email = @Email, Role = @Role,
            ScopeKind = @ScopeKind, CentreId = @CentreId, ProvinceCode = @ProvinceCode, EmployerId = @EmployerId, Language = @Language,
            PasswordHash = @PasswordHash, SecurityStamp = @SecurityStamp, TotpKey = @TotpKey, TotpEnabled = @TotpEnabled,
            AccessFailedCount = @AccessFailedCount, LockoutEndAt = @LockoutEndAt, DisabledAt = @DisabledAt, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """;

    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) ? FindAsync(id, cancellationToken) : Task.FromResult<Account?>(null);

    public Task<Account?> FindAsync(Guid id, CancellationToken ct) => db.FirstOrDefaultAsync<Account>(ByIdSql, new { Id = id }, ct);

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        db.FirstOrDefaultAsync<Account>(ByNameSql, new { Name = normalizedUserName }, cancellationToken);

    public async Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken)
    {
        await db.WriteAsync(CreateSql, Row(user), cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        if (await db.WriteAsync(UpdateSql, Row(user), cancellationToken) == 0)
        {
            return IdentityResult.Failed(new IdentityError { Code = "stale" });
        }

        user.Version++;
        return IdentityResult.Success;
    }

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken)
    {
        user.DisabledAt ??= clock.GetUtcNow().UtcDateTime;
        return UpdateAsync(user, cancellationToken);
    }

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString("D"));

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.UserName);

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken)
    {
        user.UserName = userName ?? throw new ArgumentNullException(nameof(userName));
        return Task.CompletedTask;
    }

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NormalisedUserName);

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken)
    {
        user.NormalisedUserName = normalizedName ?? throw new ArgumentNullException(nameof(normalizedName));
        return Task.CompletedTask;
    }

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken)
    {
        user.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.LockoutEndAt is { } end ? new DateTimeOffset(end, TimeSpan.Zero) : (DateTimeOffset?)null);

    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        user.LockoutEndAt = lockoutEnd?.UtcDateTime;
        return Task.CompletedTask;
    }

    public Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(++user.AccessFailedCount);

    public Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken)
    {
        user.AccessFailedCount = 0;
        return Task.CompletedTask;
    }

    public Task<int> GetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.AccessFailedCount);

    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);

    // Every account can be locked out.
    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // The database belongs to the request.
    }

    private static object Row(Account user) => new
    {
        user.Id,
        user.UserName,
        user.NormalisedUserName,
        user.DisplayName,
        user.Email,
        Role = user.Role.ToString(),
        user.ScopeKind,
        user.CentreId,
        user.ProvinceCode,
        user.EmployerId,
        user.PersonId,
        user.Language,
        user.PasswordHash,
        user.SecurityStamp,
        user.TotpKey,
        user.TotpEnabled,
        user.AccessFailedCount,
        user.LockoutEndAt,
        user.DisabledAt,
        user.CreatedAt,
        user.Version,
    };
}
