// What is checked here came as the argument of a caller, who named it.
#pragma warning disable MA0015
namespace Pes.Ranking.Learning;

/// <summary>Shape of the trees.</summary>
public enum TreeShape : byte
{
    /// <summary>Every node of a level asks the same question, depth 5: the fastest to score and to explain.</summary>
    Oblivious = 0,

    /// <summary>The leaf that gains most is split next, up to a number of leaves.</summary>
    LeafWise = 1,
}

/// <summary>How a ranking is trained. The same rows and options give the same model to the bit, whatever the threads and the machine.</summary>
public sealed record LambdaMartOptions
{
    public TreeShape Shape { get; init; } = TreeShape.Oblivious;

    /// <summary>Trees at most.</summary>
    public int Trees { get; init; } = 200;

    /// <summary>Share of the Newton step that a tree takes.</summary>
    public double Rate { get; init; } = 0.05;

    /// <summary>Leaves of a leaf-wise tree, 2 to 32.</summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Added to the second derivatives of every leaf, as a share of what an average leaf has; draws small leaves to 0.</summary>
    public double Shrinkage { get; init; } = 0.1;

    /// <summary>Least second derivatives of a leaf-wise leaf, as a share of their sum over all rows.</summary>
    public double LeastShare { get; init; } = 0.002;

    /// <summary>Only pairs with one row among this many first places count: the lists that people see are short.</summary>
    public int Truncation { get; init; } = 30;

    /// <summary>Gain of each grade; null: 2^grade - 1.</summary>
    public IReadOnlyList<double>? Gains { get; init; }

    /// <summary>Of each feature: 1 a greater bin never lowers the score, -1 never raises it, 0 free; null: all free.</summary>
    public IReadOnlyList<int>? Monotone { get; init; }

    /// <summary>Share of the features that a tree may ask, drawn anew for each.</summary>
    public double FeatureShare { get; init; } = 0.3;

    /// <summary>Share of the queries that a tree learns from, drawn anew for each.</summary>
    public double QueryShare { get; init; } = 1;

    public ulong Seed { get; init; } = 1;

    /// <summary>Threads at most; the model does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    internal double[] GainTable()
    {
        var table = new double[QueryRows.HighestGrade + 1];
        for (var grade = 0; grade < table.Length; grade++)
        {
            table[grade] = Gains is null ? (1L << grade) - 1 : Gains[Math.Min(grade, Gains.Count - 1)];
        }

        return table;
    }

    internal void Check(int features)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Trees);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Rate);
        ArgumentOutOfRangeException.ThrowIfLessThan(Leaves, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Leaves, 32);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Shrinkage);
        ArgumentOutOfRangeException.ThrowIfNegative(LeastShare);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Truncation);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Threads);
        if (Monotone is { } directions && directions.Count != features)
        {
            throw new ArgumentException($"{directions.Count} directions are not {features} features.");
        }

        if (FeatureShare is not (> 0 and <= 1) || QueryShare is not (> 0 and <= 1))
        {
            throw new ArgumentException("Shares are above 0 and at most 1.");
        }
    }
}
