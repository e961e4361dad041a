using Pes.Tests.Support;

namespace Pes.Tests.Features.Reference;

public sealed class AttributionTests(PesHost host) : IClassFixture<PesHost>
{
    [Theory]
    [InlineData("en", "Data and fonts of others", "European Commission")]
    [InlineData("km", "ទិន្នន័យ និងពុម្ពអក្សររបស់អ្នកដទៃ", "គណៈកម្មការអឺរ៉ុប")]
    public async Task Everybody_may_read_whose_work_this_stands_on(string language, string title, string publisher)
    {
        using var browser = host.Anonymous();
        browser.Language = language;
        await browser.GoAsync("/attribution");
        Assert.Equal(System.Net.HttpStatusCode.OK, browser.Status);
        foreach (var words in (string[])[title, publisher, "O*NET", "CC BY 4.0", "ODbL", "SIL Open Font License", "ISCO-08", "ISIC Rev. 4"])
        {
            Assert.Contains(words, browser.Text, StringComparison.Ordinal);
        }

        await browser.GoAsync("/fonts/OFL.txt");
        Assert.Equal(System.Net.HttpStatusCode.OK, browser.Status);
    }
}
