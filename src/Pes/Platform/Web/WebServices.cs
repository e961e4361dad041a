using Microsoft.AspNetCore.Mvc;
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
        services.AddProblemDetails();
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
        app.UseMiddleware<SecurityHeaders>();
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
}
