using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.CaseFiles;
using Pes.Features.Matching;
using Pes.Features.Reference;
using Pes.Features.Shared.Changes;
using Pes.Features.Vacancies;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Ranking;
using Pes.Ranking.Pairs;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>What stands in memory for ranking follows the database, through the product's own commands, on every node.</summary>
public sealed class PictureTests(PesHost host) : IClassFixture<PesHost>
{
    private const int Steps = 260;

    private const int StepsBetweenLooks = 20;

    // How long a node is waited for; it takes a second at most, but the machine may be busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task After_any_sequence_of_commands_the_picture_with_changes_is_the_picture_read_anew()
    {
        var (vacancies, jobseekers) = (Kept<VacancySnapshotSource>(host.App), Kept<JobseekerIndexSource>(host.App));
        _ = (await vacancies.CurrentAsync(default)).Index;
        _ = await jobseekers.CurrentAsync(default);
        var market = new RandomMarket(host);
        for (var step = 0; step < Steps; step++)
        {
            await market.StepAsync();
            if (step % StepsBetweenLooks == StepsBetweenLooks - 1)
            {
                await SameAsync(vacancies, jobseekers);
            }
        }

        // Every kind of step was done, not only tried; and what is compared is not always the same.
        Assert.All(market.Done, kind => Assert.True(kind.Value > 0, $"{kind.Key} was never done"));
        Assert.True((await vacancies.CurrentAsync(default)).Count > 3);
    }

    [Fact]
    public async Task A_commit_on_one_node_is_seen_by_the_others_without_anybody_asking()
    {
        await using var other = host.Build(b => b.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Jobs:Enabled"] = "true" }));
        await other.StartAsync();
        var (vacancies, jobseekers) = (Kept<VacancySnapshotSource>(other), Kept<JobseekerIndexSource>(other));

        // Both are read after a start before anybody asks for them.
        Assert.NotNull(await UntilAsync(() => vacancies.Latest));
        Assert.NotNull(await UntilAsync(() => jobseekers.Latest));
        var before = ((await vacancies.CurrentAsync(default)).Count, (await jobseekers.CurrentAsync(default)).Count);

        var employer = await host.Given.EmployerAsync();
        var vacancy = await host.Given.LiveVacancyAsync(employer);
        var file = await host.Given.CaseFileAsync();
        Assert.NotNull(await UntilAsync(() => vacancies.Latest!.All.Select(v => v.Profile).FirstOrDefault(p => p.Id == vacancy)));
        Assert.NotNull(await UntilAsync(() => jobseekers.Latest!.Count == before.Item2 + 1 ? jobseekers : null));

        var version = await host.SingleAsync<int>("SELECT Version FROM Vacancy WHERE Id = @vacancy", new { vacancy });
        await host.Given.DoneAsync(new CloseVacancy.Command { Scope = await host.Given.OfficerAsync(), VacancyId = vacancy, Version = version, ReasonCode = "filled-otherwise" });
        var caseVersion = await host.SingleAsync<int>("SELECT Version FROM CaseFile WHERE Id = @file", new { file });
        await host.Given.DoneAsync(new CloseCase.Command { Scope = await host.Given.OfficerAsync(), CaseFileId = file, Version = caseVersion, ReasonCode = "found-work" });
        Assert.NotNull(await UntilAsync(() => vacancies.Latest!.Count == before.Item1 ? vacancies : null));
        Assert.NotNull(await UntilAsync(() => jobseekers.Latest!.Count == before.Item2 ? jobseekers : null));
    }

    [Fact]
    public async Task Another_day_and_whole_imports_are_read_anew_while_readers_go_on()
    {
        var source = Kept<VacancySnapshotSource>(host.App);
        var today = DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime);
        var young = await host.Given.CaseFileAsync(with: c => c with { BornOn = today.AddYears(-18).AddDays(2) });
        var people = Kept<JobseekerIndexSource>(host.App);
        var first = await source.CurrentAsync(default);
        await people.CurrentAsync(default);

        // Written by hand, as no command would: only reading everything anew finds it.
        var vacancy = await host.Given.LiveVacancyAsync();
        await host.InDatabaseAsync(db => db.ExecuteAsync("DELETE FROM ProfileChange WHERE SubjectId = @VacancyId", new { vacancy.VacancyId }));
        Assert.Null((await source.CurrentAsync(default)).All.Select(v => v.Profile).FirstOrDefault(p => p.Id == vacancy.VacancyId));
        await host.InDatabaseAsync(db => db.ExecuteAsync(
            "INSERT INTO ProfileChange (Kind, SubjectId, ChangedAt) VALUES ('vacancies', NULL, @Now)", new { Now = host.Clock.GetUtcNow().UtcDateTime }));
        Assert.NotNull(await UntilAsync(async () => (await source.CurrentAsync(default)).All.Select(v => v.Profile).FirstOrDefault(p => p.Id == vacancy.VacancyId)));
        Assert.NotSame(first, source.Latest);

        // In three days she is eighteen.
        var seq = (int)await host.SingleAsync<long>("SELECT Seq FROM CaseFile WHERE Id = @young", new { young });
        var any = new VacancyProfile { Id = Guid.CreateVersion7(), IsOpen = true, OpeningsLeft = 1, IsHazardous = true };
        bool IsRanked(JobseekerPicture picture) => picture.Index.Ranked(any, TinyModel.Ranking, today, int.MaxValue, new()).Any(r => r.Id == seq);
        Assert.False(IsRanked(await people.CurrentAsync(default)));
        host.Clock.Advance(TimeSpan.FromDays(3));
        Assert.NotNull(await UntilAsync(async () => IsRanked(await people.CurrentAsync(default)) ? people : null));
    }

