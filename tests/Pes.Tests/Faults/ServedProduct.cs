using Dapper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Faults;

/// <summary>A data folder with a migrated database, an officer's session in it, for real processes of the product.</summary>
public sealed class ServedProduct : IAsyncDisposable
{
    private const string WholeCase = "case wish=1 occupation=1 province=1 group=1 consent=3 event=4 cv=1 audit=1 key=1";

    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private readonly List<ServedNode> nodes = [];

    private ServedProduct(string data)
    {
        Data = data;
        Token = File.ReadAllText(Path.Combine(data, "token"));
        Cookie = File.ReadAllText(Path.Combine(data, "cookie"));
    }

    public string Data { get; }

    /// <summary>The officer's bearer token.</summary>
    public string Token { get; }

    /// <summary>The cookie of the officer's browser, as the header says it.</summary>
    public string Cookie { get; }

    public string DatabaseFile => Path.Combine(Data, "pes.db");

    public static async Task<ServedProduct> CreateAsync(string? data = null)
    {
        data ??= Directory.CreateTempSubdirectory("pes-fault-").FullName;
        foreach (var file in Directory.EnumerateFiles(await Template.Value, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(data, Path.GetRelativePath(await Template.Value, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new ServedProduct(data);
    }

    /// <summary>Starts the product and waits until it is ready by itself.</summary>
    public Task<ServedNode> StartAsync(params string[] before) => StartAsync(null, before);

    public async Task<ServedNode> StartAsync(int? port, params string[] before)
    {
        var node = await ServedNode.StartAsync(Data, Token, port, before);
        nodes.Add(node);
        return node;
    }

    /// <summary>Another machine without a database: what is kept apart from it, keys and certificate, was brought along.</summary>
    public ServedProduct EmptyMachine()
    {
        var data = Directory.CreateTempSubdirectory("pes-empty-").FullName;
        var keys = Directory.CreateDirectory(Path.Combine(data, "keys")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Data, "keys")))
        {
            File.Copy(file, Path.Combine(keys, Path.GetFileName(file)));
        }

        foreach (var ticket in (string[])["token", "cookie"])
        {
            File.Copy(Path.Combine(Data, ticket), Path.Combine(data, ticket));
        }

        return new ServedProduct(data);
    }

    /// <summary>The keys of what was registered.</summary>
    public IReadOnlyList<string> Held()
    {
        using var connection = Open();
        return connection.Query<string>("SELECT RegistrationNumber FROM Employer WHERE RegistrationNumber IS NOT NULL UNION ALL SELECT GivenNameLatin FROM Person").AsList();
    }

    /// <summary>
    /// Exactly these were registered, each whole, with one audit row and one key; nothing else was audited as registered; the database is sound.
    /// </summary>
    public void AssertHolds(IReadOnlyCollection<string> acknowledged)
    {
        using var connection = Open();
        var stored = connection.Query<(string Key, string Parts)>("""
            SELECT w.Name, CONCAT(w.Parts, ' audit=', COALESCE(a.Number, 0), ' key=', COALESCE(i.Number, 0))
            FROM (
                SELECT e.RegistrationNumber AS Name, e.Id AS SubjectId, 'company' AS Parts FROM Employer e WHERE e.RegistrationNumber IS NOT NULL
                UNION ALL
                SELECT p.GivenNameLatin, c.Id, CONCAT('case',
                    ' wish=', (SELECT COUNT(*) FROM Wish x WHERE x.PersonId = p.Id),
                    ' occupation=', (SELECT COUNT(*) FROM WishOccupation x WHERE x.PersonId = p.Id),
                    ' province=', (SELECT COUNT(*) FROM WishProvince x WHERE x.PersonId = p.Id),
                    ' group=', (SELECT COUNT(*) FROM PersonPriorityGroup x WHERE x.PersonId = p.Id),
                    ' consent=', (SELECT COUNT(*) FROM Consent x WHERE x.PersonId = p.Id),
                    ' event=', (SELECT COUNT(*) FROM CaseEvent x WHERE x.CaseFileId = c.Id),
                    ' cv=', (SELECT COUNT(*) FROM CvVersion x WHERE x.PersonId = p.Id))
                FROM Person p LEFT JOIN CaseFile c ON c.PersonId = p.Id) w
            LEFT JOIN (SELECT SubjectId, COUNT(*) AS Number FROM AuditRow WHERE Operation IN ('register-employer', 'register-jobseeker') GROUP BY SubjectId) a
                ON a.SubjectId = w.SubjectId
            LEFT JOIN (SELECT RequestKey, COUNT(*) AS Number FROM Idempotency GROUP BY RequestKey) i ON i.RequestKey = w.Name
            """).AsList();
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), stored.Select(s => s.Key).Order(StringComparer.Ordinal));
        Assert.All(stored, s => Assert.Equal(s.Key[0] == 'J' ? WholeCase : "company audit=1 key=1", s.Parts));
        Assert.Equal(acknowledged.Count, connection.ExecuteScalar<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation IN ('register-employer', 'register-jobseeker')"));
        Assert.Equal(acknowledged.Count, connection.ExecuteScalar<int>("SELECT COUNT(*) FROM Idempotency"));
        Assert.Equal("ok", connection.ExecuteScalar<string>("PRAGMA integrity_check"));
    }

    /// <summary>What <c>pes check</c> says, the audit chain included.</summary>
    public async Task AssertCheckedAsync()
    {
        var (code, output) = await ProductProcess.RunAsync(Data, "check");
        Assert.True(code == 0, output);
    }

    public T Ask<T>(string sql)
    {
        using var connection = Open();
        return connection.ExecuteScalar<T>(sql)!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        Directory.Delete(Data, recursive: true);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        connection.Open();
        return connection;
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var data = Directory.CreateTempSubdirectory("pes-fault-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(data, recursive: true);
        var (code, output) = await ProductProcess.RunAsync(data, "migrate");
        Assert.True(code == 0, output);
        await using var app = PesApp.Build([], builder => builder.Configuration.AddInMemoryCollection(
            ProductProcess.Settings(data).ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), s => s.Value)));
        var account = Guid.CreateVersion7();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(data, "pes.db")};Pooling=False"))
        {
            await connection.ExecuteAsync("""
                INSERT INTO Account (Id, UserName, NormalisedUserName, DisplayName, Role, ScopeKind, CentreId, Language, SecurityStamp, TotpEnabled, AccessFailedCount, CreatedAt, Version)
                SELECT @Id, 'officer', 'OFFICER', 'officer', 'Counsellor', 'centre', Id, 'km', 'stamp', 0, 0, '2026-01-01T00:00:00.000Z', 1 FROM Centre WHERE ProvinceCode = '15'
                """, new { Id = account.ToString("D") });
        }

        await WriteTicketsAsync(app.Services, data, account);
        return data;
    }

    private static async Task WriteTicketsAsync(IServiceProvider services, string data, Guid account)
    {
        var session = await services.GetRequiredService<AccountSessions>().StartAsync(account, "totp", default);
        const string Scheme = BearerTokenDefaults.AuthenticationScheme;
        var properties = new AuthenticationProperties { ExpiresUtc = TimeProvider.System.GetUtcNow() + AccountSessions.WholeLimit };
        var token = services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(Scheme).BearerTokenProtector
            .Protect(new AuthenticationTicket(SessionGate.Ticket(session, Scheme), properties, $"{Scheme}:AccessToken"));
        await File.WriteAllTextAsync(Path.Combine(data, "token"), token);
        const string Pages = CookieAuthenticationDefaults.AuthenticationScheme;
        var cookie = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Pages);
        var ticket = cookie.TicketDataFormat.Protect(new AuthenticationTicket(SessionGate.Ticket(session, Pages), Pages));
        await File.WriteAllTextAsync(Path.Combine(data, "cookie"), $"{cookie.Cookie.Name}={ticket}");
    }
}
