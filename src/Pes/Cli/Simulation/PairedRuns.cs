namespace Pes.Cli.Simulation;

/// <summary>A mean over runs with the interval that holds it with 95 % confidence (Student's t).</summary>
internal sealed record RunMean(double Mean, double Low, double High)
{
    // Two-sided 95 % of Student's t by degrees of freedom from 1.
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045,
    ];

    private const double Normal = 1.960;

    /// <summary>Of one value a run; null where a run has none, or there is one run only.</summary>
    public static RunMean? Of(IReadOnlyList<double> values)
    {
        if (values.Count < 2 || values.Any(v => !double.IsFinite(v)))
        {
            return null;
        }

        var mean = values.Average();
        var error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1) / values.Count);
        var half = error * (values.Count - 2 < Quantiles.Length ? Quantiles[values.Count - 2] : Normal);
        return new(Bench.Rounded(mean), Bench.Rounded(mean - half), Bench.Rounded(mean + half));
    }
}

/// <summary>One measure of one policy.</summary>
/// <param name="AgainstPrior">The differences run by run: both policies had the same people, vacancies and luck. Null for the prior.</param>
internal sealed record PolicyMeasure(string Name, RunMean? Value, RunMean? AgainstPrior);

/// <summary>All measures of one policy over all runs.</summary>
internal sealed record PolicyResult(string Policy, IReadOnlyList<PolicyMeasure> Measures)
{
    public const string Reference = "prior";

    /// <param name="runs">Of each run, each policy's measures by name.</param>
    public static IReadOnlyList<PolicyResult> Of(IReadOnlyList<Dictionary<string, Dictionary<string, double>>> runs) =>
    [
        .. runs[0].Keys.Select(policy => new PolicyResult(
            policy,
            [
                .. runs[0][policy].Keys.Select(name => new PolicyMeasure(
                    name,
                    RunMean.Of([.. runs.Select(r => r[policy][name])]),
                    policy == Reference || !runs[0].TryGetValue(Reference, out var reference) || !reference.ContainsKey(name)
                        ? null
                        : RunMean.Of([.. runs.Select(r => r[policy][name] - r[Reference][name])]))),
            ])),
    ];
}
