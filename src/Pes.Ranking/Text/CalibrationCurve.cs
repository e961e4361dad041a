namespace Pes.Ranking.Text;

/// <summary>
/// From a score to the share that was right at that score: isotonic regression (pool adjacent violators, Ayer and others
/// 1955) over groups of at least 50 answers, straight lines between the means of the pools. Never falls.
/// </summary>
internal sealed class CalibrationCurve
{
    private const int Smallest = 50;

    private readonly double[] _scores;
    private readonly double[] _shares;

    /// <param name="answers">Scores from 0 to 1 of answers, and whether each was right. Without any the curve is the diagonal.</param>
    public CalibrationCurve(IEnumerable<(double Score, bool Right)> answers)
    {
        (double Score, bool Right)[] sorted = [.. answers.OrderBy(a => a.Score).ThenBy(a => a.Right)];
        List<(double Scores, double Rights, int Count)> pools = [];
        for (var start = 0; start < sorted.Length;)
        {
            var end = sorted.Length - start < 2 * Smallest ? sorted.Length : start + Smallest;
            while (end < sorted.Length && sorted[end].Score == sorted[end - 1].Score)
            {
                end++;
            }

            (double Scores, double Rights, int Count) pool = (0, 0, end - start);
            foreach (var (score, right) in sorted.AsSpan(start, end - start))
            {
                pool.Scores += score;
                pool.Rights += right ? 1 : 0;
            }

            start = end;
            while (pools is [.., var last] && last.Rights * pool.Count >= pool.Rights * last.Count)
            {
                pool = (pool.Scores + last.Scores, pool.Rights + last.Rights, pool.Count + last.Count);
                pools.RemoveAt(pools.Count - 1);
            }

            pools.Add(pool);
        }

        _scores = [0, .. pools.Select(p => p.Scores / p.Count), 1];
        _shares = [0, .. pools.Select(p => p.Rights / p.Count), pools is [.., var top] ? top.Rights / top.Count : 1];
    }

    /// <summary>Proposals for one title, the likeliest first, with the share that was right at such a score; they sum to at most 1.</summary>
    public List<TitleCode> Of(IEnumerable<(string Code, double Score)> proposals)
    {
        List<TitleCode> best = [.. proposals.Select(p => new TitleCode(p.Code, At(p.Score)))];
        var rest = best.Skip(1).Sum(b => b.Confidence);
        var room = best.Count > 0 && rest > 0 ? Math.Min(1, (1 - best[0].Confidence) / rest) : 1;
        return [.. best.Select((b, i) => i == 0 ? b : b with { Confidence = b.Confidence * room })];
    }

    /// <summary>The share, 0 to 1, for a score from 0 to 1.</summary>
    public double At(double score)
    {
        var next = 1;
        while (next < _scores.Length - 1 && _scores[next] < score)
        {
            next++;
        }

        var (from, to) = (_scores[next - 1], _scores[next]);
        var along = to > from ? Math.Clamp((score - from) / (to - from), 0, 1) : 1;
        return _shares[next - 1] + (along * (_shares[next] - _shares[next - 1]));
    }
}
