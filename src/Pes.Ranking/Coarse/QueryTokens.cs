using System.Runtime.Intrinsics;

namespace Pes.Ranking.Coarse;

/// <summary>The tokens of one query as the rows of one snapshot hold them, by what they do to a row. Kept between scans.</summary>
internal sealed class QueryTokens
{
    private readonly List<TokenTally> tallies = [];
    private int used;

    public TokenTally Counted { get; private set; } = new();

    public TokenTally Barring { get; private set; } = new();

    /// <summary>Of one token each.</summary>
    public List<TokenTally> Needed { get; } = [];

    /// <summary>Those of which some row has a token.</summary>
    public List<(TokenTally Tokens, HelpPoints Points)> Helps { get; } = [];

    /// <returns>False where no row has what every row must have.</returns>
    public bool Collect(CoarseSnapshot snapshot, CoarseQuery query)
    {
        used = 0;
        Helps.Clear();
        Needed.Clear();
        (Counted, Barring) = (Tally(snapshot, query.Counted), Tally(snapshot, query.Barred));
        foreach (var help in query.Helps)
        {
            if (help.Points[^1] > 0 && Tally(snapshot, help.Tokens) is { IsEmpty: false } tokens)
            {
                Helps.Add((tokens, new(help.Points)));
            }
        }

        foreach (var token in query.Needed)
        {
            Needed.Add(Tally(snapshot, [token]));
        }

        return Needed.TrueForAll(token => !token.IsEmpty);
    }

    /// <summary>Makes ready to count in the rows of a large block.</summary>
    public void Enter(int large)
    {
        for (var i = 0; i < used; i++)
        {
            tallies[i].Enter(large);
        }
    }

    private TokenTally Tally(CoarseSnapshot snapshot, IReadOnlyList<int> tokens)
    {
        if (used == tallies.Count)
        {
            tallies.Add(new());
        }

        var tally = tallies[used++];
        tally.Take(snapshot, tokens);
        return tally;
    }
}

/// <summary>What a help is worth by how many of its tokens a row holds, 0 to 7.</summary>
internal sealed class HelpPoints
{
    private readonly byte[] byHeld = new byte[16];

    public HelpPoints(byte[] points)
    {
        for (var held = 0; held <= TokenTally.Most; held++)
        {
            byHeld[held] = points[Math.Min(held, points.Length - 1)];
        }

        Table = ByteTables.Table(byHeld);
    }

    public Vector256<byte> Table { get; }

    public int Of(int held) => byHeld[held];
}
