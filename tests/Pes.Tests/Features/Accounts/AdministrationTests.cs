using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Accounts;

public sealed class AdministrationTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task An_account_is_invited_moved_disabled_and_enabled_by_the_API()
    {
        using var api = await host.ApiAsync(await host.Given.AdministratorAsync());
        var centre = await host.Given.CentreAsync();
        var made = await PostAsync(api, "accounts", new { userName = "kim.api", displayName = "Kim", role = "counsellor", scopeKind = "centre", centreId = centre });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var id = (string)JsonNode.Parse(await made.Content.ReadAsStringAsync())!["id"]!;
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(api, "accounts", new { userName = "KIM.api", displayName = "Kim", role = "counsellor", scopeKind = "centre", centreId = centre })).StatusCode);

        var moved = await api.PutAsJsonAsync(new Uri($"accounts/{id}/place", UriKind.Relative), new { role = "monitor", scopeKind = "province", provinceCode = "12", version = 1 });
        Assert.Equal(HttpStatusCode.NoContent, moved.StatusCode);
        var stale = await api.PutAsJsonAsync(new Uri($"accounts/{id}/place", UriKind.Relative), new { role = "auditor", scopeKind = "nation", version = 1 });
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Contains("\"provinceCode\"", await stale.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(api, $"accounts/{id}/disable", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(api, $"accounts/{id}/disable", null)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(api, $"accounts/{id}/invitations", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(api, $"accounts/{id}/enable", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(api, $"accounts/{id}/invitations", null)).StatusCode);

        var file = JsonNode.Parse(await api.GetStringAsync(new Uri($"accounts/{id}", UriKind.Relative)))!;
        Assert.Equal(("monitor", "12", 1), ((string?)file["role"], (string?)file["provinceCode"], (int?)file["openInvitations"]));
        var found = JsonNode.Parse(await api.GetStringAsync(new Uri("accounts?text=kim.A", UriKind.Relative)))!;
        Assert.Equal(1, (int?)found["total"]);
    }

    [Fact]
    public async Task An_administrator_cannot_lock_herself_out()
    {
        var own = await host.Given.AdministratorAsync();
        using var api = await host.ApiAsync(own);
        foreach (var verb in (string[])["disable", "invitations"])
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(api, $"accounts/{own}/{verb}", null)).StatusCode);
        }

        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await api.PutAsJsonAsync(new Uri($"accounts/{own}/place", UriKind.Relative), new { role = "auditor", scopeKind = "nation", version = 1 })).StatusCode);
    }

    [Fact]
    public async Task A_counsellor_invites_a_person_of_a_company_and_of_no_company_that_is_not_there()
    {
        var employer = Guid.CreateVersion7();
        await host.InDatabaseAsync(db => db.ExecuteAsync(
            "INSERT INTO Employer (Id, NameEn, NameKm, NameKey, Status, CreatedAt, Version) VALUES (@Id, 'Lotus Bakery', NULL, 'lotus bakery', 'verified', @Now, 1)",
            new { Id = employer, Now = host.Clock.GetUtcNow().UtcDateTime }));
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        browser.Language = "en";
        await browser.GoAsync($"/employers/{employer}/invite");
        Assert.Contains("Lotus Bakery", browser.Text, StringComparison.Ordinal);
        await browser.Fill("User name", "lotus.owner").Fill("Name as others see it", "Lim Dany").Fill("Language", "km").PressAsync("Make the invitation");
        var link = browser.Page.QuerySelector("[data-invitation]")!.TextContent;
        using var guest = host.Anonymous();
        guest.Language = "en";
        await guest.GoAsync(link);
        await guest.Fill("New password", "warm bread every day").Fill("New password once more", "warm bread every day").PressAsync("Begin");
        Assert.Equal("/account/security", guest.Address.AbsolutePath);
        await guest.GoAsync("/account/security");
        Assert.Equal(HttpStatusCode.OK, guest.Status);

        await browser.GoAsync($"/employers/{Guid.CreateVersion7()}/invite");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task A_reader_who_may_not_is_told_nothing_and_the_try_is_audited()
    {
        var before = await host.Given.AuditedAsync("access-denied");
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync(new Uri("accounts", UriKind.Relative))).StatusCode);
        Assert.Equal(before + 1, await host.Given.AuditedAsync("access-denied"));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient api, string address, object? body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString("N"));
        return api.SendAsync(request);
    }
}
