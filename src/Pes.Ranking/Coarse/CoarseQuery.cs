// What is checked here came as the argument of a caller, who named it.
#pragma warning disable MA0015
namespace Pes.Ranking.Coarse;

/// <summary>
/// What one query thinks of rows: points, all 0 or more, whose sum (at most 255) is a row's coarse score; and tokens that
/// count, help or bar.
/// </summary>
public sealed record CoarseQuery
{
    public const int Places = 32;
    public const int Bands = 16;

    /// <summary>Groups and their points, each once; others have none.</summary>
    public required IReadOnlyList<(ushort Group, byte Points)> GroupPoints { get; init; }

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
    /// <summary>One or more are worth the points, once.</summary>
    public static CoarseHelp OfAny(IReadOnlyList<int> tokens, byte points) => new(tokens, [0, points, points, points]);
}
