using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Pes.Platform.Data;

namespace Pes.Tests.Platform.Data.TSql;

/// <summary>What SQLite gets replaced stands in the statement where SQL Server reads paging, a lock hint or a list of ids, and nothing else of that kind does.</summary>
internal static class PhraseRule
{
    public static IEnumerable<string> Faults(string sql, TSqlStatement statement)
    {
        IEnumerable<string> said =
        [
            .. TSqlText.Within<OffsetClause>(statement).Select(Written),
            .. TSqlText.Within<NamedTableReference>(statement).Where(t => t.TableHints.Count > 0).Select(t => $" WITH ({string.Join(", ", t.TableHints.Select(TSqlText.Of))})"),
            .. TSqlText.Within<OpenJsonTableReference>(statement).Select(j => Regex.Replace(Written(j), @"\)\s.*", ")", RegexOptions.Singleline, TimeSpan.FromSeconds(1))),
        ];
        var counts = said.CountBy(s => s).ToDictionary();
        foreach (var phrase in counts.Keys.Where(s => SqliteDialect.Phrases.All(p => p.TSql != s)))
        {
            yield return $"{phrase} is not one of the phrases of SqliteDialect";
        }

        foreach (var (phrase, _) in SqliteDialect.Phrases.Where(p => Regex.Count(sql, Regex.Escape(p.TSql), RegexOptions.None, TimeSpan.FromSeconds(1)) != counts.GetValueOrDefault(p.TSql)))
        {
            yield return $"{phrase} stands where SQL Server reads something else";
        }
    }

    private static string Written(TSqlFragment part) => string.Concat(part.ScriptTokenStream.Skip(part.FirstTokenIndex).Take(part.LastTokenIndex - part.FirstTokenIndex + 1).Select(t => t.Text));
}
