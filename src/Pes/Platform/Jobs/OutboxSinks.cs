using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Text;

namespace Pes.Platform.Jobs;

/// <summary>Section "Outbox" of the settings.</summary>
public sealed record OutboxSettings
{
    /// <summary>Where messages are written when no SMTP server is named, and where every SMS is written for a gateway to fetch.</summary>
    public string Folder { get; init; } = "data/outbox";

    public string From { get; init; } = "pes@localhost";

    public SmtpSettings? Smtp { get; init; }
}

/// <summary>Section "Outbox:Smtp".</summary>
public sealed record SmtpSettings
{
    public string Host { get; init; } = "";

    public int Port { get; init; } = 587;

    public string? UserName { get; init; }

    public string? Password { get; init; }

    public bool Tls { get; init; } = true;
}

/// <summary>Takes one message out of the house, or throws.</summary>
public interface IOutboxSink
{
    Task SendAsync(OutboxMessage message, CancellationToken ct);
}

/// <summary>Writes each message as ID.eml (RFC 5322) or, for an SMS, ID.txt; a second sending replaces the first.</summary>
public sealed class FolderSink(OutboxSettings settings) : IOutboxSink
{
    public async Task SendAsync(OutboxMessage message, CancellationToken ct)
    {
        Directory.CreateDirectory(settings.Folder);
        var (name, text) = message.Channel == "sms"
            ? ($"{message.Id:D}.txt", $"{message.Recipient}\n{message.Body}\n")
            : ($"{message.Id:D}.eml", MailText.Of(message, settings.From));
        var draft = Path.Combine(settings.Folder, name + ".part");
        await File.WriteAllTextAsync(draft, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), ct);
        File.Move(draft, Path.Combine(settings.Folder, name), overwrite: true);
    }
}

/// <summary>Hands mail to an SMTP server; an SMS goes to the folder.</summary>
public sealed class SmtpSink(OutboxSettings settings, SmtpSettings smtp) : IOutboxSink
{
    private readonly FolderSink folder = new(settings);

    public async Task SendAsync(OutboxMessage message, CancellationToken ct)
    {
        if (message.Channel == "sms")
        {
            await folder.SendAsync(message, ct);
            return;
        }

        using var client = new SmtpClient(smtp.Host, smtp.Port) { EnableSsl = smtp.Tls };
        if (smtp.UserName is { Length: > 0 } user)
        {
            client.Credentials = new NetworkCredential(user, smtp.Password);
        }

        using var mail = new MailMessage(settings.From, message.Recipient)
        {
            Subject = message.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = message.Body,
            BodyEncoding = Encoding.UTF8,
        };
        mail.Headers.Add("Message-ID", MailText.MessageId(message, settings.From));
        await client.SendMailAsync(mail, ct);
    }
}

/// <summary>A message as RFC 5322 text with RFC 2047 subject and a UTF-8 body in base64.</summary>
public static class MailText
{
    // A line with an encoded word holds 76 characters: the header's name and 12 of frame leave 52, which is 39 bytes.
    private const int BytesAWord = 39;

    public static string MessageId(OutboxMessage message, string from) => $"<{message.Id:D}@{new MailAddress(from).Host}>";

    public static string Of(OutboxMessage message, string from) => string.Join("\r\n",
    [
        $"From: {from}",
        $"To: {message.Recipient}",
        $"Subject: {Words(message.Subject)}",
        $"Date: {message.CreatedAt.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture)}",
        $"Message-ID: {MessageId(message, from)}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        Convert.ToBase64String(Encoding.UTF8.GetBytes(message.Body), Base64FormattingOptions.InsertLineBreaks),
        "",
    ]);

    private static string Words(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~'))
        {
            return text;
        }

        List<string> words = [];
        List<byte> word = [];
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(bytes);
            if (word.Count + length > BytesAWord)
            {
                words.Add(Encoded(word));
                word.Clear();
            }

            word.AddRange(bytes[..length]);
        }

        words.Add(Encoded(word));
        return string.Join("\r\n ", words);
    }

    private static string Encoded(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String(bytes.ToArray())}?=";
}
