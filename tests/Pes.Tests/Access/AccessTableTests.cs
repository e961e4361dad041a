using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pes.Platform.Security;
using Pes.Tests.Support;
using Route = Pes.Tests.Support.Route;

namespace Pes.Tests.Access;

/// <summary>Row 1, the oracle itself: docs/access.csv, every command and query, and every route say the same.</summary>
[Collection(AccessCollection.Name)]
public sealed class AccessTableTests(AccessWorld world)
{
    private static readonly AccessTable Small = new([new("counsellor", "look-at", "centre", ""), new("anybody", "/door", "own-self", ""), new("everyone", "read-self", "own-self", "")]);

    [Fact]
    public async Task The_table_the_requests_and_the_routes_agree()
    {
        var requests = AccessTable.RequestsOf(typeof(PesApp).Assembly).ToList();
        var routes = await Route.AllAsync(world.Host);
        Assert.True(requests.Count > 80, $"{requests.Count} requests");
        Assert.True(routes.Count(r => r.IsPage) > 60 && routes.Count(r => r.IsApi) > 70, $"{routes.Count} routes");
        var faults = AccessTable.Written.Faults(requests, routes).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Agreement_is_found_where_it_is() =>
        Assert.Empty(Small.Faults(
            [new("look-at", [Role.Counsellor]), new("read-self", AccessTable.SignedIn)],
            [Named("look-at", new AllowsAttribute(Role.Counsellor)), At("/door", new AllowAnonymousAttribute()), At("/file.css", new StaticAssetDescriptor())]));

    public static TheoryData<string, string> Disagreements { get; } = new()
    {
        { "an operation that the table lacks", "enter allows counsellor, the table nobody" },
        { "a request without roles", "look-at declares no roles" },
        { "a role too many", "look-at allows counsellor monitor, the table counsellor" },
        { "a role too few", "read-self allows counsellor, the table counsellor centre-manager employer jobseeker monitor trainer administrator auditor" },
        { "a line without an operation", "look-at is in the table and not in the product" },
        { "a route without a rule", "GET /forgotten declares no rule" },
        { "a route for whoever is signed in", "GET /anybody declares no rule" },
        { "a route that opened itself", "GET /opened is open and the table does not say so" },
        { "a door that is shut", "GET /door is not open as the table says" },
        { "a route of another role", "GET /x allows auditor, the table counsellor" },
        { "a way to what has none", "GET /x is a way to look-at, which should have none" },
        { "a line twice", "counsellor look-at stands twice" },
        { "a scope that is none", "counsellor look-at: there is no scope own self" },
        { "a role that is none", "look-at: there is no role boss" },
    };

    [Theory]
    [MemberData(nameof(Disagreements))]
    public void Each_disagreement_is_found(string what, string fault)
    {
        List<AccessRule> rules = [.. Small.Rules];
        List<DeclaredRequest> requests = [new("look-at", [Role.Counsellor]), new("read-self", AccessTable.SignedIn)];
        List<Route> routes = [At("/door", new AllowAnonymousAttribute())];
        switch (what)
        {
            case "an operation that the table lacks":
                requests.Add(new("enter", [Role.Counsellor]));
                break;
            case "a request without roles":
                requests[0] = new("look-at", null);
                break;
            case "a role too many":
                requests[0] = new("look-at", [Role.Counsellor, Role.Monitor]);
                break;
            case "a role too few":
                requests[1] = new("read-self", [Role.Counsellor]);
                break;
            case "a line without an operation":
                requests.RemoveAt(0);
                break;
            case "a route without a rule":
                routes.Add(At("/forgotten"));
                break;
            case "a route for whoever is signed in":
                routes.Add(At("/anybody", new AuthorizeAttribute()));
                break;
            case "a route that opened itself":
                routes.Add(At("/opened", new AllowAnonymousAttribute()));
                break;
            case "a door that is shut":
                routes[0] = At("/door", new AllowsAttribute(Role.Auditor));
                break;
            case "a route of another role":
                routes.Add(Named("look-at", new AllowsAttribute(Role.Auditor)));
                break;
            case "a way to what has none":
                rules[0] = rules[0] with { Scope = "inside" };
                routes.Add(Named("look-at", new AllowsAttribute(Role.Counsellor)));
                break;
            case "a line twice":
                rules.Add(rules[0]);
                break;
            case "a scope that is none":
                rules[0] = rules[0] with { Scope = "own self" };
                break;
            default:
                rules.Add(new("boss", "look-at", "centre", ""));
                break;
        }

        Assert.Contains(fault, new AccessTable(rules).Faults(requests, routes));
    }

    [Fact]
    public void The_name_of_a_route_is_its_pattern_without_constraints()
    {
        Assert.Equal("/cases/{id}/{act}", AccessTable.NameOf(At("/cases/{id:guid}/{act:regex(^(assign|close)$)}")));
        Assert.Equal("/{path}", AccessTable.NameOf(At("/{**path:file}")));
    }

    private static Route At(string pattern, params object[] metadata) => new("GET", pattern, new EndpointMetadataCollection(metadata), IsPage: false);

    private static Route Named(string operation, AllowsAttribute rule) => At("/x", rule, new EndpointNameMetadata(operation));

    /// <summary>Known by its name, as the framework's own is.</summary>
    private sealed class StaticAssetDescriptor;
}
