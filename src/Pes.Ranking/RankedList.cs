using System.Runtime.InteropServices;
using Pes.Ranking.Allocation;

namespace Pes.Ranking;

/// <summary>A row of a ranking as it stands, not yet explained.</summary>
/// <param name="Rank">1 is the best.</param>
/// <param name="Score">As <see cref="Match.Score"/>.</param>
/// <param name="Portion">As <see cref="Match.Portion"/>.</param>
/// <param name="Move">As <see cref="Match.Move"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ListedRow(Guid Id, int Rank, int Score, int Portion = 0, SpreadMove Move = SpreadMove.None);

/// <summary>
/// A ranking as far as it is wanted. Only the rows that are shown are explained, so that a page far down costs what the first one does.
/// </summary>
public sealed class RankedList
{
    private readonly Func<ListedRow, Match> explain;
    private readonly Func<IReadOnlyList<Match>, string> checksum;

    /// <param name="rows">In their order.</param>
    /// <param name="explain">One of the rows with its reasons.</param>
    /// <param name="checksum">Of a run that shows these rows.</param>
    public RankedList(string modelVersion, int considered, IReadOnlyList<ListedRow> rows, Func<ListedRow, Match> explain, Func<IReadOnlyList<Match>, string> checksum) =>
        (ModelVersion, Considered, Rows, this.explain, this.checksum) = (modelVersion, considered, rows, explain, checksum);

    public string ModelVersion { get; }

    /// <inheritdoc cref="MatchRun.Considered"/>
    public int Considered { get; }

    /// <summary>Best first, ties by id.</summary>
    public IReadOnlyList<ListedRow> Rows { get; }

    /// <inheritdoc cref="MatchRun.SpreadCost"/>
    public double? SpreadCost { get; init; }

    /// <summary>All rows with their reasons.</summary>
    public MatchRun Explain() => Explain(Rows);

    /// <summary>The run that shows some of the rows, each with its reasons.</summary>
    public MatchRun Explain(IEnumerable<ListedRow> shown)
    {
        List<Match> matches = [.. shown.Select(row => explain(row) with { Id = row.Id, Rank = row.Rank, Portion = row.Portion, Move = row.Move })];
        return new() { ModelVersion = ModelVersion, InputsChecksum = checksum(matches), Considered = Considered, Rows = matches, SpreadCost = SpreadCost };
    }
}
