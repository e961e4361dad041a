using System.Text.RegularExpressions;
using Pes.Platform.Data;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Data;

/// <summary>What compiles on one database and is wrong or different on the other, and SQL that is put together at run time.</summary>
public sealed class BanListTests
{
    // Reserved on SQL Server, free on SQLite: no name of a table, a column or an alias.
    internal const string Reserved =
        "AUTHORIZATION|BACKUP|BREAK|BROWSE|BULK|CHECKPOINT|CLOSE|CLUSTERED|CONTAINS|CONTINUE|CONVERT|CURRENT|CURSOR|DATABASE|"
        + "DEALLOCATE|DECLARE|DENY|DISK|DISTRIBUTED|DOUBLE|DUMP|EXEC|EXECUTE|EXIT|EXTERNAL|FETCH|FILE|FREETEXT|FULL|FUNCTION|GOTO|"
        + "GRANT|IDENTITY|KEY|KILL|LOAD|NATIONAL|OFF|OFFSETS|OPEN|OPTION|OVER|PERCENT|PIVOT|PLAN|PRECISION|PRINT|PROC|PROCEDURE|"
        + "PUBLIC|READ|REPLICATION|RESTORE|RESTRICT|RETURN|REVERT|REVOKE|ROLLBACK|ROWCOUNT|RULE|SAVE|SCHEMA|SHUTDOWN|SOME|"
        + "STATISTICS|TOP|TRAN|TRUNCATE|UNPIVOT|USE|USER|VARYING|VIEW|WHILE|WITHIN";

    private static readonly (string Pattern, string Instead)[] Banned =
    [
        (@"'\s*\+|\+\s*'", "CONCAT joins texts"),
        (@"\|\|", "CONCAT joins texts"),
        (@"\b(CURRENT_TIMESTAMP|GETDATE|GETUTCDATE|SYSUTCDATETIME|SYSDATETIME|strftime|julianday|datetime\(|NEWID|NEWSEQUENTIALID|randomblob)\b", "time and ids are parameters"),
        (@"\b(DATEADD|DATEDIFF|DATEPART|EOMONTH)\b", "dates are reckoned in C#"),
        (@"\b(LOWER|UPPER)\s*\(", "a folded key stands beside the text"),
        (@"FILTER\s*\(\s*WHERE", "CASE inside the aggregate"),
        (@"COLLATE\s+NOCASE", "a folded key stands beside the text"),
        (@"\bLIMIT\b", "OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY"),
        (@"\bN'", "texts are parameters"),
        (@"'[^']*[\u1780-\u17FF][^']*'", "texts are parameters"),
        (@"WITHIN\s+GROUP", "order in C#"),
        (@"\b(MERGE|TOP|OUTPUT|RETURNING|GLOB|WAITFOR|NOLOCK)\b", "see docs/decisions/0002-one-sql-text.md"),
        (@"ON\s+CONFLICT|INSERT\s+OR\s+|CREATE\s+OR\s+ALTER|REPLACE\s+INTO", "UPDATE, then INSERT where no row was there"),
        (@"ORDER\s+BY\s+([\w.\s]+,\s*)*(CASE\s+)?@\w+", "sort orders come from a fixed dictionary of statements"),

        // SQLite takes these; SQL Server refuses the statement, or answers otherwise.
        (@"\b(SUBSTR|INSTR|IFNULL|LENGTH|GROUP_CONCAT|PRINTF|TYPEOF|JSON_EACH|JSON_EXTRACT|HEX|QUOTE|RANDOM|TOTAL|UNIXEPOCH)\s*\(|\bROWID\b", "LEN, LEFT, CHARINDEX, COALESCE, OPENJSON"),
        (@"==|[""`]|\b(TRUE|FALSE|RECURSIVE)\b|\bNULLS\s+(FIRST|LAST)\b|\bNATURAL\s+JOIN\b|\bUSING\s*\(|\bAS\s+(TEXT|BLOB|BOOLEAN)\s*\)", "SQLite's syntax alone"),
        (@"\bIS\s+(?!NULL\b|NOT\s+NULL\b)", "IS asks for NULL alone"),
        (@"\b(COUNT|SUM|MIN|MAX)\s*\((?!\s*CASE\b)[^()]*[=<>,]", "a comparison is no value: CASE WHEN … THEN 1 ELSE 0 END"),
        (@"(\bSELECT|,)\s*(NOT\s+)?EXISTS\s*\(", "a condition is no value: CASE WHEN EXISTS … THEN 1 ELSE 0 END"),
        (@"\bAVG\s*\(", "the mean of whole numbers is whole on SQL Server: SUM and COUNT"),
        (@"\bUPDATE\s+\w+\s+(?!SET\b)\w+|\bDELETE\s+FROM\s+\w+\s+(?!WHERE\b)\w+", "the changed table has no alias"),
        (@"\(\s*SELECT\b[^()]*\bORDER\s+BY\b(?![^()]*\bOFFSET\b)[^()]*\)", "the order stands outside"),
        (@"\b(WHERE|AND|OR|ON|NOT)\s*\(\s*[\w.@]+\s*,[^()]*\)\s*(=|<|>|IN\b)", "column by column"),
        (@"\A(?![\s\S]*\bORDER\s+BY\b)[\s\S]*\bOFFSET\b", "paging needs an order"),
        ($@"(\bAS\s+|\.)({Reserved})\b", "another name"),
        (@"(?<!Id)(?<!\s)\s+IN\s*\(\s*SELECT\s+value\b", "OPENJSON gives ids; its texts have the collation of the database"),
    ];

