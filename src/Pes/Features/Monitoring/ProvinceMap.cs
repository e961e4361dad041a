using System.Globalization;
using System.Text;
using System.Text.Json;
using Pes.Platform.Data;

namespace Pes.Features.Monitoring;

/// <summary>One province on the map: a path of its boundary, or the place of its tile.</summary>
/// <param name="Code">Of the province.</param>
/// <param name="Path">SVG path data; null on a map of tiles.</param>
/// <param name="X">Centre of the label, in units of the map.</param>
/// <param name="Y">The same, downwards.</param>
/// <param name="Step">Class of its value, 1 to 5; 0 without a value.</param>
public sealed record ProvinceArea(string Code, string? Path, double X, double Y, int Step);

/// <summary>The map of the 25 provinces: from imported boundaries where all are there, else a tile each.</summary>
public sealed record ProvinceMap(double Width, double Height, bool IsTiles, IReadOnlyList<ProvinceArea> Areas, IReadOnlyList<double> Limits)
{
    public const double TileWidth = 116;

    public const double TileHeight = 68;

    private const double MapWidth = 698;

    private const int Steps = 5;

    private const int GridLines = 20;

    // A point nearer than this to the one before adds nothing to see.
    private const double Nearest = 2;

    private const string PlacesSql = "SELECT p.Code, p.TileColumn, p.TileRow, b.Rings FROM Province p LEFT JOIN ProvinceBoundary b ON b.ProvinceCode = p.Code WHERE p.ValidTo IS NULL ORDER BY p.Code";

    private sealed record Place
    {
        public required string Code { get; init; }

        public required int TileColumn { get; init; }

        public required int TileRow { get; init; }

        public string? Rings { get; init; }
    }

    /// <param name="db">Where the boundaries stand.</param>
    /// <param name="values">The value of each province that has one; they are split into five classes of equal size.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async Task<ProvinceMap> DrawAsync(Database db, IReadOnlyDictionary<string, double> values, CancellationToken ct)
    {
        var places = await db.QueryAsync<Place>(PlacesSql, ct: ct);
        var limits = LimitsOf(values.Values);
        int Step(string code) => values.TryGetValue(code, out var value) ? 1 + limits.Count(limit => value >= limit) : 0;
        return places.Count > 0 && places.All(p => p.Rings is not null) ? Boundaries(places, Step, limits) : Tiles(places, Step, limits);
    }

    /// <summary>The lower limits of classes 2 to 5.</summary>
    internal static IReadOnlyList<double> LimitsOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? [] : [.. Enumerable.Range(1, Steps - 1).Select(step => sorted[Math.Min(sorted.Length - 1, step * sorted.Length / Steps)])];
    }

    private static ProvinceMap Tiles(IReadOnlyList<Place> places, Func<string, int> step, IReadOnlyList<double> limits) => new(
        ((places.Count == 0 ? 0 : places.Max(p => p.TileColumn)) + 1) * TileWidth + 2,
        ((places.Count == 0 ? 0 : places.Max(p => p.TileRow)) + 1) * TileHeight + 2,
        true,
        [.. places.Select(p => new ProvinceArea(p.Code, null, 2 + (p.TileColumn * TileWidth), 2 + (p.TileRow * TileHeight), step(p.Code)))],
        limits);

    // Equirectangular, with degrees of longitude shortened as in the middle of the country.
    private static ProvinceMap Boundaries(IReadOnlyList<Place> places, Func<string, int> step, IReadOnlyList<double> limits)
    {
        var shapes = places.Select(p => (p.Code, Rings: JsonSerializer.Deserialize<double[][][]>(p.Rings!)!)).ToList();
        var points = shapes.SelectMany(s => s.Rings).SelectMany(ring => ring).ToList();
        var (west, east, south, north) = (points.Min(p => p[0]), points.Max(p => p[0]), points.Min(p => p[1]), points.Max(p => p[1]));
        var shorten = Math.Cos((south + north) / 2 * Math.PI / 180);
        var scale = MapWidth / ((east - west) * shorten);
        (double X, double Y) At(double[] point) => ((point[0] - west) * shorten * scale, (north - point[1]) * scale);
        return new ProvinceMap(
            MapWidth, Math.Round((north - south) * scale, 1), false,
            [
                // The small last: a province inside another, and its value, stay on top.
                .. shapes.Select(s => (s.Code, s.Rings, Largest: s.Rings.MaxBy(ring => Math.Abs(Area(ring)))!)).OrderByDescending(s => Math.Abs(Area(s.Largest))).Select(shape =>
                {
                    var (x, y) = At(Inmost(shape.Largest));
                    return new ProvinceArea(shape.Code, string.Concat(shape.Rings.Select(ring => PathOf(ring.Select(At)))), Math.Round(x, 1), Math.Round(y, 1), step(shape.Code));
                }),
            ],
            limits);
    }

    private static string PathOf(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        (double X, double Y)? last = null;
        foreach (var (x, y) in points)
        {
            if (last is { } l && Math.Abs(l.X - x) + Math.Abs(l.Y - y) < Nearest)
            {
                continue;
            }

            path.Append(CultureInfo.InvariantCulture, $"{(last is null ? 'M' : 'L')}{x:0} {y:0}");
            last = (x, y);
        }

        return path.Append('Z').ToString();
    }

    private static double Area(double[][] ring)
    {
        var area = 0.0;
        for (var i = 0; i < ring.Length; i++)
        {
            var (a, b) = (ring[i], ring[(i + 1) % ring.Length]);
            area += (a[0] * b[1]) - (b[0] * a[1]);
        }

        return area / 2;
    }

    // Of a grid over the ring the point inside that is farthest from its corners, so that a value stands within a crescent too.
    private static double[] Inmost(double[][] ring)
    {
        var (west, east, south, north) = (ring.Min(p => p[0]), ring.Max(p => p[0]), ring.Min(p => p[1]), ring.Max(p => p[1]));
        var (best, room) = (ring[0], -1.0);
        for (var i = 1; i < GridLines; i++)
        {
            for (var j = 1; j < GridLines; j++)
            {
                double[] point = [west + ((east - west) * i / GridLines), south + ((north - south) * j / GridLines)];
                if (Holds(ring, point) && Room(ring, point) is var here && here > room)
                {
                    (best, room) = (point, here);
                }
            }
        }

        return best;
    }

    // A line eastwards from a point inside crosses the ring an odd number of times.
    private static bool Holds(double[][] ring, double[] point)
    {
        var inside = false;
        for (var i = 0; i < ring.Length; i++)
        {
            var (a, b) = (ring[i], ring[(i + 1) % ring.Length]);
            if (a[1] > point[1] != b[1] > point[1] && point[0] < a[0] + ((point[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0])))
            {
                inside = !inside;
            }
        }

        return inside;
    }

    // A value is twice as wide as it is high: what is near to its left or right is in its way sooner.
    private static double Room(double[][] ring, double[] point) => ring.Min(p => Math.Pow((p[0] - point[0]) / 2, 2) + Math.Pow(p[1] - point[1], 2));
}
