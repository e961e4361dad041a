using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Pes.Features.Accounts;
using Pes.Tests.Support;
using QRCoder;

namespace Pes.Tests.Features.Accounts;

/// <summary>The picture of an app key carries what the link beside it carries, and nothing that the content policy forbids.</summary>
public sealed partial class QrPictureTests(PesHost host) : IClassFixture<PesHost>
{
    [Theory]
    [InlineData("km")]
    [InlineData("en")]
    public async Task The_enrolment_page_shows_the_key_as_picture_link_and_text(string language)
    {
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        browser.Language = language;
        await browser.GoAsync("/account/security");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var picture = browser.Page.QuerySelector("svg.pes-qr")!;
        var link = browser.Page.QuerySelector("a[href^='otpauth:']")!.GetAttribute("href")!;
        var key = browser.Page.QuerySelector("[data-app-key]")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains($"secret={key}&", link, StringComparison.Ordinal);
        Assert.Equal(Modules(link), Drawn(picture.QuerySelector("path:last-child")!.GetAttribute("d")!));
        Assert.NotEqual(Modules(link + "x"), Drawn(picture.QuerySelector("path:last-child")!.GetAttribute("d")!));
        Assert.Equal("img", picture.GetAttribute("role"));
        Assert.Equal(language == "km", picture.GetAttribute("aria-label")!.Any(c => c is >= '\u1780' and <= '\u17FF'));
        Assert.DoesNotContain("style=", picture.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("data:", picture.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_label_says_is_text() =>
        Assert.DoesNotContain("<b>", QrPicture.Of("x", "\"><b>").ToString(), StringComparison.Ordinal);

    private static SortedSet<(int X, int Y)> Modules(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return [.. from y in Enumerable.Range(0, data.ModuleMatrix.Count) from x in Enumerable.Range(0, data.ModuleMatrix.Count) where data.ModuleMatrix[y][x] select (x, y)];
    }

    private static SortedSet<(int X, int Y)> Drawn(string path) =>
        [.. from Match bar in Bar().Matches(path) from i in Enumerable.Range(0, Number(bar, "w")) select (Number(bar, "x") + i, Number(bar, "y"))];

    private static int Number(Match bar, string part) => int.Parse(bar.Groups[part].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"M(?<x>\d+) (?<y>\d+)h(?<w>\d+)v1h-\d+z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bar();
}
