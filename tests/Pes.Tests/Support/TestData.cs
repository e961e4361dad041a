using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Tests.Support;

/// <summary>What a test starts from, said in the field's words. Each feature adds its own in a file of this partial class.</summary>
public sealed partial class TestData(PesHost host)
{
    private int serial;

    public async Task<Guid> CentreAsync(string provinceCode = "15") => await host.InDatabaseAsync(db =>
        db.SingleAsync<Guid>("SELECT Id FROM Centre WHERE ProvinceCode = @ProvinceCode", new { ProvinceCode = provinceCode }));

    public async Task<Guid> CounsellorAsync(string provinceCode = "15") =>
        await AccountAsync(Role.Counsellor, "centre", centreId: await CentreAsync(provinceCode));

    public async Task<Guid> CentreManagerAsync(string provinceCode = "15") =>
        await AccountAsync(Role.CentreManager, "centre", centreId: await CentreAsync(provinceCode));

    public Task<Guid> MonitorAsync() => AccountAsync(Role.Monitor, "nation");

    public Task<Guid> AdministratorAsync() => AccountAsync(Role.Administrator, "nation");

    public Task<Guid> AuditorAsync() => AccountAsync(Role.Auditor, "nation");

    public Task<Guid> TrainerAsync() => AccountAsync(Role.Trainer, "nation");

    public Task<Guid> EmployerAccountAsync(Guid employerId) => AccountAsync(Role.Employer, "company", employerId: employerId);

    public Task<Guid> JobseekerAccountAsync(Guid personId) => AccountAsync(Role.Jobseeker, "self", personId: personId);

    /// <summary>An account without a password; sessions are started for it directly.</summary>
    public async Task<Guid> AccountAsync(Role role, string scopeKind, Guid? centreId = null, string? provinceCode = null, Guid? employerId = null, Guid? personId = null)
    {
        var id = Guid.CreateVersion7();
        var name = $"{role}-{Interlocked.Increment(ref serial)}".ToLowerInvariant();
        await host.InDatabaseAsync(db => db.ExecuteAsync(
            """
            INSERT INTO Account (Id, UserName, NormalisedUserName, DisplayName, Role, ScopeKind, CentreId, ProvinceCode, EmployerId, PersonId,
                                 Language, SecurityStamp, TotpEnabled, AccessFailedCount, CreatedAt, Version)
            VALUES (@Id, @Name, @Normalised, @Name, @Role, @ScopeKind, @CentreId, @ProvinceCode, @EmployerId, @PersonId, 'km', @Stamp, 0, 0, @Now, 1)
            """,
            new
            {
                Id = id,
                Name = name,
                Normalised = name.ToUpperInvariant(),
                Role = role.ToString(),
                ScopeKind = scopeKind,
                CentreId = centreId,
                ProvinceCode = provinceCode,
                EmployerId = employerId,
                PersonId = personId,
                Stamp = Guid.CreateVersion7().ToString("N"),
                Now = host.Clock.GetUtcNow().UtcDateTime,
            }));
        return id;
    }

    /// <summary>Sends a request as the product does, in a container scope of its own; a refusal is an outcome too.</summary>
    public async Task<Outcome<TValue>> TryAsync<TValue>(IRequest<Outcome<TValue>> request)
    {
        await using var services = host.App.Services.CreateAsyncScope();
        return await services.ServiceProvider.GetRequiredService<ISender>().Send(request);
    }

    /// <summary>Sends a request that has to succeed and gives its value.</summary>
    public async Task<TValue> DoneAsync<TValue>(IRequest<Outcome<TValue>> request)
    {
        var outcome = await TryAsync(request);
        return outcome.Refusal is { } refusal
            ? throw new InvalidOperationException($"{request.GetType().DeclaringType?.Name}: {refusal.Code} {string.Join(", ", refusal.Fields)}")
            : outcome.Value;
    }
}
