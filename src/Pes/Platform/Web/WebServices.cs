using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.Options;
using Pes.Platform.Security;
using Pes.Platform.Web.Api;
using Pes.Platform.Web.Forms;

namespace Pes.Platform.Web;

public static class WebServices
{
    public static IServiceCollection AddPesWeb(this IServiceCollection services)
    {
        services.AddLocalization();
        // A refused sign-in is the same to the byte whoever asks; the trace stands in the log.
        services.AddProblemDetails(o => o.CustomizeProblemDetails = context => context.ProblemDetails.Extensions.Remove("traceId"));
        services.AddHttpContextAccessor();
        services.AddScoped<ApiEdge>();
        services.AddSingleton<ErrorPage>();
        services.AddSingleton<RefusalSentences>();
        services.AddRazorPages(o =>
            {
                o.RootDirectory = "/Features";
                o.Conventions.ConfigureFilter(new OnceKeyFilter());
            })
            .AddMvcOptions(o =>
            {
                o.ModelBinderProviders.Insert(0, new FormBinders());

                // What stands in the address is not overruled by a field of the form.
                var route = o.ValueProviderFactories.OfType<RouteValueProviderFactory>().Single();
                o.ValueProviderFactories.Remove(route);
                o.ValueProviderFactories.Insert(0, route);
                o.ModelMetadataDetailsProviders.Add(new EmptyTextMetadata());
                o.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            });
        services.AddSingleton<IConfigureOptions<MvcOptions>, FormMessages>();
        services.Configure<RouteOptions>(o => (o.LowercaseUrls, o.LowercaseQueryStrings) = (true, false));
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.Khmer, UnicodeRanges.KhmerSymbols, UnicodeRanges.GeneralPunctuation));
        services.ConfigureHttpJsonOptions(o => JsonRules.Apply(o.SerializerOptions));
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddApiDocument();
        services.AddTrafficLimits();
        services.AddResponseCompression(o =>
        {
            // A cross-site page cannot send the session cookie (SameSite), so compressed lengths tell it nothing.
            o.EnableForHttps = true;
            o.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/json", "application/problem+json", "text/csv"];
        });
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "pes-form";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        return services;
    }

    /// <summary>The way of every request, outermost first.</summary>
    public static void UsePesWeb(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseResponseCompression();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<PackedFiles>();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = KeepInCaches });
        app.UseMiddleware<RequestLanguage>();
        app.UseMiddleware<Logging.RequestLog>();
        app.UseMiddleware<FaultResponses>();
        app.UseMiddleware<ForeignOrigin>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<SessionGate>();
        app.UseRateLimiter();
        app.UseRequestTimeouts();
        app.UseMiddleware<SecondFactorGate>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMiddleware<ApiBody>();
        app.UseMiddleware<IdempotencyHeader>();
    }

    // An address with a version is of one content for ever; the others (fonts, icons) change with a release at most.
    internal static void KeepInCaches(Microsoft.AspNetCore.StaticFiles.StaticFileResponseContext context) =>
        context.Context.Response.Headers.CacheControl = context.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "public, max-age=86400";
}
