using Pes.Features.Vacancies;
using Pes.Platform.Security;

namespace Pes.Tests.Features.Vacancies;

/// <summary>The decisions about a vacancy, each a table.</summary>
public sealed class VacancyPolicyTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    private static readonly WageSettings Wages = new();

    [Theory]
    [InlineData("draft", "unverified", 0, "text", true, null)]
    [InlineData("draft", "verified", 0, "text", true, null)]
    [InlineData("submitted", "verified", 0, "text", true, "vacancy-not-a-draft")]
    [InlineData("live", "verified", 0, "text", true, "vacancy-not-a-draft")]
    [InlineData("draft", "suspended", 0, "text", true, "employer-suspended")]
    [InlineData("draft", "verified", -1, "text", true, "closing-date-passed")]
    [InlineData("draft", "verified", 0, null, true, "vacancy-needs-text")]
    [InlineData("draft", "verified", 0, "text", false, "vacancy-needs-place")]
    public void Submitting(string status, string employer, int days, string? text, bool hasPlace, string? code)
    {
        var content = new VacancyContent { TextKm = text, Places = hasPlace ? [new() { ProvinceCode = "15" }] : [] };
        Assert.Equal(code, SubmitVacancy.Handler.Refuse(new() { Status = status, EmployerStatus = employer, ClosesOn = Today.AddDays(days) }, content, Today)?.Code);
    }

    [Theory]
    [InlineData("submitted", "verified", 0, "8153", 1, 5, 0, 0, false, null)]
    [InlineData("draft", "verified", 0, "8153", 1, 5, 0, 0, false, null)]
    [InlineData("live", "verified", 0, "8153", 1, 5, 0, 0, false, "vacancy-not-in-check")]
    [InlineData("closed", "verified", 0, "8153", 1, 5, 0, 0, false, "vacancy-not-in-check")]
    [InlineData("submitted", "suspended", 0, "8153", 1, 5, 0, 0, false, "employer-suspended")]
    [InlineData("submitted", "unverified", 0, "8153", 1, 5, 0, 0, false, "employer-not-verified")]
    [InlineData("submitted", "verified", -1, "8153", 1, 5, 0, 0, false, "closing-date-passed")]
    [InlineData("submitted", "verified", 0, null, 1, 5, 0, 0, false, "vacancy-needs-occupation")]
    [InlineData("submitted", "verified", 0, "8153", 0, 5, 0, 0, false, "vacancy-needs-place")]
    [InlineData("submitted", "verified", 0, "8153", 1, 0, 0, 0, false, "vacancy-full")]
    [InlineData("submitted", "verified", 0, "8153", 1, 5, 2, 0, false, "vacancy-flags-open")]
    [InlineData("submitted", "verified", 0, "8153", 1, 5, 0, 0, true, "vacancy-is-duplicate")]
    [InlineData("submitted", "verified", 0, "8153", 1, 5, 0, 1, true, null)]
    public void Publishing(string status, string employer, int days, string? isco, int places, int left, int open, int seen, bool like, string? code) =>
        Assert.Equal(code, PublishVacancy.Handler.Refuse(
            new()
            {
                Status = status, EmployerStatus = employer, ClosesOn = Today.AddDays(days), IscoCode = isco, Places = places,
                OpeningsLeft = left, OpenFlags = open, DuplicateSeen = seen,
            },
            like ? new() { Id = Guid.CreateVersion7(), Number = "V-2026-000001" } : null,
            Today)?.Code);

    [Theory]
    [InlineData("draft", "verified", 0, 1, null)]
    [InlineData("live", "verified", 5, 5, null)]
    [InlineData("filled", "verified", 5, 6, null)]
    [InlineData("live", "verified", 5, 4, "openings-below-taken")]
    [InlineData("closed", "verified", 0, 1, "vacancy-is-closed")]
    [InlineData("draft", "suspended", 0, 1, "employer-suspended")]
    public void Updating(string status, string employer, int taken, int openings, string? code) =>
        Assert.Equal(code, UpdateVacancy.Handler.Refuse(new() { Status = status, EmployerStatus = employer, Taken = taken, Version = 1 }, openings)?.Code);

    [Theory]
    [InlineData("live", Role.Employer, "filled-otherwise", null)]
    [InlineData("draft", Role.Employer, "withdrawn", null)]
    [InlineData("live", Role.Employer, "suspected-scam", "reason-is-the-offices")]
    [InlineData("live", Role.Counsellor, "suspected-scam", null)]
    [InlineData("closed", Role.Counsellor, "other", "vacancy-is-closed")]
    [InlineData(null, Role.Counsellor, "other", "not-found")]
    public void Closing(string? status, Role role, string reason, string? code) => Assert.Equal(code, CloseVacancy.Handler.Refuse(status, reason, role)?.Code);

    [Theory]
    [InlineData("closed", "verified", 1, 0, null)]
    [InlineData("filled", "verified", 1, 0, "vacancy-not-closed")]
    [InlineData("closed", "suspended", 1, 0, "employer-suspended")]
    [InlineData("closed", "verified", 0, 0, "vacancy-full")]
    [InlineData("closed", "verified", 1, -1, "closing-date-passed")]
    public void Reopening(string status, string employer, int left, int days, string? code) =>
        Assert.Equal(code, ReopenVacancy.Handler.Refuse(new() { Status = status, EmployerStatus = employer, OpeningsLeft = left }, Today.AddDays(days), Today)?.Code);

    [Theory]
    [InlineData(null, "not-found")]
    [InlineData("filled", "vacancy-full")]
    [InlineData("draft", "vacancy-not-open")]
    [InlineData("closed", "vacancy-not-open")]
    public void Taking_an_opening_that_is_not_there(string? status, string code) => Assert.Equal(code, TakeOpening.Handler.Refuse(status).Code);

    [Theory]
    [InlineData("Sews shirts.", "")]
    [InlineData("Male or female, everyone may apply.", "")]
    [InlineData("Female only.", "sex-restriction")]
    [InlineData("Age 18 - 25 years old.", "age-restriction")]
    public void Restrictions_are_flagged_with_their_words(string text, string kinds)
    {
        var found = PublicationCheck.Find(Content(text), Facts());
        Assert.Equal(kinds, string.Join(',', found.Select(f => f.Kind)));
        Assert.All(found, f => Assert.Contains(f.Words!, text, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("14", "full-time", 860_999L, true)]
    [InlineData("14", "full-time", 861_000L, false)]
    [InlineData("14", "part-time", 400_000L, false)]
    [InlineData("56", "full-time", 400_000L, false)]
    [InlineData("14", "full-time", null, false)]
    public void A_garment_wage_below_the_minimum_is_told_and_does_not_block(string sector, string hours, long? wage, bool told)
    {
        var found = PublicationCheck.Find(Content("Sews shirts.") with { HoursCode = hours }, Facts() with { SectorCode = sector, MonthlyWageFromKhr = wage });
        Assert.Equal(told, found.Any(f => f.Kind == PublicationCheck.WageBelowMinimum));
        Assert.False(PublicationCheck.Blocks(PublicationCheck.WageBelowMinimum));
    }

    [Fact]
    public void What_is_missing_and_what_is_there_twice_is_flagged()
    {
        var found = PublicationCheck.Find(new VacancyContent { TitleEn = "Cook" }, Facts() with { Like = new() { Id = Guid.CreateVersion7(), Number = "V-2026-000009" } });
        Assert.Equal([PublicationCheck.PossibleDuplicate, PublicationCheck.MissingText, PublicationCheck.MissingPlace, PublicationCheck.MissingOccupation], found.Select(f => f.Kind));
        Assert.All(found, f => Assert.True(PublicationCheck.Blocks(f.Kind)));
    }

    [Theory]
    [InlineData(900_000L, "KHR", "month", "full-time", 900_000L)]
    [InlineData(21_000L, "USD", "month", null, 861_000L)]
    [InlineData(40_000L, "KHR", "day", "full-time", 1_040_000L)]
    [InlineData(5_000L, "KHR", "hour", "full-time", 1_040_000L)]
    [InlineData(5_000L, "KHR", "hour", "part-time", 520_000L)]
    [InlineData(300_000L, "KHR", "week", null, 1_300_000L)]
    [InlineData(12_000_000L, "KHR", "year", null, 1_000_000L)]
    [InlineData(500L, "KHR", "piece", null, null)]
    [InlineData(null, "KHR", "month", null, null)]
    public void A_wage_is_made_comparable(long? amount, string currency, string period, string? hours, long? khr) =>
        Assert.Equal(khr, MonthlyWage.Khr(amount, currency, period, hours, Wages.RielPerDollar));

    private static VacancyContent Content(string text) =>
        new() { TitleEn = "Machine operator", TextEn = text, IscoCode = "8153", Places = [new() { ProvinceCode = "15" }], HoursCode = "full-time" };

    private static PublicationCheck.Facts Facts() => new("56", null, null, null, Wages);
}
