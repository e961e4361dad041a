using System.Net;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Access;

/// <summary>Row 1 over the pages: each page and each form × everybody × own, a colleague's, another centre's and another province's.</summary>
[Collection(AccessCollection.Name)]
public sealed class PageMatrixTests(AccessWorld world)
{
    private static readonly string[] OpenPages = ["/sign-in", "/sign-in/code", "/invitation/{token}", "/api/docs", "/api/docs/{operation}", "/privacy", "/attribution"];

    /// <summary>Forms of the account's own factors and of signing out: they are about nobody else, and have their tests in Features/Accounts.</summary>
    private static readonly string[] OwnForms = ["/account/security", "/sign-out"];

    private readonly AccessSteps steps = new(world);

    public static TheoryData<string> Openings { get; } = [.. PageSteps.Openings.Select(o => o.ToString())];

    public static TheoryData<string> Forms { get; } = [.. PageSteps.Forms.Select(f => f.ToString())];

    [Fact]
    public async Task There_is_an_opening_for_every_page_and_a_form_for_every_handler()
    {
        var routes = (await Route.AllAsync(world.Host)).Where(r => r.IsPage && !OpenPages.Contains(AccessTable.NameOf(r), StringComparer.Ordinal)).ToList();
        Assert.Equal(
            routes.Select(AccessTable.NameOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            PageSteps.Openings.Select(o => o.Pattern).Where(p => !p.StartsWith("/lookups/", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        var handlers = routes.Where(r => r.Method == "POST" && !OwnForms.Contains(AccessTable.NameOf(r), StringComparer.Ordinal))
            .SelectMany(r => PageHandlers.Of(r).Select(h => $"{AccessTable.NameOf(r)} {h}".TrimEnd())).Distinct(StringComparer.Ordinal);
        var sent = PageSteps.Forms.Select(f => $"{f.Pattern} {f.Handler}".TrimEnd()).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(handlers.Where(h => !sent.Contains(h) && !h.StartsWith("/desk/referrals/", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Openings))]
    public async Task Who_may_opens_the_page_and_for_the_others_it_is_not_there(string opening)
    {
        var page = PageSteps.Openings.Single(o => o.ToString() == opening);
        List<string> wrong = [];
        foreach (var place in page.Operation is not null && steps.All[page.Operation].HasPlace ? world.Places : world.Places.Take(1))
        {
            var asked = page.Operation is null ? new Asked([]) : await steps.All[page.Operation].Make(place, world.Actors[0]);
            var positives = 0;
            foreach (var actor in world.Actors)
            {
                var may = May(page.Pattern, page.Address, actor, page.Operation is null || !steps.All[page.Operation].HasPlace ? null : place);
                await BecomeAsync(asked, place);
                await world.Pages(actor).GoAsync(AddressOf(page.Address, asked));
                positives += may ? 1 : 0;
                if (world.Pages(actor).Status != (may ? HttpStatusCode.OK : HttpStatusCode.NotFound))
                {
                    wrong.Add($"{actor}, {place.Name}{(may ? ", may" : "")}: {(int)world.Pages(actor).Status} {world.Pages(actor).Text}");
                }
            }

            Assert.True(positives > 0, $"Nobody opens {opening} of {place.Name}.");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Who_may_sends_the_form_and_for_the_others_there_is_none(string sent)
    {
        var form = PageSteps.Forms.Single(f => f.ToString() == sent);
        var step = steps.All.GetValueOrDefault(form.Operation);
        List<string> wrong = [];
        foreach (var place in step?.HasPlace == true ? world.Places : world.Places.Take(1))
        {
            var of = step?.HasPlace == true ? place : null;
            var may = world.Actors.Where(a => May(form.Pattern, form.Address, a, of) && AccessTable.Written.Of(a.Role, form.Operation) is { } rule && a.May(rule, of)
                && !(form.Address == "/desk/vacancies/new" && a.Employer != place.Employer)
                && !(form.Handler is "register" or "request" && AccessMatrixTests.HasNoCentre(a))).ToList();
            Assert.True(may.Count > 0, $"Nobody sends {sent} of {place.Name}.");
            var asked = step is null ? new Asked([]) : await step.Make(place, may[0]);
            foreach (var actor in world.Actors.Except(may).Where(a => !(form.Address == "/desk/vacancies/new" && a.Role == Role.Employer) && !(form.Handler is "register" or "request" && AccessMatrixTests.HasNoCentre(a))))
            {
                var before = await world.Host.Given.AuditedAsync(form.Operation);
                await SendAsync(form, asked, actor, place);
                if (world.Pages(actor).Status != HttpStatusCode.NotFound || await world.Host.Given.AuditedAsync(form.Operation) != before)
                {
                    wrong.Add($"{actor}, {place.Name}: {(int)world.Pages(actor).Status} {world.Pages(actor).Text}");
                }
            }

            foreach (var actor in may)
            {
                await SendAsync(form, actor == may[0] || step is null ? asked : await step.Make(place, actor), actor, place);
                if (world.Pages(actor).Status != HttpStatusCode.OK)
                {
                    wrong.Add($"{actor}, {place.Name}, may: {(int)world.Pages(actor).Status} {world.Pages(actor).Text}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static bool May(string pattern, string address, Actor actor, Place? place) =>
        actor.May(AccessTable.Written.Of(actor.Role, pattern), place) && (!address.EndsWith("/assign", StringComparison.Ordinal) || actor.Role == Role.CentreManager);

    internal static string AddressOf(string address, Asked asked)
    {
        var path = asked.Ids.Aggregate(address, (text, id) => text.Replace("{" + id.Key + "}", id.Value, StringComparison.Ordinal));
        var id = address.StartsWith("/cases/", StringComparison.Ordinal) ? asked.CaseFileId?.ToString() : asked.Ids.Values.FirstOrDefault();
        // A form names the vacancy in its address that the operation takes in its body.
        var vacancy = PageSteps.Fields(asked.Body, "").FirstOrDefault(f => f.Name == "vacancyId").Value;
        return path.Replace("{id}", id, StringComparison.Ordinal).Replace("{vacancyId}", vacancy, StringComparison.Ordinal);
    }

    private async Task SendAsync(PageForm form, Asked asked, Actor actor, Place place)
    {
        await BecomeAsync(asked, place);
        var browser = world.Pages(actor);
        var token = (await browser.GoAsync("/sign-out")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await browser.SendAsync(await FormAsync(form, asked, token));
    }

    private async Task<HttpRequestMessage> FormAsync(PageForm form, Asked asked, string token)
    {
        var ids = asked.Ids.Concat(PageSteps.Fields(asked.Body, "").Select(f => KeyValuePair.Create(f.Name, f.Value))).DistinctBy(i => i.Key).ToDictionary(StringComparer.Ordinal);
        var run = form.More.Any(m => m.Value == "@run") && asked.CaseFileId is { } file
            ? (await world.Host.QueryAsync<Guid>("SELECT Id FROM MatchRun WHERE CaseFileId = @file", new { file })).Select(r => r.ToString()).FirstOrDefault() ?? await RunAsync(file)
            : "";
        List<KeyValuePair<string, string>> fields = [new("__RequestVerificationToken", token)];
        fields.AddRange(form.More.Select(m => KeyValuePair.Create(m.Name, m.Value == "@run" ? run : m.Value.StartsWith('@') ? ids[m.Value[1..]] : m.Value)));
        fields.AddRange(asked.Ids.Select(i => KeyValuePair.Create(i.Key, i.Value)));
        fields.AddRange(PageSteps.Fields(asked.Body, form.Prefix).Select(f => KeyValuePair.Create(f.Name, f.Value)));
        if (form.Operation is "change-wish")
        {
            fields.Add(new("Occupations[0]", "8153"));
        }

        return new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri("http://localhost"), AddressOf(form.Address, asked) + (form.Handler is null ? "" : "?handler=" + form.Handler)))
        {
            Content = new FormUrlEncodedContent(fields),
        };
    }

    private async Task<string> RunAsync(Guid file)
    {
        var counsellor = await world.Host.SingleAsync<Guid>("SELECT CounsellorId FROM CaseFile WHERE Id = @file", new { file });
        var run = await world.Host.Given.DoneAsync(new Pes.Features.Matching.MatchVacancies.Query { Scope = await world.ScopeAsync(counsellor), CaseFileId = file });
        return run.RunId.ToString();
    }

    private Task BecomeAsync(Asked asked, Place place) => asked.PersonId is { } person ? world.BecomeAsync(place == world.Own ? person : Guid.CreateVersion7()) : Task.CompletedTask;
}
