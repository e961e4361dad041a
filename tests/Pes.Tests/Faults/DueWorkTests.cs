using Dapper;
using Microsoft.Data.Sqlite;
using Pes.Tests.Support;

namespace Pes.Tests.Faults;

/// <summary>Row 33: work that is due takes effect once, whatever dies when.</summary>
public sealed class DueWorkTests
{
    // Due work waits for nobody else here.
    private static readonly string[] AtOnce = ["env", "Jobs__FirstAfterSeconds=0"];

    private const string Done = "SELECT COUNT(*) FROM DueWork WHERE Job = 'close-expired-vacancies'";

    private const string Runs = "SELECT COUNT(*) FROM AuditRow WHERE Operation = 'close-expired-vacancies'";

    [StraceFact]
    public async Task Due_work_killed_at_any_of_five_writes_takes_effect_once()
    {
        await using var product = await ServedProduct.CreateAsync();
        var killed = 0;
        for (var point = 1; point <= 5; point++)
        {
            // The day begins anew: what the starts before left is taken away.
            await ForgetAsync(product, "DELETE FROM DueWork");
            var before = product.Ask<long>(Runs);
            await using (var dying = ProductProcess.Start(
                product.Data, ["serve", "--urls", "http://127.0.0.1:0"], null,
                [.. AtOnce, "strace", "-f", "-o", "/dev/null", "-e", "trace=pwrite64", "-e", $"inject=pwrite64:signal=SIGKILL:when={point}", "-P", product.DatabaseFile + "-wal"]))
            {
                killed += await dying.EndAsync() != 0 ? 1 : 0;
            }

            Assert.InRange(product.Ask<long>(Done), 0, 1);
            await using (await product.StartAsync(AtOnce))
            {
                await WaitAsync(() => product.Ask<long>(Done) == 1);
            }

            Assert.Equal(before + 1, product.Ask<long>(Runs));
        }

        // A start that finds the day done goes past it to the work that is registered last.
        var runs = product.Ask<long>(Runs);
        await ForgetAsync(product, "DELETE FROM DueWork WHERE Job <> 'close-expired-vacancies'");
        await using (await product.StartAsync(AtOnce))
        {
            await WaitAsync(() => product.Ask<long>("SELECT COUNT(*) FROM DueWork WHERE Job = 'count-career-moves'") == 1);
        }

        Assert.Equal((1, runs), (product.Ask<long>(Done), product.Ask<long>(Runs)));
        Assert.Equal(5, killed);
    }

    private static async Task ForgetAsync(ServedProduct product, string statement)
    {
        using var connection = new SqliteConnection($"Data Source={product.DatabaseFile};Pooling=False");
        await connection.ExecuteAsync(statement);
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 600, "What was waited for did not come.");
            await Task.Delay(100);
        }
    }
}
