using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Pes.Platform.Requests;

namespace Pes.Platform.Web;

/// <summary>Gives each form that is posted a key, so that a second click on a slow line has no second effect.</summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class OnceKeyTagHelper(IHtmlGenerator html) : TagHelper
{
    public const string Field = "_once";

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var request = View.HttpContext.Request;
        var key = request.HasFormContentType && request.Form[Field].ToString() is { Length: > 0 } kept && View.ViewData.ModelState.ErrorCount > 0
            ? kept
            : Guid.CreateVersion7().ToString("N");
        // The framework leaves its token out of a form with an address of its own; every form of ours is on this site.
        if (context.AllAttributes.TryGetAttribute("action", out var action) && action.Value.ToString() is { Length: > 0 } && !context.AllAttributes.ContainsName("asp-antiforgery"))
        {
            output.PostContent.AppendHtml(html.GenerateAntiforgery(View));
        }

        output.PostContent.AppendHtml($"<input type=\"hidden\" name=\"{Field}\" value=\"");
        output.PostContent.Append(key);
        output.PostContent.AppendHtml("\">");
    }
}

/// <summary>Reads the key of a posted form before its page handles it.</summary>
public sealed class OnceKeyFilter : IAsyncPageFilter
{
    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (HttpMethods.IsPost(request.Method) && request.HasFormContentType && request.Form[OnceKeyTagHelper.Field].ToString() is { Length: > 0 and <= 100 } key)
        {
            context.HttpContext.RequestServices.GetRequiredService<IdempotencyKey>().Give(key, Hash(request));
        }

        await next();
    }

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    // The antiforgery token differs between two renderings of the same form, so it is left out.
    private static string Hash(HttpRequest request)
    {
        var text = new StringBuilder(request.Path).Append(request.QueryString);
        foreach (var (name, values) in request.Form.Where(f => !f.Key.StartsWith("__", StringComparison.Ordinal)).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            text.Append('\n').Append(name).Append('=').Append(values.ToString());
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
