using System.Runtime.InteropServices;

namespace Pes.Ranking.Text;

/// <summary>
/// The mean of two coders: one that learnt from judged titles, which may come from another country, and one that knows
/// the product's own titles and labels alone. Titles of this country are coded better by both than by either:
/// docs/text.md. ISCO-08 unit groups with confidences that sum to at most 1.
/// </summary>
public sealed class BlendedTitleCoder(TitleCoder plain, LearnedTitleCoder learned)
{
    private const int Considered = 20;

    /// <summary>At most <paramref name="count"/> codes, likeliest first, ties by code; empty where nothing of the title is known.</summary>
    public IReadOnlyList<TitleCode> Code(string title, int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Dictionary<string, double> confidences = new(StringComparer.Ordinal);
        foreach (var proposal in plain.Code(title, Considered).Concat(learned.Code(title, Considered)))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(confidences, proposal.Code, out _) += proposal.Confidence / 2;
        }

        return [.. confidences.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(count).Select(c => new TitleCode(c.Key, c.Value))];
    }
}
