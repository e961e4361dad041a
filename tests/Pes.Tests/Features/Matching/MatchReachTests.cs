using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.Matching;
using Pes.Platform.Requests;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>Who and what a match list looks at: every open case, the nearest place of several, and a plain order where ranking is off.</summary>
public sealed class MatchReachTests(PesHost host) : IClassFixture<PesHost>
{
    // More than are read at a time.
    private const int Crowd = 5_050;

    [Fact]
    public async Task The_oldest_of_many_cases_stands_first_where_she_fits_best()
    {
        const string Province = "09";
        var counsellor = await host.Given.CounsellorAsync(Province);
        var offer = await host.Given.LiveVacancyAsync(provinceCode: Province, isco: "8153");
        var fits = await host.Given.ReferableJobseekerAsync(Province);
        await host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync("INSERT INTO WishOccupation (PersonId, IscoCode, Rank) VALUES (@PersonId, '8153', 1)", new { fits.PersonId });
            await db.ExecuteAsync("UPDATE CaseFile SET OpenedAt = @Early WHERE Id = @CaseFileId", new { fits.CaseFileId, Early = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc) });
            await CrowdAsync(db, Province, counsellor);
            return await host.Given.NoteAsync(db, "case-file", null);
        });
        var index = host.App.Services.GetRequiredService<JobseekerIndexSource>();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await index.CurrentAsync(patience.Token)).Count <= Crowd)
        {
            await Task.Delay(50, patience.Token);
        }

        var answer = await AskAsync(host.App, new MatchJobseekers.Query { VacancyId = offer.VacancyId, Scope = await host.Given.ScopeAsync(counsellor) });
        Assert.Equal(Crowd + 1, answer.Considered);
        Assert.True(answer.IsRanked);
        Assert.Equal(fits.CaseFileId, answer.Rows[0].Case.CaseFileId);
    }

    [Fact]
    public async Task Of_several_places_the_nearest_is_measured_and_named()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync("15");
        var one = await host.Given.LiveVacancyAsync(provinceCode: "12");
        var two = await host.Given.LiveVacancyAsync(one.EmployerId, provinceCode: "12");
        await host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync("INSERT INTO VacancyPlace (VacancyId, ProvinceCode) VALUES (@VacancyId, '15')", new { two.VacancyId });
            return await host.Given.NoteAsync(db, "vacancy", two.VacancyId);
        });
        var scope = await host.Given.ScopeAsync(await host.Given.CounsellorAsync("15"));
        var alone = await RowAsync(jobseeker, one, scope);
        Assert.True(alone.Kilometres > 100);
        Assert.Null(alone.NearestProvinceCode);
        var both = await RowAsync(jobseeker, two, scope);
        Assert.Equal((0, "15"), (both.Kilometres, both.NearestProvinceCode));
        Assert.Equal(["12", "15"], both.ProvinceCodes);
    }

    [Fact]
    public async Task Where_ranking_is_switched_off_both_lists_stand_newest_first_without_a_score()
    {
        await using var plain = host.Build(b => b.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Matching:Enabled"] = "false" }));
        await plain.StartAsync();
        const string Province = "11";
        var counsellor = await host.Given.CounsellorAsync(Province);
        var older = await host.Given.ReferableJobseekerAsync(Province);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var newer = await host.Given.ReferableJobseekerAsync(Province);
        var tooYoung = await host.Given.ReferableJobseekerAsync(Province, bornOn: new DateOnly(2013, 1, 1));
        var offer = await host.Given.LiveVacancyAsync(provinceCode: Province, publishedDaysAgo: 9);
        var fresh = await host.Given.LiveVacancyAsync(offer.EmployerId, provinceCode: "12", isco: "2611", publishedDaysAgo: 0);

        var people = await AskAsync(plain, new MatchJobseekers.Query { VacancyId = offer.VacancyId, Scope = await host.Given.ScopeAsync(counsellor) });
        Assert.False(people.IsRanked);
        Assert.Equal([newer.CaseFileId, older.CaseFileId], people.Rows.Select(r => r.Case.CaseFileId));
        Assert.DoesNotContain(tooYoung.CaseFileId, people.Rows.Select(r => r.Case.CaseFileId));
        Assert.All(people.Rows, r => Assert.Null(r.Band));
        Assert.All(people.Rows, r => Assert.Empty(r.For));

        var vacancies = await AskAsync(plain, new MatchVacancies.Query { CaseFileId = older.CaseFileId, Scope = await host.Given.ScopeAsync(counsellor) });
        Assert.False(vacancies.IsRanked);
        Assert.Equal(fresh.VacancyId, vacancies.Rows[0].VacancyId);
        Assert.All(vacancies.Rows, r => Assert.Null(r.Band));

        using var auditor = await host.ApiAsync(await host.Given.AuditorAsync());
        Assert.True((await auditor.ReadAsync($"match-runs/{people.RunId}/replay")).GetProperty("isIdentical").GetBoolean());
        Assert.True((await auditor.ReadAsync($"match-runs/{vacancies.RunId}/replay")).GetProperty("isIdentical").GetBoolean());
    }

    [Fact]
    public async Task While_the_index_is_being_read_the_newest_are_compared_by_fixed_rules_and_the_list_says_so()
    {
        const string Province = "17";
        var version = await host.Given.LearnedModelInChargeAsync();
        var begins = new TaskCompletionSource();
        await using var starting = host.Build(b => b.Services.AddSingleton<JobseekerIndexSource>(s => ActivatorUtilities.CreateInstance<LateIndex>(s, begins.Task)));
        await starting.StartAsync();
        var people = new[] { await host.Given.ReferableJobseekerAsync(Province), await host.Given.ReferableJobseekerAsync(Province) };
        var offer = await host.Given.LiveVacancyAsync(provinceCode: Province);
        var asked = new MatchJobseekers.Query { VacancyId = offer.VacancyId, Scope = await host.Given.ScopeAsync(await host.Given.CounsellorAsync(Province)) };

        var early = await AskAsync(starting, asked);
        Assert.Equal((2, "prior-1", true, 2), (early.ComparedNewest, early.ModelVersion, early.IsRanked, early.Considered));
        Assert.Equal(people.Select(p => p.CaseFileId).Order(), early.Rows.Select(r => r.Case.CaseFileId).Order());

        begins.SetResult();
        await starting.Services.GetRequiredService<JobseekerIndexSource>().CurrentAsync(default);
        var late = await AskAsync(starting, asked);
        Assert.Equal((null, version, 2), (late.ComparedNewest, late.ModelVersion, late.Considered));
        await host.Given.PriorInChargeAsync();
        using var auditor = await host.ApiAsync(await host.Given.AuditorAsync());
        Assert.True((await auditor.ReadAsync($"match-runs/{early.RunId}/replay")).GetProperty("isIdentical").GetBoolean());
        Assert.True((await auditor.ReadAsync($"match-runs/{late.RunId}/replay")).GetProperty("isIdentical").GetBoolean());
    }

    // As where a country is read: readers come long before it is there.
    private sealed class LateIndex(
        Pes.Platform.Data.ConnectionSource source, Pes.Platform.Data.DatabaseSettings settings, Pes.Features.Reference.Vocabulary vocabulary, IConfiguration configuration, TimeProvider clock, Task begins)
        : JobseekerIndexSource(source, settings, vocabulary, configuration, clock)
    {
        protected override async Task<JobseekerPicture> LoadAsync(DateOnly today, JobseekerPicture? before)
        {
            await begins;
            return await base.LoadAsync(today, before);
        }
    }

    private async Task<MatchVacancies.Row> RowAsync(ReferableJobseeker jobseeker, OfferedVacancy offer, Pes.Platform.Security.Scope scope) =>
        (await AskAsync(host.App, new MatchVacancies.Query { CaseFileId = jobseeker.CaseFileId, Scope = scope })).Rows.Single(r => r.VacancyId == offer.VacancyId);

    private static async Task<T> AskAsync<T>(WebApplication node, IRequest<Outcome<T>> query)
    {
        await using var services = node.Services.CreateAsyncScope();
        var outcome = await services.ServiceProvider.GetRequiredService<ISender>().Send(query);
        Assert.Null(outcome.Refusal);
        return outcome.Value;
    }

    private async Task<int> CrowdAsync(Pes.Platform.Data.Database db, string province, Guid counsellor)
    {
        var centre = await db.SingleAsync<Guid>("SELECT Id FROM Centre WHERE ProvinceCode = @Province", new { Province = province });
        var now = host.Clock.GetUtcNow().UtcDateTime;
        var people = Enumerable.Range(0, Crowd).Select(i => new
        {
            PersonId = Guid.CreateVersion7(), CaseId = Guid.CreateVersion7(), ConsentId = Guid.CreateVersion7(), Key = new byte[] { 1 }, Number = $"C-{i:000000}",
            Centre = centre, Counsellor = counsellor, Now = now, Born = new DateOnly(1990, 1, 1), Province = province, Family = "ម៉ៅ", Given = "ដារ៉ា",
        }).ToList();
        await db.ExecuteAsync(
            """
            INSERT INTO Person (Id, FamilyName, GivenName, FamilyNameLatin, GivenNameLatin, NameKey, LatinKey, SortKey, Sex, BornOn, Language, ProvinceCode, CreatedAt, Version)
            VALUES (@PersonId, @Family, @Given, '', '', @Number, @Number, @Key, 'male', @Born, 'km', @Province, @Now, 1)
            """,
            people);
        await db.ExecuteAsync(
            "INSERT INTO CaseFile (Id, Number, PersonId, CentreId, CounsellorId, Status, OpenedAt, Version) VALUES (@CaseId, @Number, @PersonId, @Centre, @Counsellor, 'open', @Now, 1)", people);
        return await db.ExecuteAsync("INSERT INTO Consent (Id, PersonId, Purpose, GivenAt, RecordedBy) VALUES (@ConsentId, @PersonId, 'share-with-employer', @Now, @Counsellor)", people);
    }
}
