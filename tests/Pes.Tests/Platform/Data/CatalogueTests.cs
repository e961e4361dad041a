using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Data;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Data;

/// <summary>Every SQL text of the product is understood by the migrated database.</summary>
public sealed partial class CatalogueTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task Every_statement_is_understood_by_SQLite()
    {
        Assert.True(SqlTexts.All.Count(t => t.IsStatement) >= 20, "The catalogue is found by name.");
        var wrong = new List<string>();
        await using var source = await SqliteAsync();
        foreach (var text in SqlTexts.All.Where(t => t.IsStatement))
        {
            if (await FaultAsync(source, text.Text) is { } fault)
            {
                wrong.Add($"{text.Name}: {fault}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_wrong_statement_is_found()
    {
        await using var source = await SqliteAsync();
        Assert.Contains("no such column", await FaultAsync(source, "SELECT Salary FROM Account WHERE Id = @Id"), StringComparison.Ordinal);
        Assert.Null(await FaultAsync(source, "SELECT Id FROM Account WHERE Id = @Id ORDER BY Seq OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY"));
    }

    [Fact]
    public void A_fragment_is_part_of_a_statement()
    {
        var unused = SqlTexts.All.Where(f => !f.IsStatement && !SqlTexts.All.Any(t => t.Name != f.Name && t.Text.Contains(f.Text.Trim(), StringComparison.Ordinal))
            && f.Name != "Pes.Platform.Security.Scope.SeesCaseSql");
        Assert.Empty(unused);
    }

    [SqlServerFact]
    public async Task Every_statement_is_understood_by_SQL_Server()
    {
        var connectionString = host.App.Services.GetRequiredService<DatabaseSettings>().ConnectionString;
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        var wrong = new List<string>();
        foreach (var text in SqlTexts.All.Where(t => t.IsStatement && !t.Name.Contains("Sqlite", StringComparison.Ordinal)))
        {
            await using var command = new SqlCommand("sys.sp_describe_undeclared_parameters", connection) { CommandType = System.Data.CommandType.StoredProcedure };
            command.Parameters.AddWithValue("@tsql", Describable(text.Text));
            try
            {
                await using var reader = await command.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                {
                }
            }
            catch (SqlException exception) when (exception.Errors.Cast<SqlError>().FirstOrDefault(e => e.Number is < 11500 or > 11599) is { } error)
            {
                wrong.Add($"{text.Name}: {error.Number} {error.Message}");
            }
            catch (SqlException)
            {
                // 115xx alone: the names and the syntax are right, a parameter's type cannot be deduced.
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // The procedure takes each parameter once and cannot type one that is only asked for NULL.
    private static string Describable(string sql)
    {
        var serial = 0;
        return Parameter().Replace(NullQuestion().Replace(sql, "1 = 1"), m => $"{m.Value}_{++serial}");
    }

    private async Task<SqliteSource> SqliteAsync()
    {
        if (host.App.Services.GetRequiredService<ConnectionSource>() is SqliteSource)
        {
            return new SqliteSource(host.App.Services.GetRequiredService<DatabaseSettings>());
        }

        var source = new SqliteSource(new DatabaseSettings { ConnectionString = $"Data Source={Path.Combine(host.Folder, "catalogue.db")}" });
        await new Migrator(source, TimeProvider.System).ApplyAsync(null, default);
        return source;
    }

    private static async Task<string?> FaultAsync(SqliteSource source, string sql)
    {
        var connection = (SqliteConnection)await source.OpenReadAsync(default);
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "EXPLAIN " + source.Adapt(sql);
            foreach (var name in Parameter().Matches(sql).Select(m => m.Value).Distinct(StringComparer.Ordinal))
            {
                command.Parameters.AddWithValue(name, DBNull.Value);
            }

            await using var reader = await command.ExecuteReaderAsync();
            return null;
        }
        catch (SqliteException exception)
        {
            return exception.Message;
        }
        finally
        {
            await source.ReturnReadAsync(connection);
        }
    }

    [GeneratedRegex(@"@\w+", RegexOptions.None, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"@\w+ IS (NOT )?NULL", RegexOptions.None, 1000)]
    private static partial Regex NullQuestion();
}
