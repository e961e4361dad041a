using Pes.Platform.Web;

namespace Pes.Platform.Text;

/// <summary>A name or a text that is there in one or both languages.</summary>
public static class Bilingual
{
    /// <summary>The reader's language where it is filled, else the other.</summary>
    public static string Shown(string? english, string? khmer) =>
        (RequestLanguage.IsKhmer ? Filled(khmer) ?? Filled(english) : Filled(english) ?? Filled(khmer)) ?? "";

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
