using MediatR;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;

namespace Pes.Tests.Support;

/// <summary>
/// A database of one fixture: a copy of a SQLite file that was migrated and filled once a run, or, where
/// PES_TEST_SQLSERVER names a server, a database made there and dropped afterwards.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    public const string ServerVariable = "PES_TEST_SQLSERVER";

    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private TestDatabase(DatabaseKind kind, string connectionString) => (Kind, ConnectionString) = (kind, connectionString);

    public static string? Server => Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } server ? server : null;

    public DatabaseKind Kind { get; }

    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync(string folder)
    {
        if (Server is null)
        {
            var file = Path.Combine(folder, "pes.db");
            var template = await Template.Value;
            File.Copy(template, file);

            // The template's audit rows are sealed with its key; and a new certificate costs a fixture half a second.
            var keys = Directory.CreateDirectory(Path.Combine(folder, "keys")).FullName;
            foreach (var key in Directory.GetFiles(Path.Combine(Path.GetDirectoryName(template)!, "keys")))
            {
                File.Copy(key, Path.Combine(keys, Path.GetFileName(key)));
            }

            return new TestDatabase(DatabaseKind.Sqlite, $"Data Source={file}");
        }

        var name = "pes_test_" + Guid.CreateVersion7().ToString("N");
        await RunAsync(Server, $"CREATE DATABASE {name}");
        await RunAsync(Server, $"ALTER DATABASE {name} SET READ_COMMITTED_SNAPSHOT ON");
        var connectionString = new SqlConnectionStringBuilder(Server) { InitialCatalog = name }.ConnectionString;
        await FillAsync(DatabaseKind.SqlServer, connectionString, folder);
        return new TestDatabase(DatabaseKind.SqlServer, connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (Kind == DatabaseKind.SqlServer)
        {
            SqlConnection.ClearAllPools();
            await RunAsync(Server!, $"DROP DATABASE {new SqlConnectionStringBuilder(ConnectionString).InitialCatalog}");
        }
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("pes-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var file = Path.Combine(folder, "template.db");
        await FillAsync(DatabaseKind.Sqlite, $"Data Source={file}", folder);
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
        return file;
    }

    private static async Task FillAsync(DatabaseKind kind, string connectionString, string folder)
    {
        await using var app = PesApp.Build([], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Database:Kind"] = kind.ToString(),
                ["Database:ConnectionString"] = connectionString,
                ["Keys:Directory"] = Path.Combine(folder, "keys"),
            });
        });
        await app.Services.GetRequiredService<Migrator>().ApplyAsync(null, default);
        await using var scope = app.Services.CreateAsyncScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<ISender>().Send(new LoadReference.Command { Scope = Scope.Product });
        if (outcome.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"Reference data was refused: {refusal.Code}");
        }
    }

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
