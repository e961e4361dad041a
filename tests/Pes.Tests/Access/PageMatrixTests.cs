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
            PageSteps.Openings.Select(o => o.Pattern).Where(p => p is not ("/lookups/occupations" or "/lookups/skills")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
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
                await world.Pages(actor).GoAsync(PageSteps.AddressOf(page.Address, asked));
                positives += may ? 1 : 0;
                if (may && Unsafe(world.Pages(actor), page.Pattern) is { } fault)
                {
                    wrong.Add($"{actor}, {place.Name}: {fault}");
                }

                if (world.Pages(actor).Status != (may ? HttpStatusCode.OK : HttpStatusCode.NotFound))
                {
                    wrong.Add($"{actor}, {place.Name}{(may ? ", may" : "")}: {Shown(actor)}");
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
                    wrong.Add($"{actor}, {place.Name}: {Shown(actor)}");
                }
            }

            foreach (var actor in may)
            {
                await SendAsync(form, actor == may[0] || step is null ? asked : await step.Make(place, actor), actor, place);
                if (world.Pages(actor).Status != HttpStatusCode.OK)
                {
                    wrong.Add($"{actor}, {place.Name}, may: {Shown(actor)}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // Row 17 on the page as its reader gets it: never kept, and nothing inline that the policy would have to let through.
    private static string? Unsafe(Browser browser, string pattern) => browser.Response.Headers switch
    {
        { CacheControl: not { NoStore: true } } => "it may be kept",
        var headers when !headers.TryGetValues("Content-Security-Policy", out var policy) || policy.Single().Contains("unsafe-", StringComparison.Ordinal) => "its policy is loose",
        _ when pattern.StartsWith("/lookups/", StringComparison.Ordinal) => null,
        _ => browser.Page.All.FirstOrDefault(e => e.HasAttribute("style") || e.LocalName == "style" || (e.LocalName == "script" && !e.HasAttribute("src")) || e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal)))
            is { } inline ? $"inline: {inline.OuterHtml[..Math.Min(inline.OuterHtml.Length, 200)]}" : null,
    };

    private string Shown(Actor actor) => $"{(int)world.Pages(actor).Status} {world.Pages(actor).Text[..Math.Min(world.Pages(actor).Text.Length, 200)]}";

    private static bool May(string pattern, string address, Actor actor, Place? place) =>
        actor.May(AccessTable.Written.Of(actor.Role, pattern), place) && (!address.EndsWith("/assign", StringComparison.Ordinal) || actor.Role == Role.CentreManager);

    private async Task SendAsync(PageForm form, Asked asked, Actor actor, Place place)
    {
        await BecomeAsync(asked, place);
        await world.Pages(actor).SendAsync(await PageSteps.RequestAsync(world, form, asked, await world.TokenAsync(actor)));
    }

    private Task BecomeAsync(Asked asked, Place place) => asked.PersonId is { } person ? world.BecomeAsync(place == world.Own ? person : Guid.CreateVersion7()) : Task.CompletedTask;
}
