using Pes.Features.CaseFiles;

namespace Pes.Tests.Features.CaseFiles;

public sealed class CaseFilePolicyTests
{
    [Theory]
    [InlineData("012 345 678", "012345678")]
    [InlineData("០១២-៣៤៥-៦៧៨", "012345678")]
    [InlineData("+855 12 345 678", "012345678")]
    [InlineData("00855 12345678", "012345678")]
    [InlineData("0961234567", "0961234567")]
    [InlineData("+66 81 234 5678", "+66812345678")]
    [InlineData("12", null)]
    [InlineData("012345678901", null)]
    [InlineData("my number", null)]
    [InlineData("", null)]
    public void A_telephone_number_is_stored_one_way(string typed, string? stored) => Assert.Equal(stored, PhoneNumber.Normalise(typed));

    [Theory]
    [InlineData("2019", "2019-01-01")]
    [InlineData("03/2019", "2019-03-01")]
    [InlineData("15/03/2019", "2019-03-15")]
    [InlineData("១៥-៣-២០១៩", "2019-03-15")]
    [InlineData("2019-03-15", "2019-03-15")]
    [InlineData("31/02/2019", null)]
    [InlineData("13/2019", null)]
    [InlineData("soon", null)]
    public void A_date_of_long_ago_may_be_a_month_or_a_year(string typed, string? date) =>
        Assert.Equal(date is null ? null : DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture), FlexibleDate.Parse(typed));

    [Theory]
    [InlineData(false, true, "receiver", "holder", "holder", null)]
    [InlineData(false, true, "receiver", "receiver", "holder", null)]
    [InlineData(false, true, "receiver", "holder", "third", "transfer-outdated")]
    [InlineData(false, false, "receiver", "holder", "third", null)]
    [InlineData(false, true, "receiver", "receiver", "receiver", "transfer-outdated")]
    [InlineData(true, true, "receiver", "holder", "holder", "transfer-decided")]
    [InlineData(true, false, "receiver", "holder", "holder", "transfer-decided")]
    public void A_transfer_is_decided_once_and_only_from_where_the_file_is(bool decided, bool accept, string to, string deciding, string at, string? code) =>
        Assert.Equal(code, DecideTransfer.Handler.Refuse(
            new DecideTransfer.Facts
            {
                CaseFileId = Guid.CreateVersion7(),
                ToCentreId = Centre(to),
                DecidingCentreId = Centre(deciding),
                RequestedBy = Guid.CreateVersion7(),
                DecidedAt = decided ? DateTime.UnixEpoch : null,
                CentreId = Centre(at),
            },
            accept)?.Code);

    [Theory]
    [InlineData("open", "case-work", "consent-to-case-work-stays")]
    [InlineData("closed", "case-work", null)]
    [InlineData("open", "share-with-employer", null)]
    public void Consent_to_case_work_stays_while_the_file_is_open(string status, string purpose, string? code) =>
        Assert.Equal(code, WithdrawConsent.Handler.Refuse(File(status), purpose)?.Code);

    [Theory]
    [InlineData("open", true, "case-file-not-closed")]
    [InlineData("closed", false, "consent-to-case-work-needed")]
    [InlineData("closed", true, null)]
    public void A_file_is_opened_again_with_consent(string status, bool agrees, string? code) =>
        Assert.Equal(code, ReopenCase.Handler.Refuse(File(status), agrees)?.Code);

    [Fact]
    public void What_is_not_in_scope_is_not_found()
    {
        Assert.Equal("not-found", CaseInScope.RefuseChange(null)!.Code);
        Assert.Equal("not-found", ReopenCase.Handler.Refuse(null, true)!.Code);
        Assert.Equal("not-found", WithdrawConsent.Handler.Refuse(null, "statistics")!.Code);
        Assert.Equal("not-found", DecideTransfer.Handler.Refuse(null, true)!.Code);
    }

    private static CaseInScope File(string status) => new()
    {
        Id = Guid.CreateVersion7(), PersonId = Guid.CreateVersion7(), CentreId = Guid.CreateVersion7(), CounsellorId = null, Status = status, Version = 1,
    };

    private static Guid Centre(string name) => new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))[..16]);
}
