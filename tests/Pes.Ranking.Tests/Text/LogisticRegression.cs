namespace Pes.Ranking.Tests.Text;

/// <summary>Logistic regression by Newton's method, the squares of all weights but the first held down by a ridge.</summary>
internal static class LogisticRegression
{
    /// <param name="rows">Values, the first of them 1, and whether it is so.</param>
    /// <param name="ridge">Half of it times the sum of squares is taken from the likelihood.</param>
    public static double[] Fit(IReadOnlyList<(double[] Values, bool IsSo)> rows, double ridge)
    {
        var size = rows[0].Values.Length;
        var weights = new double[size];
        for (var step = double.MaxValue; step > 1e-9;)
        {
            var system = new double[size, size + 1];
            for (var i = 1; i < size; i++)
            {
                (system[i, i], system[i, size]) = (ridge, -ridge * weights[i]);
            }

            foreach (var (values, isSo) in rows)
            {
                var probability = Probability(weights, values);
                for (var i = 0; i < size; i++)
                {
                    system[i, size] += ((isSo ? 1 : 0) - probability) * values[i];
                    for (var j = 0; j < size; j++)
                    {
                        system[i, j] += probability * (1 - probability) * values[i] * values[j];
                    }
                }
            }

            var change = Solved(system);
            step = change.Max(Math.Abs);
            weights = [.. weights.Zip(change, (w, c) => w + c)];
        }

        return weights;
    }

    public static double Probability(double[] weights, double[] values) => 1 / (1 + Math.Exp(-weights.Zip(values, (w, v) => w * v).Sum()));

    // Gauss and Jordan; the matrix is positive definite, so the diagonal never vanishes.
    private static double[] Solved(double[,] system)
    {
        var size = system.GetLength(0);
        for (var pivot = 0; pivot < size; pivot++)
        {
            for (var row = 0; row < size; row++)
            {
                var factor = row == pivot ? 0 : system[row, pivot] / system[pivot, pivot];
                for (var column = pivot; column <= size; column++)
                {
                    system[row, column] -= factor * system[pivot, column];
                }
            }
        }

        return [.. Enumerable.Range(0, size).Select(i => system[i, size] / system[i, i])];
    }
}
