using Pes.Platform.Web;

namespace Pes.Features.Home;

/// <summary>The language switch: keeps the page, remembers the choice for a year.</summary>
public static class SwitchLanguage
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.Get("/language/{language:regex(^(km|en)$)}", (string language, string? @return, HttpContext context) =>
        {
            context.Response.Cookies.Append(RequestLanguage.Cookie, language, new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                HttpOnly = true,
                Secure = context.Request.IsHttps,
                IsEssential = true,
            });
            return Results.LocalRedirect(LocalAddress.Or(@return, "/"));
        }).AllowAnonymous().ExcludeFromDescription();
}
