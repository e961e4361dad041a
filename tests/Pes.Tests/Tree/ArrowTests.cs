using System.Reflection;
using System.Text.RegularExpressions;
using Pes.Tests.Support;

namespace Pes.Tests.Tree;

/// <summary>
/// The arrows of docs/building.md, read from the compiled code: Cli → Features → Platform, Features → Pes.Ranking; a
/// feature sends another's request and never calls its handler or helper; one owner writes a table.
/// </summary>
public sealed class ArrowTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // The code lists are read everywhere: what finds and names codes is offered to all; its handlers are not.
    // So is the version of the ranking in charge, which stands in memory on every node.
    private static readonly string[] Offered = ["Pes.Features.Reference", "Pes.Features.RankingModels"];

    [Fact]
    public void The_arrows_hold()
    {
        var wrong = typeof(PesApp).Assembly.GetTypes().SelectMany(Faults).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Ranking_knows_numbers_only() => Assert.All(
        typeof(Pes.Ranking.Matcher).Assembly.GetReferencedAssemblies(),
        a => Assert.True(
            a.Name!.StartsWith("System.", StringComparison.Ordinal) && !a.Name.StartsWith("System.Data", StringComparison.Ordinal)
            && !a.Name.StartsWith("System.Net", StringComparison.Ordinal), a.Name));

    [Fact]
    public void Each_kind_of_wrong_arrow_is_found()
    {
        Assert.Contains(Faults(typeof(Pes.Platform.BadExample.KnowsFeature)), f => f.Contains("Pes.Features.Reference", StringComparison.Ordinal));
        Assert.Contains(Faults(typeof(Pes.Features.BadExample.KnowsCli)), f => f.Contains("Pes.Cli", StringComparison.Ordinal));
        Assert.Contains(Faults(typeof(Pes.Features.BadExample.CallsHandler)), f => f.Contains("LoadReference+Handler", StringComparison.Ordinal));
        Assert.Empty(Faults(typeof(Pes.Features.BadExample.SendsRequest)));
    }

    [Fact]
    public void One_owner_writes_a_table()
    {
        var writers = from text in SqlTexts.All
                      from Match match in Regex.Matches(text.Text, @"\b(?:INSERT INTO|UPDATE|DELETE FROM) (?<table>[A-Z]\w+)", RegexOptions.None, TimeSpan.FromSeconds(1))
                      let owner = Room(text.Name)
                      select (Table: match.Groups["table"].Value, Owner: owner);
        var shared = writers.Distinct().GroupBy(w => w.Table, w => w.Owner, StringComparer.Ordinal)
            .Where(w => w.Count() > 1 && !w.Contains("Platform", StringComparer.Ordinal))
            .Select(w => $"{w.Key}: {string.Join(", ", w)}").ToList();
        Assert.True(shared.Count == 0, string.Join('\n', shared));
    }

    private static string Room(string name) => name.Split('.') is ["Pes", "Features", var feature, ..] ? feature : name.Split('.')[1];

    private static IEnumerable<string> Faults(Type type)
    {
        var own = Namespace(type);
        foreach (var (member, target) in References(type))
        {
            var theirs = Namespace(target);
            var fault =
                own.StartsWith("Pes.Platform", StringComparison.Ordinal) ? Below(theirs, "Pes.Features") || Below(theirs, "Pes.Cli") || Below(theirs, "Pes.Ranking")
                : Below(own, "Pes.Features") && (Below(theirs, "Pes.Cli") || (IsOther(own, theirs) && (member is null ? target.Name == "Handler" : !IsOffer(target))));
            if (fault)
            {
                yield return $"{Outer(type).FullName} → {target.FullName}";
            }
        }
    }

    // Requests and values are records, enums and constants; anything else that is called is a handler or a helper.
    private static bool IsOffer(Type target) =>
        (Offered.Any(o => Below(Namespace(target), o)) && target.Name != "Handler") || target.IsEnum || target.IsInterface || target.GetMethod("<Clone>$") is not null
        || typeof(System.Runtime.CompilerServices.ITuple).IsAssignableFrom(target) || (target.IsValueType && target.Name != "Handler");

    private static bool IsOther(string own, string theirs) =>
        Below(theirs, "Pes.Features") && own.Split('.') is [_, _, var mine, ..] && theirs.Split('.') is [_, _, var other, ..] && mine != other && other != "Shared";

    private static bool Below(string name, string root) => name == root || name.StartsWith(root + ".", StringComparison.Ordinal);

    private static Type Outer(Type type) => type.DeclaringType is { } outer ? Outer(outer) : type;

    private static string Namespace(Type type) => Outer(type).Namespace ?? "";

    private static IEnumerable<(MemberInfo? Called, Type Target)> References(Type type)
    {
        IEnumerable<Type?> shapes =
        [
            type.BaseType, .. type.GetInterfaces(), .. type.GetFields(Declared).Select(f => f.FieldType),
            .. IlCode.Methods(type).SelectMany(m => m.GetParameters().Select(p => p.ParameterType)), .. type.GetMethods(Declared).Select(m => m.ReturnType),
        ];
        foreach (var shape in shapes.OfType<Type>().SelectMany(Parts))
        {
            yield return (null, shape);
        }

        foreach (var member in IlCode.Methods(type).SelectMany(IlCode.Of).Select(s => s.Member).OfType<MemberInfo>())
        {
            if (member is Type mentioned)
            {
                foreach (var part in Parts(mentioned))
                {
                    yield return (null, part);
                }
            }
            else if (member.DeclaringType is { } owner)
            {
                foreach (var part in Parts(owner))
                {
                    yield return (part == owner ? member : null, part);
                }

                foreach (var part in member is MethodInfo { IsGenericMethod: true } method ? method.GetGenericArguments().SelectMany(Parts) : [])
                {
                    yield return (null, part);
                }
            }
        }
    }

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType
        ? Parts(type.GetElementType()!)
        : [type, .. type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts) : []];
}
