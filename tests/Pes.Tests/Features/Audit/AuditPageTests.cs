using System.Net;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Audit;

public sealed class AuditPageTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task The_auditor_reads_filters_and_verifies_in_both_languages()
    {
        var auditor = await host.Given.AuditorAsync();
        using var browser = await host.SignedInAsync(auditor);
        await browser.GoAsync("/audit");
        Assert.True(browser.Status == HttpStatusCode.OK, browser.Text);
        Assert.Contains("កំណត់ត្រាសវនកម្ម", browser.Text, StringComparison.Ordinal);
        Assert.Contains("load-reference", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("ផ្ទៀងផ្ទាត់ខ្សែសង្វាក់");
        Assert.Contains("ខ្សែសង្វាក់នៅពេញលេញ", browser.Text, StringComparison.Ordinal);

        browser.Language = "en";
        await browser.GoAsync("/audit");
        Assert.Contains("The chain is whole", browser.Text, StringComparison.Ordinal);
        Assert.Contains("read-audit", browser.Text, StringComparison.Ordinal);
        await browser.Fill("Operation", "load-reference").PressAsync("Show");
        Assert.True(browser.Status == HttpStatusCode.OK, browser.Text);
        Assert.Contains("load-reference", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("read-audit", browser.Text, StringComparison.Ordinal);
        await browser.Fill("Account", "not an id").PressAsync("Show");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("not a whole number of the table", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_reads_pages_and_verifies()
    {
        using var api = await host.ApiAsync(await host.Given.AuditorAsync());
        for (var i = 0; i < 52; i++)
        {
            await api.ReadAsync("audit?operation=nothing");
        }

        var first = await api.ReadAsync("audit?operation=read-audit");
        Assert.Equal(50, first.GetProperty("rows").GetArrayLength());
        Assert.True(first.GetProperty("hasNext").GetBoolean());
        Assert.True((await api.ReadAsync("audit?operation=read-audit&page=2")).GetProperty("rows").GetArrayLength() > 0);
        Assert.Equal(0, (await api.ReadAsync("audit?from=2030-01-01")).GetProperty("rows").GetArrayLength());
        var response = await api.SendAsync("audit/verifications", null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("\"fault\":\"none\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_may()
    {
        foreach (var account in (Guid[])[await host.Given.AdministratorAsync(), await host.Given.CounsellorAsync(), await host.Given.MonitorAsync()])
        {
            using var api = await host.ApiAsync(account);
            Assert.True((await api.GetAsync(new Uri("audit", UriKind.Relative))).StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden);
            Assert.True((await api.SendAsync("audit/verifications", null)).StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden);
        }
    }
}
