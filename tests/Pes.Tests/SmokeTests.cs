using Pes.Tests.Support;

namespace Pes.Tests;

public sealed class SmokeTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task An_unknown_page_is_not_found_in_the_readers_language()
    {
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        await browser.GoAsync("/nowhere");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, browser.Status);
        Assert.Contains("រកមិនឃើញ", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_endpoint_is_a_problem_with_a_code()
    {
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var response = await api.GetAsync(new Uri("nowhere", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("\"code\":\"http-404\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_sent_to_the_sign_in_page()
    {
        using var browser = host.Anonymous();
        await browser.GoAsync("/nowhere");
        Assert.Equal("/sign-in", browser.Address.AbsolutePath);
    }

    [Fact]
    public async Task Reference_data_stands_in_a_new_database()
    {
        var centre = await host.Given.CentreAsync("15");
        Assert.NotEqual(Guid.Empty, centre);
    }
}
