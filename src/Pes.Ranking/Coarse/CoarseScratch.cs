namespace Pes.Ranking.Coarse;

/// <summary>Room for one scan at a time, kept between scans so that a query allocates little.</summary>
public sealed class CoarseScratch
{
    public CoarseScratch() => Bounds = new(Tokens, Groups);

    internal QueryTokens Tokens { get; } = new();

    internal GroupLifts Groups { get; } = new();

    internal CoarseBounds Bounds { get; }

    internal LargeBlockOrder Order { get; } = new();

    internal BestRows Best { get; } = new();
}
