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

/// <summary>
/// What one query thinks of rows: points, all 0 or more, whose sum (at most 255) is a row's coarse score; and tokens that
/// count, help or bar.
/// </summary>
public sealed record CoarseQuery
{
    public const int Places = 32;
    public const int Bands = 16;

    /// <summary>Points of a group.</summary>
    public required Func<ushort, byte> GroupPoints { get; init; }

    /// <summary>Points of each place, 32.</summary>
    public required byte[] PlacePoints { get; init; }

    /// <summary>Points by what is asked × 8 + how many counted tokens the row has (7 stands for more), 64; more tokens never give fewer points.</summary>
    public required byte[] CountPoints { get; init; }

    /// <summary>Points of each band, 16.</summary>
    public required byte[] BandAPoints { get; init; }

    public required byte[] BandBPoints { get; init; }

    public required byte[] BandCPoints { get; init; }

    public required byte[] BandDPoints { get; init; }

    /// <summary>Tokens that are counted, each once.</summary>
    public IReadOnlyList<int> Counted { get; init; } = [];

    /// <summary>What adds points where its tokens are held.</summary>
    public IReadOnlyList<CoarseHelp> Helps { get; init; } = [];

    /// <summary>A row with one of these is left out.</summary>
    public IReadOnlyList<int> Barred { get; init; } = [];

    /// <summary>A bit a place: its rows are left out.</summary>
    public uint PlacesBarred { get; init; }

    /// <summary>A row without one of these is left out.</summary>
    public IReadOnlyList<int> Needed { get; init; } = [];

    internal void Check()
    {
        if (PlacePoints.Length != Places || CountPoints.Length != 64
            || BandAPoints.Length != Bands || BandBPoints.Length != Bands || BandCPoints.Length != Bands || BandDPoints.Length != Bands)
        {
            throw new ArgumentException("There are points for 32 places, 64 counts and 16 of each band.");
        }

        for (var i = 0; i < CountPoints.Length; i++)
        {
            if (i % 8 > 0 && CountPoints[i] < CountPoints[i - 1])
            {
                throw new ArgumentException("More counted tokens never give fewer points.");
            }
        }

        foreach (var points in Helps.Select(help => help.Points))
        {
            if (points is not [0, var one, var two, var three] || one > two || two > three)
            {
                throw new ArgumentException("A help has points for none (0), one, two and three tokens that never fall.");
            }
        }
    }
}

/// <summary>Tokens that add points by how many of them a row has.</summary>
/// <param name="Tokens">Each once.</param>
/// <param name="Points">Of none (0), one, two, and three or more; more never give fewer.</param>
public sealed record CoarseHelp(IReadOnlyList<int> Tokens, byte[] Points)
{
    internal const int Counted = 4;

    /// <summary>One or more are worth the points, once.</summary>
    public static CoarseHelp OfAny(IReadOnlyList<int> tokens, byte points) => new(tokens, [0, points, points, points]);
}

/// <summary>A row that was found.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CoarseHit(int Id, byte Score);
