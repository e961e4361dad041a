using System.Runtime.InteropServices;

namespace Pes.Ranking.Text;

/// <summary>
/// The mean of two coders: one that learnt from judged titles, which may come from another country, and one that knows
/// the product's own titles and labels alone. Titles of this country are coded better by both than by either:
/// docs/text.md. ISCO-08 unit groups; the confidence is the share that was right, at such a mean, of the judged titles that the first
/// was kept from, and those of one title sum to at most 1.
/// </summary>
public sealed class BlendedTitleCoder
{
    private const int Considered = LearnedTitleCoder.MostKept;

    private readonly TitleCoder plain;
    private readonly LearnedTitleCoder learned;
    private readonly CalibrationCurve curve;

    /// <param name="plain">Must not know the judged titles.</param>
    public BlendedTitleCoder(TitleCoder plain, LearnedTitleCoder learned)
    {
        ArgumentNullException.ThrowIfNull(plain);
        ArgumentNullException.ThrowIfNull(learned);
        (this.plain, this.learned) = (plain, learned);
        curve = new(learned.KeptApart.SelectMany(kept => Mean(kept.Title, kept.Proposed).Take(1).Select(best => (best.Score, best.Code == kept.Right))));
    }

    /// <summary>At most <paramref name="count"/> codes, likeliest first, ties by code; empty where nothing of the title is known.</summary>
    public IReadOnlyList<TitleCode> Code(string title, int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return curve.Of(Mean(title, learned.Code(title, Considered)).Take(count));
    }

    private IEnumerable<(string Code, double Score)> Mean(string title, IReadOnlyList<TitleCode> learnedCodes)
    {
        Dictionary<string, double> means = new(StringComparer.Ordinal);
        foreach (var proposal in plain.Code(title, Considered).Concat(learnedCodes))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(means, proposal.Code, out _) += proposal.Confidence / 2;
        }

        return means.OrderByDescending(m => m.Value).ThenBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, m.Value));
    }
}
