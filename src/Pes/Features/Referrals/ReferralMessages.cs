using System.Globalization;
using System.Resources;
using Pes.Platform.Data;
using Pes.Platform.Jobs;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>
/// What jobseeker and employer are told of a referral, each in the own language; written into the outbox in the caller's
/// transaction. No message names the jobseeker.
/// </summary>
public sealed class ReferralMessages(Database db, Outbox outbox)
{
    private const int LongestSubject = 200;

    private static readonly ResourceManager Words = new(typeof(ReferralWords));

    private const string FactsSql = """
        SELECT c.PersonId, p.Phone, p.Email, p.Language, v.EmployerId, v.TitleEn, v.TitleKm, v.Number AS VacancyNumber, r.AnswerDueOn, r.InterviewAt,
               r.InterviewPlace, e.Email AS EmployerEmail, e.NameEn, e.NameKm,
               (SELECT COUNT(*) FROM Consent k WHERE k.PersonId = p.Id AND k.Purpose = 'contact-by-sms' AND k.WithdrawnAt IS NULL) AS MayText
        FROM Referral r
        JOIN CaseFile c ON c.Id = r.CaseFileId
        JOIN Person p ON p.Id = c.PersonId
        JOIN Vacancy v ON v.Id = r.VacancyId
        JOIN Employer e ON e.Id = v.EmployerId
        WHERE r.Id = @ReferralId
        """;

    private const string EmployerAccountsSql = "SELECT Email, Language FROM Account WHERE EmployerId = @EmployerId AND Email IS NOT NULL AND DisabledAt IS NULL";

    internal async Task SentAsync(Guid referralId, CancellationToken ct) => await TellEmployerAsync(referralId, "mail-sent", ct);

    internal async Task WithdrawnAsync(Guid referralId, CancellationToken ct) => await TellEmployerAsync(referralId, "mail-withdrawn", ct);

    /// <param name="referralId">The referral that was answered.</param>
    /// <param name="status">What it is now: invited, accepted or refused.</param>
    internal async Task AnsweredAsync(Guid referralId, ReferralStatus status, CancellationToken ct)
    {
        var facts = await db.SingleAsync<Facts>(FactsSql, new { ReferralId = referralId }, ct);
        if (facts.MayText > 0 && facts.Phone is { } phone)
        {
            var (_, body) = Write(facts, facts.Language, $"answer-{status}".ToLowerInvariant());
            await outbox.AddAsync(db, new OutboxMail(OutboxChannel.Sms, phone, "", body, facts.PersonId), ct);
        }
        else if (facts.Email is { } address)
        {
            var (subject, body) = Write(facts, facts.Language, $"answer-{status}".ToLowerInvariant());
            await outbox.AddAsync(db, new OutboxMail(OutboxChannel.Mail, address, subject, body, facts.PersonId), ct);
        }
    }

    private async Task TellEmployerAsync(Guid referralId, string key, CancellationToken ct)
    {
        var facts = await db.SingleAsync<Facts>(FactsSql, new { ReferralId = referralId }, ct);
        var readers = await db.QueryAsync<Reader>(EmployerAccountsSql, new { facts.EmployerId }, ct);
        if (readers.Count == 0 && facts.EmployerEmail is { } address)
        {
            readers = [new Reader { Email = address, Language = "km" }];
        }

        foreach (var reader in readers)
        {
            var (subject, body) = Write(facts, reader.Language, key);
            await outbox.AddAsync(db, new OutboxMail(OutboxChannel.Mail, reader.Email, subject, body), ct);
        }
    }

    // {0} vacancy, {1} employer, {2} last day to answer, {3} interview time, {4} interview place.
    private static (string Subject, string Body) Write(Facts facts, string language, string key) => RequestLanguage.In(language == "en" ? RequestLanguage.English : RequestLanguage.Khmer, () =>
    {
        object?[] args =
        [
            Bilingual.Shown(facts.TitleEn, facts.TitleKm), Bilingual.Shown(facts.NameEn, facts.NameKm), Formats.Date(facts.AnswerDueOn),
            facts.InterviewAt is { } at ? Formats.DateAndTime(at) : "", facts.InterviewPlace,
        ];
        var subject = string.Format(CultureInfo.InvariantCulture, Words.GetString($"{key}-subject", CultureInfo.CurrentUICulture)!, args);
        return (subject.Length > LongestSubject || subject.Any(char.IsControl) ? facts.VacancyNumber : subject, string.Format(CultureInfo.InvariantCulture, Words.GetString(key, CultureInfo.CurrentUICulture)!, args));
    });

    private sealed record Reader
    {
        public required string Email { get; init; }

        public required string Language { get; init; }
    }

    private sealed record Facts
    {
        public required Guid PersonId { get; init; }

        public required string? Phone { get; init; }

        public required string? Email { get; init; }

        public required string Language { get; init; }

        public required int MayText { get; init; }

        public required Guid EmployerId { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        public required string VacancyNumber { get; init; }

        public required DateOnly AnswerDueOn { get; init; }

        public required DateTime? InterviewAt { get; init; }

        public required string? InterviewPlace { get; init; }

        public required string? EmployerEmail { get; init; }

        public required string NameEn { get; init; }

        public required string? NameKm { get; init; }
    }
}
