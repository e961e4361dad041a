namespace Pes.Platform.Web;

/// <summary>Return addresses that stay on this site.</summary>
public static class LocalAddress
{
    /// <summary>The address where it is a path of this site, else <paramref name="fallback"/>: no scheme, no host, no backslash, no control character.</summary>
    public static string Or(string? address, string fallback) =>
        address is ['/', ..] && !address.StartsWith("//", StringComparison.Ordinal) && !address.StartsWith("/\\", StringComparison.Ordinal)
            && !address.Any(c => char.IsControl(c) || c == '\\') ? address : fallback;
}
