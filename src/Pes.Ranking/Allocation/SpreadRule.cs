using System.Globalization;
using System.Runtime.InteropServices;

namespace Pes.Ranking.Allocation;

/// <summary>How demand is spread over a list: by <see cref="DemandSpread"/>, with what is sent and open of each vacancy's own profile.</summary>
/// <param name="Tolerance">In the unit of <see cref="Match.Score"/>; 0: not at all.</param>
/// <param name="Factor">Jobseekers for whom one opening has room, 1 or more where the tolerance is not 0.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SpreadRule(int Tolerance, int Factor)
{
    public bool IsOn => Tolerance > 0;

    /// <summary>By how much the score of a vacancy gives way: to the referrals that are pending there.</summary>
    public int Yield(VacancyProfile vacancy)
    {
        ArgumentNullException.ThrowIfNull(vacancy);
        return Yield(vacancy.ReferralsPending ?? 0, vacancy.OpeningsLeft);
    }

    internal int Yield(int pending, int openings) => IsOn ? DemandSpread.Yield(new(pending, openings), Tolerance, Factor) : 0;

    /// <summary>For checksums: the version, and the rule where there is one.</summary>
    internal string Named(string modelVersion) =>
        IsOn ? string.Create(CultureInfo.InvariantCulture, $"{modelVersion} spread {Tolerance} {Factor}") : modelVersion;
}
