using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Pes.Platform.Security;

/// <summary>What the browser carries from one step of a sign-in to the next: encrypted, for a few minutes, unreadable to it.</summary>
public sealed class SealedCookie(IDataProtectionProvider protection, TimeProvider clock)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    public void Set<T>(HttpContext context, string name, T value)
    {
        var content = JsonSerializer.Serialize(new Content<T>(clock.GetUtcNow() + Lasts, value));
        context.Response.Cookies.Append(name, Protector(name).Protect(content), Options(context));
    }

    /// <summary>The value, or the type's default where the cookie is missing, foreign or too old.</summary>
    public T? Read<T>(HttpContext context, string name)
    {
        if (!context.Request.Cookies.TryGetValue(name, out var text))
        {
            return default;
        }

        try
        {
            var content = JsonSerializer.Deserialize<Content<T>>(Protector(name).Unprotect(text));
            return content is not null && content.EndsAt > clock.GetUtcNow() ? content.Value : default;
        }
        catch (Exception exception) when (exception is System.Security.Cryptography.CryptographicException or JsonException or FormatException)
        {
            return default;
        }
    }

    public void Remove(HttpContext context, string name) => context.Response.Cookies.Delete(name, Options(context));

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        IsEssential = true,
        Path = "/",
    };

    private IDataProtector Protector(string name) => protection.CreateProtector("Pes.SealedCookie", name);

    private sealed record Content<T>(DateTimeOffset EndsAt, T Value);
}
