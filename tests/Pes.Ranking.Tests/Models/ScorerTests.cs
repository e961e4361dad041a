using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Xunit;

namespace Pes.Ranking.Tests.Models;

public sealed class ScorerTests
{
    private static readonly int[] Sizes = [0, 1, 31, 64, 65, 500, 512, 513, 1_100];

    [Fact]
    public void Rows_as_bits_score_as_walking_the_nodes_does_to_the_bit()
    {
        var draw = new Draw(1);
        foreach (var rows in Sizes)
        {
            var ensemble = RandomTrees.Ensemble(draw, features: 1 + draw.Next(12), trees: draw.Next(40));
            var stride = EnsembleScorer.Stride(rows) + (512 * draw.Next(2));
            float[] columns = [.. Enumerable.Range(0, ensemble.Features * stride).Select(_ => RandomTrees.Point(draw))];
            var scores = new float[rows];
            new EnsembleScorer(ensemble).Score(columns, stride, scores);
            for (var row = 0; row < rows; row++)
            {
                float[] own = [.. Enumerable.Range(0, ensemble.Features).Select(f => columns[(f * stride) + row])];
                Assert.Equal(BitConverter.SingleToInt32Bits(ensemble.Score(own)), BitConverter.SingleToInt32Bits(scores[row]));
            }
        }
    }

    [Theory]
    [InlineData(500)]
    [InlineData(32_767)]
    public void Every_path_scores_oblivious_trees_as_the_reference_does(int leafLimit)
    {
        var draw = new Draw(2);
        foreach (var rows in Sizes)
        {
            var model = RandomTrees.Oblivious(draw, features: 1 + draw.Next(12), trees: draw.Next(90), leafLimit);
            var stride = ObliviousScorer.Stride(rows) + (64 * draw.Next(2));
            byte[] columns = [.. Enumerable.Range(0, model.Features * stride).Select(_ => (byte)draw.Next(256))];
            int[] expected = [.. Enumerable.Range(0, rows).Select(row => model.Score(Row(columns, stride, model.Features, row)))];
            var scorer = new ObliviousScorer(model);
            foreach (var path in Paths())
            {
                var scores = new int[rows];
                scorer.Score(columns, stride, scores, path);
                Assert.Equal(expected, scores);
            }
        }
    }

    [Fact]
    public void An_oblivious_model_and_its_nodes_score_alike()
    {
        var draw = new Draw(3);
        var model = RandomTrees.Oblivious(draw, 6, 30);
        var ensemble = model.ToEnsemble();
        for (var i = 0; i < 500; i++)
        {
            byte[] row = [.. Enumerable.Range(0, 6).Select(_ => (byte)draw.Next(256))];
            Assert.Equal(model.Score(row) / 4096f, ensemble.Score([.. row.Select(b => (float)b)]));
        }
    }

    [Fact]
    public void What_is_not_a_number_is_refused()
    {
        var scorer = new EnsembleScorer(RandomTrees.Ensemble(new Draw(1), 2, 3));
        var columns = new float[2 * 512];
        columns[600] = float.NaN;
        Assert.Throws<ArgumentException>(() => scorer.Score(columns, 512, new float[100]));
    }

    [Fact]
    public void Columns_that_are_too_short_are_refused()
    {
        var draw = new Draw(1);
        var (bits, bytes) = (new EnsembleScorer(RandomTrees.Ensemble(draw, 2, 3)), new ObliviousScorer(RandomTrees.Oblivious(draw, 2, 3)));
        Assert.Throws<ArgumentException>(() => bits.Score(new float[1_023], 512, new float[10]));
        Assert.Throws<ArgumentException>(() => bits.Score(new float[4_096], 511, new float[10]));
        Assert.Throws<ArgumentException>(() => bits.Score(new float[4_096], 512, new float[513]));
        Assert.Throws<ArgumentException>(() => bytes.Score(new byte[127], 64, new int[10]));
        Assert.Throws<ArgumentException>(() => bytes.Score(new byte[4_096], 65, new int[10]));
        Assert.Throws<ArgumentException>(() => bytes.Score(new byte[4_096], 64, new int[65]));
    }

    [Fact]
    public void More_leaves_than_planes_can_number_are_refused() =>
        Assert.Throws<ArgumentException>(() => new EnsembleScorer(new(2, 0, [RandomTrees.Tree(new Draw(1), 2, 33)])));

    private static IEnumerable<ObliviousScorer.Path> Paths()
    {
        yield return ObliviousScorer.Path.Plain;
        if (System.Runtime.Intrinsics.X86.Avx2.IsSupported)
        {
            yield return ObliviousScorer.Path.Half;
        }

        if (System.Runtime.Intrinsics.X86.Avx512BW.IsSupported)
        {
            yield return ObliviousScorer.Path.Wide;
        }
    }

    private static byte[] Row(byte[] columns, int stride, int features, int row) =>
        [.. Enumerable.Range(0, features).Select(f => columns[(f * stride) + row])];
}
