using System.Text.Json;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Reference;

/// <summary>Suggestions under a field, in the reader's language.</summary>
public sealed class LookupTests(PesHost host) : IClassFixture<PesHost>
{
    [Theory]
    [InlineData("occupations?q=sewing%20machine", "en", "8153")]
    [InlineData("occupations?q=8153", "km", "8153")]
    [InlineData("occupations?q=អ្នកដេរ", "km", "8153")]
    public async Task Occupations_are_found_by_everyday_titles(string path, string language, string code)
    {
        var found = await AskAsync(path, language);
        Assert.Contains(found, s => s.GetProperty("value").GetString() == code);
        Assert.All(found, s => Assert.Equal(language == "km", s.GetProperty("text").GetString()!.Any(c => c is >= '\u1780' and <= '\u17FF')));
    }

    [Fact]
    public async Task Skills_are_found_by_other_names_and_shown_by_their_label()
    {
        Assert.Contains(await AskAsync("skills?q=quickbooks", "en"), s => s.GetProperty("text").GetString() == "Accounting software use");
        Assert.Empty(await AskAsync("skills?q=", "en"));
    }

    [Fact]
    public async Task Nobody_who_is_not_signed_in_gets_one()
    {
        using var browser = host.Anonymous();
        await browser.GoAsync("/lookups/skills?q=cook");
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, browser.Status);
    }

    private async Task<List<JsonElement>> AskAsync(string path, string language)
    {
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        browser.Language = language;
        await browser.GoAsync("/lookups/" + path);
        return [.. JsonDocument.Parse(await browser.Response.Content.ReadAsStringAsync()).RootElement.EnumerateArray()];
    }
}
