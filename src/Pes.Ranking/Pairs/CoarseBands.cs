namespace Pes.Ranking.Pairs;

/// <summary>Bands of the coarse stage's rows.</summary>
internal static class CoarseBands
{
    // Wage bands of a fifth each from 200,000 riel a month: band b begins at 200,000 × 1.2^(b - 1).
    private static readonly int[] WageStarts = Starts();

    /// <summary>0 not given, 1 to 15.</summary>
    public static byte OfWage(int riel) => riel <= 0 ? (byte)0 : (byte)Math.Max(1, WageStarts.Count(start => riel >= start));

    /// <summary>The middle of a band, riel a month; 0 where none is given.</summary>
    public static int WageOf(int band) => band == 0 ? 0 : (int)(WageStarts[band - 1] * 1.1);

    /// <summary>0 for none, then half years up to 15.</summary>
    public static byte OfMonths(int months) => months <= 0 ? (byte)0 : (byte)Math.Clamp((months + 5) / 6, 1, 15);

    public static int MonthsOf(int band) => band * 6;

    private static int[] Starts()
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
