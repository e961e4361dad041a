using FsCheck.Fluent;
using Xunit;

namespace Pes.Ranking.Tests;

public sealed class GeoPointTests
{
    [Fact]
    public void Distances_inside_the_country_agree_with_the_great_circle() => Given.Holds(
        Given.KnownPlace.SelectMany(_ => Given.KnownPlace, (a, b) => (a, b)),
        pair => Math.Abs(GeoPoint.Kilometres(pair.a, pair.b) - GreatCircle(pair.a, pair.b)) <= 1 + (0.003 * GreatCircle(pair.a, pair.b))
            && GeoPoint.Kilometres(pair.a, pair.b) == GeoPoint.Kilometres(pair.b, pair.a),
        20_000);

    [Theory]
    [InlineData(90.1, 0)]
    [InlineData(0, -180.1)]
    [InlineData(double.NaN, 0)]
    [InlineData(0, double.PositiveInfinity)]
    public void A_point_off_the_globe_is_refused(double latitude, double longitude) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GeoPoint.FromDegrees(latitude, longitude));

    /// <summary>Haversine formula on a sphere of 6,371 km.</summary>
    private static double GreatCircle(GeoPoint a, GeoPoint b)
    {
        var (latA, latB) = (Radians(a.LatitudeE4), Radians(b.LatitudeE4));
        var north = Math.Sin((latA - latB) / 2);
        var east = Math.Sin((Radians(a.LongitudeE4) - Radians(b.LongitudeE4)) / 2);
        return 2 * 6371 * Math.Asin(Math.Sqrt((north * north) + (Math.Cos(latA) * Math.Cos(latB) * east * east)));
    }

    private static double Radians(int e4) => e4 * Math.PI / 1_800_000;
}
