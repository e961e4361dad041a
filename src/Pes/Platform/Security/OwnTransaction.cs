using Pes.Platform.Data;

namespace Pes.Platform.Security;

internal static class OwnTransaction
{
    /// <summary>Writes inside the transaction that runs, else in one of its own.</summary>
    public static async Task<int> WriteAsync(this Database db, string sql, object args, CancellationToken ct)
    {
        if (db.InTransaction)
        {
            return await db.ExecuteAsync(sql, args, ct);
        }

        await db.BeginAsync(ct);
        try
        {
            var rows = await db.ExecuteAsync(sql, args, ct);
            await db.CommitAsync(ct);
            return rows;
        }
        catch
        {
            await db.RollbackAsync();
            throw;
        }
    }
}
