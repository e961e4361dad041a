using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Pes.Platform.Data;
using Pes.Platform.Security;

namespace Pes.Cli.HttpBench;

/// <summary>A referral that the product allows, once.</summary>
internal sealed record ReferralPair
{
    public required Guid CaseFileId { get; init; }

    public required Guid VacancyId { get; init; }
}

/// <summary>What is asked for, by whom: a counsellor of the centre with the most case files, signed in with two factors.</summary>
/// <param name="Bearer">Her token of the API.</param>
/// <param name="Cookie">Name and value of her cookie.</param>
/// <param name="CasesInScope">Case files of her centre.</param>
internal sealed record BenchPlan(string Bearer, string Cookie, int CasesInScope, IReadOnlyList<Guid> CaseFiles, IReadOnlyList<ReferralPair> Pairs)
{
    private const string OfficerSql = """
        SELECT a.Id, c.Id AS CentreId, (SELECT COUNT(*) FROM CaseFile f WHERE f.CentreId = c.Id) AS Cases
        FROM Account a
        JOIN Centre c ON c.Id = a.CentreId
        WHERE a.Role = 'Counsellor'
        ORDER BY Cases DESC, a.UserName
        OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string CasesSql = "SELECT Id FROM CaseFile WHERE CentreId = @CentreId AND Status = 'open' ORDER BY Seq OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY";

    private const string PairsSql = """
        SELECT c.Id AS CaseFileId, v.Id AS VacancyId
        FROM CaseFile c
        JOIN Person p ON p.Id = c.PersonId
        JOIN Consent k ON k.PersonId = c.PersonId AND k.Purpose = 'share-with-employer' AND k.WithdrawnAt IS NULL
        JOIN CvVersion cv ON cv.PersonId = c.PersonId AND cv.IsCurrent = 1
        JOIN Vacancy v ON v.Status = 'live' AND v.Taken < v.Openings AND v.IsHazardous = 0 AND v.ClosesOn > @Tomorrow
        WHERE c.CentreId = @CentreId AND c.Status = 'open' AND p.BornOn <= @GrownOn
          AND NOT EXISTS (SELECT 1 FROM Referral r WHERE r.CaseFileId = c.Id AND r.VacancyId = v.Id)
        ORDER BY v.Seq, c.Seq
        OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public static async Task<BenchPlan> MakeAsync(IServiceProvider services, int cases, int pairs, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        var officer = await db.SingleAsync<Officer>(OfficerSql, new { Skip = 0, Take = 1 }, ct);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var found = await db.QueryAsync<ReferralPair>(
            PairsSql, new { officer.CentreId, Tomorrow = today.AddDays(1), GrownOn = today.AddYears(-16), Skip = 0, Take = pairs }, ct);
        if (found.Count < pairs)
        {
            throw new CommandException($"The bench's country allows {found.Count} referrals, {pairs} are wanted: a fault of the bench.");
        }

        var session = await services.GetRequiredService<AccountSessions>().StartAsync(officer.Id, "passkey", ct);
        return new BenchPlan(
            BearerOf(services, session), CookieOf(services, session), officer.Cases,
            await db.QueryAsync<Guid>(CasesSql, new { officer.CentreId, Skip = 0, Take = cases }, ct), found);
    }

    public static string FileIn(string folder) => Path.Combine(folder, "plan.json");

    public static BenchPlan Read(string folder) => JsonSerializer.Deserialize<BenchPlan>(File.ReadAllText(FileIn(folder)))!;

    public void Write(string folder) => File.WriteAllText(FileIn(folder), JsonSerializer.Serialize(this));

    private static string BearerOf(IServiceProvider services, Guid session)
    {
        const string Scheme = BearerTokenDefaults.AuthenticationScheme;
        var properties = new AuthenticationProperties { ExpiresUtc = TimeProvider.System.GetUtcNow() + AccountSessions.WholeLimit };
        return services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(Scheme)
            .BearerTokenProtector.Protect(new AuthenticationTicket(SessionGate.Ticket(session, Scheme), properties, $"{Scheme}:AccessToken"));
    }

    private static string CookieOf(IServiceProvider services, Guid session)
    {
        const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        var options = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Scheme);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(new AuthenticationTicket(SessionGate.Ticket(session, Scheme), Scheme))}";
    }

    private sealed record Officer
    {
        public required Guid Id { get; init; }

        public required Guid CentreId { get; init; }

        public required int Cases { get; init; }
    }
}
