using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Pes.Platform.Web;

/// <summary>Serves the <c>.br</c> that the build put beside a style or script, to browsers that take Brotli.</summary>
public sealed class PackedFiles
{
    private const string Packed = ".br";

    private readonly RequestDelegate next;
    private readonly IWebHostEnvironment environment;
    private readonly StaticFileMiddleware files;

    public PackedFiles(RequestDelegate next, IWebHostEnvironment environment, ILoggerFactory loggers)
    {
        this.next = next;
        this.environment = environment;
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[Packed] = "application/octet-stream";
        files = new(
            next, environment,
            Microsoft.Extensions.Options.Options.Create(new StaticFileOptions { ContentTypeProvider = types, OnPrepareResponse = Unpackable }), loggers);
    }

    public async Task InvokeAsync(HttpContext context)
    {
        var asked = context.Request.Path;
        if (!IsStyleOrScript(asked) || !TakesBrotli(context.Request) || !environment.WebRootFileProvider.GetFileInfo(asked + Packed).Exists)
        {
            await next(context);
            return;
        }

        context.Request.Path = asked + Packed;
        try
        {
            await files.Invoke(context);
        }
        finally
        {
            context.Request.Path = asked;
        }
    }

    private static bool IsStyleOrScript(PathString path) => path.StartsWithSegments("/css", StringComparison.Ordinal) || path.StartsWithSegments("/js", StringComparison.Ordinal);

    private static bool TakesBrotli(HttpRequest request) => request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "br" && e.Quality is not 0);

    private static void Unpackable(StaticFileResponseContext response)
    {
        var headers = response.Context.Response.Headers;
        headers.ContentEncoding = "br";
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.ContentType = response.File.Name.EndsWith(".css" + Packed, StringComparison.Ordinal) ? "text/css" : "text/javascript";
        WebServices.KeepInCaches(response);
    }
}
