using System.Text;
using CsvHelper;

namespace Pes.Platform.Text;

/// <summary>One row of a CSV file: its line in the file (1 is the header) and its fields by column name.</summary>
public sealed record CsvLine(long LineNumber, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>The field, trimmed; empty where the column or the field is missing.</summary>
    public string this[string column] => Fields.TryGetValue(column, out var text) ? text.Trim() : "";
}

/// <summary>Reads CSV with a header row: UTF-8, quoted fields may hold line breaks.</summary>
public static class CsvRows
{
    /// <exception cref="CsvFormatException">The file is not CSV, for example an open quote at its end.</exception>
    public static IEnumerable<CsvLine> Read(Stream stream)
    {
        var options = new CsvReaderOptions { HasHeader = true, AllowLineBreaksInQuotes = true, TrackLineNumbers = true, Encoding = Encoding.UTF8 };
        using var csv = CsvReader.Create(stream, options, leaveOpen: true);
        csv.ReadHeader();
        string[] columns = [.. csv.Headers];
        while (csv.Read())
        {
            var fields = new Dictionary<string, string>(columns.Length, StringComparer.Ordinal);
            for (var i = 0; i < columns.Length && i < csv.FieldCount; i++)
            {
                fields[columns[i]] = csv.GetString(i);
            }

            yield return new CsvLine(csv.LineNumber, fields);
        }
    }
}
