using System.Reflection;
using System.Text.RegularExpressions;
using Pes.Ranking.Pairs;
using Pes.Ranking.Text;
using Xunit;

namespace Pes.Ranking.Tests;

/// <summary>What must never be an input of ranking has no member that could carry it.</summary>
public sealed partial class NeverInputTests
{
    private static readonly HashSet<string> NeverInputs = new(StringComparer.OrdinalIgnoreCase)
    {
        "Sex", "Gender", "Female", "Male", "Woman", "Women", "Man", "Men", "Age", "Ages", "Birth", "Born", "Birthday",
        "Disability", "Disabilities", "Disabled", "Handicap", "Health", "Ethnicity", "Ethnic", "Race", "Minority",
        "Religion", "Religious", "Faith", "Poor", "Idpoor", "Equity", "Household", "Returnee", "Returnees", "Migrant",
        "Refugee", "Citizen", "Citizenship", "Nationality", "Nation", "Marital", "Married", "Pregnant", "Children",
    };

    /// <summary>What an advertisement must not ask, found so that an officer can object; no profile and no score knows of it.</summary>
    private static readonly Type[] OfAdvertisements = [typeof(RestrictionFinder), typeof(RestrictionKind), typeof(Restriction)];

    [Fact]
    public void No_member_of_ranking_is_named_after_a_never_input()
    {
        var types = typeof(Matcher).Assembly.GetTypes().Where(t => t.Namespace?.StartsWith(typeof(Matcher).Namespace!, StringComparison.Ordinal) == true).ToArray();
        Assert.Contains(typeof(JobseekerProfile), types);
        Assert.Contains(typeof(VacancyProfile), types);
        Assert.Contains(typeof(PairFeature), types);
        Assert.True(types.Select(t => t.Namespace).Distinct().Count() > 5, "The parts of ranking have namespaces of their own.");
        var ranking = types.Where(t => !OfAdvertisements.Contains(t) && !OfAdvertisements.Contains(t.DeclaringType)).ToArray();
        Assert.Empty(ranking.SelectMany(Offences));
        Assert.NotEmpty(OfAdvertisements.SelectMany(Offences));
        Assert.Empty(ranking.SelectMany(Members).Where(m => OfAdvertisements.Any(t => TypeOf(m).ToString().Contains(t.FullName!, StringComparison.Ordinal))).Select(m => $"{m.DeclaringType} {m.Name}"));
    }

    [Fact]
    public void The_check_finds_a_bad_example() =>
        Assert.Equal("Bad.AgeInYears, Bad.HoldsIDPoorCard, Bad.isReturnee", string.Join(", ", Offences(typeof(Bad)).Order(StringComparer.Ordinal)));

    private static IEnumerable<MemberInfo> Members(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(m => m is FieldInfo or PropertyInfo && !m.Name.StartsWith('<'));

    private static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    private static IEnumerable<string> Offences(Type type) => Members(type)
        .Where(m => Words().Matches(m.Name).Any(word => NeverInputs.Contains(word.Value)))
        .Select(m => $"{type.Name}.{m.Name}");

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Words();

    private sealed class Bad
    {
        public bool isReturnee = true;

        public int AgeInYears { get; init; }

        public bool HoldsIDPoorCard { get; init; }

        public int WageLanguageAverage { get; init; }
    }
}
