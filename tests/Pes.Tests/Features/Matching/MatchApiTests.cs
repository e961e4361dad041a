using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>Match lists over the API: kept, replayed, overridden, repeatable.</summary>
public sealed class MatchApiTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task A_list_names_reasons_in_the_readers_language_and_is_replayed_identically()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var near = await host.Given.LiveVacancyAsync(provinceCode: "15");
        var far = await host.Given.LiveVacancyAsync(near.EmployerId, provinceCode: "16");
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var list = await api.GetFromJsonAsync<JsonElement>($"case-files/{jobseeker.CaseFileId}/matches");
        var places = list.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("vacancyId").GetGuid()).ToList();
        Assert.True(places.IndexOf(near.VacancyId) < places.IndexOf(far.VacancyId), "The nearer of two equal vacancies stands first.");
        Assert.Contains(
            list.GetProperty("rows")[0].GetProperty("for").EnumerateArray(), r => r.GetProperty("sentence").GetString() == "In the same area as home");

        using var auditor = await host.ApiAsync(await host.Given.AuditorAsync());
        var replay = await auditor.GetFromJsonAsync<JsonElement>($"match-runs/{list.GetProperty("runId").GetGuid()}/replay");
        Assert.True(replay.GetProperty("isIdentical").GetBoolean());
        Assert.Equal(places.Count, replay.GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task A_changed_row_of_a_kept_run_is_found_by_the_replay()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        await host.Given.LiveVacancyAsync();
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var run = (await api.GetFromJsonAsync<JsonElement>($"case-files/{jobseeker.CaseFileId}/matches")).GetProperty("runId").GetGuid();
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE MatchRow SET Score = Score + 1 WHERE RunId = @Run AND Rank = 1", new { Run = run }));
        using var auditor = await host.ApiAsync(await host.Given.AuditorAsync());
        var replay = await auditor.GetFromJsonAsync<JsonElement>($"match-runs/{run}/replay");
        Assert.False(replay.GetProperty("isIdentical").GetBoolean());
        Assert.Equal(1, replay.GetProperty("differences")[0].GetInt32());
    }

    [Fact]
    public async Task What_an_officer_moved_up_or_hid_survives_the_next_run_until_it_is_undone()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var near = await host.Given.LiveVacancyAsync(provinceCode: "15");
        var far = await host.Given.LiveVacancyAsync(near.EmployerId, provinceCode: "16", isco: "1120");
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var path = $"case-files/{jobseeker.CaseFileId}/matches";
        var run = (await api.GetFromJsonAsync<JsonElement>(path)).GetProperty("runId").GetGuid();
        var actions = $"case-files/{jobseeker.CaseFileId}/match-actions";
        var pin = await api.CreatedAsync(actions, new { vacancyId = far.VacancyId, action = "pin", runId = run });
        var hide = await api.CreatedAsync(actions, new { vacancyId = near.VacancyId, action = "hide", reason = "too-far" });
        Assert.Equal("already-in-that-state", await api.RefusedAsync(actions, new { vacancyId = far.VacancyId, action = "pin" }));

        var list = await api.GetFromJsonAsync<JsonElement>(path);
        Assert.Equal(far.VacancyId, list.GetProperty("rows")[0].GetProperty("vacancyId").GetGuid());
        Assert.DoesNotContain(list.GetProperty("rows").EnumerateArray(), r => r.GetProperty("vacancyId").GetGuid() == near.VacancyId);
        Assert.Equal(near.VacancyId, list.GetProperty("hidden")[0].GetProperty("vacancyId").GetGuid());

        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"match-actions/{pin}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"match-actions/{hide}")).StatusCode);
        list = await api.GetFromJsonAsync<JsonElement>(path);
        Assert.NotEqual(far.VacancyId, list.GetProperty("rows")[0].GetProperty("vacancyId").GetGuid());
        Assert.Contains(list.GetProperty("rows").EnumerateArray(), r => r.GetProperty("vacancyId").GetGuid() == near.VacancyId);
    }

    [Fact]
    public async Task A_vacancy_referred_to_is_marked_and_not_proposed_again()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var offer = await host.Given.LiveVacancyAsync();
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        await api.CreatedAsync($"case-files/{jobseeker.CaseFileId}/referrals", new { vacancyId = offer.VacancyId, reason = "Near", consentGiven = true });
        var list = await api.GetFromJsonAsync<JsonElement>($"case-files/{jobseeker.CaseFileId}/matches");
        Assert.Equal("sent", list.GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("vacancyId").GetGuid() == offer.VacancyId).GetProperty("referralStatus").GetString());
    }

    [Fact]
    public async Task Only_jobseekers_of_the_readers_centre_who_agreed_are_suggested()
    {
        var offer = await host.Given.LiveVacancyAsync();
        var agrees = await host.Given.ReferableJobseekerAsync("15");
        var refuses = await host.Given.ReferableJobseekerAsync("15", consents: false);
        var elsewhere = await host.Given.ReferableJobseekerAsync("12");
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync("15"));
        var list = await api.GetFromJsonAsync<JsonElement>($"vacancies/{offer.VacancyId}/jobseekers");
        var cases = list.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("case").GetProperty("caseFileId").GetGuid()).ToList();
        Assert.Contains(agrees.CaseFileId, cases);
        Assert.DoesNotContain(refuses.CaseFileId, cases);
        Assert.DoesNotContain(elsewhere.CaseFileId, cases);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync($"case-files/{elsewhere.CaseFileId}/matches")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync($"case-files/{elsewhere.CaseFileId}/matches/{offer.VacancyId}")).StatusCode);
    }
}
