using System.Net;
using Microsoft.AspNetCore.TestHost;
using Pes.Tests.Support;

namespace Pes.Tests.Access;

/// <summary>
/// Row 16 with its positive control: a form that would succeed is refused, and nothing is written, without its token, with
/// another's, without the token's cookie, or from another site; the very same form with its own token then does its work.
/// </summary>
public sealed class FormTokenTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Token = "__RequestVerificationToken";

    [Fact]
    public async Task A_form_that_would_succeed_does_so_with_its_own_token_alone()
    {
        var steps = new AccessSteps(world);
        var strangers = await world.TokenAsync(world.Actors.Single(a => a.Role == Pes.Platform.Security.Role.Trainer));
        List<string> wrong = [];
        foreach (var form in PageSteps.Forms)
        {
            var actor = world.Actors.First(a => a.May(AccessTable.Written.Of(a.Role, form.Operation), world.Own) && a.May(AccessTable.Written.Of(a.Role, form.Pattern), world.Own)
                && (!form.Address.EndsWith("/assign", StringComparison.Ordinal) || a.Role == Pes.Platform.Security.Role.CentreManager));
            var asked = await steps.All[form.Operation].Make(world.Own, actor);
            var own = await world.TokenAsync(actor);
            var before = await DatabasePicture.TakeAsync(world.Host);
            foreach (var (variant, token, origin, keepsCookie) in (IEnumerable<(string, string?, string?, bool)>)
                [("no token", null, null, true), ("another's token", strangers, null, true), ("another site", own, "https://evil.example", true), ("no cookie of the token", own, null, false)])
            {
                var status = await SendAsync(form, asked, actor, token, origin, keepsCookie);
                if (status != HttpStatusCode.BadRequest)
                {
                    wrong.Add($"{form} {variant}: {status}");
                }
            }

            if (!before.IsSameAs(await DatabasePicture.TakeAsync(world.Host)))
            {
                wrong.Add($"{form} wrote something");
            }

            var done = await SendAsync(form, asked, actor, own, "http://localhost", keepsCookie: true);
            if (done is not (HttpStatusCode.OK or HttpStatusCode.Redirect or HttpStatusCode.Found))
            {
                wrong.Add($"{form} with its own token: {done}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(PageSteps.Forms.Count > 50);
    }

    private async Task<HttpStatusCode> SendAsync(PageForm form, Asked asked, Actor actor, string? token, string? origin, bool keepsCookie)
    {
        var request = await PageSteps.RequestAsync(world, form, asked, token ?? "");
        if (token is null)
        {
            var fields = System.Web.HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync());
            fields.Remove(Token);
            request.Content = new FormUrlEncodedContent(fields.AllKeys.Select(k => KeyValuePair.Create(k!, fields[k]!)));
        }

        request.Headers.Add("Cookie", string.Join("; ", world.Pages(actor).Cookies.GetAllCookies().Where(c => keepsCookie || c.Name != "pes-form").Select(c => $"{c.Name}={c.Value}")));
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var client = world.Host.App.GetTestClient();
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
