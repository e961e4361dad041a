using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Xunit;

namespace Pes.Ranking.Tests.Models;

public sealed class RankingModelFileTests
{
    [Fact]
    public void An_oblivious_model_is_read_as_it_was_written()
    {
        var rows = Learning.Toy.Rows(10);
        var bins = FeatureBins.Of(rows);
        var file = Named(RandomTrees.Oblivious(new Draw(1), 8, 5)) with { Bins = bins };
        var read = RankingModelFile.Read(new MemoryStream(Bytes(file)));
        Assert.Equal((file.Version, file.Card), (read.Version, read.Card));
        Assert.Equal(file.FeatureNames, read.FeatureNames);
        Assert.Equal(file.Oblivious!.Leaves.ToArray(), read.Oblivious!.Leaves.ToArray());
        Assert.Equal(file.Oblivious.AskedBins.ToArray(), read.Oblivious.AskedBins.ToArray());
        Assert.Equal(file.Oblivious.AskedFeatures.ToArray(), read.Oblivious.AskedFeatures.ToArray());
        Assert.Equal(file.Oblivious.Cover.ToArray(), read.Oblivious.Cover.ToArray());
        Assert.Equal(Enumerable.Range(0, 8).SelectMany(f => bins.Bounds(f).ToArray()), Enumerable.Range(0, 8).SelectMany(f => read.Bins!.Bounds(f).ToArray()));
        Assert.Null(read.Ensemble);
    }

    [Fact]
    public void An_ensemble_scores_the_same_after_the_way_through_a_file()
    {
        var draw = new Draw(2);
        var ensemble = RandomTrees.Ensemble(draw, 8, 12);
        var trees = ensemble.Trees.Select((t, i) => i % 2 == 0 ? t : t with { Cover = null });
        var file = Named(null) with { Ensemble = new(8, ensemble.Bias, trees) };
        var read = RankingModelFile.Read(new MemoryStream(Bytes(file))).Ensemble!;
        Assert.Equal(file.Ensemble.Trees.Select(t => t.Cover), read.Trees.Select(t => t.Cover));
        for (var i = 0; i < 100; i++)
        {
            float[] row = [.. Enumerable.Range(0, 8).Select(_ => RandomTrees.Point(draw))];
            Assert.Equal(ensemble.Sum(row), read.Sum(row));
        }
    }

    [Fact]
    public void The_checksum_names_the_model()
    {
        var file = Named(RandomTrees.Oblivious(new Draw(1), 8, 5));
        Assert.Equal(file.Write(new MemoryStream()), file.Write(new MemoryStream()));
        Assert.NotEqual(file.Write(new MemoryStream()), (file with { Card = "{}" }).Write(new MemoryStream()));
    }

    [Fact]
    public void Any_byte_that_changes_or_lacks_is_noticed()
    {
        var bytes = Bytes(Named(RandomTrees.Oblivious(new Draw(1), 8, 1)));
        for (var at = 0; at < bytes.Length; at++)
        {
            var spoilt = (byte[])bytes.Clone();
            spoilt[at] ^= 1;
            Assert.Throws<InvalidDataException>(() => RankingModelFile.Read(new MemoryStream(spoilt)));
            Assert.Throws<InvalidDataException>(() => RankingModelFile.Read(new MemoryStream(bytes, 0, at)));
        }
    }

    [Fact]
    public void A_later_format_is_refused_by_its_number()
    {
        var bytes = Bytes(Named(RandomTrees.Oblivious(new Draw(1), 8, 1)));
        bytes[8] = 2;
        Assert.Contains("format 2", Assert.Throws<InvalidDataException>(() => RankingModelFile.Read(new MemoryStream(bytes))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_a_right_checksum_and_says_what_cannot_be_is_refused()
    {
        var bytes = Bytes(Named(RandomTrees.Oblivious(new Draw(1), 8, 1)));
        foreach (var (at, value) in new[] { (16, 255), (19, 127), (bytes.Length - 33, 128) })
        {
            var spoilt = (byte[])bytes.Clone();
            spoilt[at] = (byte)value;
            System.Security.Cryptography.SHA256.HashData(spoilt.AsSpan(0, spoilt.Length - 32)).CopyTo(spoilt, spoilt.Length - 32);
            Assert.Throws<InvalidDataException>(() => RankingModelFile.Read(new MemoryStream(spoilt)));
        }
    }

    [Fact]
    public void A_model_without_trees_or_with_other_names_is_not_written()
    {
        Assert.Throws<InvalidOperationException>(() => Named(null).Write(new MemoryStream()));
        Assert.Throws<InvalidOperationException>(() => Named(RandomTrees.Oblivious(new Draw(1), 7, 1)).Write(new MemoryStream()));
    }

    private static RankingModelFile Named(ObliviousModel? model) => new()
    {
        Version = "learned-1", Card = """{"window":"2026","ទិន្នន័យ":1}""", FeatureNames = [.. Enumerable.Range(0, 8).Select(i => $"feature {i}")], Oblivious = model,
    };

    private static byte[] Bytes(RankingModelFile file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }
}
