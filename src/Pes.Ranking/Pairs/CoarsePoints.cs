namespace Pes.Ranking.Pairs;

/// <summary>
/// Points of the coarse stage: the terms of the prior that a byte can carry, each from 0 to its share of 255. The stage
/// chooses who is ranked at all, so its points follow what the models weigh most; what it loses is measured.
/// </summary>
internal static class CoarsePoints
{
    public const int Essential = 64;
    public const int Occupation = 52;
    public const int Distance = 40;
    public const int Experience = 24;
    public const int Wage = 30;
    public const int Education = 16;
    public const int Useful = 9;
    public const int Quality = 20;

    private static readonly int[] WishedByDigits = [0, 14, 27, 40, 52];
    private static readonly int[] CareerByDigits = [0, 13, 25, 38, 49];

    private static readonly Curve Kilometres = new((3, Distance), (10, 36), (25, 28), (50, 18), (100, 8), (200, 0));

    /// <summary>Wage offered in per mille of the wage expected.</summary>
    private static readonly Curve WageRatio = new((500, 0), (800, 8), (1_000, 21), (1_300, Wage));

    // Wage bands of a fifth each from 200,000 riel a month: band b begins at 200,000 × 1.2^(b - 1).
    private static readonly int[] WageBands = Bands();

    public static byte ByDigits(int digits, bool isWish) => (byte)(isWish ? WishedByDigits : CareerByDigits)[digits];

    public static byte ByKilometres(int kilometres) => (byte)Kilometres.At(kilometres);

    public static byte ByWage(long offered, long expected) => (byte)WageRatio.At(offered * 1_000 / expected);

    /// <summary>0 not given, 1 to 15.</summary>
    public static byte WageBand(int riel) => riel <= 0 ? (byte)0 : (byte)Math.Max(1, WageBands.Count(start => riel >= start));

    /// <summary>The middle of a band, riel a month.</summary>
    public static int WageOfBand(int band) => (int)(WageBands[band - 1] * 1.1);

    /// <summary>0 for none, then half years up to 15.</summary>
    public static byte MonthsBand(int months) => months <= 0 ? (byte)0 : (byte)Math.Clamp((months + 5) / 6, 1, 15);

    private static int[] Bands()
    {
        var starts = new int[15];
        double start = 200_000;
        for (var band = 0; band < starts.Length; band++, start *= 1.2)
        {
            starts[band] = (int)start;
        }

        return starts;
    }
}
