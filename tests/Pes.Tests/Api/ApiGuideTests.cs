using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Web.Api;
using Pes.Tests.Support;

namespace Pes.Tests.Api;

/// <summary>The calls that docs/api.md shows are those of the document.</summary>
public sealed partial class ApiGuideTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task Every_call_of_the_guide_is_in_the_document()
    {
        var document = (JsonObject)JsonNode.Parse((await host.App.Services.GetRequiredService<ApiDocument>().JsonAsync()).Span)!;
        var operations = ApiOperation.All(document);
        var text = (await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "api.md"))).Replace("\\\n", " ", StringComparison.Ordinal);
        var calls = text.Split('\n').Where(l => l.StartsWith("curl ", StringComparison.Ordinal)).ToArray();
        Assert.True(calls.Length >= 4);
        foreach (var call in calls)
        {
            var method = Verb().Match(call) is { Success: true } verb ? verb.Groups[1].Value : "GET";
            var address = Address().Match(call);
            Assert.True(address.Success, call);
            var operation = operations.SingleOrDefault(o => o.Method == method && Regex.IsMatch(
                address.Groups[1].Value, "^" + Regex.Replace(Regex.Escape(o.Path), @"\\\{[^}]+}", "\\$[A-Z_]+", RegexOptions.None, TimeSpan.FromSeconds(1)) + "$", RegexOptions.None, TimeSpan.FromSeconds(1)));
            Assert.True(operation is not null, $"No operation for: {call}");
            var parameters = operation.Parameters(document).Where(p => (string?)p["in"] == "query").Select(p => p["name"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
            Assert.All(address.Groups[2].Value.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries), q => Assert.Contains(q.Split('=')[0], parameters));
            if (operation.Node["requestBody"]?["content"]?["application/json"]?["schema"] is JsonObject schema)
            {
                var body = JsonNode.Parse(Body().Match(call).Groups[1].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("$VACANCY_ID", Guid.Empty.ToString(), StringComparison.Ordinal));
                Assert.Empty(new JsonSchema(document).Faults(schema, body));
            }
        }
    }

    [GeneratedRegex(@"-X ([A-Z]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Verb();

    [GeneratedRegex(@"\$PES(/[^""?]*)(\?[^""]*)?""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"-d ""(.*?[^\\])""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Body();
}
