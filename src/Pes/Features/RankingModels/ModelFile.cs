using System.Diagnostics.CodeAnalysis;
using Pes.Ranking.Models;
using Pes.Ranking.Pairs;

namespace Pes.Features.RankingModels;

/// <summary>A model file that was read and checked.</summary>
/// <param name="Ranking">Null where its trees are of a kind that lists are not ranked by.</param>
/// <param name="Checksum">64 hexadecimal digits: the last 32 bytes of the file.</param>
internal sealed record ModelFile(RankingModelFile File, LearnedRanking? Ranking, string Checksum)
{
    private const int ChecksumBytes = 32;

    /// <summary>The names that the columns of a pair have in a file, in their order.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } = [.. PairFeatures.All.Select(f => f.Feature.ToString())];

    /// <summary>False where it is no model, is damaged, or reads other features than a pair has.</summary>
    public static bool TryOpen(byte[] bytes, [NotNullWhen(true)] out ModelFile? opened)
    {
        opened = null;
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            var file = RankingModelFile.Read(stream);
            if (stream.Position == bytes.Length && file.FeatureNames.SequenceEqual(FeatureNames, StringComparer.Ordinal) && file.Bins is null)
            {
                opened = new(file, file.Oblivious is { } trees ? new LearnedRanking(trees) : null, Convert.ToHexStringLower(bytes.AsSpan(bytes.Length - ChecksumBytes)));
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return opened is not null;
    }
}
