using Pes.Platform.Web;

namespace Pes.Platform.Text;

/// <summary>A name or a text that is there in one or both languages.</summary>
public static class Bilingual
{
    /// <summary>The reader's language where it is filled, else the other.</summary>
    public static string Shown(string? english, string? khmer) =>
        (RequestLanguage.IsKhmer ? Filled(khmer) ?? Filled(english) : Filled(english) ?? Filled(khmer)) ?? "";

    /// <summary>A person's name, family name first; the Latin spelling in English where there is one.</summary>
    public static string Person(string family, string given, string? familyLatin, string? givenLatin) =>
        Shown($"{familyLatin} {givenLatin}".Trim(), $"{family} {given}");

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
