using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>Values of types that SQL Server does not put together, or puts together otherwise than SQLite, which gives every row its own types.</summary>
internal static class KindRule
{
    public static IEnumerable<string> Faults(TSqlStatement statement, NameBinding binding)
    {
        TSqlKind Kind(ScalarExpression? expression) => TSqlKinds.Of(expression, binding);

        foreach (var call in TSqlText.Within<FunctionCall>(statement))
        {
            var name = call.FunctionName.Value.ToUpperInvariant();
            var kinds = call.Parameters.Select(Kind).ToList();
            if ((name is "SUM" && kinds.Any(k => k is not (TSqlKind.Unknown or TSqlKind.Whole or TSqlKind.Real))) || (name is "MIN" or "MAX" && kinds.Exists(k => k is TSqlKind.Bit or TSqlKind.Id)))
            {
                yield return $"{TSqlText.Of(call)}: no sum of this type, no least of a bit (8117); ids have another order on each database";
            }

            if ((name is "CONCAT" or "STRING_AGG" or "LEN" && kinds.Any(IsWrittenOtherwise)) || (name is "DATALENGTH" && kinds.Any(k => k is not (TSqlKind.Bytes or TSqlKind.Unknown))))
            {
                yield return $"{TSqlText.Of(call)}: the databases write this type in different ways";
            }
        }

        foreach (var cast in TSqlText.Within<CastCall>(statement).Where(c => TSqlKinds.Of(c.DataType) == TSqlKind.Text && IsWrittenOtherwise(Kind(c.Parameter))))
        {
            yield return $"{TSqlText.Of(cast)}: the databases write this type in different ways";
        }

        foreach (var sum in TSqlText.Within<BinaryExpression>(statement))
        {
            TSqlKind[] kinds = [Kind(sum.FirstExpression), Kind(sum.SecondExpression)];
            if (kinds.Any(k => k is not TSqlKind.Unknown && (!k.IsNumber() || kinds.All(b => b == TSqlKind.Bit))))
            {
                yield return $"{TSqlText.Of(sum)}: no arithmetic with this type; CONCAT joins texts (206, 402, 403)";
            }

            if (sum.BinaryExpressionType is BinaryExpressionType.Divide or BinaryExpressionType.Modulo
                && sum.SecondExpression is not NullIfExpression { SecondExpression: IntegerLiteral { Value: "0" } } && !(sum.SecondExpression is IntegerLiteral divisor && divisor.Value.Trim('0') != ""))
            {
                yield return $"{TSqlText.Of(sum)}: nothing by zero is NULL on SQLite and an error here (8134): NULLIF(…, 0)";
            }
        }

        foreach (var (left, right, part) in Pairs(statement, binding))
        {
            if (Clash(left, right) is { } reason)
            {
                yield return $"{TSqlText.Of(part)}: {reason}";
            }
        }

        foreach (var compared in TSqlText.Within<BooleanComparisonExpression>(statement).Where(c => Kind(c.FirstExpression) == TSqlKind.Id
                     && c.ComparisonType is not (BooleanComparisonType.Equals or BooleanComparisonType.NotEqualToBrackets)))
        {
            yield return $"{TSqlText.Of(compared)}: ids have another order on each database";
        }

        foreach (var like in TSqlText.Within<LikePredicate>(statement).Where(l => Kind(l.FirstExpression) is not (TSqlKind.Text or TSqlKind.Unknown)))
        {
            yield return $"{TSqlText.Of(like)}: LIKE compares texts";
        }
    }

    // An id is written in capitals on SQL Server; an instant and a broken number have other forms.
    private static bool IsWrittenOtherwise(TSqlKind kind) => kind is TSqlKind.Id or TSqlKind.Instant or TSqlKind.Real or TSqlKind.Bytes;

    private static string? Clash(TSqlKind a, TSqlKind b) => (a, b) switch
    {
        (TSqlKind.Unknown, _) or (_, TSqlKind.Unknown) => null,
        _ when a == b => null,
        _ when a.IsText() && b.IsText() => "two collations meet (451, 457, 468)",
        _ when a.IsNumber() && b.IsNumber() => null,
        _ when a.IsTime() && b.IsTime() => "a day is its midnight on SQL Server and before it on SQLite",
        (TSqlKind.JsonText, TSqlKind.Bytes) or (TSqlKind.Bytes, TSqlKind.JsonText) => "types that do not go together (206, 257)",
        (TSqlKind.JsonText, _) or (_, TSqlKind.JsonText) => null,
        _ when a.IsText() && (b.IsTime() || b == TSqlKind.Id) => null,
        _ when b.IsText() && (a.IsTime() || a == TSqlKind.Id) => null,
        _ when (a.IsText() && b.IsNumber()) || (b.IsText() && a.IsNumber()) => "the text is made a number and fails where it is none (245)",
        _ when (a == TSqlKind.Bytes && b == TSqlKind.Whole) || (b == TSqlKind.Bytes && a == TSqlKind.Whole) => null,
        _ => "types that do not go together (206, 257)",
    };

    private static IEnumerable<(TSqlKind Left, TSqlKind Right, TSqlFragment Part)> Pairs(TSqlStatement statement, NameBinding binding)
    {
        TSqlKind Kind(ScalarExpression? expression) => TSqlKinds.Of(expression, binding);

        foreach (var compared in TSqlText.Within<BooleanComparisonExpression>(statement))
        {
            yield return (Kind(compared.FirstExpression), Kind(compared.SecondExpression), compared);
        }

        foreach (var asked in TSqlText.Within<InPredicate>(statement))
        {
            foreach (var other in asked.Subquery is { } query ? [query] : asked.Values)
            {
                yield return (Kind(asked.Expression), Kind(other), asked);
            }
        }

        foreach (var between in TSqlText.Within<BooleanTernaryExpression>(statement))
        {
            yield return (Kind(between.FirstExpression), Kind(between.SecondExpression), between);
            yield return (Kind(between.FirstExpression), Kind(between.ThirdExpression), between);
        }

        foreach (var choice in TSqlText.Within<SimpleCaseExpression>(statement).SelectMany(c => c.WhenClauses.Select(w => (c, w))))
        {
            yield return (Kind(choice.c.InputExpression), Kind(choice.w.WhenExpression), choice.c);
        }

        foreach (var value in TSqlText.Within<ScalarExpression>(statement))
        {
            var kinds = TSqlKinds.Results(value).Select(Kind).Distinct().ToList();
            for (var i = 0; i < kinds.Count - 1; i++)
            {
                for (var j = i + 1; j < kinds.Count; j++)
                {
                    yield return (kinds[i], kinds[j], value);
                }
            }
        }

        foreach (var union in TSqlText.Within<BinaryQueryExpression>(statement))
        {
            foreach (var (a, b) in binding.Shapes[union.FirstQueryExpression].Zip(binding.Shapes[union.SecondQueryExpression]))
            {
                yield return (a.Kind, b.Kind, union);
            }
        }
    }
}
