using Pes.Ranking.Learning;
using Pes.Ranking.Models;

namespace Pes.Ranking.Tests.Models;

/// <summary>Trees of any shape, with few distinct thresholds so that values often lie right on them.</summary>
internal static class RandomTrees
{
    private static readonly float[] Points = [float.NegativeInfinity, -3.5f, -1f, -0f, 0f, float.Epsilon, 1f, 1.0000001f, 2.25f, 1e30f, float.PositiveInfinity];

    public static TreeEnsemble Ensemble(Draw draw, int features, int trees, int mostLeaves = 32, bool emptyLeaves = false) =>
        new(features, draw.Next(3) - 1, Enumerable.Range(0, trees).Select(_ => Tree(draw, features, 1 + draw.Next(mostLeaves), emptyLeaves)).ToArray());

    public static TreeNodes Tree(Draw draw, int features, int leaves, bool emptyLeaves = false)
    {
        var nodes = leaves - 1;
        int[] left = new int[nodes], right = new int[nodes];
        List<(int Node, bool IsLeft)> open = [];
        for (var node = 0; node < nodes; node++)
        {
            if (node > 0)
            {
                var place = draw.Next(open.Count);
                var (parent, isLeft) = open[place];
                open.RemoveAt(place);
                (isLeft ? left : right)[parent] = node;
            }

            open.AddRange([(node, true), (node, false)]);
        }

        var numbers = draw.Shuffled(leaves);
        for (var i = 0; i < open.Count; i++)
        {
            (open[i].IsLeft ? left : right)[open[i].Node] = ~numbers[i];
        }

        return new()
        {
            Left = left,
            Right = right,
            Features = [.. Enumerable.Range(0, nodes).Select(_ => draw.Next(features))],
            Thresholds = [.. Enumerable.Range(0, nodes).Select(_ => Point(draw))],
            Leaves = [.. Enumerable.Range(0, leaves).Select(_ => (draw.Next(2_000_001) - 1_000_000) / 977_777.0)],
            Cover = [.. Enumerable.Range(0, leaves).Select(_ => emptyLeaves && draw.Next(3) == 0 ? 0 : 1 + draw.Next(500))],
        };
    }

    public static float Point(Draw draw) => Points[draw.Next(Points.Length)];

    public static ObliviousModel Oblivious(Draw draw, int features, int trees, int leafLimit = 500) => new(
        features,
        [.. Enumerable.Range(0, trees * 5).Select(_ => (ushort)draw.Next(features))],
        [.. Enumerable.Range(0, trees * 5).Select(_ => draw.Next(8) == 0 ? byte.MaxValue : (byte)draw.Next(255))],
        [.. Enumerable.Range(0, trees * 32).Select(_ => (short)(draw.Next((2 * leafLimit) + 1) - leafLimit))],
        [.. Enumerable.Range(0, trees * 32).Select(_ => draw.Next(4) == 0 ? 0 : draw.Next(1_000))]);
}
