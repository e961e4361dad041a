// What is checked here came as the argument of a caller, who named it.
#pragma warning disable MA0015
using System.Runtime.InteropServices;

namespace Pes.Ranking.Coarse;

/// <summary>One vacancy or jobseeker as the coarse stage sees it: small numbers only. What each means is the caller's.</summary>
/// <param name="Id">Names the row and breaks ties, the least first; 0 to 2,147,483,646, and no other row's.</param>
/// <param name="Group">Occupation: within a place rows are sorted by it, so that a block holds few.</param>
/// <param name="Place">0 to 31, for example a province: rows are sorted by it.</param>
/// <param name="Asked">0 to 7: how many of the counted tokens the row asks for; the caller says what 7 stands for.</param>
/// <param name="BandA">0 to 15, for example a wage band. As are the other three.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CoarseRow(int Id, ushort Group, byte Place, byte Asked, byte BandA, byte BandB, byte BandC, byte BandD)
{
    internal byte PlaceAndAsked => (byte)(Place | (Asked << 5));

    internal byte BandsAB => (byte)(BandA | (BandB << 4));

    internal byte BandsCD => (byte)(BandC | (BandD << 4));

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Id);
        ArgumentOutOfRangeException.ThrowIfEqual(Id, int.MaxValue);
        if (Place > 31 || Asked > 7 || (BandA | BandB | BandC | BandD) > 15)
        {
            throw new ArgumentOutOfRangeException(nameof(Place), $"Row {Id}: a place is at most 31, what is asked at most 7, a band at most 15.");
        }
    }
}

/// <summary>A row that was found.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CoarseHit(int Id, byte Score);
