using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>What a reader typed into a search, as patterns for LIKE on a folded key: at most three words, each found anywhere.</summary>
public static class SearchWords
{
    private const int Most = 3;

    public static IReadOnlyList<string> Of(string? text) =>
    [
        .. (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(KhmerText.FoldKey).Where(key => key.Length > 0).Take(Most)
            .Select(key => $"%{key}%"),
    ];
}
