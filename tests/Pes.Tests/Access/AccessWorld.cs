using Microsoft.Extensions.DependencyInjection;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Access;

/// <summary>A part of the country: a centre with its counsellor, and a company. Her colleague's part is the same centre in other hands.</summary>
public sealed record Place(string Name, string Province, Guid Centre, Guid Counsellor, Guid Employer);

/// <summary>Somebody who asks, and what of the places is hers.</summary>
public sealed record Actor(string Name, Role Role, Guid Account, params IReadOnlyList<Place> Cases)
{
    public Guid? Employer { get; init; }

    /// <summary>Whether the table lets her do it to what belongs to this place; null where the thing belongs to no place.</summary>
    public bool May(AccessRule? rule, Place? place) => rule?.Scope switch
    {
        null => false,
        _ when place is null => true,
        "nation" => true,
        "centre" => Cases.Contains(place),
        "own-company" => Employer == place.Employer,
        "own-self" => Role != Role.Jobseeker || place.Name == AccessWorld.OwnName,
        var other => throw new InvalidOperationException($"No route has the scope {other}."),
    };

    public override string ToString() => Name;
}

/// <summary>One host for all access tests: four places, everybody who may ask, and the client of each.</summary>
public sealed class AccessWorld : IAsyncLifetime
{
    public const string OwnName = "own";

    private readonly Dictionary<string, HttpClient> clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Browser> browsers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, Scope> scopes = [];
    private int serial;

    public PesHost Host { get; } = new();

    public IReadOnlyList<Place> Places { get; private set; } = [];

    public IReadOnlyList<Actor> Actors { get; private set; } = [];

    public Place Own => Places[0];

    /// <summary>The jobseeker, whose account follows the person that a step makes.</summary>
    public Actor Jobseeker => Actors.Single(a => a.Role == Role.Jobseeker);

    public async Task InitializeAsync()
    {
        await Host.InitializeAsync();
        const string Province = "24";
        var centre = await Host.Given.CentreAsync(Province);
        var second = await SecondCentreAsync(Province);
        var far = await Host.Given.CentreAsync("12");
        Places =
        [
            await PlaceAsync(OwnName, Province, centre, "own-cases"),
            await PlaceAsync("colleague", Province, centre, "own-cases"),
            await PlaceAsync("other centre", Province, second, "centre"),
            await PlaceAsync("other province", "12", far, "centre"),
        ];
        var (own, colleague, near, away) = (Places[0], Places[1], Places[2], Places[3]);
        var given = Host.Given;
        Actors =
        [
            new("counsellor", Role.Counsellor, await given.AccountAsync(Role.Counsellor, "centre", centre), own, colleague),
            new("counsellor of own cases", Role.Counsellor, own.Counsellor, own),
            new("colleague of own cases", Role.Counsellor, colleague.Counsellor, colleague),
            new("counsellor of the other centre", Role.Counsellor, near.Counsellor, near),
            new("counsellor of the other province", Role.Counsellor, away.Counsellor, away),
            new("manager", Role.CentreManager, await given.AccountAsync(Role.CentreManager, "centre", centre), own, colleague),
            new("manager of the province", Role.CentreManager, await given.AccountAsync(Role.CentreManager, "province", provinceCode: Province), own, colleague, near),
            new("manager of the other province", Role.CentreManager, await given.AccountAsync(Role.CentreManager, "centre", far), away),
            new("employer", Role.Employer, await given.EmployerAccountAsync(own.Employer)) { Employer = own.Employer },
            new("colleague's employer", Role.Employer, await given.EmployerAccountAsync(colleague.Employer)) { Employer = colleague.Employer },
            new("other centre's employer", Role.Employer, await given.EmployerAccountAsync(near.Employer)) { Employer = near.Employer },
            new("other province's employer", Role.Employer, await given.EmployerAccountAsync(away.Employer)) { Employer = away.Employer },
            new("jobseeker", Role.Jobseeker, await given.JobseekerAccountAsync(Guid.CreateVersion7())),
            new("monitor", Role.Monitor, await given.MonitorAsync(), own, colleague, near, away),
            new("monitor of the province", Role.Monitor, await given.AccountAsync(Role.Monitor, "province", provinceCode: Province), own, colleague, near),
            new("trainer", Role.Trainer, await given.TrainerAsync(), own, colleague, near, away),
            new("administrator", Role.Administrator, await given.AdministratorAsync(), own, colleague, near, away),
            new("auditor", Role.Auditor, await given.AuditorAsync(), own, colleague, near, away),
        ];
        foreach (var actor in Actors)
        {
            clients[actor.Name] = await Host.ApiAsync(actor.Account);
            browsers[actor.Name] = await Host.SignedInAsync(actor.Account);
            browsers[actor.Name].Language = "en";
        }
    }

    /// <summary>Keeps names apart.</summary>
    public int Next() => ++serial;

    public HttpClient Api(Actor actor) => clients[actor.Name];

    public Browser Pages(Actor actor) => browsers[actor.Name];

    /// <summary>The token that every form of this actor carries.</summary>
    public async Task<string> TokenAsync(Actor actor)
    {
        if (!tokens.TryGetValue(actor.Name, out var token))
        {
            tokens[actor.Name] = token = (await Pages(actor).GoAsync("/sign-out")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        }

        return token;
    }

    /// <summary>The scope of an account for commands that are sent without HTTP.</summary>
    public async Task<Scope> ScopeAsync(Guid account)
    {
        if (!scopes.TryGetValue(account, out var scope))
        {
            scopes[account] = scope = await Host.Given.ScopeAsync(account);
        }

        return scope;
    }

    /// <summary>The jobseeker is this person from now on.</summary>
    public Task BecomeAsync(Guid personId) => Host.InDatabaseAsync(db =>
        db.ExecuteAsync("UPDATE Account SET PersonId = @personId WHERE Id = @Account", new { personId, Jobseeker.Account }));

    public async Task DisposeAsync()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }

        foreach (var browser in browsers.Values)
        {
            browser.Dispose();
        }

        await Host.DisposeAsync();
    }

    private async Task<Place> PlaceAsync(string name, string province, Guid centre, string scopeKind) => new(
        name, province, centre, await Host.Given.AccountAsync(Role.Counsellor, scopeKind, centre), await Host.Given.VerifiedEmployerAsync($"Company of the {name}"));

    // The reference data has one centre a province.
    private async Task<Guid> SecondCentreAsync(string province)
    {
        var id = Guid.CreateVersion7();
        await Host.InDatabaseAsync(db => db.ExecuteAsync(
            """
            INSERT INTO Centre (Id, Code, ProvinceCode, NameEn, NameKm, Latitude, Longitude, ValidFrom)
            VALUES (@id, 'JC-2', @province, 'Second job centre', 'Second job centre', 12.85, 102.6, '2020-01-01')
            """,
            new { id, province }));
        Host.App.Services.GetRequiredService<Vocabulary>().Refresh();
        return id;
    }
}
