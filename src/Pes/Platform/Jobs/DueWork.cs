using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Text;

namespace Pes.Platform.Jobs;

/// <summary>Work that a feature does once each calendar day of Cambodia.</summary>
/// <param name="Job">A stable name, at most 60 characters, for example <c>close-expired-vacancies</c>.</param>
/// <param name="Command">The command of a day; its value counts what it changed. It sends <c>Scope.Product</c>.</param>
public sealed record DailyWork(string Job, Func<DateOnly, ICommand<int>> Command);

public static class DailyWorkServices
{
    /// <summary>Registers work to be done once a day.</summary>
    public static IServiceCollection AddDailyWork(this IServiceCollection services, string job, Func<DateOnly, ICommand<int>> command) =>
        services.AddSingleton(new DailyWork(job, command));
}

/// <summary>
/// All registered daily work. A day's row in DueWork is written in the transaction of the command, so the work takes
/// effect once whatever dies when, on however many nodes, and a clock that goes back finds the day done.
/// </summary>
public sealed partial class DueWorkRegistry(IEnumerable<DailyWork> work, IServiceScopeFactory scopes, TimeProvider clock, ILogger<DueWorkRegistry> log)
{
    private const string DoneSql = "SELECT COUNT(*) FROM DueWork WHERE Job = @Job AND DueKey = @DueKey";

    private const string TakeSql = "INSERT INTO DueWork (Job, DueKey, DoneAt, Effect) VALUES (@Job, @DueKey, @Now, 0)";

    private const string EffectSql = "UPDATE DueWork SET Effect = @Effect WHERE Job = @Job AND DueKey = @DueKey";

    private readonly DailyWork[] work = [.. work];

    public IReadOnlyList<DailyWork> All => work;

    /// <summary>Does what today still lacks; work that fails is logged and tried at the next call, and holds nobody up.</summary>
    /// <returns>The names of the work done by this call.</returns>
    public async Task<IReadOnlyList<string>> DoAsync(CancellationToken ct)
    {
        var today = clock.TodayInCambodia();
        List<string> done = [];
        foreach (var daily in work)
        {
            try
            {
                if (await DoAsync(daily, today, ct))
                {
                    done.Add(daily.Job);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Failed(exception, daily.Job, DatabaseFaults.Of(exception));
            }
        }

        return done;
    }

    private async Task<bool> DoAsync(DailyWork daily, DateOnly day, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        var key = new { daily.Job, DueKey = day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Now = clock.GetUtcNow().UtcDateTime };
        if (await db.SingleAsync<int>(DoneSql, key, ct) > 0)
        {
            return false;
        }

        await db.BeginAsync(ct);
        try
        {
            await db.ExecuteAsync(TakeSql, key, ct);
            var outcome = await scope.ServiceProvider.GetRequiredService<ISender>().Send(daily.Command(day), ct);
            if (outcome.Refusal is { } refusal)
            {
                Refused(daily.Job, refusal.Code);
                await db.RollbackAsync();
                return false;
            }

            await db.ExecuteAsync(EffectSql, new { key.Job, key.DueKey, Effect = outcome.Value }, ct);
            await db.CommitAsync(ct);
            Done(daily.Job, key.DueKey, outcome.Value);
            return true;
        }
        catch (Exception exception) when (DatabaseFaults.Of(exception) == DatabaseFault.Duplicate)
        {
            // Another node was faster, or the work met a duplicate of its own and is tried again.
            await db.RollbackAsync();
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Due work {Job} of {Day} changed {Effect}")]
    private partial void Done(string job, string day, int effect);

    [LoggerMessage(Level = LogLevel.Error, Message = "Due work {Job} was refused: {Code}")]
    private partial void Refused(string job, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "Due work {Job} failed: {Fault}")]
    private partial void Failed(Exception exception, string job, DatabaseFault fault);
}
