using System.Globalization;
using Pes.Platform.Text;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>A district (level 2, code of 4 digits), commune (3, of 6) or village (4, of 8).</summary>
public sealed record GazetteerPlace
{
    public required string Code { get; init; }

    public required int Level { get; init; }

    public required string ParentCode { get; init; }

    public required string ProvinceCode { get; init; }

    public required string TypeEn { get; init; }

    public required string TypeKm { get; init; }

    public required string NameEn { get; init; }

    public required string NameKm { get; init; }

    /// <summary>Keys of <see cref="KhmerText.FoldKey"/> by which names are compared.</summary>
    public required string FoldedEn { get; init; }

    public required string FoldedKm { get; init; }

    /// <summary>Degrees, WGS 84; absent for villages and where the source has none.</summary>
    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public DateOnly? ValidTo { get; init; }
}

/// <summary>
/// The national gazetteer as four CSV files (provinces, districts, communes, villages) with the columns
/// code, parent_code, type_km, type_en, name_km, name_latin, lat, lng.
/// </summary>
public sealed class Gazetteer
{
    private static readonly (string File, int Level)[] Files = [("provinces.csv", 1), ("districts.csv", 2), ("communes.csv", 3), ("villages.csv", 4)];

    private readonly List<(string File, int Level, CsvLine Row)> rows = [];

    public required string Version { get; init; }

    public required string Checksum { get; init; }

    public int Read => rows.Count;

    /// <param name="folder">Holds the four files.</param>
    /// <param name="version">As the publisher names the edition; the folder's name where it is not given.</param>
    /// <exception cref="IOException">A file is missing or is no CSV with these columns.</exception>
    public static Gazetteer Open(string folder, string? version = null)
    {
        var full = Path.GetFullPath(folder);
        string[] paths = [.. Files.Select(f => Path.Combine(full, f.File))];
        if (Array.Find(paths, p => !File.Exists(p)) is { } missing)
        {
            throw new ImportFileException($"{missing} is missing: a gazetteer has {string.Join(", ", Files.Select(f => f.File))}.");
        }

        var gazetteer = new Gazetteer { Version = version ?? Path.GetFileName(full.TrimEnd(Path.DirectorySeparatorChar)), Checksum = ImportFile.Checksum(paths) };
        foreach (var (file, level) in Files)
        {
            var path = Path.Combine(full, file);
            gazetteer.rows.AddRange(ImportFile.Read(path, () =>
            {
                using var stream = File.OpenRead(path);
                return CsvRows.Read(stream).Select(row => (file, level, row)).ToList();
            }));
        }

        return gazetteer;
    }

    /// <summary>
    /// The places that hang together, by code, and the rows that do not: a code of the wrong form, one that stands twice,
    /// one without a name, one whose parent is not there (and so all below a refused one).
    /// </summary>
    /// <param name="provinces">Codes of the provinces the product knows.</param>
    public (IReadOnlyDictionary<string, GazetteerPlace> Places, IReadOnlyList<RefusedRow> Refused) Check(IReadOnlySet<string> provinces)
    {
        var places = new Dictionary<string, GazetteerPlace>(StringComparer.Ordinal);
        List<RefusedRow> refused = [];
        foreach (var (file, level, row) in rows)
        {
            var code = row["code"];
            var parent = row["parent_code"];
            var why = code switch
            {
                _ when code.Length != 2 * level || !code.All(char.IsAsciiDigit) => "bad-code",
                _ when level == 1 => provinces.Contains(code) ? null : "unknown-province",
                _ when places.ContainsKey(code) => "twice",
                _ when row["name_latin"].Length == 0 || row["name_km"].Length == 0 => "no-name",
                _ when code[..^2] != parent || !(level == 2 ? provinces.Contains(parent) : places.ContainsKey(parent)) => "orphan",
                _ => null,
            };
            if (why is not null)
            {
                refused.Add(new RefusedRow(file, row.LineNumber, why, $"{code} {row["name_latin"]} (parent {parent})"));
            }
            else if (level > 1)
            {
                places[code] = Place(level, row);
            }
        }

        return (places, refused);
    }

    private static GazetteerPlace Place(int level, CsvLine row) => new()
    {
        Code = row["code"],
        Level = level,
        ParentCode = row["parent_code"],
        ProvinceCode = row["code"][..2],
        TypeEn = row["type_en"],
        TypeKm = row["type_km"],
        NameEn = row["name_latin"],
        NameKm = row["name_km"],
        FoldedEn = KhmerText.FoldKey(row["name_latin"]),
        FoldedKm = KhmerText.FoldKey(row["name_km"]),
        Latitude = Degrees(row["lat"]),
        Longitude = Degrees(row["lng"]),
    };

    private static double? Degrees(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= 180 ? degrees : null;
}
