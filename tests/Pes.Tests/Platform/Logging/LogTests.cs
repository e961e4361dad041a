using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pes.Platform.Logging;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Logging;

/// <summary>Row 22: no input reaches the log, at any level; one event is one line.</summary>
public sealed class LogTests(PesHost host) : IClassFixture<PesHost>
{
    private const string Canary = "KANARY7391";

    [Fact]
    public async Task No_canary_of_any_input_is_in_the_log_at_the_most_talkative_level()
    {
        using var log = new StringWriter();
        await using var app = await StartAsync(log);
        using var client = app.GetTestClient();
        var given = (string[])[Canary, Canary + "%0d%0aX%1b[31m", Uri.EscapeDataString(Canary + "\r\n{\"forged\":1}\u001b[2J")];
        foreach (var canary in given)
        {
            foreach (var path in (string[])[$"/{canary}", $"/?q={canary}", $"/cases/{canary}", $"/api/v1/{canary}?x={canary}", $"/language/km?return=/{canary}", "/health/ready?" + canary])
            {
                using var get = new HttpRequestMessage(HttpMethod.Get, path);
                get.Headers.TryAddWithoutValidation("User-Agent", canary);
                get.Headers.TryAddWithoutValidation("Referer", "http://localhost/" + canary);
                get.Headers.TryAddWithoutValidation("Cookie", $"lang={canary}; pes={canary}; pes-session={canary}");
                get.Headers.TryAddWithoutValidation("Authorization", "Bearer " + canary);
                get.Headers.TryAddWithoutValidation("Accept-Language", canary);
                get.Headers.TryAddWithoutValidation("X-Forwarded-For", canary);
                get.Headers.TryAddWithoutValidation("traceparent", canary);
                await client.SendAsync(get);

                using var form = new HttpRequestMessage(HttpMethod.Post, path)
                {
                    Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { [canary] = canary, ["password"] = canary }),
                };
                await client.SendAsync(form);

                using var json = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent($"{{\"{Canary}\": \"{Canary}\"", null, "application/json") };
                json.Headers.TryAddWithoutValidation("Idempotency-Key", canary);
                await client.SendAsync(json);

                using var odd = new HttpRequestMessage(new HttpMethod(Canary), path);
                await client.SendAsync(odd);
            }
        }

        var text = log.ToString();
        Assert.True(text.Split('\n').Count(l => l.Contains("\"Route\"", StringComparison.Ordinal)) >= 60, "Every request leaves its line.");
        Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
        AssertOneEventALine(text);
    }

    [Fact]
    public void A_canary_that_is_logged_is_found_and_cannot_begin_a_line()
    {
        using var log = new StringWriter();
        using var provider = LogSetup.Provider(new ConfigurationBuilder().Build(), log);
        var logger = provider.CreateLogger("Pes.Test");
        var dirty = $"{Canary}\r\n{{\"forged\":1}}\u001b[31m\u0085\u2028";
#pragma warning disable CA2254
        logger.LogInformation("typed {Text}", dirty);
        logger.LogInformation(dirty.Replace('{', '(').Replace('}', ')'));
#pragma warning restore CA2254
        Assert.Contains(Canary, log.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, log.ToString().TrimEnd('\n').Split('\n').Length);
        AssertOneEventALine(log.ToString());
    }

    [Fact]
    public void An_exception_is_told_without_its_message()
    {
        using var log = new StringWriter();
        using var provider = LogSetup.Provider(new ConfigurationBuilder().Build(), log);
        try
        {
            throw new InvalidOperationException(Canary, new FormatException(Canary));
        }
        catch (InvalidOperationException exception)
        {
            provider.CreateLogger("Pes.Test").LogError(exception, "Incident {Incident}", "abc");
        }

        Assert.DoesNotContain(Canary, log.ToString(), StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException at Pes.Tests.Platform.Logging.LogTests", log.ToString(), StringComparison.Ordinal);
        Assert.Contains("caused by System.FormatException", log.ToString(), StringComparison.Ordinal);
        Assert.Contains("abc", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_leaves_its_route_status_and_account()
    {
        using var log = new StringWriter();
        await using var app = await StartAsync(log);
        using var client = app.GetTestClient();
        var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.True(response.StatusCode == System.Net.HttpStatusCode.OK, log.ToString());
        Assert.Equal("Healthy", await response.Content.ReadAsStringAsync());
        var line = JsonDocument.Parse(log.ToString().Split('\n').Single(l => l.Contains("/health/ready", StringComparison.Ordinal))).RootElement.GetProperty("Properties");
        Assert.Equal(("GET", 200, Guid.Empty), (line.GetProperty("Method").GetString(), line.GetProperty("Status").GetInt32(), line.GetProperty("AccountId").GetGuid()));
    }

    private static void AssertOneEventALine(string text)
    {
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            Assert.True(JsonDocument.Parse(line).RootElement.TryGetProperty("Timestamp", out _), line);
        }
    }

    private async Task<WebApplication> StartAsync(StringWriter log)
    {
        var app = host.Build(builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Logs:Level"] = "Verbose",
                ["Logs:Levels:Microsoft"] = "Verbose",
                ["Logs:Levels:Microsoft.AspNetCore"] = "Verbose",
                ["Logs:Levels:System"] = "Verbose",
                ["Logs:Levels:Pes"] = "Verbose",
            });
            builder.AddPesLogging();
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(LogSetup.Provider(builder.Configuration, log));
        });
        await app.StartAsync();
        return app;
    }
}
