using Pes.Ranking.Text;

namespace Pes.Features.CaseFiles;

/// <summary>
/// A person's name as it is compared with others': how it sounds in each script in which it is written, family and given name in
/// either order, and the consonants by which a name in Khmer script and its romanisation meet.
/// </summary>
internal sealed record MeetingNames
{
    /// <summary>Goes up by one with every change to <see cref="Keys"/> or to what makes them; kept keys are then made anew.</summary>
    public const int Format = 1;

    // As the column.
    private const int LongestKey = 100;

    private readonly string? khmer;
    private readonly string[] latin;

    public MeetingNames(string? familyName, string? givenName, string? familyNameLatin, string? givenNameLatin)
    {
        (string Family, string Given)[] names = [(familyName ?? "", givenName ?? ""), (familyNameLatin ?? "", givenNameLatin ?? "")];
        Written = [.. names.Select(n => $"{n.Family} {n.Given}".Trim()).Where(n => n.Length > 0)];
        Sounds = [.. names.Select(n => Pair(Sound(n.Family), Sound(n.Given))).OfType<string>().Distinct(StringComparer.Ordinal)];
        khmer = names.Where(IsKhmer).Select(Consonants).FirstOrDefault(c => c is not null);
        latin = Array.Exists(names, IsKhmer) ? [] : [.. names.Select(Consonants).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The name in each spelling that is known, the family name first.</summary>
    public IReadOnlyList<string> Written { get; }

    /// <summary>Sound keys, one a spelling, two at most.</summary>
    public IReadOnlyList<string> Sounds { get; }

    /// <summary>What is stored beside the person: sounds, and the consonants with the script that they stand for.</summary>
    public IReadOnlyList<string> Keys => [.. Sounds, .. khmer is null ? latin.Select(OfLatin) : [OfKhmer(khmer)]];

    /// <summary>Keys under which the same name in the other script is stored.</summary>
    public IReadOnlyList<string> Across => khmer is null ? [.. latin.Select(OfKhmer)] : [OfLatin(khmer)];

    /// <summary>
    /// Whether one is written in Khmer script, the other in Latin letters alone, and their consonants are the same. Where both are
    /// known in Khmer script, that says more, and nothing crosses.
    /// </summary>
    public bool Crosses(MeetingNames other) => Across.Intersect(other.Keys, StringComparer.Ordinal).Any();

    private static bool IsKhmer((string Family, string Given) name) => KhmerText.HasKhmer(name.Family) || KhmerText.HasKhmer(name.Given);

    private static string OfKhmer(string consonants) => "km:" + consonants;

    private static string OfLatin(string consonants) => "la:" + consonants;

    private static string? Consonants((string Family, string Given) name) => Pair(KhmerText.CrossScriptKey(name.Family), KhmerText.CrossScriptKey(name.Given));

    // Names in other scripts have no sounds here and meet as they are written.
    private static string Sound(string name) => (KhmerText.HasKhmer(name) ? KhmerText.KhmerNameKey(name) : KhmerText.LatinNameKey(name)) is { Length: > 0 } sound ? sound : KhmerText.FoldKey(name);

    private static string? Pair(string one, string other)
    {
        if (one.Length == 0 || other.Length == 0)
        {
            return null;
        }

        var key = string.CompareOrdinal(one, other) <= 0 ? $"{one} {other}" : $"{other} {one}";
        return key.Length > LongestKey ? KhmerText.SafeCut(key, LongestKey) : key;
    }
}
