using System.Data.Common;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Pes.Platform.Data;
using Pes.Platform.Requests;

namespace Pes.Cli.HttpBench;

/// <summary>
/// One request of the product without the product: its statements with their parameters, in their order and transaction,
/// through Dapper. The rows of an audit trail depend on the moment, so they are chained and sealed anew.
/// </summary>
internal sealed class BareRequest
{
    private readonly List<Step> steps;
    private readonly List<Step> stepsWithoutAudit;

    /// <param name="taken">The statements that the product ran.</param>
    /// <param name="bytes">Length of the body that the product answered.</param>
    public BareRequest(IReadOnlyList<TakenStatement> taken, int bytes)
    {
        Statements = taken.Count(t => t.Kind is not (StatementKind.Begin or StatementKind.Commit));
        Bytes = bytes;
        steps = [.. Steps(taken)];
        stepsWithoutAudit = [.. steps.Where(s => s is not AuditStep)];
        if (!stepsWithoutAudit.OfType<StatementStep>().Any(s => s.Rows.Kind == StatementKind.Execute))
        {
            stepsWithoutAudit.RemoveAll(s => s is TransactionStep);
        }
    }

    public int Statements { get; }

    public int Bytes { get; }

    /// <summary>Runs it; the rows read outside a transaction go to <paramref name="answer"/>, but those of the session, which no answer shows.</summary>
    public async Task RunAsync(BareConnections connections, AuditKey key, bool withAudit, Utf8JsonWriter? answer)
    {
        DbConnection? reader = null;
        SqliteConnection? writer = null;
        SqliteTransaction? transaction = null;
        var first = true;
        try
        {
            foreach (var step in withAudit ? steps : stepsWithoutAudit)
            {
                switch (step)
                {
                    case StatementStep statement:
                        var connection = writer ?? (reader ??= connections.TakeReader());
                        var rows = await statement.Rows.RunAsync(connection, transaction, statement.Sql, statement.Args);
                        if (answer is not null && transaction is null && !first)
                        {
                            statement.Rows.Write(answer, rows);
                        }

                        first = false;
                        break;
                    case AuditStep audit:
                        await AppendAsync(writer!, transaction!, audit.Row, key);
                        break;
                    case TransactionStep { Begins: true }:
                        writer = await connections.TakeWriterAsync();
                        transaction = writer.BeginTransaction(deferred: false);
                        break;
                    default:
                        await transaction!.CommitAsync();
                        break;
                }
            }
        }
        finally
        {
            if (transaction is not null)
            {
                await transaction.DisposeAsync();
                connections.ReturnWriter(writer!);
            }

            if (reader is not null)
            {
                connections.ReturnReader(reader);
            }
        }
    }

    private static async Task AppendAsync(DbConnection connection, DbTransaction transaction, AuditRow noted, AuditKey key)
    {
        await connection.ExecuteAsync(AuditTrail.AdvanceSql, transaction: transaction);
        var head = await connection.QuerySingleAsync<AuditTrail.Head>(AuditTrail.HeadSql, transaction: transaction);
        var row = noted with { Sequence = head.Sequence };
        var hash = row.Seal(head.Hash, key.Bytes);
        await connection.ExecuteAsync(
            AuditTrail.AppendSql,
            new { row.Sequence, row.At, row.AccountId, row.SessionId, row.Operation, row.SubjectKind, row.SubjectId, row.PersonId, row.Detail, Hash = hash },
            transaction);
        await connection.ExecuteAsync(AuditTrail.SealSql, new { Hash = hash }, transaction);
    }

    private static IEnumerable<Step> Steps(IReadOnlyList<TakenStatement> taken)
    {
        foreach (var statement in taken)
        {
            switch (statement)
            {
                case { Kind: StatementKind.Begin or StatementKind.Commit }:
                    yield return new TransactionStep(statement.Kind == StatementKind.Begin);
                    break;
                case { Sql: AuditTrail.AppendSql, Args: { } args }:
                    yield return new AuditStep(RowOf(args));
                    break;
                case { Sql: AuditTrail.AdvanceSql or AuditTrail.HeadSql or AuditTrail.SealSql }:
                    break;
                default:
                    yield return new StatementStep(BareRows.Of(statement), SqliteDialect.Adapt(statement.Sql), statement.Args);
                    break;
            }
        }
    }

    private static AuditRow RowOf(dynamic args) => new()
    {
        Sequence = args.Sequence,
        At = args.At,
        AccountId = args.AccountId,
        SessionId = args.SessionId,
        Operation = args.Operation,
        SubjectKind = args.SubjectKind,
        SubjectId = args.SubjectId,
        PersonId = args.PersonId,
        Detail = args.Detail,
    };

    private abstract record Step;

    private sealed record TransactionStep(bool Begins) : Step;

    private sealed record AuditStep(AuditRow Row) : Step;

    private sealed record StatementStep(BareRows Rows, string Sql, object? Args) : Step;
}

/// <summary>How a statement is run and its rows are written, for one type of row.</summary>
internal abstract class BareRows(StatementKind kind)
{
    public StatementKind Kind { get; } = kind;

    public static BareRows Of(TakenStatement statement) =>
        (BareRows)Activator.CreateInstance(typeof(BareRows<>).MakeGenericType(statement.Row), statement.Kind)!;

    public abstract ValueTask<object?> RunAsync(DbConnection connection, DbTransaction? transaction, string sql, object? args);

    public abstract void Write(Utf8JsonWriter answer, object? rows);
}

/// <inheritdoc/>
internal sealed class BareRows<TRow>(StatementKind kind) : BareRows(kind)
{
    public override async ValueTask<object?> RunAsync(DbConnection connection, DbTransaction? transaction, string sql, object? args) => Kind switch
    {
        StatementKind.All => await connection.QueryAsync<TRow>(sql, args, transaction),
        StatementKind.First => await connection.QueryFirstOrDefaultAsync<TRow>(sql, args, transaction),
        StatementKind.OneRow => await connection.QuerySingleAsync<TRow>(sql, args, transaction),
        _ => await connection.ExecuteAsync(sql, args, transaction),
    };

    public override void Write(Utf8JsonWriter answer, object? rows)
    {
        if (Kind == StatementKind.All)
        {
            JsonSerializer.Serialize(answer, (List<TRow>)rows!, JsonSerializerOptions.Web);
        }
        else
        {
            JsonSerializer.Serialize(answer, (TRow?)rows, JsonSerializerOptions.Web);
        }
    }
}
