using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Web.Api;
using Pes.Tests.Api;
using Pes.Tests.Support;
using Xunit.Abstractions;

namespace Pes.Tests.Access;

/// <summary>
/// Row 3: every write × every column of the tables that it touches, role, province, centre and scope with them. The API
/// refuses a field that is not asked for and names it; a form is not impressed. Neither leaves a trace of it in any row.
/// </summary>
public sealed class OverPostingTests(AccessWorld world, ITestOutputHelper output) : IClassFixture<AccessWorld>
{
    private const string Canary = "KANARY-9931";

    private const string Date = "1999-09-09";

    /// <summary>Asked of every write, whatever it touches.</summary>
    private static readonly string[] Always = ["Role", "ScopeKind", "ProvinceCode", "CentreId", "EmployerId", "PersonId", "AccountId", "CounsellorId", "Status", "Version", "Id", "Seq", "Scope"];

    /// <summary>Sent as a write, and writes at most a trace.</summary>
    private static readonly string[] Readers = ["verify-audit", "/audit", "search-duplicates", "/cases/new"];

    private static readonly string[] Prefixes = ["", "Input.", "Details.", "Content.", "Command.", "Scope.", "Input.Scope."];

    private readonly AccessSteps steps = new(world);
    private JsonObject? document;

    [Fact]
    public async Task The_API_refuses_every_column_that_is_not_asked_for()
    {
        List<string> wrong = [];
        var (operations, refused) = (0, 0);
        foreach (var (name, described) in (await OperationsAsync()).Where(o => o.Value.Method != "GET" && o.Key is not ("start-session" or "sign-out")))
        {
            operations++;
            var actor = world.Actors.First(a => a.May(AccessTable.Written.Of(a.Role, name), world.Own));
            var columns = await TouchedAsync(async () => Assert.InRange((int)await SendAsync(described, await steps.All[name].Make(world.Own, actor), actor), 200, 299), name);
            var asked = await steps.All[name].Make(world.Own, actor);
            var before = await DatabasePicture.TakeAsync(world.Host);
            if (described.Node["requestBody"]?["content"]?["application/json"]?["schema"] is not JsonObject)
            {
                // No body is read; sending one all the same changes nothing of what happens.
                var extra = asked with { Body = columns.ToDictionary(c => c, Value, StringComparer.Ordinal) };
                Assert.InRange((int)await SendAsync(described, extra, actor), 200, 299);
                wrong.AddRange(await TracesAsync(before, name));
                continue;
            }

            var body = JsonSerializer.SerializeToNode(asked.Body, JsonSerializerOptions.Web)!.AsObject();
            foreach (var (place, at) in Objects(body, "").ToList())
            {
                foreach (var column in columns.Where(c => !Fields(described, place).Contains(c)))
                {
                    refused++;
                    var (status, text) = await SpoiltAsync(described, asked, actor, body, at, column);
                    if (status != HttpStatusCode.BadRequest || !text.Contains($"{column}\":[", StringComparison.Ordinal))
                    {
                        wrong.Add($"{name} {place}.{column}: {(int)status} {text[..Math.Min(text.Length, 200)]}");
                    }
                }
            }

            if (!before.IsSameAs(await DatabasePicture.TakeAsync(world.Host)))
            {
                wrong.Add($"{name} wrote something: {(await DatabasePicture.TakeAsync(world.Host)).Since(before).First()}");
            }

            // The same request without the column does what it says.
            Assert.InRange((int)await SendAsync(described, asked, actor), 200, 299);
        }

        output.WriteLine($"{operations} writes, {refused} columns refused");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
        Assert.True(operations >= 45 && refused > 1500, $"{operations} writes, {refused} refused");
    }

