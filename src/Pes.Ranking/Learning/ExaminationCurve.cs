namespace Pes.Ranking.Learning;

/// <summary>A row that was shown: its stratum of like relevance, its place from 1, and whether anything was done with it.</summary>
public readonly record struct ShownRow(int Stratum, int Place, bool ActedOn);

/// <summary>
/// How likely a place of a list is looked at: place k with chance k^-power (the position-based model: an action needs a look
/// and relevance, and the two are independent). Rows are weighed by one part in that chance, clipped, so that what stood
/// low counts for those who never saw it (inverse propensity; Joachims, Swaminathan and Schnabel 2017).
/// </summary>
/// <param name="Power">0: all places alike; 1: place k has a k-th of the looks.</param>
/// <param name="Actions">Actions that it was fitted on; 0: it is the default.</param>
public sealed record ExaminationCurve(double Power, int Actions)
{
    /// <summary>Below this the default stands: a curve from a handful of actions is noise.</summary>
    public const int LeastActions = 200;

    public const double DefaultPower = 0.5;

    /// <summary>No row weighs more than this: a few lucky rows at the bottom must not decide.</summary>
    public const double MostWeight = 10;

    private const double Step = 0.05;
    private const double MostPower = 2;

    /// <summary>
    /// The power of the greatest likelihood on a grid of 0.05. Rows of one stratum (the same band of the score that
    /// ordered them) are taken to be equally relevant, so that what remains between places is the look. Actions are
    /// counted as Poisson: n rows of stratum s at place k give n × relevance(s) × k^-power of them.
    /// </summary>
    public static ExaminationCurve Fit(IEnumerable<ShownRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var cells = rows.GroupBy(r => (r.Stratum, r.Place))
            .Select(g => new Cell(g.Key.Stratum, StableMath.Log2(g.Key.Place), g.Count(), g.Count(r => r.ActedOn)))
            .OrderBy(c => c.Stratum).ThenBy(c => c.LogPlace).ToList();
        var actions = cells.Sum(c => c.Acted);
        if (actions < LeastActions)
        {
            return new(DefaultPower, 0);
        }

        var strata = cells.GroupBy(c => c.Stratum).Select(g => g.ToArray()).ToList();
        var (best, bestLikelihood) = (0.0, double.NegativeInfinity);
        for (var step = 0; step * Step <= MostPower; step++)
        {
            var likelihood = strata.Sum(cell => Likelihood(cell, step * Step));
            if (likelihood > bestLikelihood)
            {
                (best, bestLikelihood) = (step * Step, likelihood);
            }
        }

        return new(best, actions);
    }

    /// <summary>Chance that a place is looked at, against the first.</summary>
    public double Chance(int place) => StableMath.Exp(-Power * Ln2 * StableMath.Log2(place));

    /// <summary>For <see cref="BinnedRows.RowWeights"/>.</summary>
    public float Weight(int place) => (float)Math.Min(MostWeight, 1 / Chance(place));

    private const double Ln2 = 0.693147180559945309417;

    // The relevance of the stratum is the one of greatest likelihood for this power: actions by looks. What is the same for all powers is left out.
    private static double Likelihood(Cell[] stratum, double power)
    {
        double looks = 0, logs = 0, acted = 0;
        foreach (var cell in stratum)
        {
            looks += cell.Shown * StableMath.Exp(-power * Ln2 * cell.LogPlace);
            logs -= cell.Acted * power * cell.LogPlace;
            acted += cell.Acted;
        }

        return acted == 0 ? 0 : logs + (acted * StableMath.Log2(acted / looks));
    }

    private readonly record struct Cell(int Stratum, double LogPlace, int Shown, int Acted);
}
