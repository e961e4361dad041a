using Pes.Platform.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>A file of advertisements, read but not yet understood.</summary>
public sealed record AdvertisementFile
{
    public const string Camhr = "camhr";

    public const string Csv = "csv";

    public const string HrOpen = "hropen";

    public static readonly IReadOnlyList<string> Formats = [Camhr, Csv, HrOpen];

    public required string Name { get; init; }

    public required string Format { get; init; }

    public required string Checksum { get; init; }

    public required IReadOnlyList<Advertisement> Advertisements { get; init; }

    /// <param name="path">A CSV file in UTF-8 with a header, or HR Open positions as JSON.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="map">The columns of a CSV file of format <c>csv</c>.</param>
    /// <exception cref="IOException">The file is missing, malformed, or lacks a column of the map.</exception>
    public static AdvertisementFile Open(string path, string format, ColumnMap? map = null) => ImportFile.Read(path, () => new AdvertisementFile
    {
        Name = Path.GetFileName(path),
        Format = format,
        Checksum = ImportFile.Checksum(path),
        Advertisements = format switch
        {
            Camhr => Rows(path, ColumnMap.Camhr),
            Csv => Rows(path, map ?? throw new ImportFileException("The format csv needs a column map: --map FILE.")),
            HrOpen => HrOpenPositions.Read(File.ReadAllBytes(path)),
            _ => throw new ImportFileException($"\"{format}\" is no format; choose {string.Join(", ", Formats)}."),
        },
    });

    private static List<Advertisement> Rows(string path, ColumnMap map)
    {
        using var stream = File.OpenRead(path);
        List<Advertisement> rows = [];
        foreach (var row in CsvRows.Read(stream))
        {
            if (rows.Count == 0 && map.MissingFrom(row.Fields.Keys) is { Count: > 0 } missing)
            {
                throw new ImportFileException($"{Path.GetFileName(path)} has no column {string.Join(", ", missing.Select(m => $"\"{m}\""))}.");
            }

            rows.Add(map.Read(row));
        }

        return rows;
    }
}