    [Fact]
    public async Task A_form_is_not_impressed_by_columns_that_it_does_not_show()
    {
        List<string> wrong = [];
        var sent = 0;
        foreach (var form in PageSteps.Forms)
        {
            var step = steps.All[form.Operation];
            var actor = world.Actors.First(a => a.May(AccessTable.Written.Of(a.Role, form.Operation), world.Own) && a.May(AccessTable.Written.Of(a.Role, form.Pattern), world.Own)
                && (!form.Address.EndsWith("/assign", StringComparison.Ordinal) || a.Role == Pes.Platform.Security.Role.CentreManager));
            if (form.Handler == "places")
            {
                // It shows the lists of the places below one, and writes nothing.
                var typed = await step.Make(world.Own, actor);
                var untouched = await DatabasePicture.TakeAsync(world.Host);
                Assert.Equal(HttpStatusCode.OK, await PostAsync(form, typed, actor));
                Assert.Empty((await DatabasePicture.TakeAsync(world.Host)).Since(untouched));
                continue;
            }

            var columns = await TouchedAsync(
                async () => Assert.True(await PostAsync(form, await step.Make(world.Own, actor), actor) == HttpStatusCode.OK, $"{form}, {actor}: {world.Pages(actor).Text[..Math.Min(400, world.Pages(actor).Text.Length)]}"),
                form.ToString());
            var asked = await step.Make(world.Own, actor);
            var shown = await ShownAsync(form, asked, actor);
            var before = await DatabasePicture.TakeAsync(world.Host);
            var extra = Prefixes.SelectMany(p => columns.Select(c => p + c)).Where(n => !shown.Contains(n)).Select(n => KeyValuePair.Create(n, Value(n).ToString()!)).ToList();
            sent += extra.Count;
            var status = await PostAsync(form, asked, actor, extra);
            if (status != HttpStatusCode.OK)
            {
                wrong.Add($"{form}: {(int)status} {world.Pages(actor).Text[..Math.Min(300, world.Pages(actor).Text.Length)]}");
            }

            wrong.AddRange(await TracesAsync(before, form.ToString()));
        }

        output.WriteLine($"{PageSteps.Forms.Count} forms, {sent} fields ignored");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
        Assert.True(sent > 5000, $"{sent} fields");
    }

    [Fact]
    public async Task A_trace_that_is_there_is_found()
    {
        var before = await DatabasePicture.TakeAsync(world.Host);
        Assert.Empty(await TracesAsync(before, "nothing"));
        var made = await steps.CaseAsync(world.Own, c => c with { FamilyName = Canary });
        Assert.Contains(await TracesAsync(before, "name"), t => t.Contains("Person", StringComparison.Ordinal));
        before = await DatabasePicture.TakeAsync(world.Host);
        await world.Host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE CaseFile SET CentreId = @Centre WHERE Id = @CaseFileId", new { world.Places[3].Centre, made.CaseFileId }));
        Assert.Contains(await TracesAsync(before, "centre"), t => t.Contains("CaseFile", StringComparison.Ordinal));
    }

    /// <summary>The columns of every table that this writes to, in camel case.</summary>
    private async Task<IReadOnlyList<string>> TouchedAsync(Func<Task> write, string what)
    {
        // What the step makes first is written too, so the tables are more than the operation's own: the wider net.
        var before = await DatabasePicture.TakeAsync(world.Host);
        await write();
        var tables = (await DatabasePicture.TakeAsync(world.Host)).Since(before).Select(r => r.Table).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(tables.Count > 0 || Readers.Any(r => what.Contains(r, StringComparison.Ordinal)), $"{what} writes nothing");
        return [.. tables.SelectMany(t => DatabasePicture.Columns[t]).Concat(Always).Select(JsonNamingPolicy.CamelCase.ConvertName).Distinct(StringComparer.Ordinal)];
    }

    private async Task<IEnumerable<string>> TracesAsync(DatabasePicture before, string what)
    {
        var far = world.Places[3];
        // Moving a file is the other centre's business too; its ids stand there by right.
        string[] foreign = what.Contains("transfer", StringComparison.Ordinal) ? [Canary, Date] : [Canary, Date, far.Centre.ToString(), far.Employer.ToString(), far.Counsellor.ToString()];
        return (await DatabasePicture.TakeAsync(world.Host)).Since(before)
            .Where(r => foreign.Any(f => r.Row.Contains(f, StringComparison.OrdinalIgnoreCase)))
            .Select(r => $"{what} left {r.Table}: {r.Row}").ToList();
    }