    [Fact]
    public async Task A_rebuild_that_fails_is_told_once_and_tried_again_after_a_pause_while_readers_keep_what_they_had()
    {
        using var source = ActivatorUtilities.CreateInstance<FailingIndex>(host.App.Services);
        var before = await source.CurrentAsync(default);
        source.Fails = true;
        host.Clock.Advance(TimeSpan.FromDays(1));
        await source.KeepUpAsync();
        Assert.NotNull(await UntilAsync(() => source.Loads == 2 ? source : null));
        await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            await UntilAsync(async () =>
            {
                await source.KeepUpAsync();
                return (object?)null;
            });
        });
        for (var tries = 0; tries < 3; tries++)
        {
            await source.KeepUpAsync();
            Assert.Same(before, await source.CurrentAsync(default));
        }

        Assert.Equal(2, source.Loads);
        source.Fails = false;
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull(await UntilAsync(async () => await source.CurrentAsync(default) == before ? null : source));
        Assert.Equal(3, source.Loads);
    }

    [Fact]
    public async Task A_file_that_moves_is_found_in_the_centre_that_has_it_now()
    {
        var people = Kept<JobseekerIndexSource>(host.App);
        var (from, to) = (await host.Given.CentreAsync("15"), await host.Given.CentreAsync("12"));
        var file = await host.Given.CaseFileAsync("15");
        var before = await people.CurrentAsync(default);
        var asking = await host.Given.CounsellorAsync("12");
        var transfer = await host.Given.DoneAsync(new RequestTransfer.Command
        {
            Scope = await host.Given.ScopeAsync(asking), Reference = host.App.Services.GetRequiredService<FileReferences>().Make(file, asking), ReasonCode = "moved-home",
        });
        await host.Given.DoneAsync(new DecideTransfer.Command
        {
            Scope = await host.Given.ScopeAsync(await host.SingleAsync<Guid>("SELECT CounsellorId FROM CaseFile WHERE Id = @file", new { file })), TransferId = transfer, Accept = true,
        });
        var after = await people.CurrentAsync(default);
        Assert.Equal((before.In([from]).Count - 1, before.In([to]).Count + 1), (after.In([from]).Count, after.In([to]).Count));
    }

    [Fact]
    public async Task A_number_that_becomes_visible_late_is_not_passed_over()
    {
        var source = Kept<VacancySnapshotSource>(host.App);
        await source.CurrentAsync(default);
        var vacancy = await host.Given.LiveVacancyAsync();
        var drawn = await host.SingleAsync<long>("SELECT MAX(Seq) FROM ProfileChange");

        // As on SQL Server: the number was drawn, others commit before it, then it commits.
        await host.InDatabaseAsync(db => db.ExecuteAsync("DELETE FROM ProfileChange WHERE Seq = @drawn", new { drawn }));
        await host.Given.LiveVacancyAsync();
        Assert.Null((await source.CurrentAsync(default)).All.Select(v => v.Profile).FirstOrDefault(p => p.Id == vacancy.VacancyId));
        if (host.App.Services.GetRequiredService<ConnectionSource>().Kind == DatabaseKind.Sqlite)
        {
            await host.InDatabaseAsync(db => db.ExecuteAsync(
                "INSERT INTO ProfileChange (Seq, Kind, SubjectId, ChangedAt) VALUES (@drawn, 'vacancy', @VacancyId, @Now)",
                new { drawn, vacancy.VacancyId, Now = host.Clock.GetUtcNow().UtcDateTime }));
            Assert.NotNull((await source.CurrentAsync(default)).All.Select(v => v.Profile).FirstOrDefault(p => p.Id == vacancy.VacancyId));
        }
    }

    [Fact]
    public async Task Old_changes_go_and_young_ones_stay()
    {
        await host.Given.LiveVacancyAsync();
        host.Clock.Advance(TimeSpan.FromDays(3));
        await host.Given.LiveVacancyAsync();
        var before = await host.SingleAsync<int>("SELECT COUNT(*) FROM ProfileChange");
        var gone = await host.Given.DoneAsync(new PruneProfileChanges.Command { Scope = Scope.Product });
        Assert.InRange(gone, 1, before - 1);
        Assert.Equal(before - gone, await host.SingleAsync<int>("SELECT COUNT(*) FROM ProfileChange"));
        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM ProfileChange WHERE ChangedAt >= @Now", new { Now = host.Clock.GetUtcNow().UtcDateTime }));
    }

    private sealed class FailingIndex(ConnectionSource source, DatabaseSettings settings, Vocabulary vocabulary, IConfiguration configuration, TimeProvider clock)
        : JobseekerIndexSource(source, settings, vocabulary, configuration, clock)
    {
        private int loads;

        public bool Fails { get; set; }

        public int Loads => Volatile.Read(ref loads);

        protected override Task<JobseekerPicture> LoadAsync(DateOnly today, JobseekerPicture? before)
        {
            Interlocked.Increment(ref loads);
            return Fails ? Task.FromException<JobseekerPicture>(new TimeoutException("The database is slow.")) : base.LoadAsync(today, before);
        }
    }

    private static T Kept<T>(WebApplication node)
        where T : notnull => node.Services.GetRequiredService<T>();

    private async Task SameAsync(VacancySnapshotSource vacancies, JobseekerIndexSource jobseekers)
    {
        var today = DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime);
        var anew = await ActivatorUtilities.CreateInstance<VacancySnapshotSource>(host.App.Services).CurrentAsync(default);
        var expected = JsonSerializer.Serialize(anew.All);

        // Read anew it is made of kept extracts, where they hold; so it is compared with the tables themselves.
        await using (var scope = host.App.Services.CreateAsyncScope())
        {
            var tables = await new VacancyReading(host.App.Services.GetRequiredService<Vocabulary>())
                .SomeAsync(scope.ServiceProvider.GetRequiredService<Database>(), [.. anew.All.Select(v => v.Profile.Id)], today, default);
            Assert.Equal(JsonSerializer.Serialize(tables.OrderBy(v => v.Seq)), expected);
        }

        // On a busy machine a reader may have the older picture for a while; another test may have gone on to another day.
        await UntilAsync(async () =>
        {
            await jobseekers.CurrentAsync(default);
            return JsonSerializer.Serialize((await vacancies.CurrentAsync(default)).All) == expected ? vacancies : null;
        });
        await jobseekers.KeepUpAsync();
        var with = vacancies.Latest!;
        Assert.Equal(expected, JsonSerializer.Serialize(with.All));
        Assert.Equal(anew.Snapshot(new MatchFilter()).Checksum, with.Snapshot(new MatchFilter()).Checksum);

        var (people, peopleAnew) = (await jobseekers.CurrentAsync(default), await ActivatorUtilities.CreateInstance<JobseekerIndexSource>(host.App.Services).CurrentAsync(default));
        Assert.Equal(peopleAnew.Count, people.Count);
        foreach (var centre in await host.QueryAsync<Guid>("SELECT DISTINCT CentreId FROM CaseFile"))
        {
            var (mask, count) = people.In([centre]);
            var (maskAnew, countAnew) = peopleAnew.In([centre]);
            Assert.Equal(countAnew, count);
            foreach (var vacancy in with.All.Take(2))
            {
                Assert.Equal(
                    peopleAnew.Index.Ranked(vacancy.Profile, TinyModel.Ranking, today, int.MaxValue, new(), maskAnew), people.Index.Ranked(vacancy.Profile, TinyModel.Ranking, today, int.MaxValue, new(), mask));
            }
        }

        foreach (var vacancy in with.All.Take(12))
        {
            var open = vacancy.Profile;
            Assert.Equal(
                peopleAnew.Index.Ranked(open, TinyModel.Ranking, today, int.MaxValue, new()), people.Index.Ranked(open, TinyModel.Ranking, today, int.MaxValue, new()));
        }

        foreach (var someone in Enumerable.Range(0, 6).Select(i => new JobseekerProfile
        {
            Id = Guid.CreateVersion7(), MayWork = true, MayDoHazardousWork = true, MayBeSuggested = true, Province = (byte)(2 + (i * 3)),
            WishedOccupations = [ushort.Parse(RandomMarket.Occupations[i % 4], System.Globalization.CultureInfo.InvariantCulture)], Skills = [i, i + 1, i + 2], WageExpected = 800_000,
        }))
        {
            Assert.Equal(
                anew.Index.Ranked(someone, TinyModel.Ranking, today, int.MaxValue, new()), with.Index.Ranked(someone, TinyModel.Ranking, today, int.MaxValue, new()));
        }
    }

    private static Task<T?> UntilAsync<T>(Func<T?> look)
        where T : class => UntilAsync(() => Task.FromResult(look()));

    private static async Task<T?> UntilAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        for (var watch = System.Diagnostics.Stopwatch.StartNew(); watch.Elapsed < Patience; await Task.Delay(50))
        {
            if (await look() is { } seen)
            {
                return seen;
            }
        }

        return null;
    }
}
