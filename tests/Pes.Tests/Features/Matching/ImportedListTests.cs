using Pes.Features.Matching;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>The lists of the product with trees of another maker in charge: brought in, judged, approved.</summary>
public sealed class ImportedListTests(PesHost host) : IClassFixture<PesHost>
{
    private const int Vacancies = 30;

    [Fact]
    public async Task Both_lists_are_ranked_explained_replayed_and_say_what_would_change()
    {
        var version = await host.Given.ImportedModelInChargeAsync();
        var employer = await host.Given.VerifiedEmployerAsync();
        List<Guid> vacancies = [];
        for (var i = 0; i < Vacancies; i++)
        {
            vacancies.Add((await host.Given.LiveVacancyAsync(
                employer, provinceCode: i % 2 == 0 ? "15" : "12", isco: i % 3 == 0 ? "8153" : "5120", wageKhr: 700_000 + (i * 7_919 % 600_000), title: $"Work {i}", publishedDaysAgo: i)).VacancyId);
        }

        var counsellor = await host.Given.CounsellorAsync();
        var scope = await host.Given.ScopeAsync(counsellor);
        var files = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            files.Add(await host.Given.CaseFileAsync(counsellor: counsellor, with: c => c with { WishOccupations = [i % 2 == 0 ? "8153" : "5120"], MinimumWageKhr = 900_000 }));
        }

        var auditor = await host.Given.ScopeAsync(await host.Given.AuditorAsync());
        async Task ReplayedAsync(Guid run) => Assert.True((await host.Given.DoneAsync(new ReplayMatchRun.Query { Scope = auditor, RunId = run })).IsIdentical);
        List<Guid> seen = [];
        for (var page = 1; page <= 2; page++)
        {
            var list = await host.Given.DoneAsync(new MatchVacancies.Query { Scope = scope, CaseFileId = files[0], Page = page });
            Assert.Equal(version, list.ModelVersion);
            seen.AddRange(list.Rows.Select(r => r.VacancyId));
            await ReplayedAsync(list.RunId);
            foreach (var row in list.Rows)
            {
                var pair = await host.Given.DoneAsync(new ExplainMatch.Query { Scope = scope, CaseFileId = files[0], VacancyId = row.VacancyId });
                Assert.Equal((version, row.Band), (pair.ModelVersion, pair.Band));
                Assert.Equal(pair.Score, pair.Usual + pair.Rest + pair.Reasons.Sum(r => (long)r.Weight));
            }
        }

        Assert.Equal(vacancies.Order(), seen.Order());
        var people = await host.Given.DoneAsync(new MatchJobseekers.Query { Scope = scope, VacancyId = vacancies[0] });
        Assert.Equal((version, files.Count), (people.ModelVersion, people.Rows.Count));
        await ReplayedAsync(people.RunId);
        Assert.Equal(version, (await host.Given.DoneAsync(new WhatWouldChange.Query { Scope = scope, CaseFileId = files[0], VacancyId = seen[^1] })).ModelVersion);
        Assert.Equal(version, (await host.Given.DoneAsync(new ValueOfSkills.Query { Scope = scope, CaseFileId = files[0] })).ModelVersion);
    }
}
