using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Pes.Ranking.Learning;

namespace Pes.Ranking.Models;

/// <summary>
/// A model as a file. All numbers are little endian, a text is UTF-8 behind its length in bytes, an array its values behind their number (int32 both).
/// Layout: <c>"PESRANK" 0</c> (8 bytes); format version (int32, now 1); length of the content (int32); content; SHA-256 of all before it (32 bytes).
/// Content: version and card as texts; number of features and their names as texts; 1 and an array of float bounds a feature, or 0; then kind 1
/// (oblivious: arrays over all trees of features asked, uint16, of bins, bytes, of leaves, int16, and of covers, int32) or kind 2 (ensemble: bias as
/// double, number of trees, of each the arrays left, right, features as int32, thresholds as floats, leaves as doubles, 1 or 0 whether the covers are
/// known, and their array). docs/learning.md has the same as a table.
/// </summary>
public sealed record RankingModelFile
{
    private const int FormatVersion = 1;
    private const int MostBytes = 1 << 28;
    private static readonly byte[] Magic = "PESRANK\0"u8.ToArray();

    /// <summary>The name that stands with every run that the model ranked.</summary>
    public required string Version { get; init; }

    /// <summary>What was trained on what and how it fared, as the writer puts it (JSON).</summary>
    public required string Card { get; init; }

    /// <summary>One a feature, in the order of the rows.</summary>
    public required IReadOnlyList<string> FeatureNames { get; init; }

    /// <summary>Where values are cut before an oblivious model reads them; null: rows come as bins, or are not cut.</summary>
    public FeatureBins? Bins { get; init; }

    /// <summary>The trees: these or an ensemble.</summary>
    public ObliviousModel? Oblivious { get; init; }

    /// <summary>The trees: these or an oblivious model.</summary>
    public TreeEnsemble? Ensemble { get; init; }

