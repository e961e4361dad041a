using System.Globalization;

namespace Pes.Platform.Web;

/// <summary>
/// Khmer unless the reader chose English: the cookie of the language switch, else Accept-Language on the API. Numbers
/// and dates are parsed and formatted invariantly; <see cref="Text.Formats"/> writes them for readers.
/// </summary>
public sealed class RequestLanguage(RequestDelegate next)
{
    public const string Cookie = "lang";

    public static readonly CultureInfo Khmer = CultureInfo.GetCultureInfo("km");

    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    /// <summary>"km" or "en": the language of the answer being made.</summary>
    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "km";

    public static bool IsKhmer => Current == "km";

    /// <summary>Writes in another language than that of the answer being made.</summary>
    public static T In<T>(CultureInfo language, Func<T> write)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = language;
        try
        {
            return write();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    public Task InvokeAsync(HttpContext context)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = Wanted(context.Request) == "en" ? English : Khmer;
        context.Response.Headers.ContentLanguage = Current;
        return next(context);
    }

    private static string Wanted(HttpRequest request)
    {
        if (request.Cookies.TryGetValue(Cookie, out var chosen) && chosen is "km" or "en")
        {
            return chosen;
        }

        var first = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).FirstOrDefault();
        return request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            && first?.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true ? "en" : "km";
    }
}
