using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Web.Api;
using Pes.Tests.Api;
using Pes.Tests.Support;

namespace Pes.Tests.Access;

/// <summary>
/// Row 1 over the API: every operation × everybody × own, a colleague's, another centre's, another province's, a closed
/// and an absent thing, with docs/access.csv as the oracle. Who may not finds nothing, in the very words in which nothing
/// is there; who may succeeds on the same id.
/// </summary>
[Collection(AccessCollection.Name)]
public sealed class AccessMatrixTests(AccessWorld world)
{
    private static readonly string[] ClosedToo = ["give-consent", "withdraw-consent", "add-note", "answer-referral", "withdraw-referral", "decide-transfer", "undo-match-action", "act-on-match", "assign-counsellor", "refer-assigned"];

    private readonly AccessSteps steps = new(world);

    public static TheoryData<string> Operations { get; } = [.. AccessTable.Written.Rules.Select(r => r.Operation).Distinct(StringComparer.Ordinal).Where(o => !o.StartsWith('/')).Where(HasRoute)];

    [Fact]
    public async Task There_is_a_step_for_every_operation_of_the_API()
    {
        var operations = await OperationsAsync();
        Assert.Equal(operations.Keys.Order(StringComparer.Ordinal), steps.All.Keys.Order(StringComparer.Ordinal));
        Assert.True(operations.Count > 75, $"{operations.Count} operations");
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Who_may_succeeds_and_who_may_not_finds_nothing(string operation)
    {
        if (!(await OperationsAsync()).TryGetValue(operation, out var described))
        {
            // Sent by a page alone, about its reader and nobody else.
            Assert.All(AccessTable.Written.Rules.Where(r => r.Operation == operation), rule => Assert.Equal("own-self", rule.Scope));
            return;
        }

        var step = steps.All[operation];
        List<string> wrong = [];
        var (allowed, denied) = (0, 0);
        foreach (var place in step.HasPlace ? world.Places : world.Places.Take(1))
        {
            var of = step.HasPlace ? place : null;
            var may = world.Actors.Where(a => AccessTable.Written.IsOpen(operation) || a.May(AccessTable.Written.Of(a.Role, operation), of)).ToList();
            if (may.Count == 0)
            {
                wrong.Add($"Nobody may do it to what is {place.Name}: there is no positive control.");
                continue;
            }

            var asked = await step.Make(place, may[0]);
            foreach (var actor in world.Actors.Except(may))
            {
                denied++;
                var before = await AuditedAsync(operation);
                var answer = await SendAsync(described, asked, actor, place);
                if (answer.Status != HttpStatusCode.NotFound || await AuditedAsync(operation) != before || (asked.Ids.Count > 0 && answer.Text != (await SendAsync(described, Absent(asked), actor, place)).Text))
                {
                    wrong.Add($"{actor}, {place.Name}: {answer}");
                }
            }

            foreach (var actor in may)
            {
                allowed++;
                var answer = await SendAsync(described, actor == may[0] ? asked : await step.Make(place, actor), actor, place);
                var hasNoPlace = HasNoCentre(actor) && (operation is "register-jobseeker" or "request-transfer");
                if (hasNoPlace ? !answer.Text.Contains("no-centre", StringComparison.Ordinal) : (int)answer.Status is < 200 or > 299)
                {
                    wrong.Add($"{actor}, {place.Name}, may: {answer}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(allowed > 0 && (denied > 0 || AccessTable.Written.RolesOf(operation).Count is 0 or 8));
    }

    [Fact]
    public async Task What_is_not_there_is_found_by_nobody()
    {
        List<string> wrong = [];
        var asked = 0;
        foreach (var (name, described) in (await OperationsAsync()).Where(o => o.Value.Path.Contains("Id}", StringComparison.Ordinal)))
        {
            var made = await steps.All[name].Make(world.Own, world.Actors[0]);
            foreach (var actor in world.Actors)
            {
                asked++;
                if (await SendAsync(described, Absent(made), actor, world.Own) is { Status: not HttpStatusCode.NotFound } answer)
                {
                    wrong.Add($"{name}, {actor}: {answer}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(asked > 900, $"{asked} asked");
    }

    [Fact]
    public async Task A_closed_file_is_told_of_to_its_officers_and_is_not_there_for_others()
    {
        List<string> wrong = [];
        var (read, refused) = (0, 0);
        foreach (var (name, described) in await OperationsAsync())
        {
            var step = steps.All[name];
            if (!step.HasPlace || (await step.Make(world.Own, world.Actors[0])).CaseFileId is null)
            {
                continue;
            }

            foreach (var place in world.Places)
            {
                var asked = await step.Make(place, world.Actors[0]);
                await world.Host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE CaseFile SET Status = 'closed', ClosedAt = OpenedAt, ClosedReason = 'found-work' WHERE Id = @CaseFileId", new { asked.CaseFileId }));
                foreach (var actor in world.Actors)
                {
                    var answer = await SendAsync(described, asked, actor, place);
                    var may = actor.May(AccessTable.Written.Of(actor.Role, name), place);
                    var isRight = may
                        ? answer.Status == HttpStatusCode.UnprocessableEntity || (int)answer.Status is >= 200 and < 300 || (answer.Status == HttpStatusCode.Conflict && described.Method != "GET")
                        : answer.Status == HttpStatusCode.NotFound;
                    // Once undone, an action is not there for the next one either.
                    if (!isRight && !(may && name == "undo-match-action" && answer.Status == HttpStatusCode.NotFound))
                    {
                        wrong.Add($"{name}, {actor}, {place.Name}: {answer}");
                    }

                    read += may && described.Method == "GET" && answer.Status == HttpStatusCode.OK ? 1 : 0;
                    refused += may && answer.Status == HttpStatusCode.UnprocessableEntity ? 1 : 0;
                    if (may && described.Method != "GET" && (int)answer.Status is >= 200 and < 300 && !ClosedToo.Contains(name, StringComparer.Ordinal) && name is not ("reopen-case" or "correct-placement" or "record-follow-up"))
                    {
                        wrong.Add($"{name}, {actor}, {place.Name}: a closed file was changed");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(read > 50 && refused > 150, $"{read} read, {refused} refused");
    }

    /// <summary>An account of a whole province belongs to no centre at which a file could begin; it is told so.</summary>
    internal static bool HasNoCentre(Actor actor) => actor.Name == "manager of the province";

    private static bool HasRoute(string operation) => AccessTable.Written.Rules.First(r => r.Operation == operation).Scope is not ("inside" or "product");

    private static Asked Absent(Asked asked) => asked with
    {
        Ids = asked.Ids.ToDictionary(i => i.Key, i => Guid.TryParse(i.Value, out _) ? Guid.CreateVersion7().ToString() : i.Value, StringComparer.Ordinal),
    };

    private async Task<Reply> SendAsync(ApiOperation described, Asked asked, Actor actor, Place place)
    {
        if (actor.Role == Pes.Platform.Security.Role.Jobseeker && asked.PersonId is { } person)
        {
            await world.BecomeAsync(place == world.Own ? person : Guid.CreateVersion7());
        }

        var path = asked.Ids.Aggregate(described.Path, (text, id) => text.Replace("{" + id.Key + "}", id.Value, StringComparison.Ordinal));
        using var own = described.Id == "sign-out" ? await world.Host.ApiAsync(actor.Account) : null;
        using var response = await (own ?? world.Api(actor)).SendAsync(path + asked.Query, asked.Body, new HttpMethod(described.Method));
        return new(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private Task<int> AuditedAsync(string operation) => world.Host.Given.AuditedAsync(operation);

    private async Task<Dictionary<string, ApiOperation>> OperationsAsync() =>
        ApiOperation.All((JsonObject)JsonNode.Parse((await world.Host.App.Services.GetRequiredService<ApiDocument>().JsonAsync()).Span)!).ToDictionary(o => o.Id, StringComparer.Ordinal);

    private sealed record Reply(HttpStatusCode Status, string Text)
    {
        public override string ToString() => $"{(int)Status} {Text[..Math.Min(Text.Length, 300)]}";
    }
}
