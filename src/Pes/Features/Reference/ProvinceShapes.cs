using System.Globalization;
using System.Text;
using System.Text.Json;
using Pes.Platform.Text;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>The outlines of a GeoJSON FeatureCollection whose features carry a province code.</summary>
public sealed class ProvinceShapes
{
    private const int Decimals = 4;

    private const int LongestSource = 200;

    public required string Source { get; init; }

    public required string FileName { get; init; }

    public required string Checksum { get; init; }

    /// <summary>Every feature in order: property <c>code</c> (or <c>iso</c>), and its rings or null where it is no area.</summary>
    public required IReadOnlyList<(string Code, string? Rings)> Features { get; init; }

    /// <param name="path">The GeoJSON file: Polygon or MultiPolygon, longitude and latitude in degrees (RFC 7946).</param>
    /// <param name="source">What stands below the map; the name of the file where it is not given.</param>
    /// <exception cref="IOException">The file is missing or no FeatureCollection.</exception>
    public static ProvinceShapes Open(string path, string? source = null)
    {
        var name = Path.GetFileName(path);
        return ImportFile.Read(path, () =>
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
            {
                throw new InvalidDataException("it is no GeoJSON FeatureCollection.");
            }

            return new ProvinceShapes
            {
                Source = KhmerText.SafeCut(source ?? name, LongestSource),
                FileName = name,
                Checksum = ImportFile.Checksum(path),
                Features = [.. features.EnumerateArray().Select(f => (CodeOf(f), RingsOf(f)))],
            };
        });
    }

    private static string CodeOf(JsonElement feature)
    {
        if (!feature.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return "";
        }

        foreach (var name in (ReadOnlySpan<string>)["code", "iso"])
        {
            if (properties.TryGetProperty(name, out var code) && code.ValueKind == JsonValueKind.String && code.GetString() is { Length: > 0 } text)
            {
                return text;
            }
        }

        return "";
    }

    /// <summary>[[[lon,lat],…],…]: outer rings and holes side by side, to be filled by the even-odd rule; 4 decimals are 11 m.</summary>
    private static string? RingsOf(JsonElement feature)
    {
        if (!feature.TryGetProperty("geometry", out var geometry) || geometry.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var coordinates = geometry.GetProperty("coordinates");
        List<JsonElement>? rings = geometry.GetProperty("type").GetString() switch
        {
            "Polygon" => [.. coordinates.EnumerateArray()],
            "MultiPolygon" => [.. coordinates.EnumerateArray().SelectMany(p => p.EnumerateArray())],
            _ => null,
        };
        return rings is { Count: > 0 } ? $"[{string.Join(',', rings.Select(Ring))}]" : null;
    }

    private static string Ring(JsonElement ring)
    {
        var text = new StringBuilder("[");
        (string Longitude, string Latitude) last = default;
        foreach (var point in ring.EnumerateArray())
        {
            var here = (Rounded(point[0]), Rounded(point[1]));
            if (here != last)
            {
                text.Append(text.Length == 1 ? "" : ",").Append('[').Append(here.Item1).Append(',').Append(here.Item2).Append(']');
            }

            last = here;
        }

        return text.Append(']').ToString();
    }

    private static string Rounded(JsonElement degrees) => Math.Round(degrees.GetDouble(), Decimals).ToString(CultureInfo.InvariantCulture);
}
