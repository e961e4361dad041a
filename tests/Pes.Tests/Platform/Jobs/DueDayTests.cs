using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Jobs;
using Pes.Platform.Text;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Jobs;

/// <summary>Row 33: nodes whose clocks are a day apart, or jump, do the work of each day once between them.</summary>
public sealed class DueDayTests(PesHost host) : IClassFixture<PesHost>
{
    private const int Days = 6;

    private static readonly TimeSpan Step = TimeSpan.FromHours(8);

    [Fact]
    public async Task Two_nodes_a_day_apart_do_each_day_once_even_when_a_clock_goes_back()
    {
        var (late, early) = (new MovableClock(host.Clock.GetUtcNow()), new MovableClock(host.Clock.GetUtcNow().AddDays(1)));
        await using var behind = host.Build(b => b.Services.AddSingleton<TimeProvider>(late));
        await using var ahead = host.Build(b => b.Services.AddSingleton<TimeProvider>(early));
        DueWorkRegistry[] nodes = [behind.Services.GetRequiredService<DueWorkRegistry>(), ahead.Services.GetRequiredService<DueWorkRegistry>()];
        var (first, employer) = (late.TodayInCambodia(), await host.Given.EmployerAsync());
        for (var day = 0; day < Days; day++)
        {
            await host.Given.LiveVacancyAsync(employer, c => c with { ClosesOn = first.AddDays(day) });
        }

        var jobs = nodes[0].All.Count;
        var done = 0;
        for (var step = 0; step < (Days * 3) - 1; step++)
        {
            // Both at once, and more than once, as after a restart.
            done += (await Task.WhenAll(nodes.Concat(nodes).Select(node => Task.Run(() => node.DoAsync(default))))).Sum(names => names.Count);
            late.Advance(Step);
            early.Advance(Step);
            if (step == 8)
            {
                late.Advance(TimeSpan.FromDays(-1));
                early.Advance(TimeSpan.FromDays(-2));
                done += (await nodes[0].DoAsync(default)).Count + (await nodes[1].DoAsync(default)).Count;
                late.Advance(TimeSpan.FromDays(1));
                early.Advance(TimeSpan.FromDays(2));
            }
        }

        var rows = await host.QueryAsync<Row>("SELECT Job, DueKey, Effect FROM DueWork");
        Assert.Equal(jobs * (Days + 1), rows.Count);
        Assert.Equal(rows.Count, done);
        Assert.Equal(Days + 1, rows.Select(r => r.DueKey).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Days, rows.Where(r => r.Job == "close-expired-vacancies").Sum(r => r.Effect));
        Assert.Equal(Days + 1, await host.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'close-expired-vacancies'"));
        Assert.Equal(0, await host.SingleAsync<int>("SELECT COUNT(*) FROM Vacancy WHERE Status = 'live'"));
    }

    private sealed record Row
    {
        public required string Job { get; init; }

        public required string DueKey { get; init; }

        public required int Effect { get; init; }
    }
}
