using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pes.Platform.Data;
using Pes.Platform.Security;

namespace Pes.Tests.Support;

/// <summary>The whole product on a test server with a database of its own, migrated and with reference data, and a clock that tests move.</summary>
public sealed class PesHost : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("pes-test-").FullName;
    private TestDatabase database = null!;

    public WebApplication App { get; private set; } = null!;

    public MovableClock Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 2, 0, 0, TimeSpan.Zero));

    public string Folder => folder;

    /// <summary>What a process of its own is run under, so that it is a node on this database: the settings beyond the folder.</summary>
    public string[] NodeSettings => ["env", $"Database__Kind={database.Kind}", $"Database__ConnectionString={database.ConnectionString}", "Jobs__Enabled=false"];

    public TestData Given => field ??= new TestData(this);

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(folder);
        App = Build();
        await App.StartAsync();
    }

    /// <summary>Another node of the product on the same database and keys.</summary>
    public WebApplication Build(Action<WebApplicationBuilder>? adjust = null) => PesApp.Build([], builder =>
    {
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Kind"] = database.Kind.ToString(),
            ["Database:ConnectionString"] = database.ConnectionString,
            ["Keys:Directory"] = Path.Combine(folder, "keys"),
            ["Outbox:Folder"] = Path.Combine(folder, "outbox"),
            ["Jobs:Enabled"] = "false",
            ["Limits:PerSecond"] = "0",
            ["Environment"] = "Test",
        });
        builder.Services.AddSingleton<TimeProvider>(Clock);
        MissingWords.Watch(builder.Services);
        adjust?.Invoke(builder);
    });

    /// <summary>A browser without scripts and without a session: follows nothing by itself, keeps cookies.</summary>
    public Browser Anonymous() => new(App.GetTestServer());

    /// <summary>A browser with the session of an account, which signed in with a passkey unless said otherwise.</summary>
    public async Task<Browser> SignedInAsync(Guid accountId, string factor = "passkey", WebApplication? node = null)
    {
        var app = node ?? App;
        var session = await app.Services.GetRequiredService<AccountSessions>().StartAsync(accountId, factor, default);
        const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        var options = app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Scheme);
        var ticket = options.TicketDataFormat.Protect(new AuthenticationTicket(SessionGate.Ticket(session, Scheme), Scheme));
        var browser = new Browser(app.GetTestServer());
        browser.Cookies.Add(browser.BaseAddress, new System.Net.Cookie(options.Cookie.Name!, ticket));
        return browser;
    }

    /// <summary>A client of the API with a bearer token of an account.</summary>
    public async Task<HttpClient> ApiAsync(Guid accountId, string factor = "passkey", WebApplication? node = null)
    {
        var app = node ?? App;
        var session = await app.Services.GetRequiredService<AccountSessions>().StartAsync(accountId, factor, default);
        const string Scheme = BearerTokenDefaults.AuthenticationScheme;
        var options = app.Services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(Scheme);
        var properties = new AuthenticationProperties { ExpiresUtc = Clock.GetUtcNow() + AccountSessions.WholeLimit };
        var token = options.BearerTokenProtector.Protect(new AuthenticationTicket(SessionGate.Ticket(session, Scheme), properties, $"{Scheme}:AccessToken"));
        var client = app.GetTestClient();
        client.BaseAddress = new Uri("http://localhost/api/v1/");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        return client;
    }

    /// <summary>Runs statements as the product would, in one transaction.</summary>
    public async Task<T> InDatabaseAsync<T>(Func<Database, Task<T>> work)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        await db.BeginAsync(default);
        var result = await work(db);
        await db.CommitAsync(default);
        return result;
    }

    public async Task DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
