using Pes.Ranking.Learning;

namespace Pes.Ranking.Tests.Learning;

/// <summary>Made-up judged rows whose grades follow from some of their features.</summary>
internal static class Toy
{
    /// <summary>Grades 0-4 grow with features 0 and 1, fall with 2, and feature 3 is mostly 0; the others say nothing.</summary>
    public static JudgedRows Rows(int queries = 60, int features = 8, ulong seed = 1, int longest = 40)
    {
        var draw = new Draw(seed);
        List<float> values = [];
        List<byte> grades = [];
        List<int> starts = [0];
        for (var query = 0; query < queries; query++)
        {
            for (var row = draw.Next(longest) + 2; row > 0; row--)
            {
                float[] own = [.. Enumerable.Range(0, features).Select(f => f == 3 && draw.Next(10) > 0 ? 0f : draw.Next(1_000) / 100f)];
                var quality = (own[0] * 2) + own[1] - own[2] + own[3] + (draw.Next(100) / 25.0);
                values.AddRange(own);
                grades.Add((byte)Math.Clamp((int)(quality / 6), 0, 4));
            }

            starts.Add(grades.Count);
        }

        return new(features, [.. values], [.. grades], [.. starts]);
    }

    public static BinnedRows Binned(JudgedRows rows) => BinnedRows.Of(rows, FeatureBins.Of(rows));

    public static byte[] RowOf(BinnedRows rows, int row)
    {
        var bins = new byte[rows.Features];
        for (var feature = 0; feature < bins.Length; feature++)
        {
            bins[feature] = rows.Column(feature)[row];
        }

        return bins;
    }
}
