using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Web.Api;
using Pes.Tests.Support;
using Xunit.Abstractions;

namespace Pes.Tests.Api;

/// <summary>Row 13: whatever is sent, the answer is one that the document describes, and never a fault of ours. PES_FUZZ sets the requests a role.</summary>
public sealed class ApiFuzzTests(PesHost host, ITestOutputHelper output) : IClassFixture<PesHost>
{
    private const string CountVariable = "PES_FUZZ";

    private const int FewestAccepted = 2;

    private static readonly int Requests = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), CultureInfo.InvariantCulture, out var many) ? many : 2000;

    // Ids that a field or parameter of this name may hold; a few of each, own and others'.
    private static readonly IReadOnlyDictionary<string, string> TableOf = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["caseFileId"] = "CaseFile", ["vacancyId"] = "Vacancy", ["employerId"] = "Employer", ["referralId"] = "Referral", ["placementId"] = "Placement",
        ["followUpId"] = "FollowUp", ["accountId"] = "Account", ["centreId"] = "Centre", ["personId"] = "Person", ["flagId"] = "VacancyFlag", ["counsellorId"] = "Account",
    };

    [Theory]
    [InlineData(Role.Counsellor)]
    [InlineData(Role.CentreManager)]
    [InlineData(Role.Employer)]
    [InlineData(Role.Jobseeker)]
    [InlineData(Role.Monitor)]
    [InlineData(Role.Trainer)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Auditor)]
    public async Task Every_answer_is_a_documented_one(Role role)
    {
        var faults = new Faults();
        await using var app = host.Build(b => b.Logging.AddProvider(faults));
        await app.StartAsync();
        using var client = app.GetTestClient();
        client.DefaultRequestHeaders.Authorization = await TokenAsync(role);
        var document = (JsonObject)JsonNode.Parse((await app.Services.GetRequiredService<ApiDocument>().JsonAsync()).Span)!;
        var (all, mine) = Operations(app.Services.GetRequiredService<EndpointDataSource>(), ApiOperation.All(document), role);
        var random = new Random(20261122 + (int)role);
        var ids = await IdsAsync();
        var vocabulary = app.Services.GetRequiredService<Vocabulary>();
        var maker = new RequestMaker(
            document, random,
            name => ids.TryGetValue(name, out var known) && known.Count > 0 ? known[random.Next(known.Count)] : null,
            list => vocabulary.Choices(list).ToArray() is { Length: > 0 } terms ? terms[random.Next(terms.Length)].Code : null);
        var schema = new JsonSchema(document);
        List<string> wrong = [];
        Dictionary<string, int> accepted = new(StringComparer.Ordinal), sent = new(StringComparer.Ordinal);
        var (passed, tried) = (0, 0);
        for (var i = 0; i < Requests && wrong.Count < 20; i++)
        {
            var own = mine.Count > 0 && random.Next(10) > 0;
            var request = maker.Make(own ? mine[i % mine.Count] : all[random.Next(all.Count)]);
            using var response = await client.SendAsync(request.Message);
            var status = (int)response.StatusCode;
            if (Judge(document, schema, request, response, await response.Content.ReadAsStringAsync()) is { } fault)
            {
                wrong.Add($"{request.Operation.Method} {request.Message.RequestUri} ({request.Spoilt}): {fault} {faults.Take()}");
            }

            if (own)
            {
                tried++;
                passed += status is 400 or 413 or 415 ? 0 : 1;
                sent[request.Operation.Id] = sent.GetValueOrDefault(request.Operation.Id) + 1;
                accepted[request.Operation.Id] = accepted.GetValueOrDefault(request.Operation.Id) + (status < 300 ? 1 : 0);
            }
        }

        output.WriteLine($"{role}: {passed} of {tried} passed validation");
        foreach (var (operation, count) in sent)
        {
            output.WriteLine($"  {operation}: {accepted[operation]} of {count} done");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Distinct(StringComparer.Ordinal)));
        Assert.True(passed * 2 >= tried, $"Only {passed} of {tried} passed validation.");
        Assert.True(mine.Count < FewestAccepted || accepted.Values.Any(a => a > 0), "Nothing was done at all.");
    }

    private static string? Judge(JsonObject document, JsonSchema schema, MadeRequest request, HttpResponseMessage response, string body)
    {
        var status = (int)response.StatusCode;
        if (status >= 500)
        {
            return status.ToString(CultureInfo.InvariantCulture);
        }

        if (request.Operation.Response(document, status.ToString(CultureInfo.InvariantCulture)) is not { } described)
        {
            return $"{status} is not documented: {body}";
        }

        if (described["content"] is not JsonObject contents)
        {
            return body.Length == 0 ? null : $"{status} has a body: {body}";
        }

        if (contents[response.Content.Headers.ContentType?.MediaType ?? ""] is not JsonObject content)
        {
            return $"{status} is {response.Content.Headers.ContentType}";
        }

        if (!response.Content.Headers.ContentType!.MediaType!.EndsWith("json", StringComparison.Ordinal))
        {
            return null;
        }

        var misfits = schema.Faults(content["schema"]!.AsObject(), JsonNode.Parse(body));
        return misfits.Count == 0 ? null : $"{status} does not fit: {string.Join("; ", misfits.Take(5))}";
    }

    private static (IReadOnlyList<ApiOperation> All, IReadOnlyList<ApiOperation> Mine) Operations(EndpointDataSource source, IReadOnlyList<ApiOperation> all, Role role)
    {
        var allowed = source.Endpoints.Where(e => e.Metadata.GetMetadata<SendsRequest>()?.Type.GetCustomAttribute<AllowsAttribute>()?.Allowed.Contains(role) == true)
            .Select(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName).ToHashSet(StringComparer.Ordinal);
        // Signing out ends the session that all the others need.
        var usable = all.Where(o => !o.Id.StartsWith("sign-out", StringComparison.Ordinal)).ToArray();
        return (usable, [.. usable.Where(o => allowed.Contains(o.Id))]);
    }

    private async Task<AuthenticationHeaderValue> TokenAsync(Role role)
    {
        var given = host.Given;
        var employer = await given.EmployerAsync();
        var offered = await given.LiveVacancyAsync(employer);
        var seeker = await given.ReferableJobseekerAsync();
        await given.CaseFileAsync();
        Assert.NotEqual(Guid.Empty, offered);
        var account = role switch
        {
            Role.Counsellor => await given.CounsellorAsync(),
            Role.CentreManager => await given.CentreManagerAsync(),
            Role.Employer => await given.EmployerAccountAsync(employer),
            Role.Jobseeker => await given.JobseekerAccountAsync(seeker.PersonId),
            Role.Monitor => await given.MonitorAsync(),
            Role.Trainer => await given.TrainerAsync(),
            Role.Administrator => await given.AdministratorAsync(),
            _ => await given.AuditorAsync(),
        };
        using var client = await host.ApiAsync(account, role == Role.Administrator ? "passkey" : "totp");
        return client.DefaultRequestHeaders.Authorization!;
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> IdsAsync()
    {
        Dictionary<string, IReadOnlyList<string>> ids = new(StringComparer.Ordinal);
        foreach (var (name, table) in TableOf)
        {
            ids[name] = await host.InDatabaseAsync(async db => (await db.QueryAsync<Guid>($"SELECT Id FROM {table}")).Select(id => id.ToString("D")).ToArray());
        }

        return ids;
    }

    /// <summary>Keeps what the product logged as an error, for the message of the test.</summary>
    private sealed class Faults : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> seen = new();

        public string Take() => seen.TryDequeue(out var fault) ? fault : "";

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose() => seen.Clear();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null)
            {
                seen.Enqueue($"{exception.GetType().Name}: {exception.Message} {exception.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Pes.", StringComparison.Ordinal))?.Trim()}");
            }
        }
    }
}
