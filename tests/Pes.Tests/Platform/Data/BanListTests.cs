using System.Text.RegularExpressions;
using Pes.Platform.Data;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Data;

/// <summary>
/// What both databases may compile and neither should be asked, twins of migrations included, and SQL that is put together at run time. What only one of
/// them reads, or reads otherwise, is found by CatalogueTests and by the rules in TSql.
/// </summary>
public sealed class BanListTests
{
    private static readonly (string Pattern, string Instead)[] Banned =
    [
        (@"\b(CURRENT_TIMESTAMP|GETDATE|GETUTCDATE|SYSUTCDATETIME|SYSDATETIME|strftime|julianday|datetime\(|NEWID|NEWSEQUENTIALID|randomblob)\b", "time and ids are parameters"),
        (@"COLLATE\s+NOCASE", "a folded key stands beside the text"),
        (@"\bN'", "texts are parameters"),
        (@"'[^']*[\u1780-\u17FF][^']*'", "texts are parameters"),
        (@"WITHIN\s+GROUP", "order in C#"),
    ];

    // These write rows by the columns of records of their own; nothing in them comes from a request.
    private static readonly string[] MayBuildText = ["Features/Reference/LoadReference.cs", "Cli/DemoData/"];

    public static TheoryData<string> BadStatements { get; } =
    [
        "SELECT CURRENT_TIMESTAMP", "CREATE TABLE X (At datetime2(3) NOT NULL DEFAULT GETUTCDATE())", "CREATE TABLE X (Name TEXT NOT NULL COLLATE NOCASE)", "SELECT N'ក'",
        "SELECT 1 FROM X WHERE Name = 'ភ្នំពេញ'", "SELECT STRING_AGG(a, ',') WITHIN GROUP (ORDER BY a) FROM X",
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
        // What stands between quotes is emptied unless the rule looks there.
        var text = SqlTexts.WithoutComments(sql);
        var bare = Regex.Replace(text, "'[^'\\u1780-\\u17FF]*'", "''", RegexOptions.None, TimeSpan.FromSeconds(1));
        return from rule in Banned
               let match = Regex.Match(bare, rule.Pattern, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))
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
