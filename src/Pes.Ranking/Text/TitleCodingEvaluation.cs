namespace Pes.Ranking.Text;

/// <summary>How well a coder codes titles whose code is known.</summary>
public sealed record TitleCodingEvaluation
{
    /// <summary>Number of titles judged, repeats included.</summary>
    public required int Titles { get; init; }

    /// <summary>Share (0 to 1) whose first proposal agrees in the first digit, the first two, three, all four.</summary>
    public required IReadOnlyList<double> AgreeingDigits { get; init; }

    /// <summary>Share whose first proposal is the whole code: <see cref="AgreeingDigits"/>'s last for ISCO, the only one for other codes.</summary>
    public required double Right { get; init; }

    /// <summary>Share with the right code among the first five proposals.</summary>
    public required double RightInFive { get; init; }

    /// <summary>Mean of 1 / rank of the right code, 0 where it is not among the first ten.</summary>
    public required double MeanReciprocalRank { get; init; }

    /// <summary>Share coded at all: a title without a known word has no proposal.</summary>
    public required double Coded { get; init; }

    /// <summary>By tenth of the stated confidence: number of titles, mean confidence, share that was right.</summary>
    public required IReadOnlyList<ConfidenceBand> Bands { get; init; }

    /// <summary>Mean distance between stated confidence and share right, weighted by titles (expected calibration error).</summary>
    public double CalibrationError => Bands.Sum(b => b.Titles * Math.Abs(b.MeanConfidence - b.Right)) / Math.Max(1, Bands.Sum(b => b.Titles));

    /// <summary>Codes every pair's title and compares; repeats weigh as often as they occur.</summary>
    /// <param name="code">Proposals for a title, likeliest first, at most as many as asked for.</param>
    /// <param name="pairs">Titles with their right code.</param>
    public static TitleCodingEvaluation Of(Func<string, int, IReadOnlyList<TitleCode>> code, IEnumerable<TitleExample> pairs)
    {
        var agreeing = new int[4];
        int titles = 0, right = 0, inFive = 0, coded = 0;
        var reciprocal = 0d;
        var bands = new (int Titles, double Confidence, int Right)[10];
        var judged = pairs.GroupBy(p => p).OrderBy(g => g.Key.Title, StringComparer.Ordinal)
            .AsParallel().AsOrdered().Select(g => (g.Key, Weight: g.Count(), Proposals: code(g.Key.Title, 10)));
        foreach (var (pair, weight, proposals) in judged)
        {
            titles += weight;
            if (proposals.Count == 0)
            {
                continue;
            }
            coded += weight;
            var rank = 1 + proposals.TakeWhile(p => !string.Equals(p.Code, pair.Code, StringComparison.Ordinal)).Count();
            reciprocal += rank <= proposals.Count ? weight / (double)rank : 0;
            inFive += rank <= Math.Min(5, proposals.Count) ? weight : 0;
            right += rank == 1 ? weight : 0;
            var shared = proposals[0].Code.AsSpan().CommonPrefixLength(pair.Code);
            for (var digits = 0; digits < Math.Min(shared, agreeing.Length); digits++)
            {
                agreeing[digits] += weight;
            }
            ref var band = ref bands[Math.Min(9, (int)(proposals[0].Confidence * 10))];
            band = (band.Titles + weight, band.Confidence + (weight * proposals[0].Confidence), band.Right + (rank == 1 ? weight : 0));
        }
        var all = (double)Math.Max(1, titles);
        return new()
        {
            Titles = titles,
            AgreeingDigits = Array.ConvertAll(agreeing, n => n / all),
            Right = right / all,
            RightInFive = inFive / all,
            MeanReciprocalRank = reciprocal / all,
            Coded = coded / all,
            Bands = [.. bands.Where(b => b.Titles > 0).Select(b => new ConfidenceBand(b.Titles, b.Confidence / b.Titles, b.Right / (double)b.Titles))],
        };
    }
}

/// <summary>Titles of about one stated confidence.</summary>
public sealed record ConfidenceBand(int Titles, double MeanConfidence, double Right);
