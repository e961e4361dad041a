using System.CommandLine;
using System.Diagnostics;
using Pes.Cli.DemoData;
using Pes.Features.Matching;
using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Ranking;

namespace Pes.Cli;

/// <summary>
/// The first page of the jobseekers who fit a vacancy, by fixed rules, as an officer of the largest centre gets it, the database included: in a small country
/// and in one of ten times its people, against reading everybody of the centre from the tables, which is what a list without an index costs.
/// </summary>
internal static class BenchLists
{
    private const int People = 15_000;
    private const int QuickPeople = 2_000;
    private const int Smaller = 10;
    private const int Vacancies = 600;
    private const int Asked = 10;
    private const int Page = 20;
    private const int Rounds = 5;
    private const int ReadRounds = 12;
    private const int Batch = 5_000;
    private const double Target = 1.5;

    private const string CentreSql = "SELECT CentreId FROM CaseFile WHERE Status = 'open' GROUP BY CentreId ORDER BY COUNT(*) DESC OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY";

    private const string ScopeSql = "INSERT INTO ScopeCentre (SessionId, CentreId) VALUES (@SessionId, @Centre)";

    private const string LiveSql = "SELECT Id FROM Vacancy WHERE Status = 'live' ORDER BY Id OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY";

    private const string OpenSql = $"SELECT c.Id FROM CaseFile c WHERE c.Status = 'open' AND {Scope.SeesCaseSql}";

    public static Command Command()
    {
        var data = new Option<string?>("--data") { Description = "Folder that keeps the invented countries between runs (data/bench)." };
        var quick = new Option<bool>("--quick") { Description = "Fewer people." };
        var command = new Command("lists", "A page of the jobseekers who fit a vacancy, the database included.") { data, quick };
        command.SetAction((parsed, ct) => RunAsync(Path.GetFullPath(parsed.GetValue(data) ?? BenchCountry.DefaultFolder()), parsed.GetValue(quick), ct));
        return command;
    }

    private static async Task<int> RunAsync(string folder, bool quick, CancellationToken ct)
    {
        var people = quick ? QuickPeople : People;
        var (small, large) = (await MeasureAsync(folder, people / Smaller, ct), await MeasureAsync(folder, people, ct));
        var growth = large.PageCpuMs / small.PageCpuMs;
        Bench.Print("lists", quick, new Bench.Figure("jobseekersPageGrowth", Bench.Rounded(growth), "x", FormattableString.Invariant($"<= {Target}"), growth <= Target, new
        {
            people, against = people / Smaller, vacancies = Asked, take = Page, small, large, of = "CPU of all threads, the best of rounds; embedded SQLite",
        }));
        return 0;
    }

    /// <param name="OpenInCentre">Open cases of the largest centre.</param>
    /// <param name="PageCpuMs">A page by the index.</param>
    /// <param name="EverybodyCpuMs">The same page with everybody of the centre read from the tables and scored.</param>
    /// <param name="ReadyCpuMs">The index, read once after a start.</param>
    /// <param name="ReadCpuUs">The index, read again: microseconds a case, as where there are so many that the compiler's time does not count.</param>
    /// <param name="ReadWallUs">The same by the clock.</param>
    private sealed record Taken(int Open, int OpenInCentre, double PageCpuMs, double EverybodyCpuMs, double ReadyCpuMs, double ReadCpuUs, double ReadWallUs);

    private static async Task<Taken> MeasureAsync(string folder, int people, CancellationToken ct)
    {
        var file = await BenchCountry.FileAsync(folder, people, Vacancies, DemoGenerator.LiveShare, ct);
        await using var app = BenchCountry.Build(folder, file, []);
        await using var services = app.Services.CreateAsyncScope();
        var db = services.ServiceProvider.GetRequiredService<Database>();
        var vocabulary = services.ServiceProvider.GetRequiredService<Vocabulary>();
        var today = TimeProvider.System.TodayInCambodia();
        var scope = Scope.Product with { SessionId = Guid.CreateVersion7() };
        var centre = await db.SingleAsync<Guid>(CentreSql, new { Skip = 0, Take = 1 }, ct);
        // Never committed: the country stays as it was.
        await db.BeginAsync(ct);
        try
        {
            await db.ExecuteAsync(ScopeSql, new { scope.SessionId, Centre = centre }, ct);
            List<VacancyProfile> vacancies = [];
            foreach (var id in await db.QueryAsync<Guid>(LiveSql, new { Skip = 0, Take = Asked }, ct))
            {
                vacancies.Add((await new VacancyReading(vocabulary).OneAsync(db, id, today, ct))!);
            }

            var source = services.ServiceProvider.GetRequiredService<JobseekerIndexSource>();
            var before = Environment.CpuUsage.TotalTime;
            var picture = await source.CurrentAsync(ct);
            var ready = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            var cases = await db.QueryAsync<Guid>(OpenSql, new { scope.SessionId, scope.OwnCasesOf }, ct);
            var page = await CpuMsAsync(vacancies, async v => (await ListOf(v).PageAsync(MatchFilter.None, 0, Page, ct)).Shown.Count);
            var everybody = await CpuMsAsync(vacancies, v => EverybodyAsync(new(db, vocabulary), cases, scope, v, today, ct));
            var (readCpu, readWall) = await ReadAgainAsync(services.ServiceProvider, ct);
            return new(picture.Count, cases.Count, Bench.Rounded(page), Bench.Rounded(everybody), Math.Round(ready), Bench.Rounded(readCpu), Bench.Rounded(readWall));

            JobseekerList ListOf(VacancyProfile vacancy) =>
                new(db, new(db, vocabulary)) { Scope = scope, Vacancy = vacancy, Today = today, IsRanked = true, Version = RankingVersion.Prior, Picture = picture, Moves = [] };
        }
        finally
        {
            await db.RollbackAsync();
        }
    }

    private static async Task<(double CpuUs, double WallUs)> ReadAgainAsync(IServiceProvider services, CancellationToken ct)
    {
        var (cpu, wall) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < ReadRounds; round++)
        {
            GC.Collect();
            var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            using var source = ActivatorUtilities.CreateInstance<JobseekerIndexSource>(services);
            var cases = (await source.CurrentAsync(ct)).Count;
            cpu = Math.Min(cpu, (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / cases);
            wall = Math.Min(wall, watch.Elapsed.TotalMicroseconds / cases);
        }

        return (cpu, wall);
    }

    private static async Task<int> EverybodyAsync(JobseekerProfiles reader, IReadOnlyList<Guid> cases, Scope scope, VacancyProfile vacancy, DateOnly today, CancellationToken ct)
    {
        List<JobseekerProfile> profiles = [];
        foreach (var some in cases.Chunk(Batch))
        {
            profiles.AddRange(await reader.OfCasesAsync(scope, some, today, ct));
        }

        return Matcher.Prior.JobseekersFor(vacancy, JobseekerSnapshot.Build(profiles), today, Page, ct).Explain().Rows.Count;
    }

    // Of all vacancies once in a round; the first round has the code compiled.
    private static async Task<double> CpuMsAsync(List<VacancyProfile> vacancies, Func<VacancyProfile, Task<int>> page)
    {
        var best = double.MaxValue;
        for (var round = 0; round <= Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            foreach (var vacancy in vacancies)
            {
                await page(vacancy);
            }

            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / vacancies.Count);
        }

        return best;
    }
}
