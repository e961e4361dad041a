using System.Reflection;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Routing;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Tests.Support;
using Route = Pes.Tests.Support.Route;

namespace Pes.Tests.Access;

/// <summary>One line of docs/access.csv: who may do what, on which part of the data, and what she sees of it.</summary>
/// <param name="Role">A role in kebab case, <c>everyone</c> who is signed in, or <c>anybody</c> without signing in.</param>
/// <param name="Operation">The name of a command or query, or the pattern of a route that is no operation of the API.</param>
/// <param name="Scope">nation, centre (those of the account: its own cases, centre or province), own-company, own-self; inside (sent by
/// another operation, no route) or product (command line and due work, no route).</param>
public sealed record AccessRule(string Role, string Operation, string Scope, string Fields);

/// <summary>A command or query as the compiled product declares it.</summary>
public sealed record DeclaredRequest(string Operation, IReadOnlyList<Role>? Allowed);

/// <summary>docs/access.csv, written by hand: the oracle of the access tests.</summary>
public sealed partial class AccessTable(IReadOnlyList<AccessRule> rules)
{
    public const string Everyone = "everyone";

    public const string Anybody = "anybody";

    public static readonly IReadOnlyList<Role> SignedIn = [.. Enum.GetValues<Role>().Where(r => r != Role.None)];

    private static readonly IReadOnlyList<string> Scopes = ["nation", "centre", "own-company", "own-self", "inside", "product"];

    // The fallback of static files answers for files that are not there.
    private static readonly IReadOnlyList<string> NoRules = ["/{path}"];

    public static AccessTable Written { get; } = Read();

    public IReadOnlyList<AccessRule> Rules => rules;

    /// <summary>The rule of a role for an operation, or null where the role has none.</summary>
    public AccessRule? Of(Role role, string operation) =>
        rules.FirstOrDefault(r => r.Operation == operation && (r.Role == Everyone || r.Role == Word(role)));

    /// <summary>Whether an operation is open without signing in.</summary>
    public bool IsOpen(string operation) => rules.Any(r => r.Operation == operation && r.Role == Anybody);

    public IReadOnlyList<Role> RolesOf(string operation) => [.. SignedIn.Where(role => Of(role, operation) is not null)];

    /// <summary>What a route is called in the table: its operation, or its pattern without constraints.</summary>
    public static string NameOf(Route route) => route.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? Constraint().Replace(route.Pattern, "{${name}}");

    public static IEnumerable<DeclaredRequest> RequestsOf(Assembly assembly) =>
        from type in assembly.GetTypes()
        where typeof(IBaseRequest).IsAssignableFrom(type) && type is { IsAbstract: false, IsInterface: false }
        select new DeclaredRequest(OperationName.Of(type), type.GetCustomAttribute<AllowsAttribute>()?.Allowed);

    /// <summary>Every place where table, requests and routes disagree; nothing where they agree.</summary>
    public IEnumerable<string> Faults(IReadOnlyList<DeclaredRequest> requests, IReadOnlyList<Route> routes)
    {
        foreach (var rule in rules)
        {
            if (!Scopes.Contains(rule.Scope, StringComparer.Ordinal))
            {
                yield return $"{rule.Role} {rule.Operation}: there is no scope {rule.Scope}";
            }

            if (rule.Role is not (Everyone or Anybody) && SignedIn.All(role => Word(role) != rule.Role))
            {
                yield return $"{rule.Operation}: there is no role {rule.Role}";
            }
        }

        foreach (var twice in rules.SelectMany(r => r.Role == Everyone ? SignedIn.Select(role => (Role: Word(role), r.Operation)) : [(r.Role, r.Operation)]).GroupBy(r => r).Where(g => g.Count() > 1))
        {
            yield return $"{twice.Key.Role} {twice.Key.Operation} stands twice";
        }

        var known = requests.Select(r => r.Operation).Concat(routes.Select(NameOf)).ToHashSet(StringComparer.Ordinal);
        foreach (var operation in rules.Select(r => r.Operation).Distinct(StringComparer.Ordinal).Where(o => !known.Contains(o)))
        {
            yield return $"{operation} is in the table and not in the product";
        }

        foreach (var request in requests)
        {
            var open = request.Allowed is [Role.None];
            if (request.Allowed is null)
            {
                yield return $"{request.Operation} declares no roles";
            }
            else if (open != IsOpen(request.Operation) || (!open && !Same(RolesOf(request.Operation), request.Allowed)))
            {
                yield return $"{request.Operation} allows {Words(request.Allowed)}, the table {Words(RolesOf(request.Operation))}";
            }
        }

        foreach (var route in routes.Where(r => !r.IsFile && !NoRules.Contains(NameOf(r), StringComparer.Ordinal)))
        {
            var name = NameOf(route);
            if (route.IsAnonymous != IsOpen(name))
            {
                yield return route.IsAnonymous ? $"{route} is open and the table does not say so" : $"{route} is not open as the table says";
            }
            else if (!route.IsAnonymous && route.Allows is null)
            {
                yield return $"{route} declares no rule";
            }
            else if (!route.IsAnonymous && !Same(RolesOf(name), route.Allows!.Allowed))
            {
                yield return $"{route} allows {Words(route.Allows.Allowed)}, the table {Words(RolesOf(name))}";
            }

            if (!route.IsAnonymous && rules.Any(r => r.Operation == name && r.Scope is "inside" or "product"))
            {
                yield return $"{route} is a way to {name}, which should have none";
            }
        }
    }

    private static AccessTable Read()
    {
        using var file = File.OpenRead(Path.Combine(SourceTree.Root, "docs", "access.csv"));
        return new AccessTable([.. CsvRows.Read(file).Select(line => new AccessRule(line.Fields["role"], line.Fields["operation"], line.Fields["scope"], line.Fields["fields"]))]);
    }

    private static string Word(Role role) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(role.ToString());

    private static string Words(IEnumerable<Role> roles) => string.Join(' ', roles.Order().Select(Word)) is { Length: > 0 } words ? words : "nobody";

    private static bool Same(IReadOnlyList<Role> left, IReadOnlyList<Role> right) => left.ToHashSet().SetEquals(right);

    [GeneratedRegex(@"\{\**(?<name>\w+)(?:[:?](?:[^{}]|\{[^{}]*\})*)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Constraint();
}
