namespace Pes.Ranking;

/// <summary>Unit groups of ISCO-08 as numbers of four digits; 0 is not known.</summary>
public static class Isco08
{
    /// <summary>Leading digits that two ISCO-08 unit groups share, 0-4; 0 where either is not known.</summary>
    public static int SharedDigits(ushort a, ushort b) => (a, b) switch
    {
        (0, _) or (_, 0) => 0,
        _ when a == b => 4,
        _ when a / 10 == b / 10 => 3,
        _ when a / 100 == b / 100 => 2,
        _ when a / 1_000 == b / 1_000 => 1,
        _ => 0,
    };
}
