using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.CaseFiles;
using Pes.Features.Employers;
using Pes.Features.Matching;
using Pes.Features.Reference;
using Pes.Features.Referrals;
using Pes.Features.Shared.Changes;
using Pes.Features.Vacancies;
using Pes.Platform.Data;
using Pes.Platform.Requests;
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

    private static readonly string[] Provinces = ["15", "12", "02", "08"];

    private static readonly string[] Occupations = ["8153", "5120", "5223", "7231"];

    [Fact]
    public async Task After_any_sequence_of_commands_the_picture_with_changes_is_the_picture_read_anew()
    {
        var (vacancies, jobseekers) = (Kept<VacancySnapshotSource>(host.App), Kept<JobseekerIndexSource>(host.App));
        _ = (await vacancies.CurrentAsync(default)).Index;
        _ = await jobseekers.CurrentAsync(default);
        var market = new Market(host);
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
        bool IsRanked(JobseekerIndex index) => index.Ranked(any, TinyModel.Ranking, today, int.MaxValue, new()).Any(r => r.Id == seq);
        Assert.False(IsRanked(await people.CurrentAsync(default)));
        host.Clock.Advance(TimeSpan.FromDays(3));
        Assert.NotNull(await UntilAsync(async () => IsRanked(await people.CurrentAsync(default)) ? people : null));
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
        foreach (var vacancy in with.All.Take(12))
        {
            var open = vacancy.Profile;
            Assert.Equal(
                peopleAnew.Ranked(open, TinyModel.Ranking, today, int.MaxValue, new()), people.Ranked(open, TinyModel.Ranking, today, int.MaxValue, new()));
        }

        foreach (var someone in Enumerable.Range(0, 6).Select(i => new JobseekerProfile
        {
            Id = Guid.CreateVersion7(), MayWork = true, MayDoHazardousWork = true, MayBeSuggested = true, Province = (byte)(2 + (i * 3)),
            WishedOccupations = [ushort.Parse(Occupations[i % 4], System.Globalization.CultureInfo.InvariantCulture)], Skills = [i, i + 1, i + 2], WageExpected = 800_000,
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

    /// <summary>People, employers and vacancies to whom one thing after another happens, each by a command of the product.</summary>
    private sealed class Market(PesHost host)
    {
        private readonly Random random = new(17);
        private readonly List<Guid> files = [];
        private readonly List<Guid> vacancies = [];
        private readonly List<Guid> employers = [];

        public Dictionary<string, int> Done { get; } = new(StringComparer.Ordinal);

        public async Task StepAsync()
        {
            if (files.Count < 5 || vacancies.Count < 8)
            {
                await RegisterAsync();
                await OfferAsync();
                return;
            }

            Func<Task<bool>>[] steps =
            [
                RegisterAsync, OfferAsync, OfferAsync, SkillsAsync, LicencesAsync, LanguagesAsync, EducationAsync, CertificatesAsync, HistoryAsync, NeedsAsync, WishAsync, PersonAsync,
                ConsentAsync, TakeConsentBackAsync, CloseCaseAsync, ReopenCaseAsync, UpdateVacancyAsync, CloseVacancyAsync, CloseVacancyAsync, ReopenVacancyAsync, ReopenVacancyAsync, ReferAsync, ReferAsync, ReferAsync, AnswerAsync, AnswerAsync,
                SuspendAsync, ExpireAsync, KeepExtractsAsync, KeepExtractsAsync,
            ];
            var step = steps[random.Next(steps.Length)];
            Done.TryAdd(step.Method.Name, 0);
            Done[step.Method.Name] += await step() ? 1 : 0;
        }

        private Guid File => files[random.Next(files.Count)];

        private Guid Vacancy => vacancies[random.Next(vacancies.Count)];

        private async Task<bool> RegisterAsync()
        {
            files.Add(await host.Given.CaseFileAsync(with: c => c with
            {
                WishOccupations = [Occupations[random.Next(4)]], WishProvinces = [Provinces[random.Next(4)]], MinimumWageKhr = 600_000 + (random.Next(10) * 50_000),
            }));
            return true;
        }

        private async Task<bool> OfferAsync()
        {
            if (employers.Count < 3 || random.Next(6) == 0)
            {
                employers.Add(await host.Given.EmployerAsync());
            }

            if (await host.SingleAsync<string>("SELECT Status FROM Employer WHERE Id = @Id", new { Id = employers[^1] }) != "verified")
            {
                employers.Add(await host.Given.EmployerAsync());
            }

            vacancies.Add(await host.Given.LiveVacancyAsync(employers[^1], Changed));
            return true;
        }

        private VacancyContent Changed(VacancyContent content) => content with
        {
            IscoCode = Occupations[random.Next(4)],
            Places = random.Next(3) == 0 ? [new() { ProvinceCode = "15" }, new() { ProvinceCode = "12" }] : [new() { ProvinceCode = Provinces[random.Next(4)] }],
            Openings = 1 + random.Next(3),
            EssentialSkills = [.. Skills(3)],
            WageFrom = 700_000 + (random.Next(8) * 50_000),
            WageTo = 1_200_000,
            HoursCode = random.Next(3) switch { 0 => "full-time", 1 => "part-time", _ => "night" },
            Licences = random.Next(4) == 0 ? ["driving-b"] : [],
            Languages = random.Next(3) == 0 ? [new() { LanguageCode = "en", Level = 2 }] : [],
            Accommodations = random.Next(3) == 0 ? ["seated-work"] : [],
        };

        private IEnumerable<int> Skills(int count) => Enumerable.Range(0, count).Select(_ => 1 + random.Next(30)).Distinct();

        private async Task<bool> SkillsAsync()
        {
            var file = File;
            return await TryAsync(new ChangeSkills.Command { Scope = await Officer(), CaseFileId = file, Version = await PartAsync(file, "skills"), Skills = [.. Skills(5).Select(s => new SkillRow { SkillId = s, Level = 2 })] });
        }

        private async Task<bool> LicencesAsync()
        {
            var file = File;
            return await TryAsync(new ChangeLicences.Command { Scope = await Officer(), CaseFileId = file, Version = await PartAsync(file, "licences"), Licences = random.Next(3) == 0 ? [] : [new() { LicenceCode = "driving-b" }] });
        }

        private async Task<bool> LanguagesAsync()
        {
            var file = File;
            return await TryAsync(new ChangeLanguages.Command { Scope = await Officer(), CaseFileId = file, Version = await PartAsync(file, "languages"), Languages = [new() { LanguageCode = "en", Level = 1 + random.Next(5) }] });
        }

        private async Task<bool> EducationAsync()
        {
            var file = File;
            return await TryAsync(new ChangeEducation.Command { Scope = await Officer(), CaseFileId = file, Version = await PartAsync(file, "education"), Schools = [new() { LevelCode = random.Next(2) == 0 ? "bachelor" : "upper-secondary" }] });
        }

        private async Task<bool> CertificatesAsync()
        {
            var file = File;
            return await TryAsync(new ChangeCertificates.Command { Scope = await Officer(), CaseFileId = file, Version = await PartAsync(file, "certificates"), Certificates = [new() { Name = "Welding", CqfLevel = 1 + random.Next(5) }] });
        }

        private async Task<bool> HistoryAsync()
        {
            var file = File;
            return await TryAsync(new ChangeWorkHistory.Command
            {
                Scope = await Officer(), CaseFileId = file, Version = await PartAsync(file, "work-history"),
                Jobs = [new() { Title = "Earlier work", IscoCode = Occupations[random.Next(4)], StartedOn = new DateOnly(2015 + random.Next(8), 1, 1), EndedOn = new DateOnly(2024, 1, 1) }],
            });
        }

        private async Task<bool> NeedsAsync()
        {
            var file = File;
            return await TryAsync(new ChangeAccommodations.Command { Scope = await Officer(), CaseFileId = file, Version = await PartAsync(file, "accommodations"), Needs = [new() { AccommodationCode = "seated-work", UseAsFilter = random.Next(2) == 0 }] });
        }

        private async Task<bool> WishAsync()
        {
            var file = File;
            return await TryAsync(new ChangeWish.Command
            {
                Scope = await Officer(), CaseFileId = file, Version = await VersionAsync("SELECT w.Version FROM Wish w JOIN CaseFile c ON c.PersonId = w.PersonId WHERE c.Id = @Id", file),
                Occupations = [Occupations[random.Next(4)]], Provinces = [Provinces[random.Next(4)]], MinimumWageKhr = 600_000 + (random.Next(10) * 50_000), MayMove = random.Next(2) == 0,
                CannotWork = random.Next(2) == 0 ? ["night"] : [],
            });
        }

        private async Task<bool> PersonAsync()
        {
            var file = File;
            return await TryAsync(new ChangePerson.Command
            {
                Scope = await Officer(), CaseFileId = file, Version = await VersionAsync("SELECT p.Version FROM Person p JOIN CaseFile c ON c.PersonId = p.Id WHERE c.Id = @Id", file),
                FamilyName = "សុខ", GivenName = "សុភា", Sex = "female", BornOn = new DateOnly(1995 + random.Next(16), 3, 1), Language = "km", ProvinceCode = Provinces[random.Next(4)], EducationCode = "primary",
            });
        }

        private async Task<bool> ConsentAsync() => await TryAsync(new GiveConsent.Command { Scope = await Officer(), CaseFileId = File, Purpose = "share-with-employer" });

        private async Task<bool> TakeConsentBackAsync() => await TryAsync(new WithdrawConsent.Command { Scope = await Officer(), CaseFileId = File, Purpose = "share-with-employer" });

        private async Task<bool> CloseCaseAsync()
        {
            var file = File;
            return await TryAsync(new CloseCase.Command { Scope = await Officer(), CaseFileId = file, Version = await VersionAsync("SELECT Version FROM CaseFile WHERE Id = @Id", file), ReasonCode = "found-work" });
        }

        private async Task<bool> ReopenCaseAsync()
        {
            var closed = await host.QueryAsync<Guid>("SELECT Id FROM CaseFile WHERE Status = 'closed'");
            return closed.Count > 0 && await TryAsync(new ReopenCase.Command { Scope = await Officer(), CaseFileId = closed[0], Version = await VersionAsync("SELECT Version FROM CaseFile WHERE Id = @Id", closed[0]) });
        }

        private async Task<bool> UpdateVacancyAsync()
        {
            var vacancy = Vacancy;
            return await TryAsync(new UpdateVacancy.Command
            {
                Scope = await Officer(), VacancyId = vacancy, Version = await VersionAsync("SELECT Version FROM Vacancy WHERE Id = @Id", vacancy), Content = Changed(host.Given.VacancyContent()) with { Openings = 5 },
            });
        }

        private async Task<bool> CloseVacancyAsync()
        {
            var vacancy = Vacancy;
            return await TryAsync(new CloseVacancy.Command { Scope = await Officer(), VacancyId = vacancy, Version = await VersionAsync("SELECT Version FROM Vacancy WHERE Id = @Id", vacancy), ReasonCode = "filled-otherwise" });
        }

        private async Task<bool> ReopenVacancyAsync()
        {
            var closed = await host.QueryAsync<Guid>("SELECT v.Id FROM Vacancy v JOIN Employer e ON e.Id = v.EmployerId WHERE v.Status = 'closed' AND v.Openings > v.Taken AND e.Status = 'verified'");
            if (closed.Count == 0)
            {
                return false;
            }

            var vacancy = closed[random.Next(closed.Count)];
            return await TryAsync(new ReopenVacancy.Command
            {
                Scope = await Officer(), VacancyId = vacancy, Version = await VersionAsync("SELECT Version FROM Vacancy WHERE Id = @Id", vacancy), ClosesOn = DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime).AddDays(20),
            });
        }

        private async Task<bool> ReferAsync() => await TryAsync(new ReferToVacancy.Command { Scope = await Officer(), CaseFileId = File, VacancyId = Vacancy, Reason = "Fits", ConsentGiven = true });

        private async Task<bool> AnswerAsync()
        {
            var waiting = await host.QueryAsync<Guid>("SELECT Id FROM Referral WHERE Status = 'sent'");
            if (waiting.Count == 0)
            {
                return false;
            }

            var referral = waiting[random.Next(waiting.Count)];
            var employer = await host.SingleAsync<Guid>("SELECT v.EmployerId FROM Referral r JOIN Vacancy v ON v.Id = r.VacancyId WHERE r.Id = @referral", new { referral });
            var isAccepted = random.Next(2) == 0;
            return await TryAsync(new AnswerReferral.Command
            {
                Scope = await host.Given.ScopeAsync(await host.Given.EmployerAccountAsync(employer)), ReferralId = referral, Version = await VersionAsync("SELECT Version FROM Referral WHERE Id = @Id", referral),
                Answer = isAccepted ? Answer.Accept : Answer.Refuse, RefusalReasonCode = isAccepted ? null : "hours-not-possible",
            });
        }

        private async Task<bool> SuspendAsync()
        {
            if (random.Next(3) > 0 && Done[nameof(SuspendAsync)] > 0)
            {
                return false;
            }

            var employer = employers[random.Next(employers.Count)];
            return await TryAsync(new SuspendEmployer.Command { Scope = await Officer(), EmployerId = employer, Version = await VersionAsync("SELECT Version FROM Employer WHERE Id = @Id", employer), Reason = "It took money from jobseekers." });
        }

        private async Task<bool> ExpireAsync() => await TryAsync(new CloseExpiredVacancies.Command { Scope = Scope.Product });

        private async Task<bool> KeepExtractsAsync() => await host.App.Services.GetRequiredService<VacancyExtracts>().KeepUpAsync(default) > 0;

        private Task<Scope> Officer() => host.Given.OfficerAsync();

        private Task<int> VersionAsync(string sql, Guid id) => host.SingleAsync<int>(sql, new { Id = id });

        private Task<int> PartAsync(Guid file, string part) => host.SingleAsync<int>(
            "SELECT COALESCE(MAX(pp.Version), 0) FROM ProfilePart pp JOIN CaseFile c ON c.PersonId = pp.PersonId WHERE c.Id = @file AND pp.Part = @part", new { file, part });

        private async Task<bool> TryAsync<T>(IRequest<Outcome<T>> command) => (await host.Given.TryAsync(command)).Refusal is null;
    }
}
