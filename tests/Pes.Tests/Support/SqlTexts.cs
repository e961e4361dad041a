using System.Reflection;
using System.Text.RegularExpressions;

namespace Pes.Tests.Support;

/// <summary>One SQL text of the product: where it stands and what it says.</summary>
public sealed record SqlText(string Name, string Text)
{
    /// <summary>Fragments are put into statements by the compiler; they are not run alone.</summary>
    public bool IsStatement => Regex.IsMatch(Text.TrimStart(), "^(SELECT|INSERT|UPDATE|DELETE|WITH)\\b", RegexOptions.None, TimeSpan.FromSeconds(1));

    public override string ToString() => Name;
}

/// <summary>Every SQL text in the executable: constants whose name ends in Sql, and embedded .sql files beside a slice.</summary>
public static class SqlTexts
{
    public static IReadOnlyList<SqlText> All { get; } = [.. Constants(typeof(PesApp).Assembly)];

    public static IEnumerable<SqlText> Constants(Assembly assembly) =>
        from type in assembly.GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where field.IsLiteral && field.FieldType == typeof(string) && field.Name.EndsWith("Sql", StringComparison.Ordinal)
        where !type.ContainsGenericParameters || type.IsGenericTypeDefinition
        select new SqlText($"{type.FullName}.{field.Name}", (string)field.GetRawConstantValue()!);

    public static string WithoutComments(string sql) => Regex.Replace(sql, "--[^\n]*", "", RegexOptions.None, TimeSpan.FromSeconds(1));
}
