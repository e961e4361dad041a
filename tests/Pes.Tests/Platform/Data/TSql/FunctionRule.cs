using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>The closed list of functions and of types in CAST: what SQL Server 2019 has, SQLite has or is taught, and both understand alike.</summary>
internal static class FunctionRule
{
    private static readonly Dictionary<string, (int Least, int Most)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["COUNT"] = (1, 1),
        ["SUM"] = (1, 1),
        ["MIN"] = (1, 1),
        ["MAX"] = (1, 1),
        ["STRING_AGG"] = (2, 2),
        ["CONCAT"] = (2, 254),
        ["LEN"] = (1, 1),
        ["CHARINDEX"] = (2, 2),
        ["DATALENGTH"] = (1, 1),
        ["YEAR"] = (1, 1),
        ["MONTH"] = (1, 1),
        ["DAY"] = (1, 1),
        ["ROW_NUMBER"] = (0, 0),
        ["LAG"] = (1, 3),
    };

    private static readonly HashSet<string> Windowed = new(StringComparer.OrdinalIgnoreCase) { "ROW_NUMBER", "LAG" };

    public static IEnumerable<string> Faults(TSqlStatement statement)
    {
        foreach (var call in TSqlText.Within<FunctionCall>(statement))
        {
            var name = call.FunctionName.Value;
            if (call.CallTarget is not null || !Known.TryGetValue(name, out var count))
            {
                yield return $"{name} is not in the list of functions that both databases understand alike";
            }
            else if (call.Parameters.Count < count.Least || call.Parameters.Count > count.Most)
            {
                yield return $"{name} takes {count.Least} to {count.Most} values (174, 189)";
            }
            else if (Windowed.Contains(name) && call.OverClause?.OrderByClause is null)
            {
                yield return $"{name} needs OVER with ORDER BY (4112, 10753)";
            }
        }

        foreach (var other in TSqlText.Within<PrimaryExpression>(statement).Where(e => e is ConvertCall or TryConvertCall or TryCastCall or ParseCall or TryParseCall or AtTimeZoneCall
                     or ParameterlessCall or NextValueForExpression or OdbcFunctionCall or UserDefinedTypePropertyAccess))
        {
            yield return $"{TSqlText.Of(other)} is not in the list of functions that both databases understand alike";
        }

        foreach (var cast in TSqlText.Within<CastCall>(statement).Where(c => !IsShared(c.DataType)))
        {
            yield return $"{TSqlText.Of(cast)}: a cast is to int, bigint or nvarchar of a length";
        }

        foreach (var written in TSqlText.Within<PrimaryExpression>(statement).Where(e => e.Collation is not null))
        {
            yield return $"COLLATE {written.Collation.Value}: the collation of a column is settled where the table is made";
        }

        foreach (var short1 in TSqlText.Within<CoalesceExpression>(statement).Where(c => c.Expressions.Count < 2))
        {
            yield return $"{TSqlText.Of(short1)} needs two values";
        }
    }

    private static bool IsShared(DataTypeReference type) => type is SqlDataTypeReference sql && sql.SqlDataTypeOption switch
    {
        SqlDataTypeOption.Int or SqlDataTypeOption.BigInt => true,
        SqlDataTypeOption.NVarChar => sql.Parameters.Count == 1,
        _ => false,
    };
}
