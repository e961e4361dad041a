using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pes.Platform.Logging;
using Pes.Platform.Security;
using Pes.Platform.Web.Api;
using Pes.Tests.Api;
using Pes.Tests.Support;

namespace Pes.Tests.Access;

/// <summary>Row 22 behind the door: whatever a signed-in user types into any operation or form, nothing of it is in the log.</summary>
public sealed class TypedTextTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Canary = "KANARYTYPED";

    private const string Typed = Canary + "\r\n{\"forged\":1}\u001b[31m";

    [Fact]
    public async Task Nothing_that_is_typed_is_in_the_log_at_the_most_talkative_level()
    {
        using var log = new StringWriter();
        await using var node = world.Host.Build(builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Logs:Level"] = "Verbose", ["Logs:Levels:Microsoft"] = "Verbose", ["Logs:Levels:Microsoft.AspNetCore"] = "Verbose", ["Logs:Levels:System"] = "Verbose", ["Logs:Levels:Pes"] = "Verbose",
            });
            builder.AddPesLogging();
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(LogSetup.Provider(builder.Configuration, log));
        });
        await node.StartAsync();
        var document = (JsonObject)JsonNode.Parse((await node.Services.GetRequiredService<ApiDocument>().JsonAsync()).Span)!;
        var steps = new AccessSteps(world);
        var sent = 0;
        foreach (var operation in ApiOperation.All(document).Where(o => o.Id is not ("sign-out" or "verify-audit")))
        {
            var actor = world.Actors.First(a => operation.Id == "start-session" || a.May(AccessTable.Written.Of(a.Role, operation.Id), world.Own));
            var asked = await steps.All[operation.Id].Make(world.Own, actor);
            using var api = node.GetTestClient();
            api.BaseAddress = world.Api(actor).BaseAddress;
            api.DefaultRequestHeaders.Authorization = world.Api(actor).DefaultRequestHeaders.Authorization;
            var path = asked.Ids.Aggregate(operation.Path, (text, id) => text.Replace("{" + id.Key + "}", id.Value, StringComparison.Ordinal));
            var query = string.Join('&', operation.Parameters(document).Where(p => (string?)p["in"] == "query").Select(p => $"{p["name"]}={Uri.EscapeDataString(Typed)}"));

            // Each text in turn, so that the others are in order and the canary gets as far as it can.
            List<JsonNode?> bodies = asked.Body is null ? [null] : [.. Leaves(JsonSerializer.SerializeToNode(asked.Body, JsonSerializerOptions.Web)!)];
            foreach (var body in bodies)
            {
                sent++;
                await api.SendAsync(path + (query.Length > 0 ? "?" + query : ""), body, new HttpMethod(operation.Method));
            }
        }

        foreach (var form in PageSteps.Forms)
        {
            var actor = world.Actors.First(a => a.May(AccessTable.Written.Of(a.Role, form.Operation), world.Own) && a.May(AccessTable.Written.Of(a.Role, form.Pattern), world.Own));
            var asked = await steps.All[form.Operation].Make(world.Own, actor);
            var request = await PageSteps.RequestAsync(world, form, asked, await world.TokenAsync(actor), [new("Note", Typed), new("Reason", Typed), new("Q", Typed), new("Input.FamilyName", Typed), new(Canary, Typed)]);
            request.Headers.Add("Cookie", string.Join("; ", world.Pages(actor).Cookies.GetAllCookies().Select(c => $"{c.Name}={c.Value}")));
            using var client = node.GetTestClient();
            sent++;
            await client.SendAsync(request);
        }

        var lines = log.ToString().TrimEnd('\n').Split('\n');
        Assert.True(lines.Count(l => l.Contains("\"Route\"", StringComparison.Ordinal)) >= sent && sent > 150, $"{sent} sent");
        Assert.DoesNotContain(lines, l => l.Contains(Canary, StringComparison.Ordinal));
        Assert.All(lines, l => Assert.True(JsonDocument.Parse(l).RootElement.TryGetProperty("Timestamp", out _), l));
        Assert.DoesNotContain("\"forged\":1", log.ToString(), StringComparison.Ordinal);

        // What was typed did get in: it stands in the database.
        Assert.True(await world.Host.SingleAsync<int>("SELECT COUNT(*) FROM CaseEvent WHERE CHARINDEX(@Canary, Note) > 0", new { Canary }) > 0);
    }

    /// <summary>The body once for each of its texts, with what is typed in its place.</summary>
    private static IEnumerable<JsonNode> Leaves(JsonNode body)
    {
        var paths = Paths(body).ToList();
        foreach (var path in paths.DefaultIfEmpty([]))
        {
            var copy = body.DeepClone();
            if (path.Length > 0)
            {
                var at = path[..^1].Aggregate(copy, (node, step) => step is int index ? node[index]! : node[(string)step]!);
                if (path[^1] is int last)
                {
                    at[last] = Typed;
                }
                else
                {
                    at[(string)path[^1]] = Typed;
                }
            }

            yield return copy;
        }

        static IEnumerable<object[]> Paths(JsonNode? node) => node switch
        {
            JsonObject fields => fields.SelectMany(f => Paths(f.Value).Select(p => (object[])[f.Key, .. p])),
            JsonArray items => items.SelectMany((item, i) => Paths(item).Select(p => (object[])[i, .. p])),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => [[]],
            _ => [],
        };
    }
}
