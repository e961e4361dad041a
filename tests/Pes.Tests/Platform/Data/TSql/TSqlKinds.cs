using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>
/// Types, as coarse as a rule needs them. JsonText is a text of OPENJSON, which has the collation of the database;
/// Unknown is a parameter, NULL, or what no rule asks for.
/// </summary>
internal enum TSqlKind
{
    Unknown,
    Bit,
    Whole,
    Real,
    Text,
    JsonText,
    Date,
    Instant,
    Id,
    Bytes,
}

/// <summary>The kind of a column, an expression or a written type.</summary>
internal static class TSqlKinds
{
    public static bool IsNumber(this TSqlKind kind) => kind is TSqlKind.Bit or TSqlKind.Whole or TSqlKind.Real;

    public static bool IsText(this TSqlKind kind) => kind is TSqlKind.Text or TSqlKind.JsonText;

    public static bool IsTime(this TSqlKind kind) => kind is TSqlKind.Date or TSqlKind.Instant;

    public static TSqlKind Of(DataTypeReference type) => (type as SqlDataTypeReference)?.SqlDataTypeOption switch
    {
        SqlDataTypeOption.Bit => TSqlKind.Bit,
        SqlDataTypeOption.Int or SqlDataTypeOption.BigInt or SqlDataTypeOption.SmallInt or SqlDataTypeOption.TinyInt => TSqlKind.Whole,
        SqlDataTypeOption.Float or SqlDataTypeOption.Real or SqlDataTypeOption.Decimal or SqlDataTypeOption.Numeric => TSqlKind.Real,
        SqlDataTypeOption.NVarChar or SqlDataTypeOption.NChar or SqlDataTypeOption.VarChar or SqlDataTypeOption.Char => TSqlKind.Text,
        SqlDataTypeOption.Date => TSqlKind.Date,
        SqlDataTypeOption.DateTime2 or SqlDataTypeOption.DateTime or SqlDataTypeOption.DateTimeOffset => TSqlKind.Instant,
        SqlDataTypeOption.UniqueIdentifier => TSqlKind.Id,
        SqlDataTypeOption.VarBinary or SqlDataTypeOption.Binary => TSqlKind.Bytes,
        _ => TSqlKind.Unknown,
    };

    public static TSqlKind Of(ScalarExpression? expression, NameBinding binding) => expression switch
    {
        ColumnReferenceExpression column => binding.Columns.TryGetValue(column, out var bound) ? bound.Column.Kind : TSqlKind.Unknown,
        IntegerLiteral => TSqlKind.Whole,
        NumericLiteral or RealLiteral => TSqlKind.Real,
        StringLiteral => TSqlKind.Text,
        BinaryLiteral => TSqlKind.Bytes,
        ParenthesisExpression inner => Of(inner.Expression, binding),
        UnaryExpression inner => Of(inner.Expression, binding),
        BinaryExpression both => Joined([Of(both.FirstExpression, binding), Of(both.SecondExpression, binding)]),
        CastCall cast => Of(cast.Parameter, binding) == TSqlKind.JsonText && Of(cast.DataType) == TSqlKind.Text ? TSqlKind.JsonText : Of(cast.DataType),
        ScalarSubquery query => binding.Shapes.TryGetValue(query.QueryExpression, out var columns) && columns is [var only] ? only.Kind : TSqlKind.Unknown,
        NullIfExpression inner => Of(inner.FirstExpression, binding),
        FunctionCall call => Of(call, binding),
        LeftFunctionCall or RightFunctionCall => TSqlKind.Text,
        not null => Joined(Results(expression).Select(r => Of(r, binding))),
        _ => TSqlKind.Unknown,
    };

    /// <summary>The expressions of which one is the value of another: results of CASE and IIF, arguments of COALESCE.</summary>
    public static IReadOnlyList<ScalarExpression> Results(ScalarExpression expression) => expression switch
    {
        SearchedCaseExpression choice => [.. choice.WhenClauses.Select(w => w.ThenExpression), .. choice.ElseExpression is { } other ? [other] : Array.Empty<ScalarExpression>()],
        SimpleCaseExpression choice => [.. choice.WhenClauses.Select(w => w.ThenExpression), .. choice.ElseExpression is { } other ? [other] : Array.Empty<ScalarExpression>()],
        IIfCall choice => [choice.ThenExpression, choice.ElseExpression],
        CoalesceExpression first => [.. first.Expressions],
        _ => [],
    };

    /// <summary>The kind of a value that comes from either of several: Unknown where they do not agree.</summary>
    public static TSqlKind Joined(IEnumerable<TSqlKind> kinds)
    {
        var known = kinds.Where(k => k != TSqlKind.Unknown).Distinct().ToList();
        return known switch
        {
            [] => TSqlKind.Unknown,
            [var one] => one,
            _ when known.All(IsNumber) => known.Max(),
            _ when known.All(IsText) => TSqlKind.JsonText,
            _ when known.All(IsTime) => TSqlKind.Instant,
            _ => TSqlKind.Unknown,
        };
    }

    private static TSqlKind Of(FunctionCall call, NameBinding binding) => call.FunctionName.Value.ToUpperInvariant() switch
    {
        "COUNT" or "LEN" or "CHARINDEX" or "YEAR" or "MONTH" or "DAY" or "DATALENGTH" or "ROW_NUMBER" => TSqlKind.Whole,
        "CONCAT" or "STRING_AGG" => TSqlKind.Text,
        "SUM" or "MIN" or "MAX" or "LAG" when call.Parameters.Count > 0 => Of(call.Parameters[0], binding),
        _ => TSqlKind.Unknown,
    };
}
