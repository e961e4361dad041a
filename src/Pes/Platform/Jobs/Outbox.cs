using Pes.Platform.Data;

namespace Pes.Platform.Jobs;

/// <summary>The ways a message can leave.</summary>
public enum OutboxChannel
{
    Mail,
    Sms,
}

/// <summary>A message to one recipient, in the recipient's language.</summary>
/// <param name="Recipient">An e-mail address or a phone number, at most 200 characters, no control characters.</param>
/// <param name="Subject">One line, at most 200 characters; not sent with an SMS.</param>
/// <param name="Body">Plain text.</param>
/// <param name="PersonId">The person concerned, so that her export and her erasure find the message.</param>
public sealed record OutboxMail(OutboxChannel Channel, string Recipient, string Subject, string Body, Guid? PersonId = null);

/// <summary>Puts messages into the caller's transaction; <see cref="OutboxDelivery"/> sends them once it is committed.</summary>
public sealed class Outbox(TimeProvider clock)
{
    private const string AddSql = """
        INSERT INTO OutboxMessage (Id, Channel, Recipient, Subject, Body, PersonId, CreatedAt, DueAt, Attempts)
        VALUES (@Id, @Channel, @Recipient, @Subject, @Body, @PersonId, @Now, @Now, 0)
        """;

    /// <returns>The id of the message, which is also its Message-ID.</returns>
    /// <exception cref="ArgumentException">Recipient or subject would break out of its header line.</exception>
    public async Task<Guid> AddAsync(Database db, OutboxMail mail, CancellationToken ct)
    {
        if (mail.Recipient.Any(char.IsControl) || mail.Subject.Any(char.IsControl) || mail.Recipient.Length == 0)
        {
            throw new ArgumentException("Recipient and subject are one line each.", nameof(mail));
        }

        var id = Guid.CreateVersion7();
        await db.ExecuteAsync(
            AddSql,
            new
            {
                Id = id,
                Channel = mail.Channel == OutboxChannel.Sms ? "sms" : "mail",
                mail.Recipient,
                mail.Subject,
                mail.Body,
                mail.PersonId,
                Now = clock.GetUtcNow().UtcDateTime,
            },
            ct);
        return id;
    }
}