    // An id of the other province where the column is one, so that it would fit; a canary elsewhere.
    private object Value(string name) => name.Split('.')[^1].ToLowerInvariant() switch
    {
        "centreid" or "tocentreid" or "decidingcentreid" => world.Places[3].Centre,
        "employerid" => world.Places[3].Employer,
        "accountid" or "counsellorid" or "recordedby" or "referredby" or "createdby" or "requestedby" => world.Places[3].Counsellor,
        "provincecode" => "12",
        "role" => "Administrator",
        "version" or "seq" or "taken" => 7,
        var id when id.EndsWith("id", StringComparison.Ordinal) => world.Places[3].Counsellor,
        var day when day.EndsWith("on", StringComparison.Ordinal) || day.EndsWith("at", StringComparison.Ordinal) => Date,
        _ => Canary,
    };

    private static IEnumerable<(string Place, JsonObject At)> Objects(JsonNode? node, string place) => node switch
    {
        JsonObject fields => fields.SelectMany(f => Objects(f.Value, $"{place}.{f.Key}")).Prepend((place, fields)),
        JsonArray { Count: > 0 } items => Objects(items[0], place),
        _ => [],
    };

    private HashSet<string> Fields(ApiOperation described, string place)
    {
        var schema = JsonSchema.Resolve(document!, described.Node["requestBody"]!["content"]!["application/json"]!["schema"]!.AsObject());
        foreach (var step in place.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            schema = Core(schema["properties"]![step]!.AsObject());
            schema = schema["items"] is JsonObject item ? Core(item) : schema;
        }

        return ((schema["properties"] as JsonObject) ?? []).Select(p => p.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);

        JsonObject Core(JsonObject node)
        {
            node = JsonSchema.Resolve(document!, node);
            return node["oneOf"] is JsonArray choices ? Core(choices.OfType<JsonObject>().First(c => (c["type"] as JsonValue)?.ToString() != "null")) : node;
        }
    }

    private async Task<(HttpStatusCode Status, string Text)> SpoiltAsync(ApiOperation described, Asked asked, Actor actor, JsonObject body, JsonObject at, string column)
    {
        at[column] = JsonSerializer.SerializeToNode(Value(column));
        try
        {
            using var response = await world.Api(actor).SendAsync(PathOf(described, asked), body, new HttpMethod(described.Method));
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        finally
        {
            at.Remove(column);
        }
    }

    private async Task<HttpStatusCode> SendAsync(ApiOperation described, Asked asked, Actor actor)
    {
        using var response = await world.Api(actor).SendAsync(PathOf(described, asked), asked.Body, new HttpMethod(described.Method));
        return response.StatusCode;
    }

    private static string PathOf(ApiOperation described, Asked asked) =>
        asked.Ids.Aggregate(described.Path, (text, id) => text.Replace("{" + id.Key + "}", id.Value, StringComparison.Ordinal)) + asked.Query;

    private async Task<HttpStatusCode> PostAsync(PageForm form, Asked asked, Actor actor, params IEnumerable<KeyValuePair<string, string>> extra)
    {
        await world.Pages(actor).SendAsync(await PageSteps.RequestAsync(world, form, asked, await world.TokenAsync(actor), extra));
        return world.Pages(actor).Status;
    }

    /// <summary>The names of the fields that the page shows, or that the step sends.</summary>
    private async Task<HashSet<string>> ShownAsync(PageForm form, Asked asked, Actor actor)
    {
        var page = await world.Pages(actor).GoAsync(PageSteps.AddressOf(form.Address, asked));
        var names = page.QuerySelectorAll("[name]").Select(e => e.GetAttribute("name")!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        names.UnionWith(PageSteps.Fields(asked.Body, form.Prefix).Select(f => f.Name));
        names.UnionWith(asked.Ids.Keys);
        names.UnionWith(form.More.Select(m => m.Name));
        if (form.Address == "/cases/new")
        {
            await PostAsync(PageSteps.Forms.First(f => f is { Address: "/cases/new", Handler: "details" }), asked, actor);
            names.UnionWith(world.Pages(actor).Page.QuerySelectorAll("[name]").Select(e => e.GetAttribute("name")!));
        }

        return names;
    }

    private async Task<Dictionary<string, ApiOperation>> OperationsAsync()
    {
        document ??= (JsonObject)JsonNode.Parse((await world.Host.App.Services.GetRequiredService<ApiDocument>().JsonAsync()).Span)!;
        return ApiOperation.All(document).ToDictionary(o => o.Id, StringComparer.Ordinal);
    }
}
