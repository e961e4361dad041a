using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Security;

/// <summary>Rows 11 and 12: how often may be guessed, and that nobody learns which names exist.</summary>
public sealed class GuessingTests(PesHost host) : IClassFixture<PesHost>
{
    private readonly CountingHasher hasher = new();

    [Fact]
    public async Task Of_1000_guesses_at_once_ten_are_compared()
    {
        await using var node = await NodeAsync();
        var name = await NameAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => GuessAsync(node, name, $"guess {i}", "203.0.113.7", spoofed: $"198.51.100.{i % 250}")));
        Assert.InRange(hasher.Count, 1, SignInLimits.PerAddressAndAccount);
        Assert.InRange(hasher.MostAtOnce, 1, Environment.ProcessorCount);
        Assert.All(answers, a => Assert.True(a.Status is 422 or 429, $"{a.Status}"));
        Assert.Equal(1000 - hasher.Count, answers.Count(a => a.Status == 429));

        // The right password is not compared either, until the minute is over.
        hasher.Right = "right";
        Assert.Equal(429, (await GuessAsync(node, name, "right", "203.0.113.7")).Status);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await GuessAsync(node, name, "right", "203.0.113.7")).Status);
    }

    [Fact]
    public async Task One_after_the_other_the_eleventh_is_not_compared()
    {
        await using var node = await NodeAsync();
        var name = await NameAsync();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(422, (await GuessAsync(node, name, $"guess {i}", "203.0.113.8")).Status);
        }

        Assert.Equal(429, (await GuessAsync(node, name, "guess 11", "203.0.113.8")).Status);
        Assert.Equal(10, hasher.Count);
        Assert.Equal(422, (await GuessAsync(node, await NameAsync(), "guess", "203.0.113.8")).Status);
    }

    [Fact]
    public async Task An_account_is_locked_after_100_failures_in_an_hour_from_wherever()
    {
        await using var node = await NodeAsync();
        var name = await NameAsync();
        var lockedBefore = await host.Given.AuditedAsync(SecurityEvents.AccountLocked);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(422, (await GuessAsync(node, name, $"guess {i}", $"203.0.113.{20 + (i % 20)}")).Status);
        }

        Assert.Equal(429, (await GuessAsync(node, name, "one more", "203.0.113.99")).Status);
        Assert.Equal(100, hasher.Count);
        Assert.Equal(lockedBefore + 1, await host.Given.AuditedAsync(SecurityEvents.AccountLocked));
        hasher.Right = "right";
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, (await GuessAsync(node, name, "right", "203.0.113.99")).Status);
    }

    [Fact]
    public async Task An_address_may_fail_300_times_a_minute_with_many_names()
    {
        await using var node = await NodeAsync();
        for (var i = 0; i < 300; i++)
        {
            Assert.Equal(422, (await GuessAsync(node, $"nobody-{i}", "x", "203.0.113.10")).Status);
        }

        Assert.Equal(429, (await GuessAsync(node, "nobody-300", "x", "203.0.113.10")).Status);
        Assert.Equal(422, (await GuessAsync(node, "nobody-300", "x", "203.0.113.11")).Status);
    }

    [Fact]
    public async Task A_configured_proxy_is_believed_and_another_is_not()
    {
        await using var node = await NodeAsync(proxy: "203.0.113.200");
        var name = await NameAsync();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(422, (await GuessAsync(node, name, "x", "203.0.113.200", spoofed: "198.51.100.1")).Status);
        }

        Assert.Equal(429, (await GuessAsync(node, name, "x", "203.0.113.200", spoofed: "198.51.100.1")).Status);
        Assert.Equal(422, (await GuessAsync(node, name, "x", "203.0.113.200", spoofed: "198.51.100.2")).Status);
        Assert.Equal(429, (await GuessAsync(node, name, "x", "198.51.100.1", spoofed: "198.51.100.3")).Status);
    }

    [Fact]
    public async Task A_known_and_an_unknown_name_get_identical_bytes_for_one_hash_each()
    {
        await using var node = await NodeAsync();
        for (var i = 0; i < 100; i++)
        {
            var address = $"192.0.2.{i}";
            var known = await GuessAsync(node, await NameAsync(), "wrong", address);
            Assert.Equal(1, hasher.Reset());
            var unknown = await GuessAsync(node, $"nobody-at-all-{i}", "wrong", address);
            Assert.Equal(1, hasher.Reset());
            Assert.Equal(known, unknown);
            Assert.Equal(422, known.Status);
        }
    }

    [Fact]
    public async Task A_disabled_account_is_answered_like_a_wrong_password()
    {
        await using var node = await NodeAsync();
        hasher.Right = "right";
        var name = await NameAsync();
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE Account SET DisabledAt = CreatedAt WHERE UserName = @Name", new { Name = name }));
        var before = await host.Given.AuditedAsync(SecurityEvents.SignInFailed);
        Assert.Equal(await GuessAsync(node, "nobody-here", "right", "192.0.2.201"), await GuessAsync(node, name, "right", "192.0.2.202"));
        Assert.Equal(before + 2, await host.Given.AuditedAsync(SecurityEvents.SignInFailed));
    }

    private async Task<string> NameAsync() => (await host.Given.WithPasswordAsync(await host.Given.CounsellorAsync())).UserName;

    private async Task<WebApplication> NodeAsync(string? proxy = null)
    {
        var node = host.Build(builder =>
        {
            builder.Services.AddSingleton<IPasswordHasher<Account>>(hasher);
            if (proxy is not null)
            {
                builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Proxies:0"] = proxy });
            }
        });
        await node.StartAsync();
        return node;
    }

    private static async Task<(int Status, string Headers, string Body)> GuessAsync(WebApplication node, string name, string password, string address, string? spoofed = null)
    {
        var body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { userName = name, password }));
        var context = await node.GetTestServer().SendAsync(c =>
        {
            c.Request.Method = "POST";
            c.Request.Scheme = "http";
            c.Request.Host = new HostString("localhost");
            c.Request.Path = "/api/v1/session";
            c.Request.ContentType = "application/json";
            c.Request.Body = new MemoryStream(body);
            c.Request.ContentLength = body.Length;
            c.Connection.RemoteIpAddress = IPAddress.Parse(address);
            if (spoofed is not null)
            {
                c.Request.Headers["X-Forwarded-For"] = spoofed;
            }
        });
        using var reader = new StreamReader(context.Response.Body);
        return (context.Response.StatusCode, string.Join('\n', context.Response.Headers.OrderBy(h => h.Key, StringComparer.Ordinal)), await reader.ReadToEndAsync());
    }
}
