using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.TestHost;

namespace Pes.Tests.Support;

/// <summary>A browser without scripts: keeps cookies, follows redirects, fills forms by their visible labels.</summary>
public sealed class Browser(TestServer server) : IDisposable
{
    private const int MostRedirects = 5;

    private readonly HttpClient client = server.CreateClient();

    public Uri BaseAddress { get; } = new("http://localhost");

    public CookieContainer Cookies { get; } = new();

    /// <summary>The reader's language, as the switch would set it.</summary>
    public string Language
    {
        set => Cookies.Add(BaseAddress, new Cookie("lang", value));
    }

    public HttpStatusCode Status { get; private set; }

    public Uri Address { get; private set; } = new("http://localhost/");

    public HttpResponseMessage Response { get; private set; } = null!;

    public IHtmlDocument Page { get; private set; } = null!;

    /// <summary>The visible text of the page, spaces folded.</summary>
    public string Text => string.Join(' ', (Page.QuerySelector("main") ?? Page.Body)!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public Task<IHtmlDocument> GoAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path)));

    /// <summary>Follows the link with this text.</summary>
    public Task<IHtmlDocument> FollowAsync(string text) => GoAsync(
        Page.QuerySelectorAll<IHtmlAnchorElement>("a").FirstOrDefault(a => Fold(a.TextContent).Contains(text, StringComparison.Ordinal))?.GetAttribute("href")
        ?? throw new InvalidOperationException($"No link \"{text}\" on {Address}: {Text}"));

    /// <summary>Types into the field that this visible label names.</summary>
    public Browser Fill(string label, string value)
    {
        switch (Field(label))
        {
            case IHtmlInputElement { Type: "checkbox" or "radio" } box:
                box.IsChecked = value is not "";
                break;
            case IHtmlInputElement input:
                input.Value = value;
                break;
            case IHtmlTextAreaElement area:
                area.Value = value;
                break;
            case IHtmlSelectElement select:
                select.Value = select.Options.FirstOrDefault(o => Fold(o.TextContent) == value || o.Value == value)?.Value
                    ?? throw new InvalidOperationException($"\"{label}\" offers no \"{value}\": {string.Join(", ", select.Options.Select(o => Fold(o.TextContent)))}");
                break;
        }

        return this;
    }

    /// <summary>Presses the button with this text and sends its form.</summary>
    public Task<IHtmlDocument> PressAsync(string text)
    {
        var button = Page.QuerySelectorAll("button, input[type=submit]").FirstOrDefault(b => Fold(b.TextContent + (b as IHtmlInputElement)?.Value).Contains(text, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No button \"{text}\" on {Address}: {Text}");
        var form = (IHtmlFormElement?)button.Closest("form") ?? throw new InvalidOperationException($"\"{text}\" is in no form.");
        return SubmitAsync(form, button);
    }

    public Task<IHtmlDocument> SubmitAsync(IHtmlFormElement form, IElement? button = null)
    {
        var fields = Fields(form).ToList();
        if (button?.GetAttribute("name") is { Length: > 0 } name)
        {
            fields.Add(new(name, button.GetAttribute("value") ?? ""));
        }

        var action = button?.GetAttribute("formaction") ?? form.GetAttribute("action");
        var target = string.IsNullOrEmpty(action) ? Address : new Uri(Address, action);
        return form.Method.Equals("get", StringComparison.OrdinalIgnoreCase)
            ? GoAsync(target.AbsolutePath + "?" + string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}")))
            : SendAsync(new HttpRequestMessage(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(fields) });
    }

    public async Task<IHtmlDocument> SendAsync(HttpRequestMessage request)
    {
        for (var hops = 0; ; hops++)
        {
            if (Cookies.GetCookieHeader(request.RequestUri!) is { Length: > 0 } cookies)
            {
                request.Headers.Add("Cookie", cookies);
            }

            Response = await client.SendAsync(request);
            Address = request.RequestUri!;
            if (Response.Headers.TryGetValues("Set-Cookie", out var set))
            {
                foreach (var cookie in set)
                {
                    Cookies.SetCookies(Address, cookie);
                }
            }

            if ((int)Response.StatusCode is >= 300 and < 400 && hops < MostRedirects)
            {
                request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, Response.Headers.Location!));
                continue;
            }

            Status = Response.StatusCode;
            var html = await Response.Content.ReadAsStringAsync();
            Page = (IHtmlDocument)await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(html).Address(Address));
            return Page;
        }
    }

    public void Dispose() => client.Dispose();

    private static IEnumerable<KeyValuePair<string, string>> Fields(IHtmlFormElement form)
    {
        foreach (var element in form.Elements)
        {
            if (element.GetAttribute("name") is not { Length: > 0 } name || element.HasAttribute("disabled"))
            {
                continue;
            }

            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }:
                case IHtmlInputElement { Type: "submit" or "button" }:
                    break;
                case IHtmlInputElement input:
                    yield return new(name, input.Value ?? "");
                    break;
                case IHtmlTextAreaElement area:
                    yield return new(name, area.Value);
                    break;
                case IHtmlSelectElement select:
                    foreach (var option in select.Options.Where(o => o.IsSelected))
                    {
                        yield return new(name, option.Value);
                    }

                    break;
            }
        }
    }

    private static string Fold(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IElement Field(string label)
    {
        var found = Page.QuerySelectorAll<IHtmlLabelElement>("label").FirstOrDefault(l => Fold(l.TextContent) == label)
            ?? Page.QuerySelectorAll<IHtmlLabelElement>("label").FirstOrDefault(l => Fold(l.TextContent).StartsWith(label, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No label \"{label}\" on {Address}: {string.Join(" | ", Page.QuerySelectorAll("label").Select(l => Fold(l.TextContent)))}");
        return found.HtmlFor is { Length: > 0 } id
            ? Page.GetElementById(id) ?? throw new InvalidOperationException($"The label \"{label}\" names no field.")
            : found.QuerySelector("input, select, textarea") ?? throw new InvalidOperationException($"The label \"{label}\" names no field.");
    }
}
