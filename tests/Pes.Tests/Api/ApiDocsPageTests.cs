using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Web.Api;
using Pes.Tests.Support;

namespace Pes.Tests.Api;

public sealed class ApiDocsPageTests(PesHost host) : IClassFixture<PesHost>
{
    [Theory]
    [InlineData("en", "Programming interface")]
    [InlineData("km", "ចំណុចប្រទាក់កម្មវិធី")]
    public async Task Every_operation_has_its_page_without_sign_in_and_without_scripts(string language, string title)
    {
        var document = (JsonObject)JsonNode.Parse((await host.App.Services.GetRequiredService<ApiDocument>().JsonAsync()).Span)!;
        using var browser = host.Anonymous();
        browser.Language = language;
        await browser.GoAsync("/api/docs");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains(title, browser.Text, StringComparison.Ordinal);
        var index = browser.Text;
        foreach (var operation in ApiOperation.All(document))
        {
            Assert.Contains($"{operation.Method} {operation.Path}", index, StringComparison.Ordinal);
            await browser.GoAsync("/api/docs/" + operation.Id);
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            Assert.Contains($"{operation.Method} {operation.Path}", browser.Text, StringComparison.Ordinal);
            Assert.All(operation.Responses, r => Assert.Contains(r.Key, browser.Text, StringComparison.Ordinal));
            Assert.Empty(browser.Page.QuerySelectorAll("script:not([src]), [style], main script"));
        }
    }

    [Fact]
    public async Task An_operation_that_is_not_there_is_not_found()
    {
        using var browser = host.Anonymous();
        await browser.GoAsync("/api/docs/no-such-operation");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }
}
