namespace Pes.Ranking.Pairs;

/// <summary>
/// A step of a career in one number: 14 bits of occupation, 11 of months (2,047 at most) and 7 of the quarters of a year since its
/// end (127 at most; <see cref="CareerStep.UsualMonthsSince"/> where it is not known).
/// </summary>
internal static class PackedStep
{
    private const int MonthBits = 11;
    private const int SinceBits = 7;
    private const int MostMonths = (1 << MonthBits) - 1;
    private const int MostSince = (1 << SinceBits) - 1;
    private const int MonthsOfQuarter = 3;

    public static int Of(CareerStep step) =>
        (((step.Occupation << MonthBits) | Math.Min((int)step.Months, MostMonths)) << SinceBits) | Math.Min(step.MonthsSinceOrUsual / MonthsOfQuarter, MostSince);

    public static ushort Occupation(int packed) => (ushort)(packed >>> (MonthBits + SinceBits));

    public static int Months(int packed) => (packed >>> SinceBits) & MostMonths;

    public static int QuartersSince(int packed) => packed & MostSince;
}
