using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Security;

namespace Pes.Tests.Support;

/// <summary>An account as a test signs in with it.</summary>
public sealed record KnownAccount(Guid Id, string UserName);

public sealed partial class TestData
{
    /// <summary>The password of every account of <see cref="WithPasswordAsync"/>.</summary>
    public const string Password = "quiet river at dawn";

    // One hash for all: what it costs to make is not what these tests are about.
    private static readonly Lazy<string> Hash = new(() =>
        new PasswordHasher<Account>(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = Passwords.Iterations })).HashPassword(null!, Password));

    /// <summary>Gives the account a password and, if wanted, an authenticator app with this key.</summary>
    public async Task<KnownAccount> WithPasswordAsync(Guid accountId, string? appKey = null)
    {
        var sealedKey = appKey is null ? null : host.App.Services.GetRequiredService<AccountFactors>().Protect(appKey);
        return await host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync(
                "UPDATE Account SET PasswordHash = @Hash, TotpKey = @Key, TotpEnabled = @Enabled WHERE Id = @Id",
                new { Hash = Hash.Value, Key = sealedKey, Enabled = sealedKey is not null, Id = accountId });
            return new KnownAccount(accountId, await db.SingleAsync<string>("SELECT UserName FROM Account WHERE Id = @Id", new { Id = accountId }));
        });
    }

    /// <summary>One account of each role, with the widest scope that the role has.</summary>
    public async Task<IReadOnlyDictionary<Role, Guid>> OneOfEachRoleAsync()
    {
        var employer = Guid.CreateVersion7();
        return new Dictionary<Role, Guid>
        {
            [Role.Counsellor] = await CounsellorAsync(),
            [Role.CentreManager] = await CentreManagerAsync(),
            [Role.Employer] = await EmployerAccountAsync(employer),
            [Role.Jobseeker] = await JobseekerAccountAsync(Guid.CreateVersion7()),
            [Role.Monitor] = await MonitorAsync(),
            [Role.Trainer] = await TrainerAsync(),
            [Role.Administrator] = await AdministratorAsync(),
            [Role.Auditor] = await AuditorAsync(),
        };
    }

    /// <summary>How often this operation stands in the audit chain.</summary>
    public Task<int> AuditedAsync(string operation) =>
        host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = @Operation", new { Operation = operation }));
}
