using System.Globalization;
using System.Resources;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Jobs;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>
/// What a jobseeker is told of her own case: one line in her language, by text message where she agreed to that and has
/// a telephone. Written into the outbox in the caller's transaction.
/// </summary>
public sealed class PersonMessages(Database db, Outbox outbox, Vocabulary vocabulary)
{
    private static readonly ResourceManager Words = new(typeof(CaseFileWords));

    private const string RecipientSql = """
        SELECT p.Id AS PersonId, p.Phone, p.Language, c.Number, c.CentreId, a.DisplayName AS Counsellor
        FROM CaseFile c
        JOIN Person p ON p.Id = c.PersonId
        JOIN Consent k ON k.PersonId = p.Id AND k.Purpose = 'contact-by-sms' AND k.WithdrawnAt IS NULL
        LEFT JOIN Account a ON a.Id = c.CounsellorId
        WHERE c.Id = @CaseFileId AND p.Phone IS NOT NULL
        """;

    internal Task RegisteredAsync(Guid caseFileId, CancellationToken ct) => TellAsync(caseFileId, "sms-registered", ct);

    internal Task TransferredAsync(Guid caseFileId, CancellationToken ct) => TellAsync(caseFileId, "sms-transferred", ct);

    // The words may name her centre {0}, case number {1} and counsellor {2}.
    private async Task TellAsync(Guid caseFileId, string key, CancellationToken ct)
    {
        if (await db.FirstOrDefaultAsync<Recipient>(RecipientSql, new { CaseFileId = caseFileId }, ct) is not { } to)
        {
            return;
        }

        var language = to.Language == "en" ? RequestLanguage.English : RequestLanguage.Khmer;
        var centre = vocabulary.Centres.GetValueOrDefault(to.CentreId);
        var body = string.Format(
            CultureInfo.InvariantCulture, Words.GetString(key, language)!, to.Language == "en" ? centre?.NameEn : centre?.NameKm, to.Number, to.Counsellor);
        await outbox.AddAsync(db, new OutboxMail(OutboxChannel.Sms, to.Phone, "", body, to.PersonId), ct);
    }

    private sealed record Recipient
    {
        public required Guid PersonId { get; init; }

        public required string Phone { get; init; }

        public required string Language { get; init; }

        public required string Number { get; init; }

        public required Guid CentreId { get; init; }

        public required string? Counsellor { get; init; }
    }
}
