using Pes.Ranking.Coarse;

namespace Pes.Ranking.Pairs;

/// <summary>
/// Brings the responses of a query's fields to points of one scale: where a row is the best in each, they sum to 255 at most,
/// and a point is worth the same in all fields.
/// </summary>
internal sealed class CoarseScale
{
    private const int MostPoints = byte.MaxValue;

    // Two hundredths of the scale.
    private const int LeastHelp = 5;

    private readonly List<(int[] Above, byte[] Points)> fields = [];
    private long room;

    /// <summary>The points of a field, filled in by <see cref="Fit"/>: 0 for its least response.</summary>
    public byte[] Add(ReadOnlySpan<int> responses)
    {
        var (least, most) = (int.MaxValue, int.MinValue);
        foreach (var response in responses)
        {
            (least, most) = (Math.Min(least, response), Math.Max(most, response));
        }

        var above = responses.ToArray();
        for (var i = 0; i < above.Length; i++)
        {
            above[i] -= least;
        }

        var points = new byte[above.Length];
        fields.Add((above, points));
        room += above.Length == 0 ? 0 : most - least;
        return points;
    }

    /// <summary>The same where more is never worth less: the points of one, two, and three or more, none being worth 0.</summary>
    public byte[] AddCounted(ReadOnlySpan<int> responses)
    {
        Span<int> rising = stackalloc int[responses.Length];
        responses.CopyTo(rising);
        Rise(rising);
        return Add(rising);
    }

    /// <summary>Lifts each to the greatest before it.</summary>
    public static void Rise(Span<int> responses)
    {
        for (var i = 1; i < responses.Length; i++)
        {
            responses[i] = Math.Max(responses[i], responses[i - 1]);
        }
    }

    /// <summary>Tokens by how many are held; none where that moves a row by less than it costs all rows to look.</summary>
    public static IEnumerable<CoarseHelp> Help(IEnumerable<int> tokens, byte[] points) => points[^1] < LeastHelp ? [] : [new([.. tokens], points)];

    public void Fit()
    {
        foreach (var (above, points) in fields)
        {
            for (var i = 0; i < above.Length; i++)
            {
                points[i] = room == 0 ? (byte)0 : (byte)(above[i] * (long)MostPoints / room);
            }
        }
    }
}
