namespace Pes.Platform.Data;

/// <summary>What was asked of <see cref="Database"/>.</summary>
public enum StatementKind
{
    Begin,
    All,
    First,
    OneRow,
    Execute,
    Commit,
}

/// <param name="Sql">T-SQL, as the product has it; empty where a transaction begins or ends.</param>
/// <param name="Row">The type a row is read into.</param>
public sealed record TakenStatement(StatementKind Kind, string Sql, Type Row, object? Args);

/// <summary>
/// Notes the statements of one request after another, in their order, so that the bench can run the same ones without the
/// product around them. No container but that of the bench holds one.
/// </summary>
public sealed class StatementTap
{
    private List<TakenStatement>? taken;

    /// <summary>Notes from now on, of one request at a time.</summary>
    public void Open() => taken = [];

    /// <summary>What was noted since <see cref="Open"/>.</summary>
    public IReadOnlyList<TakenStatement> Close() => (taken, taken = null).taken ?? [];

    internal void Take<TRow>(StatementKind kind, string sql = "", object? args = null) => taken?.Add(new TakenStatement(kind, sql, typeof(TRow), args));
}
