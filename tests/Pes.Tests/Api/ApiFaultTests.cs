using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Pes.Platform.Web.Api;
using Pes.Tests.Support;

namespace Pes.Tests.Api;

/// <summary>A request that cannot be read, or is too much, is told in the reader's language which field or limit it was.</summary>
public sealed class ApiFaultTests(PesHost host) : IClassFixture<PesHost>
{
    private const string Register = "/api/v1/case-files";

    [Theory]
    [InlineData("{", "json-malformed", null)]
    [InlineData("", "json-malformed", null)]
    [InlineData("{\"familyName\":\"\\ud800\"}", "invalid", "familyName")]
    [InlineData("{\"familyName\":7}", "invalid", "familyName")]
    [InlineData("{\"familyName\":null}", "invalid", "familyName")]
    [InlineData("{\"bornOn\":\"22.11.1998\"}", "invalid", "bornOn")]
    [InlineData("{\"minimumWageKhr\":\"900000\"}", "invalid", "minimumWageKhr")]
    [InlineData("{\"minimumWageKhr\":1.5}", "invalid", "minimumWageKhr")]
    [InlineData("{\"consents\":[\"case-work\",null]}", "invalid", "consents[1]")]
    [InlineData("{\"consents\":\"case-work\"}", "invalid", "consents")]
    [InlineData("{}", "invalid", "bornOn")]
    [InlineData("{\"scope\":{\"role\":\"administrator\"}}", "invalid", "scope")]
    [InlineData("{\"centreId\":\"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11\"}", "invalid", "centreId")]
    [InlineData("{\"sex\":\"female\",\"sex\":\"male\"}", "invalid", "sex")]
    [InlineData("[]", "invalid", "")]
    public async Task A_body_that_cannot_be_read_names_its_field(string body, string code, string? field)
    {
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var (status, problem) = await PostAsync(api, Register, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(code, (string?)problem["code"]);
        if (field is not null)
        {
            Assert.Contains(field, problem["errors"]!.AsObject().Select(e => e.Key));
        }
    }

    [Fact]
    public async Task A_body_that_nests_too_deep_is_malformed()
    {
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var (status, problem) = await PostAsync(api, Register, new string('[', 100_000));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("json-malformed", (string?)problem["code"]);
    }

    [Fact]
    public async Task The_sentence_is_in_the_readers_language_and_repeats_nothing_that_was_sent()
    {
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var (_, english) = await PostAsync(api, Register, "{\"familyName\":{\"canary-7781\":1}}");
        Assert.Equal("Another kind of value is expected here: string.", (string?)english["errors"]!["familyName"]![0]);
        Assert.DoesNotContain("canary-7781", english.ToJsonString(), StringComparison.Ordinal);
        api.DefaultRequestHeaders.AcceptLanguage.Clear();
        var (_, khmer) = await PostAsync(api, Register, "{\"familyName\":7}");
        Assert.Contains("ត្រូវការតម្លៃ", (string?)khmer["errors"]!["familyName"]![0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_content_type_is_415_with_a_problem()
    {
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var (status, problem) = await PostAsync(api, Register, "<a/>", "application/xml");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Equal("http-415", (string?)problem["code"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_413_whether_its_length_is_told_or_not(bool told)
    {
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        using var message = new HttpRequestMessage(HttpMethod.Post, Register);
        var large = new MemoryStream(new byte[ApiBody.Most + 1]);
        message.Content = new StreamContent(told ? large : new Untold(large));
        message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        message.Headers.Add("Idempotency-Key", "large");
        using var response = await api.SendAsync(message);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("\"code\":\"http-413\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vacancies?size=1000000000", "pageSize")]
    [InlineData("vacancies?size=0", "pageSize")]
    [InlineData("vacancies?page=-1", "pageNumber")]
    [InlineData("vacancies?size=many", "size")]
    [InlineData("vacancies?sort=name;%20DROP%20TABLE%20Person", "sort")]
    [InlineData("employers?size=1000000000", "pageSize")]
    public async Task A_page_or_an_order_that_is_not_offered_is_refused(string path, string field)
    {
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        using var response = await api.GetAsync(new Uri("/api/v1/" + path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(field, ((JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!)["errors"]!.AsObject().Select(e => e.Key), StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task One_session_that_asks_too_often_waits_and_another_does_not()
    {
        await using var app = host.Build(b => b.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Limits:PerSecond"] = "1",
            ["Limits:Burst"] = "3",
        }));
        await app.StartAsync();
        var account = await host.Given.CounsellorAsync();
        using var first = await host.ApiAsync(account);
        using var second = await host.ApiAsync(account);
        using var busy = app.GetTestClient();
        busy.DefaultRequestHeaders.Authorization = first.DefaultRequestHeaders.Authorization;
        using var other = app.GetTestClient();
        other.DefaultRequestHeaders.Authorization = second.DefaultRequestHeaders.Authorization;
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 100 && refused is null; i++)
        {
            var response = await busy.GetAsync(new Uri("/api/v1/vacancies", UriKind.Relative));
            refused = response.StatusCode == HttpStatusCode.TooManyRequests ? response : null;
        }

        Assert.NotNull(refused);
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"code\":\"http-429\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var free = await other.GetAsync(new Uri("/api/v1/vacancies", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, free.StatusCode);
    }

    [Fact]
    public async Task Nothing_of_a_body_is_logged_at_the_most_talkative_level()
    {
        var lines = new Lines();
        await using var app = host.Build(b => b.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(lines));
        await app.StartAsync();
        using var signedIn = await host.ApiAsync(await host.Given.CounsellorAsync());
        using var api = app.GetTestClient();
        api.DefaultRequestHeaders.Authorization = signedIn.DefaultRequestHeaders.Authorization;
        foreach (var body in (string[])
            [
                "{\"canary-field-991\":1}", "{\"familyName\":{\"canary-value-991\":1}}", "{\"bornOn\":\"canary-value-991\"}", "{canary-text-991",
                "{\"sex\":\"canary-value-991\",\"familyName\":\"canary-value-991\"}",
            ])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(api, Register, body)).Status);
        }

        Assert.NotEmpty(lines.All);
        Assert.DoesNotContain(lines.All, l => l.Contains("canary-", StringComparison.Ordinal));
    }

    private static async Task<(HttpStatusCode Status, JsonObject Problem)> PostAsync(HttpClient api, string path, string body, string type = "application/json")
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        message.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString("N"));
        using var response = await api.SendAsync(message);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>A stream that does not tell its length.</summary>
    private sealed class Untold(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = new();

        public IReadOnlyCollection<string> All => lines;

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception) + exception);
    }
}
