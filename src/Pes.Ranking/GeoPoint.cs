using System.Runtime.InteropServices;

namespace Pes.Ranking;

/// <summary>A place in ten-thousandths of a degree (11 m): whole numbers, so that a distance has the same bits everywhere.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GeoPoint(int LatitudeE4, int LongitudeE4)
{
    private const long HalfTurn = 3_600_000;

    /// <summary>From degrees north and east.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not on the globe, or not a number.</exception>
    public static GeoPoint FromDegrees(double latitude, double longitude)
    {
        // Written so that NaN is refused too.
        if (!(Math.Abs(latitude) <= 90))
        {
            throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "Degrees north, -90 to 90.");
        }

        if (!(Math.Abs(longitude) <= 180))
        {
            throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "Degrees east, -180 to 180.");
        }

        return new((int)Math.Round(latitude * 10_000), (int)Math.Round(longitude * 10_000));
    }

    /// <summary>
    /// Distance as the crow flies, whole km, rounded down. Plane approximation at the mean latitude with Bhaskara's
    /// rational cosine: within 0.3 % inside a country of Cambodia's size; not for places across the 180th meridian.
    /// </summary>
    public static int Kilometres(GeoPoint a, GeoPoint b)
    {
        // The sum of two latitudes in 1/10,000 degree is their mean in 1/20,000 degree; HalfTurn is 180° in that unit.
        long meanLatitude = a.LatitudeE4 + b.LatitudeE4;
        const long Square = HalfTurn * HalfTurn;
        var cosineE5 = (Square - (4 * meanLatitude * meanLatitude)) * 100_000 / (Square + (meanLatitude * meanLatitude));

        long north = a.LatitudeE4 - b.LatitudeE4;
        var east = (a.LongitudeE4 - b.LongitudeE4) * cosineE5 / 100_000;

        // IEEE 754 rounds a square root correctly, so it too is the same on every machine.
        return (int)(Math.Sqrt((north * north) + (east * east)) * 0.0111195);
    }
}
