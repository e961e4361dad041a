using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Pes.Platform.Data;
using Pes.Platform.Jobs;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Jobs;

public sealed class OutboxTests(PesHost host) : IClassFixture<PesHost>
{
    private static readonly OutboxMail Mail = new(
        OutboxChannel.Mail, "sokha@example.org", "ការណែនាំទៅនិយោជក៖ សូមអានលម្អិតខាងក្រោម និងឆ្លើយតបក្នុងរយៈពេល៧ថ្ងៃ", "សួស្តី\nHello");

    [Fact]
    public async Task A_committed_message_becomes_one_mime_file()
    {
        var id = await AddAsync(Mail);
        await Delivery().DeliverAsync(default);
        var text = await File.ReadAllTextAsync(Path.Combine(host.Folder, "outbox", $"{id:D}.eml"));
        var (head, body) = (text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)], text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        Assert.Equal(Mail.Body, Encoding.UTF8.GetString(Convert.FromBase64String(body)));
        Assert.Equal(Mail.Subject, Subject(head));
        Assert.All(head.Split("\r\n"), line => Assert.True(line.Length <= 78 && line.All(c => c < 128), line));
        Assert.Equal(0, await Delivery().DeliverAsync(default));
    }

    [Fact]
    public async Task A_rolled_back_message_is_never_sent()
    {
        await using var scope = host.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        await db.BeginAsync(default);
        var id = await host.App.Services.GetRequiredService<Outbox>().AddAsync(db, Mail, default);
        await db.RollbackAsync();
        await Delivery().DeliverAsync(default);
        Assert.False(File.Exists(Path.Combine(host.Folder, "outbox", $"{id:D}.eml")));
    }

    [Fact]
    public async Task A_failed_message_waits_longer_each_time_and_then_goes()
    {
        var sink = new Recording { FailuresLeft = 2 };
        var id = await AddAsync(Mail with { Subject = "retry" });
        await Delivery(sink).DeliverAsync(default);
        Assert.Equal(0, await Delivery(sink).DeliverAsync(default));
        host.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(0, await Delivery(sink).DeliverAsync(default));
        host.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(0, await Delivery(sink).DeliverAsync(default));
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await Delivery(sink).DeliverAsync(default);
        Assert.Equal(1, sink.Sent.Count(m => m == id));
        Assert.Equal(2, sink.Failures);
    }

    [Fact]
    public async Task Two_nodes_send_each_message_once()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 120; i++)
        {
            ids.Add(await AddAsync(Mail with { Subject = "both" }));
        }

        var sink = new Recording();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Delivery(sink).DeliverAsync(default))));
        Assert.All(ids, id => Assert.Equal(1, sink.Sent.Count(m => m == id)));
    }

    [Fact]
    public async Task A_message_claimed_by_a_dead_node_is_sent_after_the_claim_ends()
    {
        var id = await AddAsync(Mail with { Subject = "claimed" });
        using var dying = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Delivery(new Recording { Dies = dying }).DeliverAsync(dying.Token));
        var sink = new Recording();
        await Delivery(sink).DeliverAsync(default);
        Assert.DoesNotContain(id, sink.Sent);
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await Delivery(sink).DeliverAsync(default);
        Assert.Contains(id, sink.Sent);
    }

    [Theory]
    [InlineData("a@example.org\r\nBcc: b@example.org", "x")]
    [InlineData("a@example.org", "x\nBcc: b@example.org")]
    [InlineData("", "x")]
    public async Task A_header_cannot_be_broken_out_of(string recipient, string subject) =>
        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync(new OutboxMail(OutboxChannel.Mail, recipient, subject, "x")));

    private Task<Guid> AddAsync(OutboxMail mail) =>
        host.InDatabaseAsync(db => host.App.Services.GetRequiredService<Outbox>().AddAsync(db, mail, default));

    private OutboxDelivery Delivery(IOutboxSink? sink = null) => new(
        host.App.Services.GetRequiredService<ConnectionSource>(), host.App.Services.GetRequiredService<DatabaseSettings>(),
        sink ?? host.App.Services.GetRequiredService<IOutboxSink>(), host.Clock, NullLogger<OutboxDelivery>.Instance);

    private static string Subject(string head)
    {
        var lines = head.Split("\r\n").SkipWhile(l => !l.StartsWith("Subject:", StringComparison.Ordinal)).ToList();
        var words = lines.Take(1).Concat(lines.Skip(1).TakeWhile(l => l.StartsWith(' '))).Select(l => l.Replace("Subject:", "", StringComparison.Ordinal).Trim());
        return string.Concat(words.Select(w => Encoding.UTF8.GetString(Convert.FromBase64String(w["=?utf-8?B?".Length..^2]))));
    }

    private sealed class Recording : IOutboxSink
    {
        private readonly Lock gate = new();

        public List<Guid> Sent { get; } = [];

        public int FailuresLeft { get; set; }

        public int Failures { get; private set; }

        public CancellationTokenSource? Dies { get; init; }

        public Task SendAsync(OutboxMessage message, CancellationToken ct)
        {
            lock (gate)
            {
                if (Dies is not null)
                {
                    Dies.Cancel();
                    ct.ThrowIfCancellationRequested();
                }

                if (FailuresLeft > 0)
                {
                    FailuresLeft--;
                    Failures++;
                    throw new IOException("The server is away.");
                }

                Sent.Add(message.Id);
                return Task.CompletedTask;
            }
        }
    }
}