    // These write rows by the columns of records of their own; nothing in them comes from a request.
    private static readonly string[] MayBuildText = ["Features/Reference/LoadReference.cs", "Cli/DemoData/"];

    public static TheoryData<string> BadStatements { get; } =
    [
        "SELECT NameEn + ' ' + NameKm FROM Employer", "SELECT a || b FROM X", "SELECT CURRENT_TIMESTAMP", "SELECT LOWER(Name) FROM X",
        "SELECT COUNT(*) FILTER (WHERE x = 1) FROM X", "SELECT 1 FROM X WHERE n = 'a' COLLATE NOCASE", "SELECT 1 FROM X LIMIT 5", "SELECT N'ក'",
        "SELECT 1 FROM X WHERE Name = 'ភ្នំពេញ'", "SELECT STRING_AGG(a, ',') WITHIN GROUP (ORDER BY a) FROM X", "SELECT TOP 5 * FROM X",
        "MERGE INTO X USING Y", "SELECT 1 FROM X ORDER BY @Sort", "INSERT OR IGNORE INTO X VALUES (1)", "SELECT DATEADD(day, 1, @Now)", "SELECT 1 FROM X WITH (NOLOCK)",
        "SELECT LENGTH(a) FROM X", "SELECT ROWID FROM X", "SELECT 1 FROM X WHERE a == 1", "SELECT \"a\" FROM X", "SELECT 1 FROM X WHERE a = TRUE", "SELECT a FROM X ORDER BY a NULLS LAST",
        "SELECT CAST(a AS TEXT) FROM X", "SELECT 1 FROM X WHERE a IS @b", "SELECT COUNT(a = 1) FROM X", "SELECT MAX(a, b) FROM X", "SELECT a, EXISTS (SELECT 1 FROM Y) FROM X",
        "SELECT AVG(a) FROM X", "UPDATE X x SET a = 1", "DELETE FROM X x WHERE x.a = 1", "SELECT a FROM (SELECT a FROM X ORDER BY a) x", "SELECT 1 FROM X WHERE (a, b) IN (SELECT c, d FROM Y)",
        "SELECT 1 FROM X WHERE Code IN (SELECT value FROM OPENJSON(@Ids))", "SELECT a FROM X OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY", "SELECT a AS Plan FROM X",
    ];

    public static TheoryData<string> BadSources { get; } =
    [
        "var rows = await db.QueryAsync<Row>($\"SELECT * FROM X WHERE Name = '{name}'\", ct: ct);",
        "await db.ExecuteAsync($\"\"\"\n UPDATE X SET A = 1 WHERE B = {b}\n\"\"\", ct: ct);",
        "var sql = ListSql + \" ORDER BY \" + sort;",
        "var sql = string.Format(ListSql, sort);",
        "var sql = ListSql.Replace(\"{sort}\", sort);",
        "await db.ExecuteAsync(\"DELETE FROM X\", ct: ct);",
    ];

