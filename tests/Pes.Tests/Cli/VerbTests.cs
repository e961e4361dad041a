using Dapper;
using Microsoft.Data.Sqlite;
using Pes.Tests.Support;

namespace Pes.Tests.Cli;

/// <summary>The verbs as processes: exit codes, one line a failure, backup and restore.</summary>
public sealed class VerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pes-verbs-").FullName;

    [Fact]
    public async Task A_database_is_migrated_checked_backed_up_and_restored()
    {
        var (missing, said) = await ProductProcess.RunAsync(folder, "check");
        Assert.True(missing == 1 && said.Contains("run 'pes migrate'", StringComparison.Ordinal), said);

        Assert.Equal(0, (await ProductProcess.RunAsync(folder, "migrate")).Code);
        var (again, output) = await ProductProcess.RunAsync(folder, "migrate");
        Assert.True(again == 0 && output.Contains("up to date", StringComparison.Ordinal) && output.Contains("0 new, 0 closed", StringComparison.Ordinal), output);

        var copy = Path.Combine(folder, "backup.db");
        Assert.Equal(0, (await ProductProcess.RunAsync(folder, "backup", copy)).Code);
        await AssertFailsAsync("name a new file", "backup", copy);
        Execute("UPDATE Province SET NameEn = 'changed'");
        await AssertFailsAsync("--replace", "restore", copy);
        await AssertFailsAsync("is no backup", "restore", ProductProcess.Host, "--replace");
        using (var held = Open())
        {
            held.Execute("SELECT COUNT(*) FROM Province");
            held.Execute("BEGIN IMMEDIATE");
            await AssertFailsAsync("stop the product first", "restore", copy, "--replace");
        }

        Assert.Equal(25, Count("SELECT COUNT(*) FROM Province WHERE NameEn = 'changed'"));
        var (restored, words) = await ProductProcess.RunAsync(folder, "restore", copy, "--replace");
        Assert.True(restored == 0, words);
        Assert.Equal(0, Count("SELECT COUNT(*) FROM Province WHERE NameEn = 'changed'"));

        var (code, lines) = await ProductProcess.RunAsync(folder, "check");
        Assert.True(code == 0, lines);
        Assert.Equal("settings database migrations keys certificate audit outbox", string.Join(' ', lines.Split('\n').Select(l => l[6..].Split(' ')[0])));

        Execute("UPDATE AuditRow SET Operation = 'nothing' WHERE Sequence = 1");
        (code, lines) = await ProductProcess.RunAsync(folder, "check");
        Assert.True(code == 1 && lines.Contains("FAIL  audit       row 1 was changed", StringComparison.Ordinal), lines);
    }

    [Fact]
    public async Task Accounts_are_made_and_disabled_and_what_is_wrong_is_said()
    {
        Assert.Equal(0, (await ProductProcess.RunAsync(folder, "migrate")).Code);
        var (code, output) = await ProductProcess.RunAsync(folder, "user", "add", "--admin", "--name", "first.admin");
        Assert.True(code == 0 && output.Contains("/invitation/", StringComparison.Ordinal), output);
        Assert.Equal(1, Count("SELECT COUNT(*) FROM Account WHERE UserName = 'first.admin' AND Role = 'Administrator' AND ScopeKind = 'nation'"));
        Assert.Equal(1, Count("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'invite-account'"));

        (code, output) = await ProductProcess.RunAsync(folder, "user", "add", "--name", "kim.dara", "--role", "Counsellor", "--centre", "15", "--language", "en");
        Assert.True(code == 0, output);
        Assert.Equal(1, Count("SELECT COUNT(*) FROM Account a JOIN Centre c ON c.Id = a.CentreId WHERE a.UserName = 'kim.dara' AND c.ProvinceCode = '15'"));
        await AssertFailsAsync("UserName", "user", "add", "--admin", "--name", "FIRST.admin");
        await AssertFailsAsync("There is no job centre 99", "user", "add", "--name", "x", "--role", "Counsellor", "--centre", "99");
        await AssertFailsAsync("Say --role ROLE or --admin", "user", "add", "--name", "x");

        (code, output) = await ProductProcess.RunAsync(folder, "user", "disable", "Kim.Dara");
        Assert.True(code == 0, output);
        Assert.Equal(1, Count("SELECT COUNT(*) FROM Account WHERE UserName = 'kim.dara' AND DisabledAt IS NOT NULL"));
        await AssertFailsAsync("There is no account nobody", "user", "disable", "nobody");
    }

    [Fact]
    public async Task Words_that_no_verb_knows_are_misuse()
    {
        var (code, output) = await ProductProcess.RunAsync(folder, "migrat");
        Assert.True(code == 2 && output.Split('\n').Length == 1 && output.StartsWith("pes: ", StringComparison.Ordinal), output);
        (code, output) = await ProductProcess.RunAsync(folder, "restore", "--help");
        Assert.True(code == 0 && output.Contains("--replace", StringComparison.Ordinal), output);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task AssertFailsAsync(string advice, params string[] arguments)
    {
        var (code, output) = await ProductProcess.RunAsync(folder, arguments);
        var told = output.Split('\n').Where(l => l.StartsWith("pes: ", StringComparison.Ordinal)).ToList();
        Assert.True(code == 1 && told.Count == 1 && told[0].Contains(advice, StringComparison.Ordinal), output);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "pes.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Execute(string sql)
    {
        using var connection = Open();
        connection.Execute(sql);
    }

    private int Count(string sql)
    {
        using var connection = Open();
        return connection.ExecuteScalar<int>(sql);
    }
}
