using Pes.Ranking.Text;

namespace Pes.Features.CaseFiles;

/// <summary>What the duplicate search compares of a person; stored form, missing parts null.</summary>
internal sealed record DuplicateTraits(string Name, string LatinName, DateOnly? BornOn, string? Phone, string? IdentityKey);

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

/// <summary>The rule that calls two descriptions one person: names by sound (0 to 1), birth dates with the usual slips of the pen.</summary>
internal static class DuplicateLikelihood
{
    private const double SameName = 0.93;
    private const double AlikeName = 0.85;

    public static Likelihood Of(DuplicateTraits asked, DuplicateTraits known)
    {
        var name = Math.Max(Score(asked.Name, known.Name), Score(asked.LatinName, known.LatinName));
        var samePhone = asked.Phone is not null && asked.Phone == known.Phone;
        return (Born(asked.BornOn, known.BornOn), name, samePhone) switch
        {
            _ when asked.IdentityKey is not null && asked.IdentityKey == known.IdentityKey => Likelihood.Certain,
            (Birth.Same, >= AlikeName, _) => Likelihood.Likely,
            (Birth.Near, >= SameName, _) => Likelihood.Likely,
            (_, >= AlikeName, true) => Likelihood.Likely,
            (Birth.Same, _, true) => Likelihood.Likely,
            (Birth.Near, >= AlikeName, _) => Likelihood.Possible,
            (Birth.Unknown, >= SameName, _) => Likelihood.Possible,
            (_, _, true) => Likelihood.Possible,
            _ => Likelihood.No,
        };
    }

    private static double Score(string a, string b) => a.Length == 0 || b.Length == 0 ? 0 : NameSimilarity.Score(a, b);

    private enum Birth
    {
        Unknown,
        Different,
        Near,
        Same,
    }

    // Near: day and month changed places, or the year is off by one.
    private static Birth Born(DateOnly? asked, DateOnly? known) => (asked, known) switch
    {
        (null, _) or (_, null) => Birth.Unknown,
        ({ } a, { } b) when a == b => Birth.Same,
        ({ } a, { } b) when (a.Year == b.Year && a.Day == b.Month && a.Month == b.Day)
            || (Math.Abs(a.Year - b.Year) == 1 && a.Month == b.Month && a.Day == b.Day) => Birth.Near,
        _ => Birth.Different,
    };
}
