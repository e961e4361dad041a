using Pes.Ranking.Learning;

namespace Pes.Ranking.Text;

/// <summary>
/// Proposes occupations for a job title, Khmer or English, from judged titles, the product's own titles and labels of a
/// classification: a geometric mean of the votes of the nearest known titles, of a linear classifier and of what a plain
/// <see cref="TitleCoder"/> reads, which alone learns from titles of other classifications. The share of the first two is learnt on a fifth
/// of the judged titles that all were kept from, as is the curve from score to confidence; then all learn from everything. The same titles in the same order give the same bits. Built once, then immutable and
/// thread-safe. Method and figures: docs/text.md.
/// </summary>
public sealed class LearnedTitleCoder
{
    /// <summary>Fewer judged titles do not suffice to learn the mixture and the confidence.</summary>
    public const int FewestJudged = 1_000;

    private const int Parts = 5;
    private const int Steps = 4;
    private const ulong Seed = 7;
    private const double Least = 1e-6;

    /// <summary>Proposals that are kept of a title that was kept apart.</summary>
    internal const int MostKept = 20;

    private readonly TitleClasses _classes;
    private readonly TitleMembers _members;
    private readonly CalibrationCurve _groupCurve;
    private readonly CalibrationCurve _occupationCurve;

    /// <param name="titles">What is known, at least <see cref="FewestJudged"/> of it judged.</param>
    /// <exception cref="ArgumentException">Too few judged titles.</exception>
    public LearnedTitleCoder(IReadOnlyList<OccupationTitle> titles)
    {
        if (titles.Count(t => t.Source == TitleSource.Judged) < FewestJudged)
        {
            throw new ArgumentException($"A learned coder needs {FewestJudged} judged titles.", nameof(titles));
        }

        _classes = new(titles);
        var kept = titles.ToLookup(t => t.Source == TitleSource.Judged && TitleSplit.Part(t.Title, Parts, Seed) == 0);
        OccupationTitle[] asked = [.. kept[true]];
        var trial = new TitleMembers(_classes, [.. kept[false]]);
        var opinions = Array.ConvertAll(asked, t => trial.Opinion(t.Title));
        NeighbourShare = BestShare(asked, opinions);
        _groupCurve = Curve(asked, opinions, t => t.IscoCode, _classes.ByGroup);
        _occupationCurve = Curve(asked, opinions, t => t.Occupation, _classes.ByOccupation);
        KeptApart = [.. asked.Zip(opinions, (title, opinion) => new KeptTitle(title.Title, title.IscoCode, Best(opinion, MostKept, _classes.ByGroup, _groupCurve)))];
        _members = new TitleMembers(_classes, titles);
    }

    private LearnedTitleCoder(LearnedTitleCoder other, double neighbourShare)
    {
        (_classes, _members, _groupCurve, _occupationCurve) = (other._classes, other._members, other._groupCurve, other._occupationCurve);
        (NeighbourShare, KeptApart) = (neighbourShare, other.KeptApart);
    }

    /// <summary>How much the votes of the neighbours count beside the classifier, 0 to 1.</summary>
    public double NeighbourShare { get; }

    /// <summary>The judged titles that all members were kept from at first, with what was proposed for them then: to calibrate what is made of this coder.</summary>
    internal IReadOnlyList<KeptTitle> KeptApart { get; }

    /// <summary>
    /// At most <paramref name="count"/> ISCO-08 unit groups, likeliest first, ties by code; empty where nothing of the
    /// title is known. The confidence is the share that was right of titles with such a score; of one title they sum to
    /// at most 1.
    /// </summary>
    public IReadOnlyList<TitleCode> Code(string title, int count = 5) => Best(_members.Opinion(title), count, _classes.ByGroup, _groupCurve);

    /// <summary>At most <paramref name="count"/> ESCO occupations by their address, as <see cref="Code"/> does groups.</summary>
    public IReadOnlyList<TitleCode> Occupations(string title, int count = 5) => Best(_members.Opinion(title), count, _classes.ByOccupation, _occupationCurve);

    /// <summary>The same with another share, for an ablation: its confidences are not calibrated.</summary>
    public LearnedTitleCoder WithNeighbourShare(double share) => new(this, share);

    private List<TitleCode> Best(TitleOpinion? opinion, int count, Func<float[], IEnumerable<(string Code, float Mass)>> masses, CalibrationCurve curve)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return opinion is null ? [] : curve.Of(
            masses(opinion.Mixed(NeighbourShare)).OrderByDescending(m => m.Mass).ThenBy(m => m.Code, StringComparer.Ordinal).Take(count).Where(m => m.Mass > 0).Select(m => (m.Code, (double)m.Mass)));
    }

    // The share under which the right groups of the titles kept apart were likeliest.
    private double BestShare(OccupationTitle[] asked, TitleOpinion?[] opinions)
    {
        var (best, likeliest) = (0d, double.MinValue);
        for (var step = 0; step <= Steps; step++)
        {
            var share = step / (double)Steps;
            var likelihood = 0d;
            for (var i = 0; i < asked.Length; i++)
            {
                if (opinions[i] is { } opinion)
                {
                    var right = 0f;
                    foreach (var mass in opinion.Mixed(share).AsSpan(_classes.InGroup(asked[i].IscoCode)))
                    {
                        right += mass;
                    }

                    likelihood += StableMath.Log2(Math.Max(Least, right));
                }
            }

            (best, likeliest) = likelihood > likeliest ? (share, likelihood) : (best, likeliest);
        }

        return best;
    }

    private CalibrationCurve Curve(
        OccupationTitle[] asked, TitleOpinion?[] opinions, Func<OccupationTitle, string?> right, Func<float[], IEnumerable<(string Code, float Mass)>> masses) =>
        new(asked.Zip(opinions).Where(p => p.Second is not null && right(p.First) is not null).Select(p =>
        {
            var (code, mass) = masses(p.Second!.Mixed(NeighbourShare)).OrderByDescending(m => m.Mass).ThenBy(m => m.Code, StringComparer.Ordinal).First();
            return ((double)mass, string.Equals(code, right(p.First), StringComparison.Ordinal));
        }));
}

/// <summary>A judged title that nothing was learnt from when these codes were proposed for it.</summary>
internal sealed record KeptTitle(string Title, string Right, IReadOnlyList<TitleCode> Proposed);
