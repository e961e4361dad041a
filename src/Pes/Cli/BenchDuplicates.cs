using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MediatR;
using Pes.Cli.DemoData;
using Pes.Features.CaseFiles;
using Pes.Platform.Data;
using Pes.Platform.Security;

namespace Pes.Cli;

/// <summary>
/// The search for files of the same person at the size of the country against a hundredth of it: persons with invented names, few of
/// them frequent, beside the same questions by the keys of before. Each question's best of a few times; CPU time is the process's.
/// </summary>
internal static class BenchDuplicates
{
    private const int Questions = 60;
    private const int Rounds = 5;
    private const int RowsAtOnce = 50_000;
    private const int Hundredth = 100;
    private const double Target = 1.5;

    // What found candidates before there were keys of sound: same birth dates and names as they are written, from anywhere.
    private const string BeforeSql = """
        SELECT c.Id AS CaseFileId, p.FamilyName, p.GivenName, p.FamilyNameLatin, p.GivenNameLatin, p.BornOn
        FROM CaseFile c
        JOIN Person p ON p.Id = c.PersonId
        WHERE p.Id IN (
            SELECT a.Id FROM Person a WHERE a.BornOn IN (@BornOn, @Swapped, @YearBefore, @YearAfter)
            UNION SELECT a.Id FROM Person a WHERE a.NameKey = @NameKey
            UNION SELECT a.Id FROM Person a WHERE a.LatinKey = @LatinKey)
        """;

    private const string CentresSql = "SELECT Id, Code, ProvinceCode, NameKm FROM Centre WHERE ValidTo IS NULL ORDER BY Code";

