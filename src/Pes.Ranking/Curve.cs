namespace Pes.Ranking;

/// <summary>A monotone line through points, in whole numbers; flat before the first and after the last point.</summary>
internal sealed class Curve(params (int X, int Y)[] points)
{
    public int At(long x)
    {
        if (x <= points[0].X)
        {
            return points[0].Y;
        }

        for (var i = 1; i < points.Length; i++)
        {
            var (endX, endY) = points[i];
            if (x <= endX)
            {
                var (startX, startY) = points[i - 1];
                return startY + (int)((endY - startY) * (x - startX) / (endX - startX));
            }
        }

        return points[^1].Y;
    }
}
