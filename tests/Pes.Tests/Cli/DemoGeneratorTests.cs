using Pes.Cli.DemoData;
using Pes.Platform.Data;
using Pes.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Pes.Tests.Cli;

/// <summary>A small invented country: 400 people and 120 vacancies.</summary>
public sealed class InventedHost : IAsyncLifetime
{
    public PesHost Host { get; } = new();

    public DemoFill Made { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Host.InitializeAsync();
        await using var scope = Host.App.Services.CreateAsyncScope();
        Made = await DemoGenerator.FillAsync(
            scope.ServiceProvider.GetRequiredService<Database>(), 400, 120, 7, Host.Clock.GetUtcNow().UtcDateTime, "hash", null, default);
    }

    public Task DisposeAsync() => Host.DisposeAsync();
}

public sealed class DemoGeneratorTests(InventedHost invented) : IClassFixture<InventedHost>
{
    /// <summary>Each asks for rows that break a rule of the product.</summary>
    [Theory]
    [InlineData("openings taken are the accepted referrals", "SELECT COUNT(*) FROM Vacancy v WHERE v.Taken <> (SELECT COUNT(*) FROM Referral r WHERE r.VacancyId = v.Id AND r.Status = 'accepted')")]
    [InlineData("a vacancy without an opening is filled", "SELECT COUNT(*) FROM Vacancy WHERE Taken = Openings AND Status <> 'filled'")]
    [InlineData("a live vacancy is not past its last day", "SELECT COUNT(*) FROM Vacancy WHERE Status = 'live' AND ClosesOn < '2026-11-22'")]
    [InlineData("nobody is referred before registration", "SELECT COUNT(*) FROM Referral r JOIN CaseFile c ON c.Id = r.CaseFileId WHERE r.SentAt < c.OpenedAt")]
    [InlineData("nobody is referred before publication", "SELECT COUNT(*) FROM Referral r JOIN Vacancy v ON v.Id = r.VacancyId WHERE r.SentAt < v.PublishedAt")]
    [InlineData("nobody is referred without consent", "SELECT COUNT(*) FROM Referral r JOIN CaseFile c ON c.Id = r.CaseFileId WHERE NOT EXISTS (SELECT 1 FROM Consent k WHERE k.PersonId = c.PersonId AND k.Purpose = 'share-with-employer')")]
    [InlineData("an answer has its moment", "SELECT COUNT(*) FROM Referral WHERE CASE WHEN Status IN ('sent', 'withdrawn') THEN 1 ELSE 0 END <> CASE WHEN AnsweredAt IS NULL THEN 1 ELSE 0 END")]
    [InlineData("a withdrawal has its moment, so that the employer sees nobody", "SELECT COUNT(*) FROM Referral WHERE CASE WHEN Status = 'withdrawn' THEN 1 ELSE 0 END <> CASE WHEN ConsentWithdrawnAt IS NULL THEN 0 ELSE 1 END")]
    [InlineData("an answer follows the referral", "SELECT COUNT(*) FROM Referral WHERE AnsweredAt < SentAt")]
    [InlineData("a refusal has a reason", "SELECT COUNT(*) FROM Referral WHERE CASE WHEN Status = 'refused' THEN 1 ELSE 0 END <> CASE WHEN RefusalReasonCode IS NULL THEN 0 ELSE 1 END")]
    [InlineData("a placement has one current version", "SELECT COUNT(*) FROM Placement p WHERE (SELECT COUNT(*) FROM PlacementVersion v WHERE v.PlacementId = p.Id AND v.IsCurrent = 1) <> 1")]
    [InlineData("a placement of a referral was accepted", "SELECT COUNT(*) FROM Placement p JOIN Referral r ON r.Id = p.ReferralId WHERE r.Status <> 'accepted'")]
    [InlineData("a placement has four follow-ups", "SELECT COUNT(*) FROM Placement p WHERE (SELECT COUNT(*) FROM FollowUp f WHERE f.PlacementId = p.Id) <> 4")]
    [InlineData("a closed case waits for nobody", "SELECT COUNT(*) FROM CaseFile c JOIN Referral r ON r.CaseFileId = c.Id WHERE c.Status = 'closed' AND r.Status IN ('sent', 'invited')")]
    [InlineData("a closed case has a reason", "SELECT COUNT(*) FROM CaseFile WHERE CASE WHEN Status = 'closed' THEN 1 ELSE 0 END <> CASE WHEN ClosedReason IS NULL THEN 0 ELSE 1 END")]
    [InlineData("hazardous work from 18", "SELECT COUNT(*) FROM Referral r JOIN CaseFile c ON c.Id = r.CaseFileId JOIN Person p ON p.Id = c.PersonId JOIN Vacancy v ON v.Id = r.VacancyId WHERE v.IsHazardous = 1 AND p.BornOn > '2008-11-22'")]
    [InlineData("nothing has happened tomorrow", "SELECT COUNT(*) FROM CaseEvent WHERE At > '2026-11-22T02:00:00.000Z'")]
    [InlineData("codes are of their lists", "SELECT COUNT(*) FROM FollowUp f WHERE f.ResultCode IS NOT NULL AND NOT EXISTS (SELECT 1 FROM CodeList l WHERE l.List = 'follow-up-result' AND l.Code = f.ResultCode)")]
    [InlineData("reasons are of their list", "SELECT COUNT(*) FROM Referral r WHERE r.RefusalReasonCode IS NOT NULL AND NOT EXISTS (SELECT 1 FROM CodeList l WHERE l.List = 'referral-refusal-reason' AND l.Code = r.RefusalReasonCode)")]
    [InlineData("licences are of their list", "SELECT COUNT(*) FROM VacancyLicence v WHERE NOT EXISTS (SELECT 1 FROM CodeList l WHERE l.List = 'licence' AND l.Code = v.LicenceCode)")]
    public async Task It_keeps_the_rule(string rule, string breaks) =>
        Assert.Equal((rule, 0), (rule, await invented.Host.InDatabaseAsync(db => db.SingleAsync<int>(breaks))));