    /// <returns>The checksum, 64 hexadecimal digits: it names the model wherever it is kept.</returns>
    public string Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            WriteContent(writer);
        }

        var bytes = new byte[Magic.Length + 8 + content.Length];
        Magic.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), (int)content.Length);
        content.GetBuffer().AsSpan(0, (int)content.Length).CopyTo(bytes.AsSpan(16));
        var checksum = SHA256.HashData(bytes);
        stream.Write(bytes);
        stream.Write(checksum);
        return Convert.ToHexStringLower(checksum);
    }

    /// <exception cref="InvalidDataException">It is no model, is of a later format, or is damaged.</exception>
    public static RankingModelFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var head = new byte[16];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan(0, 8).SequenceEqual(Magic))
        {
            throw new InvalidDataException("This is not a ranking model.");
        }

        if (BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(8)) is var format && format != FormatVersion)
        {
            throw new InvalidDataException($"The model is of format {format}; this program reads format {FormatVersion}.");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(12));
        var bytes = new byte[length is >= 0 and <= MostBytes ? 16 + length + SHA256.HashSizeInBytes : throw Damaged()];
        head.CopyTo(bytes, 0);
        if (stream.ReadAtLeast(bytes.AsSpan(16), bytes.Length - 16, throwOnEndOfStream: false) < bytes.Length - 16
            || !SHA256.HashData(bytes.AsSpan(0, 16 + length)).AsSpan().SequenceEqual(bytes.AsSpan(16 + length)))
        {
            throw Damaged();
        }

        try
        {
            return new Content(bytes.AsMemory(16, length)).File();
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            throw new InvalidDataException("The model says what cannot be.", exception);
        }
    }

    private static InvalidDataException Damaged() => new("The model is damaged: its checksum or length is wrong.");

    private void WriteContent(BinaryWriter writer)
    {
        var features = Oblivious?.Features ?? Ensemble?.Features ?? throw new InvalidOperationException("A model has trees of one kind.");
        if (FeatureNames.Count != features || (Bins is { } cut && cut.Features != features) || (Oblivious is not null && Ensemble is not null))
        {
            throw new InvalidOperationException($"The names or bounds are not those of {features} features, or there are trees of two kinds.");
        }

        Text(writer, Version);
        Text(writer, Card);
        writer.Write(features);
        foreach (var name in FeatureNames)
        {
            Text(writer, name);
        }

        writer.Write((byte)(Bins is null ? 0 : 1));
        for (var feature = 0; Bins is not null && feature < features; feature++)
        {
            Array(writer, Bins.Bounds(feature));
        }

        writer.Write((byte)(Oblivious is not null ? 1 : 2));
        if (Oblivious is { } oblivious)
        {
            Array(writer, oblivious.AskedFeatures);
            Array(writer, oblivious.AskedBins);
            Array(writer, oblivious.Leaves);
            Array(writer, oblivious.Cover);
            return;
        }

        writer.Write(Ensemble!.Bias);
        writer.Write(Ensemble.Trees.Count);
        foreach (var tree in Ensemble.Trees)
        {
            Array<int>(writer, tree.Left);
            Array<int>(writer, tree.Right);
            Array<int>(writer, tree.Features);
            Array<float>(writer, tree.Thresholds);
            Array<double>(writer, tree.Leaves);
            writer.Write((byte)(tree.Cover is null ? 0 : 1));
            Array<int>(writer, tree.Cover ?? []);
        }
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    // The bytes in memory are those of the file on every processor that .NET runs on.
    private static void Array<T>(BinaryWriter writer, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Reads what has a right checksum; lengths are held against what is left all the same.</summary>
    private sealed class Content(ReadOnlyMemory<byte> content)
    {
        private ReadOnlyMemory<byte> rest = content;

        public RankingModelFile File()
        {
            var (version, card) = (Text(), Text());
            var names = new string[Count(4)];
            for (var i = 0; i < names.Length; i++)
            {
                names[i] = Text();
            }

            FeatureBins? bins = null;
            if (One<byte>() == 1)
            {
                bins = FeatureBins.FromBounds([.. names.Select(_ => Many<float>())]);
            }

            var isOblivious = One<byte>() == 1;
            var file = new RankingModelFile
            {
                Version = version,
                Card = card,
                FeatureNames = names,
                Bins = bins,
                Oblivious = isOblivious ? new(names.Length, Many<ushort>(), Many<byte>(), Many<short>(), Many<int>()) : null,
                Ensemble = isOblivious ? null : Ensemble(names.Length),
            };
            return rest.IsEmpty ? file : throw new InvalidDataException("There is more than a model.");
        }

        private TreeEnsemble Ensemble(int features)
        {
            var bias = One<double>();
            var trees = new TreeNodes[Count(25)];
            for (var i = 0; i < trees.Length; i++)
            {
                var tree = new TreeNodes { Left = Many<int>(), Right = Many<int>(), Features = Many<int>(), Thresholds = Many<float>(), Leaves = Many<double>() };
                var knowsCover = One<byte>() == 1;
                var cover = Many<int>();
                trees[i] = knowsCover ? tree with { Cover = cover } : tree;
            }

            return new(features, bias, trees);
        }

        private string Text() => Encoding.UTF8.GetString(Many<byte>());

        private int Count(int leastBytes)
        {
            var count = One<int>();
            return count >= 0 && (long)count * leastBytes <= rest.Length ? count : throw new InvalidDataException("A length goes beyond the end.");
        }

        private T One<T>()
            where T : unmanaged
        {
            var value = MemoryMarshal.Read<T>(rest.Span);
            rest = rest[Marshal.SizeOf<T>()..];
            return value;
        }

        private T[] Many<T>()
            where T : unmanaged
        {
            var bytes = Count(Marshal.SizeOf<T>()) * Marshal.SizeOf<T>();
            var values = MemoryMarshal.Cast<byte, T>(rest.Span[..bytes]).ToArray();
            rest = rest[bytes..];
            return values;
        }
    }
}
