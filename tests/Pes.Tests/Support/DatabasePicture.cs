using System.Text.RegularExpressions;
using Pes.Platform.Data;

namespace Pes.Tests.Support;

/// <summary>What stands in every table that requests write, to be compared with what stood there before.</summary>
public sealed partial record DatabasePicture(IReadOnlyDictionary<string, HashSet<string>> Rows)
{
    // Every request leaves its trace here, whatever it did.
    private static readonly HashSet<string> Traces = new(StringComparer.Ordinal)
    {
        "AuditRow", "AuditHead", "Idempotency", "DataProtectionKey", "AccountSession", "ScopeCentre", "SignInFailure", "MatchRun", "MatchRow", "GainRun",
    };

    private const string ReferenceLists = "reference";

    /// <summary>The columns of each table that requests write, code lists left out.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Columns { get; } = Migrator.Shipped(DatabaseKind.Sqlite)
        .Where(m => m.Name != ReferenceLists)
        .SelectMany(m => Table().Matches(m.Sql))
        .Where(t => !Traces.Contains(t.Groups["table"].Value))
        .ToDictionary(
            t => t.Groups["table"].Value,
            t => (IReadOnlyList<string>)[.. Column().Matches(t.Groups["body"].Value).Select(c => c.Groups["column"].Value)],
            StringComparer.Ordinal);

    public static async Task<DatabasePicture> TakeAsync(PesHost host)
    {
        Dictionary<string, HashSet<string>> rows = new(StringComparer.Ordinal);
        return await host.InDatabaseAsync(async db =>
        {
            foreach (var table in Columns.Keys)
            {
                rows[table] = (await db.QueryAsync<object>($"SELECT * FROM {table}")).Select(Text).ToHashSet(StringComparer.Ordinal);
            }

            return new DatabasePicture(rows);
        });

        static string Text(object row) => string.Join('|', ((IDictionary<string, object>)row).Select(c => c.Value is byte[] bytes ? Convert.ToHexString(bytes) : $"{c.Key}={c.Value}"));
    }

    /// <summary>Rows of this picture that an earlier one lacks: new ones, and changed ones as they are now.</summary>
    public IEnumerable<(string Table, string Row)> Since(DatabasePicture earlier) =>
        Rows.SelectMany(t => t.Value.Where(row => !earlier.Rows[t.Key].Contains(row)).Select(row => (t.Key, row)));

    public bool IsSameAs(DatabasePicture other) => Rows.All(t => t.Value.SetEquals(other.Rows[t.Key]));

    [GeneratedRegex(@"CREATE TABLE (?<table>\w+) \((?<body>.*?)\n\);", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Table();

    [GeneratedRegex(@"^    (?<column>(?!CONSTRAINT|PRIMARY|UNIQUE|FOREIGN|CHECK)\w+) ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Column();
}
