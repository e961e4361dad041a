using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Pes.Platform.Data;

/// <summary>
/// The closed list of what SQLite needs to run the T-SQL of the product (docs/decisions/0002-one-sql-text.md):
/// functions taught to a connection, and phrases replaced once a text.
/// </summary>
public static partial class SqliteDialect
{
    private static readonly ConcurrentDictionary<string, string> Adapted = new(StringComparer.Ordinal);

    /// <summary>The phrases that are replaced; a new one needs a decision record.</summary>
    public static IReadOnlyList<(string TSql, string Sqlite)> Phrases { get; } =
    [
        ("OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY", "LIMIT @Take OFFSET @Skip"),
        (" WITH (UPDLOCK, HOLDLOCK)", ""),
        ("OPENJSON(@Ids)", "json_each(@Ids)"),
    ];

    public static string Adapt(string sql) => Adapted.GetOrAdd(sql, static text =>
    {
        foreach (var (tsql, sqlite) in Phrases)
        {
            text = text.Replace(tsql, sqlite, StringComparison.Ordinal);
        }

        return NVarChar().Replace(text, "AS TEXT)");
    });

    public static void Teach(SqliteConnection connection)
    {
        connection.CreateFunction("LEN", (string? text) => text?.TrimEnd(' ').Length, isDeterministic: true);
        connection.CreateFunction("LEFT", (string? text, int count) => text is null ? null : text[..Math.Min(count, text.Length)], isDeterministic: true);
        connection.CreateFunction("RIGHT", (string? text, int count) => text is null ? null : text[^Math.Min(count, text.Length)..], isDeterministic: true);
        connection.CreateFunction("YEAR", (string? date) => Part(date, 0, 4), isDeterministic: true);
        connection.CreateFunction("MONTH", (string? date) => Part(date, 5, 2), isDeterministic: true);
        connection.CreateFunction("DAY", (string? date) => Part(date, 8, 2), isDeterministic: true);
        connection.CreateFunction("CHARINDEX", (string? part, string? text) =>
            part is null || text is null ? (int?)null : text.IndexOf(part, StringComparison.Ordinal) + 1, isDeterministic: true);
        connection.CreateFunction("DATALENGTH", (byte[]? bytes) => bytes?.Length, isDeterministic: true);
    }

    private static int? Part(string? date, int start, int length) =>
        date is null || date.Length < start + length ? null : int.Parse(date.AsSpan(start, length), provider: System.Globalization.CultureInfo.InvariantCulture);

    // CAST(@x AS nvarchar(200)) would give SQLite a number where the text looks like one.
    [GeneratedRegex(@"AS n?varchar\((\d+|max)\)\)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NVarChar();
}
