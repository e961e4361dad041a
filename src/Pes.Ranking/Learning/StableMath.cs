namespace Pes.Ranking.Learning;

/// <summary>
/// Exponential and logarithm from + - × ÷ alone. IEEE 754 fixes the bits of those four on every machine; of
/// <see cref="Math.Exp"/> and <see cref="Math.Log2(double)"/> it does not, and a model must not depend on who trained it.
/// </summary>
internal static class StableMath
{
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Log2E = 1.44269504088896340736;

    /// <summary>e to the x within 2 units of the last place; x is held between -700 and 700.</summary>
    public static double Exp(double x)
    {
        x = Math.Clamp(x, -700, 700);
        var power = Math.Round(x * Log2E);
        var rest = x - (power * Ln2High) - (power * Ln2Low);

        // |rest| <= ln 2 / 2, where 13 terms of the power series reach double precision.
        var sum = 1.0;
        for (var term = 13; term >= 1; term--)
        {
            sum = 1 + (sum * rest / term);
        }

        return sum * BitConverter.Int64BitsToDouble(((long)power + 1023) << 52);
    }

    /// <summary>Logarithm to base 2 of a positive normal number, by the series of the inverse hyperbolic tangent.</summary>
    public static double Log2(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | (1023L << 52));
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        var ratio = (mantissa - 1) / (mantissa + 1);
        var square = ratio * ratio;
        var sum = 0.0;
        for (var odd = 23; odd >= 1; odd -= 2)
        {
            sum = (sum * square) + (1.0 / odd);
        }

        return exponent + (2 * ratio * sum * Log2E);
    }
}