    [Fact]
    public async Task The_shown_counsellor_has_something_of_everything_to_do()
    {
        const string Of = "JOIN CaseFile c ON c.Id = r.CaseFileId JOIN Account a ON a.Id = c.CounsellorId AND a.UserName = 'sokha'";
        async Task<int> Count(string sql) => await invented.Host.InDatabaseAsync(db => db.SingleAsync<int>(sql));
        Assert.True(await Count($"SELECT COUNT(*) FROM Referral r {Of} WHERE r.Status = 'sent'") > 0);
        Assert.True(await Count($"SELECT COUNT(*) FROM FollowUp f JOIN Placement r ON r.Id = f.PlacementId {Of} WHERE f.RecordedAt IS NULL AND f.DueOn <= '2026-11-23'") > 0);
        Assert.Equal(7, await Count("SELECT COUNT(*) FROM Account WHERE PasswordHash = 'hash'"));
    }

    [Fact]
    public async Task One_seed_makes_one_country()
    {
        var other = new InventedHost();
        await other.InitializeAsync();
        Assert.Equal(invented.Made, other.Made);
        const string Sql = "SELECT MAX(CAST(Id AS nvarchar(40))) FROM Referral";
        Assert.Equal(
            await invented.Host.InDatabaseAsync(db => db.SingleAsync<string>(Sql)),
            await other.Host.InDatabaseAsync(db => db.SingleAsync<string>(Sql)));
        await other.DisposeAsync();
    }

    [Fact]
    public async Task The_figures_of_the_invented_country_show()
    {
        using var browser = await invented.Host.SignedInAsync(await invented.Host.Given.MonitorAsync());
        await browser.GoAsync("/figures?months=18");
        Assert.Equal(System.Net.HttpStatusCode.OK, browser.Status);
        Assert.Contains("អត្រាទទួលបានការងារ", browser.Text, StringComparison.Ordinal);
    }
}
