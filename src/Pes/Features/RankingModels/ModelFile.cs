using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Pes.Ranking.Models;
using Pes.Ranking.Pairs;

namespace Pes.Features.RankingModels;

/// <summary>A model file that was read and checked.</summary>
/// <param name="Ranking">Null where its trees are of a kind that lists are not ranked by, or their sums too great to be explained.</param>
/// <param name="Checksum">64 hexadecimal digits: the last 32 bytes of the file.</param>
internal sealed record ModelFile(RankingModelFile File, LearnedRanking? Ranking, string Checksum)
{
    private const int LengthAt = 12;
    private const int HeadBytes = 16;
    private const int ChecksumBytes = 32;

    // An explanation is finer than a score by 8 bits, and has to fit into an int.
    private const int GreatestScore = int.MaxValue >> 8;

    /// <summary>The names that the columns of a pair have in a file, in their order.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } = [.. PairFeatures.All.Select(f => f.Feature.ToString())];

    /// <summary>
    /// False where it is no model, is damaged, or reads other features than a pair has. Features are appended and never
    /// renumbered, so a model of an earlier release reads the first of today's, and scores as it did.
    /// </summary>
    public static bool TryOpen(byte[] bytes, [NotNullWhen(true)] out ModelFile? opened)
    {
        opened = null;

        // Before any room is made for what the file says of its length.
        if (bytes.Length < HeadBytes + ChecksumBytes || BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(LengthAt)) != bytes.Length - HeadBytes - ChecksumBytes)
        {
            return false;
        }

        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            var file = RankingModelFile.Read(stream);
            if (file.FeatureNames.SequenceEqual(FeatureNames.Take(file.FeatureNames.Count), StringComparer.Ordinal) && file.Bins is null)
            {
                opened = new(file, file.Oblivious is { } trees && Fits(trees) ? new LearnedRanking(OfAllFeatures(trees)) : null, Convert.ToHexStringLower(bytes.AsSpan(bytes.Length - ChecksumBytes)));
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return opened is not null;
    }

    private static bool Fits(ObliviousModel trees) =>
        trees.Leaves.ToArray().Chunk(ObliviousModel.LeavesOfTree).Sum(leaves => (long)leaves.Max(leaf => Math.Abs((int)leaf))) <= GreatestScore;

    private static ObliviousModel OfAllFeatures(ObliviousModel trees) => trees.Features == FeatureNames.Count
        ? trees
        : new(FeatureNames.Count, trees.AskedFeatures.ToArray(), trees.AskedBins.ToArray(), trees.Leaves.ToArray(), trees.Cover.ToArray());
}
