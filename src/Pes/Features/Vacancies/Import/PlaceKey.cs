using Pes.Ranking.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>A place's name for comparing: as it is written, how it sounds, and its consonants.</summary>
/// <param name="Folded">Equal for one spelling.</param>
/// <param name="Sound">Equal for spellings that sound alike, of one script.</param>
/// <param name="Bones">Consonants that both scripts share, without v after the first, which romanisations of ៅ and ែវ write or leave out.</param>
internal sealed record PlaceKey(string Folded, string Sound, string Bones)
{
    // Fewer consonants are those of many places.
    private const int FewestBones = 3;

    private const double Alike = 0.8;

    public static PlaceKey Of(string name)
    {
        var folded = KhmerText.FoldKey(name);
        var sound = KhmerText.HasKhmer(folded) ? KhmerText.KhmerNameKey(folded) : KhmerText.LatinNameKey(folded).Replace("aev", "ev", StringComparison.Ordinal).Replace("eo", "ev", StringComparison.Ordinal);

        // Of a romanisation as it sounds: Kork and Kouk have one r too few or too many.
        var consonants = KhmerText.CrossScriptKey(KhmerText.HasKhmer(folded) ? folded : sound);
        return new(
            folded,
            sound,
            consonants.Length == 0 ? "" : consonants[..1] + consonants[1..].Replace("v", "", StringComparison.Ordinal));
    }

    /// <summary>Whether both sound alike, or have the same consonants, enough of them or nearly the same sound.</summary>
    public bool Meets(PlaceKey other) => SoundsAs(other) || (Bones.Length > 0 && Bones == other.Bones && (!SameScript(other) || Likeness(other) >= Alike));

    public bool SoundsAs(PlaceKey other) => Sound.Length > 0 && Sound == other.Sound;

    /// <summary>0, or how alike two names are of which the consonants agree; of one script, since every place is listed in both.</summary>
    public double Nearness(PlaceKey other) =>
        Bones.Length >= FewestBones && Bones == other.Bones && SameScript(other) && Likeness(other) is >= Alike and var likeness ? likeness : 0;

    private bool SameScript(PlaceKey other) => KhmerText.HasKhmer(Folded) == KhmerText.HasKhmer(other.Folded);

    private double Likeness(PlaceKey other) => NameSimilarity.JaroWinkler(Sound, other.Sound);
}
