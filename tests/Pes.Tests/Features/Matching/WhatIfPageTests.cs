using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>What would help most for one vacancy, and what would open most, as an officer reads them.</summary>
public sealed class WhatIfPageTests(PesHost host) : IClassFixture<PesHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_missing_skill_and_a_missing_licence_are_told_with_what_they_open()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var asking = await host.Given.LiveVacancyAsync();
        var barred = await host.Given.LiveVacancyAsync(asking.EmployerId, openings: 3);
        var skill = (await host.QueryAsync<SkillRow>("SELECT Id, LabelEn, LabelKm FROM Skill ORDER BY Id")).First();
        var licence = (await host.QueryAsync<string>("SELECT Code FROM CodeList WHERE List = 'licence' ORDER BY SortOrder")).First();
        await host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync("INSERT INTO VacancySkill (VacancyId, SkillId, IsEssential) VALUES (@VacancyId, @Id, 1)", new { asking.VacancyId, skill.Id });
            await db.ExecuteAsync("INSERT INTO VacancyLicence (VacancyId, LicenceCode) VALUES (@VacancyId, @licence)", new { barred.VacancyId, licence });
            await host.Given.NoteAsync(db, "vacancy", asking.VacancyId);
            return await host.Given.NoteAsync(db, "vacancy", barred.VacancyId);
        });
        var last = await host.Given.LiveVacancyAsync(asking.EmployerId, provinceCode: "15");

        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var list = await ListAsync(api, jobseeker.CaseFileId, last.VacancyId);
        var change = (await api.GetFromJsonAsync<JsonElement>($"case-files/{jobseeker.CaseFileId}/matches/{asking.VacancyId}/changes")).GetProperty("changes")[0];
        Assert.Equal($"Skill: {skill.LabelEn}", change.GetProperty("sentence").GetString());
        Assert.Equal(list.IndexOf(asking.VacancyId) + 1, change.GetProperty("placeBefore").GetInt32());
        Assert.Equal(1, change.GetProperty("placeAfter").GetInt32());

        var opening = (await api.GetFromJsonAsync<JsonElement>($"case-files/{jobseeker.CaseFileId}/matches/{barred.VacancyId}/changes")).GetProperty("changes")[0];
        Assert.DoesNotContain(barred.VacancyId, list);
        Assert.Equal(JsonValueKind.Null, opening.GetProperty("placeBefore").ValueKind);
        var rows = (await api.GetFromJsonAsync<JsonElement>($"case-files/{jobseeker.CaseFileId}/gains")).GetProperty("rows");
        var value = Assert.Single(rows.EnumerateArray(), r => r.GetProperty("sentence").GetString() == opening.GetProperty("sentence").GetString()).GetProperty("value");
        Assert.Equal((1, 1), (value.GetProperty("opened").GetInt32(), value.GetProperty("entering").GetInt32()));

        // The row of the list says the same, loaded after the page; another list of another case says nothing.
        var run = (await api.ReadAsync($"case-files/{jobseeker.CaseFileId}/matches")).GetProperty("runId").GetGuid();
        var lift = (await api.ReadAsync($"case-files/{jobseeker.CaseFileId}/match-runs/{run}/lifts")).GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("vacancyId").GetGuid() == asking.VacancyId);
        Assert.Equal(($"Skill: {skill.LabelEn}", list.IndexOf(asking.VacancyId) + 1, 1), (lift.GetProperty("sentence").GetString(), lift.GetProperty("placeBefore").GetInt32(), lift.GetProperty("placeAfter").GetInt32()));
        var hers = await host.Given.ReferableJobseekerAsync();
        Assert.Equal(0, (await api.ReadAsync($"case-files/{hers.CaseFileId}/match-runs/{run}/lifts")).GetProperty("rows").GetArrayLength());

        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync());
        browser.Language = "en";
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches");
        Assert.NotNull(browser.Page.QuerySelector($"#lift-{asking.VacancyId}[hidden]"));
        var said = $"With “Skill: {skill.LabelEn}”: place 1 instead of {list.IndexOf(asking.VacancyId) + 1}";
        var part = browser.Page.QuerySelector("[hx-get]")!.GetAttribute("hx-get")!;

        // Without a script the same stands on a page that a link below the list opens.
        await browser.FollowAsync("What a missing skill would open");
        Assert.Equal(part, browser.Address.PathAndQuery);
        Assert.Contains(said, browser.Text, StringComparison.Ordinal);
        Assert.NotNull(browser.Page.QuerySelector($"main a[href^='/cases/{jobseeker.CaseFileId}/matches/{asking.VacancyId}?run=']"));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(browser.BaseAddress, part)) { Headers = { { "HX-Request", "true" } } };
        await browser.SendAsync(request);
        Assert.Equal($"With it: place 1 instead of {list.IndexOf(asking.VacancyId) + 1}", browser.Page.QuerySelector($"#lift-{asking.VacancyId}")!.TextContent.Split(';')[0]);
        Assert.Contains("counted among all vacancies within reach", browser.Page.QuerySelector("#lifts-of")!.TextContent, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("main"));
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches/{asking.VacancyId}");
        Assert.Contains($"Skill: {skill.LabelEn} – from place {list.IndexOf(asking.VacancyId) + 1} to place 1 of all vacancies within reach", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches");
        Assert.NotNull(browser.Page.QuerySelector($"a[href='/cases/{jobseeker.CaseFileId}/matches/gains']"));
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches/gains");
        Assert.Contains("1 more vacancies among the first 20", browser.Text, StringComparison.Ordinal);
        Assert.NotNull(browser.Page.QuerySelector($".pes-match details a[href='/cases/{jobseeker.CaseFileId}/matches/{barred.VacancyId}']"));
        Assert.Contains("1 vacancies are closed today only because this is missing", browser.Text, StringComparison.Ordinal);
        browser.Language = "km";
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches/gains");
        Assert.Contains("មិនអាចបញ្ជូនបាននាថ្ងៃនេះ", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_lacks_nothing_is_told_so_and_another_centre_sees_nothing()
    {
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var vacancy = await host.Given.LiveVacancyAsync();
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        Assert.Equal(0, (await api.GetFromJsonAsync<JsonElement>($"case-files/{jobseeker.CaseFileId}/matches/{vacancy.VacancyId}/changes")).GetProperty("changes").GetArrayLength());
        using var other = await host.ApiAsync(await host.Given.CounsellorAsync("16"));
        foreach (var path in (string[])[$"matches/{vacancy.VacancyId}/changes", "gains"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(new Uri($"case-files/{jobseeker.CaseFileId}/{path}", UriKind.Relative))).StatusCode);
        }
    }

    [Fact]
    public async Task Switched_off_nothing_is_counted()
    {
        await using var off = host.Build(b => b.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Matching:Enabled"] = "false" }));
        await off.StartAsync();
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var vacancy = await host.Given.LiveVacancyAsync();
        using var browser = await host.SignedInAsync(await host.Given.CounsellorAsync(), node: off);
        browser.Language = "en";
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches/gains");
        Assert.Contains("Ranking is switched off, so this cannot be counted.", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync($"/cases/{jobseeker.CaseFileId}/matches/{vacancy.VacancyId}");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    // A node may show the older picture for a moment; with the last vacancy it holds all that were written before.
    private static async Task<List<Guid>> ListAsync(HttpClient api, Guid caseFileId, Guid last)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            var list = (await api.GetFromJsonAsync<JsonElement>($"case-files/{caseFileId}/matches")).GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("vacancyId").GetGuid()).ToList();
            if (list.Contains(last))
            {
                return list;
            }

            Assert.True(watch.Elapsed < Patience, "The list never showed the last vacancy.");
        }
    }

    private sealed record SkillRow
    {
        public required int Id { get; init; }

        public required string LabelEn { get; init; }

        public required string LabelKm { get; init; }
    }
}
