using System.Text.Encodings.Web;

namespace Pes.Platform.Web;

/// <summary>The page of an error status in the reader's language: what happened, what to do, the incident number if there is one. Needs no view, no session and no database.</summary>
public sealed class ErrorPage(RefusalSentences sentences, HtmlEncoder encoder)
{
    public Task RenderAsync(HttpContext context, int status)
    {
        var title = encoder.Encode(sentences.Of(new Requests.Refusal($"http-{status}")));
        var advice = encoder.Encode(sentences.Of(new Requests.Refusal($"http-{status}-advice")));
        var home = encoder.Encode(sentences.Of(new Requests.Refusal("error-page-home")));
        var incident = context.Items[FaultResponses.IncidentItem] is string number
            ? $"<p>{encoder.Encode(sentences.Of(new Requests.Refusal("error-page-incident", number)))}</p>"
            : "";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="{RequestLanguage.Current}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} – Pes</title><link rel="stylesheet" href="/css/site.css"></head>
            <body><main class="error-page" id="main"><h1>{title}</h1><p>{advice}</p>{incident}<p><a href="/">{home}</a></p></main></body>
            </html>
            """,
            context.RequestAborted);
    }
}