    private const string KnownSql = """
        SELECT p.FamilyName, p.GivenName, p.FamilyNameLatin, p.GivenNameLatin, p.Sex, p.BornOn, p.ProvinceCode
        FROM Person p
        WHERE p.FamilyNameLatin <> '' AND p.BornOn IS NOT NULL
        ORDER BY p.Seq DESC OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string CounsellorSql = "SELECT Id FROM Account WHERE Role = 'Counsellor' AND CentreId IS NOT NULL ORDER BY UserName";

    private const string Plan = $"EXPLAIN QUERY PLAN {SearchDuplicates.Handler.CandidatesSql}";

    public static Command Command()
    {
        var data = new Option<string?>("--data") { Description = "Folder that keeps the persons between runs (data/bench)." };
        var people = new Option<int>("--people") { Description = "Persons at full size.", DefaultValueFactory = _ => 1_500_000 };
        var command = new Command("duplicates", "Search for files of the same person, at full size and at a hundredth.") { data, people };
        command.SetAction((parsed, ct) => RunAsync(Path.GetFullPath(parsed.GetValue(data) ?? BenchCountry.DefaultFolder()), parsed.GetValue(people), ct));
        return command;
    }

    private static async Task<int> RunAsync(string folder, int people, CancellationToken ct)
    {
        var small = await MeasureAsync(folder, people / Hundredth, ct);
        var large = await MeasureAsync(folder, people, ct);
        var growth = large.Cpu / large.CpuBefore;
        Bench.Print(
            "duplicates", quick: false,
            new Bench.Figure("duplicatesVsBefore", Bench.Rounded(growth), "x", string.Create(CultureInfo.InvariantCulture, $"<= {Target}"), growth <= Target, new { people, questions = Questions, small, large }));
        return 0;
    }

    /// <summary>Milliseconds of a question: CPU on average, wall time in the middle, and the CPU of reading alone as it was before; where tables are read through; what the keys cost.</summary>
    private sealed record Measured(int People, double Cpu, double P50, double Most, double CpuBefore, double Found, IReadOnlyList<string> Scans, double? FillCpuSeconds, double? KeysMb);

    private static async Task<Measured> MeasureAsync(string folder, int people, CancellationToken ct)
    {
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"persons-{people}.db"));
        var isNew = !File.Exists(file);
        if (isNew)
        {
            File.Copy(await BenchCountry.FileAsync(folder, 100, 150, DemoGenerator.LiveShare, ct), file);
        }

        await using var app = BenchCountry.Build(folder, file, []);
        await app.Services.GetRequiredService<Migrator>().ApplyAsync(null, ct);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        double? fill = null, megabytes = null;
        if (isNew)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Inventing {people:N0} persons …"));
            await InventAsync(db, people, ct);
            var (cpu, bytes) = (Environment.CpuUsage.TotalTime, Bytes(file));
            await app.Services.GetRequiredService<PersonNameKeys>().KeepUpAsync(ct);
            (fill, megabytes) = (Math.Round((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, 1), Math.Round((Bytes(file) - bytes) / 1e6));
        }

        var asked = await AskedAsync(db, await SessionAsync(app.Services, db, ct), ct);
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        var found = 0;
        var (now, wall) = await TimedAsync(asked, async query => found += (await sender.Send(query, ct)).Value.Within.Count);
        var (before, _) = await TimedAsync(asked, async query => found += 0 * (await db.QueryAsync<object>(BeforeSql, Before(query), ct)).Count);
        var plan = await db.QueryAsync<PlanRow>(Plan, SearchDuplicates.Handler.Arguments(asked[0], scope.ServiceProvider.GetRequiredService<IdentityNumbers>()), ct);
        return new(
            people, Bench.Rounded(now), Bench.Rounded(wall[wall.Count / 2]), Bench.Rounded(wall[^1]), Bench.Rounded(before), found / (double)(Questions * Rounds),
            [.. plan.Select(p => p.Detail).Where(d => d.StartsWith("SCAN ", StringComparison.Ordinal))], fill, megabytes);
    }

    private static async Task<(double Cpu, List<double> Wall)> TimedAsync(IReadOnlyList<SearchDuplicates.Query> asked, Func<SearchDuplicates.Query, Task> ask)
    {
        var best = Enumerable.Repeat((Cpu: double.MaxValue, Wall: double.MaxValue), asked.Count).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (i, query) in asked.Index())
            {
                var (cpu, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
                await ask(query);
                best[i] = (Math.Min(best[i].Cpu, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds), Math.Min(best[i].Wall, watch.Elapsed.TotalMilliseconds));
            }
        }

        return (best.Average(b => b.Cpu), [.. best.Select(b => b.Wall).Order()]);
    }

    // Few names are frequent: the square of a share leans to the first of the list.
    private static async Task InventAsync(Database db, int people, CancellationToken ct)
    {
        var (dice, rows, now) = (new Dice(1), new DemoRows().Order(typeof(PersonRow), typeof(CaseFileRow)), TimeProvider.System.GetUtcNow().UtcDateTime);
        var centres = await db.QueryAsync<DemoCentre>(CentresSql, ct: ct);
        for (var i = 0; i < people; i++)
        {
            var (woman, centre, id) = (dice.Chance(0.5), dice.Pick(centres), dice.Id(now));
            var (family, given) = (Frequent(DemoWords.Families), Frequent(woman ? DemoWords.Women : DemoWords.Men));
            var latinOnly = dice.Chance(0.03);
            var (name, called) = latinOnly ? (family.Latin, given.Latin) : (family.Khmer, given.Khmer);
            var keys = PersonKeys.Of(name, called, family.Latin, given.Latin);
            var born = new DateOnly(1960, 1, 1).AddDays(dice.Between(0, 18_000));
            rows.Add(new PersonRow(
                id, name, called, latinOnly ? "" : family.Latin, latinOnly ? "" : given.Latin, keys.NameKey, latinOnly ? "" : keys.LatinKey, keys.SortKey, woman ? "female" : "male",
                dice.Chance(0.05) ? new DateOnly(born.Year, 1, 1) : born, null, "km", centre.ProvinceCode, null, now, 1));
            rows.Add(new CaseFileRow(dice.Id(now), string.Create(CultureInfo.InvariantCulture, $"B-{i:D8}"), id, centre.Id, null, "open", now, null, null, 1));
            if (rows.Count >= RowsAtOnce)
            {
                await rows.WriteAsync(db, ct);
            }
        }

        await rows.WriteAsync(db, ct);

        DemoName Frequent(IReadOnlyList<DemoName> names) => names[(int)(names.Count * dice.Share() * dice.Share())];
    }

    // Persons who are registered again: as they are, with Latin letters alone, and with the year off by one.
    private static async Task<IReadOnlyList<SearchDuplicates.Query>> AskedAsync(Database db, Scope scope, CancellationToken ct)
    {
        var known = await db.QueryAsync<KnownRow>(KnownSql, new { Skip = 0, Take = Questions }, ct);
        return
        [
            .. known.Select((k, i) => new SearchDuplicates.Query
            {
                FamilyName = i % 3 == 1 ? k.FamilyNameLatin : k.FamilyName, GivenName = i % 3 == 1 ? k.GivenNameLatin : k.GivenName, Sex = k.Sex,
                BornOn = i % 3 == 2 ? k.BornOn.AddYears(1).AddDays(9) : k.BornOn, ProvinceCode = k.ProvinceCode, Scope = scope,
            }),
        ];
    }

    private static long Bytes(string file) => new[] { file, file + "-wal" }.Where(File.Exists).Sum(f => new FileInfo(f).Length);

    private static object Before(SearchDuplicates.Query query)
    {
        var (keys, born) = (PersonKeys.Of(query.FamilyName!, query.GivenName!, query.FamilyNameLatin, query.GivenNameLatin), query.BornOn!.Value);
        return new { BornOn = born, Swapped = (DateOnly?)null, YearBefore = born.AddYears(-1), YearAfter = born.AddYears(1), keys.NameKey, keys.LatinKey };
    }

    private static async Task<Scope> SessionAsync(IServiceProvider services, Database db, CancellationToken ct)
    {
        var account = await db.FirstOrDefaultAsync<Guid>(CounsellorSql, ct: ct);
        var sessions = services.GetRequiredService<AccountSessions>();
        var session = await sessions.StartAsync(account, "totp", ct);
        var facts = await sessions.FindAsync(db, session, ct) ?? throw new CommandException("The bench's session did not begin.");
        return new Scope { SessionId = session, AccountId = account, Role = facts.Role, CentreId = facts.CentreId };
    }

    private sealed record PlanRow
    {
        public required string Detail { get; init; }
    }

    private sealed record KnownRow
    {
        public required string FamilyName { get; init; }

        public required string GivenName { get; init; }

        public required string FamilyNameLatin { get; init; }

        public required string GivenNameLatin { get; init; }

        public required string Sex { get; init; }

        public required DateOnly BornOn { get; init; }

        public required string ProvinceCode { get; init; }
    }
}
