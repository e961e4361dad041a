using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using Dapper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Faults;

/// <summary>A data folder with a migrated database, an officer's session in it, and the product served on it by real processes.</summary>
public sealed class ServedProduct : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private ServedProduct(string data) => Data = data;

    public string Data { get; }

    public string DatabaseFile => Path.Combine(Data, "pes.db");

    public ProductProcess? Process { get; private set; }

    public HttpClient Client { get; private set; } = null!;

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
    public async Task StartAsync(params string[] before)
    {
        var port = FreePort();
        Process = ProductProcess.Start(Data, ["serve", "--urls", $"http://127.0.0.1:{port}"], null, before);
        await Process.ListensAsync();
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await File.ReadAllTextAsync(Path.Combine(Data, "token")));
        Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
    }

    public async Task KillAsync()
    {
        Process!.Kill();
        await Process.EndAsync();
        Client.Dispose();
        await Process.DisposeAsync();
        Process = null;
    }

    /// <summary>Registers an employer; the key makes a second sending the same write. Null where the connection broke.</summary>
    public async Task<HttpStatusCode?> WriteAsync(string key)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "employers")
            {
                Content = JsonContent.Create(new
                {
                    details = new { nameEn = $"Company {key}", registrationNumber = key, provinceCode = "15", kindCode = "private", phone = "012345678" },
                    isAnother = true,
                }),
            };
            request.Headers.Add("Idempotency-Key", key);
            using var response = await Client.SendAsync(request);
            if (response.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable))
            {
                throw new InvalidOperationException($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            }

            return response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    public async Task<HttpStatusCode> ReadAsync() => (await Client.GetAsync(new Uri("employers", UriKind.Relative))).StatusCode;

    /// <summary>The registration numbers in the database, each with how many audit and idempotency rows speak of it.</summary>
    public IReadOnlyList<(string Number, long Audited, long Keys)> Stored()
    {
        using var connection = Open();
        return [.. connection.Query<(string, long, long)>("""
            SELECT e.RegistrationNumber,
                   (SELECT COUNT(*) FROM AuditRow a WHERE a.SubjectId = e.Id AND a.Operation = 'register-employer'),
                   (SELECT COUNT(*) FROM Idempotency i WHERE i.RequestKey = e.RegistrationNumber)
            FROM Employer e WHERE e.RegistrationNumber IS NOT NULL
            """)];
    }

    public T Ask<T>(string sql)
    {
        using var connection = Open();
        return connection.ExecuteScalar<T>(sql)!;
    }

    public async ValueTask DisposeAsync()
    {
        if (Process is not null)
        {
            await KillAsync();
        }

        Directory.Delete(Data, recursive: true);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        connection.Open();
        return connection;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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

        var session = await app.Services.GetRequiredService<AccountSessions>().StartAsync(account, "totp", default);
        const string Scheme = BearerTokenDefaults.AuthenticationScheme;
        var properties = new AuthenticationProperties { ExpiresUtc = TimeProvider.System.GetUtcNow() + AccountSessions.WholeLimit };
        var token = app.Services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(Scheme).BearerTokenProtector
            .Protect(new AuthenticationTicket(SessionGate.Ticket(session, Scheme), properties, $"{Scheme}:AccessToken"));
        await File.WriteAllTextAsync(Path.Combine(data, "token"), token);
        return data;
    }
}
