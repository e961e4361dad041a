using Pes.Ranking.Text;

namespace Pes.Features.CaseFiles;

/// <summary>What the duplicate search compares of a person; stored form, missing parts null.</summary>
internal sealed record DuplicateTraits(MeetingNames Names, string? Sex, DateOnly? BornOn, string? ProvinceCode, string? Phone, string? IdentityKey);

/// <summary>How likely two descriptions are one person.</summary>
public enum Likelihood
{
    No,

    /// <summary>Worth a look by an officer who may see the file.</summary>
    Possible,

    /// <summary>Two independent signs agree.</summary>
    Likely,

    /// <summary>The same identity number.</summary>
    Certain,
}

/// <summary>How two names agree.</summary>
internal enum NameAgreement
{
    None,

    /// <summary>The consonants of a name in Khmer script and of one in Latin letters are the same: several names have them.</summary>
    Across,

    /// <summary>They sound nearly the same.</summary>
    Alike,

    /// <summary>They sound the same, or a letter apart.</summary>
    Same,
}

/// <summary>How two birth dates agree.</summary>
internal enum BirthAgreement
{
    Unknown,
    Different,

    /// <summary>Years of birth no more than two apart: who knows no date gives about a year.</summary>
    Close,

    /// <summary>Day and month changed places, or the year is off by one.</summary>
    Near,
    Same,
}

/// <summary>The rule that calls two descriptions one person: names by sound and across scripts, birth dates with the usual slips of the pen, and, where these say little, sex and province.</summary>
internal static class DuplicateLikelihood
{
    /// <summary>How many years apart births may be and still be close.</summary>
    public const int CloseYears = 2;

    private const double SameName = 0.93;
    private const double AlikeName = 0.85;

    public static Likelihood Of(DuplicateTraits asked, DuplicateTraits known)
    {
        var samePhone = asked.Phone is not null && asked.Phone == known.Phone;
        var sameHome = asked.Sex is not null && asked.Sex == known.Sex && asked.ProvinceCode is not null && asked.ProvinceCode == known.ProvinceCode;
        return (Born(asked.BornOn, known.BornOn), Named(asked.Names, known.Names), samePhone, sameHome) switch
        {
            _ when asked.IdentityKey is not null && asked.IdentityKey == known.IdentityKey => Likelihood.Certain,
            (BirthAgreement.Same, >= NameAgreement.Alike, _, _) => Likelihood.Likely,
            (BirthAgreement.Near, NameAgreement.Same, _, _) => Likelihood.Likely,
            (_, >= NameAgreement.Across, true, _) => Likelihood.Likely,
            (BirthAgreement.Same, _, true, _) => Likelihood.Likely,
            (>= BirthAgreement.Near, >= NameAgreement.Across, _, _) => Likelihood.Possible,
            (BirthAgreement.Unknown, NameAgreement.Same, _, _) => Likelihood.Possible,
            (BirthAgreement.Unknown or BirthAgreement.Close, >= NameAgreement.Across, _, true) => Likelihood.Possible,
            (_, _, true, _) => Likelihood.Possible,
            _ => Likelihood.No,
        };
    }

    public static BirthAgreement Born(DateOnly? asked, DateOnly? known) => (asked, known) switch
    {
        (null, _) or (_, null) => BirthAgreement.Unknown,
        ({ } a, { } b) when a == b => BirthAgreement.Same,
        ({ } a, { } b) when (a.Year == b.Year && a.Day == b.Month && a.Month == b.Day)
            || (Math.Abs(a.Year - b.Year) == 1 && a.Month == b.Month && a.Day == b.Day) => BirthAgreement.Near,
        ({ } a, { } b) when Math.Abs(a.Year - b.Year) <= CloseYears => BirthAgreement.Close,
        _ => BirthAgreement.Different,
    };

    // Spellings in different scripts score 0, so each script is compared with its own.
    private static NameAgreement Named(MeetingNames asked, MeetingNames known)
    {
        var score = asked.Written.SelectMany(_ => known.Written, NameSimilarity.Score).DefaultIfEmpty().Max();
        return score switch
        {
            >= SameName => NameAgreement.Same,
            >= AlikeName => NameAgreement.Alike,
            _ => asked.Crosses(known) ? NameAgreement.Across : NameAgreement.None,
        };
    }
}
