using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Pes.Ranking.Models;
using Pes.Ranking.Pairs;

namespace Pes.Features.RankingModels;

/// <summary>A model file that was read and checked.</summary>
/// <param name="Ranking">Null where its trees cannot rank lists: too large, without the rows that each leaf covers, or of sums too great to be explained.</param>
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
                opened = new(file, RankingOf(file), Convert.ToHexStringLower(bytes.AsSpan(bytes.Length - ChecksumBytes)));
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return opened is not null;
    }

    /// <summary>A model that LightGBM wrote as text, as a file of ours; features are found by their names, in whatever order.</summary>
    /// <param name="dataTo">Last day of the lists that it was trained on, which its own file does not tell.</param>
    /// <exception cref="InvalidDataException">It cannot be read, or reads what is no feature of a pair; the message says which.</exception>
    public static RankingModelFile OfLightGbm(TextReader text, DateOnly dataTo)
    {
        var (trees, names) = LightGbmText.ReadNamed(text);
        string[] columns = [.. FeatureNames];
        int[] places = [.. names.Select(name => Array.IndexOf(columns, name))];
        if (names.Count != trees.Features || places.Contains(-1) || places.Distinct().Count() != places.Length)
        {
            var unknown = names.Where((_, i) => places[i] < 0).Take(5).ToList();
            throw new InvalidDataException(unknown.Count > 0
                ? $"The model reads what is no feature of a pair: {string.Join(", ", unknown)}. Train it with the names that 'pes train rows' writes."
                : "The model does not name each of its features once.");
        }

        var card = new ModelCard { DataTo = dataTo, TrainingRows = 0, TrainingLists = 0 };
        return new() { Version = "lightgbm", Card = ReportText.Of(card), FeatureNames = FeatureNames, Ensemble = trees.Over(columns.Length, places) };
    }

    /// <summary>Features in whose direction a tree fails, by name.</summary>
    public IReadOnlyList<string> BrokenDirections() => [.. (Ranking?.BrokenDirections() ?? []).Select(f => f.ToString())];

    private static LearnedRanking? RankingOf(RankingModelFile file)
    {
        if (file.Oblivious is { } trees)
        {
            return Fits(trees) ? new(OfAllFeatures(trees)) : null;
        }

        try
        {
            return new(file.Ensemble!);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool Fits(ObliviousModel trees) =>
        trees.Leaves.ToArray().Chunk(ObliviousModel.LeavesOfTree).Sum(leaves => (long)leaves.Max(leaf => Math.Abs((int)leaf))) <= GreatestScore;

    private static ObliviousModel OfAllFeatures(ObliviousModel trees) => trees.Features == FeatureNames.Count
        ? trees
        : new(FeatureNames.Count, trees.AskedFeatures.ToArray(), trees.AskedBins.ToArray(), trees.Leaves.ToArray(), trees.Cover.ToArray());
}