    [Fact]
    public void No_statement_and_no_migration_says_a_banned_phrase()
    {
        var migrations = Enum.GetValues<DatabaseKind>().SelectMany(k => Migrator.Shipped(k).Select(m => new SqlText($"db/{k}/{m.Number:0000}_{m.Name}", m.Sql)));
        var wrong = SqlTexts.All.Concat(migrations).SelectMany(t => Faults(t.Text).Select(f => $"{t.Name}: {f}")).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(BadStatements))]
    public void A_banned_phrase_is_found(string sql) => Assert.NotEmpty(Faults(sql));

    [Fact]
    public void No_statement_is_put_together_at_run_time()
    {
        var files = SourceTree.Files(".cs").Where(f => !MayBuildText.Any(m => f.Contains(m, StringComparison.Ordinal))).ToList();
        Assert.True(files.Count > 50, "The sources are found.");
        var wrong = files.SelectMany(f => Built(File.ReadAllText(f)).Select(b => $"{Path.GetRelativePath(SourceTree.Root, f)}: {b}")).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(BadSources))]
    public void A_statement_put_together_at_run_time_is_found(string source) => Assert.NotEmpty(Built(source));

    [Theory]
    [InlineData("private const string ListSql = $\"\"\"\n SELECT 1 FROM X c WHERE {Scope.SeesCaseSql}\n\"\"\";")]
    [InlineData("throw new CommandException($\"Select a file from {folder} and try again.\");")]
    public void What_the_compiler_joins_from_constants_is_left_alone(string source) => Assert.Empty(Built(source));

    private static IEnumerable<string> Faults(string sql)
    {
        // "55+" is a text, not a sum: what stands between quotes is emptied unless the rule looks there.
        var text = SqlTexts.WithoutComments(sql);
        var bare = Regex.Replace(text, "'[^'\\u1780-\\u17FF]*'", "''", RegexOptions.None, TimeSpan.FromSeconds(1));
        return from rule in Banned
               let match = Regex.Match(bare, rule.Pattern, rule.Pattern.Contains("LIMIT", StringComparison.Ordinal) ? RegexOptions.None : RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))
               where match.Success
               select $"\"{match.Value}\": {rule.Instead}";
    }

    private static IEnumerable<string> Built(string source)
    {
        var text = Regex.Replace(source, @"^\s*//.*$", "", RegexOptions.Multiline, TimeSpan.FromSeconds(1));
        const string Verb = @"\b(SELECT\s[^""]*?\sFROM|INSERT INTO|UPDATE\s+\S+\s+SET|DELETE FROM|ORDER BY)\b";
        foreach (Match match in Regex.Matches(text, "\\$+(?<quote>\"\"\"|\")(?<body>.*?)\\k<quote>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)))
        {
            if (Regex.IsMatch(match.Groups["body"].Value, Verb, RegexOptions.None, TimeSpan.FromSeconds(1)) && !IsConstant(text, match.Index))
            {
                yield return Shown(match.Groups["body"].Value);
            }
        }

        foreach (Match match in Regex.Matches(
            text, @"\w+Sql\s*\+|\+\s*\w+Sql\b|\b(Format|Concat|Join)\([^)]*?\w+Sql\b|\w+Sql\.Replace\(|(Query\w*|Execute\w*|Single\w*|First\w*|Stream\w*)Async(<[^(]*>)?\(\s*""+\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b",
            RegexOptions.None, TimeSpan.FromSeconds(5)))
        {
            if (!IsConstant(text, match.Index))
            {
                yield return Shown(match.Value);
            }
        }
    }

    // The compiler joins constants from constants alone.
    private static bool IsConstant(string text, int at)
    {
        var begin = at == 0 ? -1 : text.LastIndexOfAny([';', '{', '}'], at - 1);
        return text.AsSpan(begin + 1, at - begin - 1).Contains("const string", StringComparison.Ordinal);
    }

    private static string Shown(string text) => text.Trim()[..Math.Min(text.Trim().Length, 120)];
}
