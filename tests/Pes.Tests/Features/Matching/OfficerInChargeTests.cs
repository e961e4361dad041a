using System.Net;
using System.Text.Json;
using Pes.Features.Matching;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>The officer is in charge of both lists: moves by places, hides, reports; it survives the next run, is undone, counted and answered.</summary>
public sealed class OfficerInChargeTests(PesHost host) : IClassFixture<PesHost>
{
    [Theory]
    [InlineData("18", true)]
    [InlineData("19", false)]
    public async Task Rows_go_up_down_and_to_the_top_in_either_list_and_stay_there(string province, bool learned)
    {
        var scope = await host.Given.ScopeAsync(await host.Given.CounsellorAsync(province));
        List<Guid> vacancies = [];
        List<Guid> files = [];
        for (var i = 0; i < 6; i++)
        {
            vacancies.Add((await host.Given.LiveVacancyAsync(provinceCode: province, wageKhr: 800_000 + (i * 40_000), title: $"Work {i}")).VacancyId);
            files.Add(await host.Given.CaseFileAsync(province, scope.AccountId, c => c with { MinimumWageKhr = 700_000 + (i * 50_000) }));
        }

        if (learned)
        {
            await host.Given.LearnedModelInChargeAsync();
        }

        var (file, vacancy) = (files[0], vacancies[0]);
        await MovesAsync(
            async () => Of(await host.Given.DoneAsync(new MatchVacancies.Query { Scope = scope, CaseFileId = file, ProvinceCode = province })),
            row => new() { Scope = scope, CaseFileId = file, VacancyId = row, Action = "" });
        await MovesAsync(
            async () => Of(await host.Given.DoneAsync(new MatchJobseekers.Query { Scope = scope, VacancyId = vacancy })),
            row => new() { Scope = scope, CaseFileId = row, VacancyId = vacancy, Action = "" });
        if (learned)
        {
            await host.Given.PriorInChargeAsync();
        }

        static (Guid, IReadOnlyList<Guid>) Of(object list) => list switch
        {
            MatchVacancies.Answer of => (of.RunId, [.. of.Rows.Select(r => r.VacancyId)]),
            MatchJobseekers.Answer of => (of.RunId, [.. of.Rows.Select(r => r.Case.CaseFileId)]),
            _ => throw new ArgumentException("No list.", nameof(list)),
        };
    }

    [Theory]
    [InlineData("14", false)]
    [InlineData("13", true)]
    public async Task Under_a_filter_a_row_goes_right_beside_the_one_that_it_passes_in_the_whole_list_as_well(string province, bool learned)
    {
        const int Well = MatchVacancies.PageSize + 3;
        const long Wage = 1_000_000;
        Assert.Equal(MatchVacancies.PageSize, MatchJobseekers.PageSize);
        var scope = await host.Given.ScopeAsync(await host.Given.CounsellorAsync(province));
        List<Guid> vacancies = [];
        List<Guid> files = [];
        for (var i = 0; i < Well + 6; i++)
        {
            var isOut = i % 4 == 3 && i < 24;
            vacancies.Add((await host.Given.LiveVacancyAsync(provinceCode: province, wageKhr: isOut ? 400_000 + (i * 10_000) : Wage + (i * 10_000), title: $"Work {i}")).VacancyId);
            files.Add(await host.Given.CaseFileAsync(province, scope.AccountId, c => c with { MinimumWageKhr = 900_000 + (i * 10_000) }));
            await LivesAsync(files[i], isOut ? "15" : province);
        }

        if (learned)
        {
            await host.Given.LearnedModelInChargeAsync();
        }

        var (file, vacancy) = (files[0], vacancies[0]);
        await MovesUnderAFilterAsync(
            Well,
            async (isNarrow, page) =>
            {
                var list = await host.Given.DoneAsync(new MatchVacancies.Query { Scope = scope, CaseFileId = file, ProvinceCode = isNarrow ? province : null, MinimumWageKhr = isNarrow ? Wage : null, Page = page });
                return (list.RunId, [.. list.Rows.Select(r => r.VacancyId)], list.HasMore);
            },
            row => new() { Scope = scope, CaseFileId = file, VacancyId = row, Action = "" });
        await MovesUnderAFilterAsync(
            Well,
            async (isNarrow, page) =>
            {
                var list = await host.Given.DoneAsync(new MatchJobseekers.Query { Scope = scope, VacancyId = vacancy, ProvinceCode = isNarrow ? province : null, Page = page });
                return (list.RunId, [.. list.Rows.Select(r => r.Case.CaseFileId)], list.HasMore);
            },
            row => new() { Scope = scope, CaseFileId = row, VacancyId = vacancy, Action = "" });
        if (learned)
        {
            await host.Given.PriorInChargeAsync();
        }
    }

    // The last row of a page passes the first of the next, and the other way round; what it passes is on no row of its run.
    private async Task MovesUnderAFilterAsync(int well, Func<bool, int, Task<(Guid RunId, List<Guid> Rows, bool HasMore)>> pageOf, Func<Guid, ActOnMatch.Command> act)
    {
        async Task<List<(Guid Run, Guid Id)>> RowsAsync(bool isNarrow)
        {
            List<(Guid, Guid)> rows = [];
            for (var page = 1; ; page++)
            {
                var (run, ids, hasMore) = await pageOf(isNarrow, page);
                rows.AddRange(ids.Select(id => (run, id)));
                if (!hasMore)
                {
                    return rows;
                }
            }
        }

        var random = new Random(11);
        var whole = await RowsAsync(false);
        foreach (var (from, action) in ((int, string)[])
            [
                (1, "up"), (5, "up"), (3, "down"), (MatchVacancies.PageSize - 1, "down"), (MatchVacancies.PageSize, "up"), (7, "pin"), (0, "down"), (well - 1, "up"),
                .. Enumerable.Range(0, 3).Select(_ => (random.Next(1, well - 1), random.Next(2) == 0 ? "up" : "down")),
            ])
        {
            var narrow = await RowsAsync(true);
            Assert.Equal(well, narrow.Count);
            Assert.Equal(whole.Select(r => r.Id).Where(id => narrow.Any(n => n.Id == id)), narrow.Select(n => n.Id));
            var (run, row) = narrow[from];
            await host.Given.DoneAsync(act(row) with { RunId = run, Action = action, Place = from + 1 });
            var after = await RowsAsync(false);
            var ids = after.ConvertAll(r => r.Id);
            var expected = action switch { "up" => ids.IndexOf(narrow[from - 1].Id) - 1, "down" => ids.IndexOf(narrow[from + 1].Id) + 1, _ => 0 };
            Assert.Equal((from, action, expected), (from, action, ids.IndexOf(row)));
            Assert.Equal(whole.Select(r => r.Id).Where(id => id != row), ids.Where(id => id != row));
            whole = after;
        }

        // The places that are kept are those of the whole list, also where the score had put it; a filtered list is made again as it was.
        var last = await RowsAsync(true);
        Assert.True(await host.SingleAsync<int>(
            """
            SELECT COUNT(*) FROM MatchAction a JOIN MatchRun m ON m.Id = @Run
            WHERE (a.CaseFileId = m.CaseFileId OR a.VacancyId = m.VacancyId) AND a.Direction = m.Direction AND a.UndoneAt IS NULL AND a.Action = 'pin' AND a.FromPlace > 0
            """,
            new { last[0].Run }) > 3);
        using var auditor = await host.ApiAsync(await host.Given.AuditorAsync());
        Assert.True((await auditor.ReadAsync($"match-runs/{last[0].Run}/replay")).GetProperty("isIdentical").GetBoolean());
        foreach (var (end, action) in ((int, string)[])[(0, "up"), (well - 1, "down")])
        {
            Assert.Equal("already-in-that-state", (await host.Given.TryAsync(act(last[end].Id) with { RunId = last[end].Run, Action = action, Place = end + 1 })).Refusal?.Code);
        }
    }

    private Task LivesAsync(Guid file, string province) => host.InDatabaseAsync(async db =>
    {
        await db.ExecuteAsync("UPDATE Person SET ProvinceCode = @province, DistrictCode = NULL WHERE Id = (SELECT c.PersonId FROM CaseFile c WHERE c.Id = @file)", new { province, file });
        return await host.Given.NoteAsync(db, "case-file", file);
    });

    // Each move is done on the list as it stands now, and the next list is that list after the move.
    private async Task MovesAsync(Func<Task<(Guid RunId, IReadOnlyList<Guid> Rows)>> list, Func<Guid, ActOnMatch.Command> act)
    {
        var random = new Random(7);
        var (run, rows) = await list();
        var before = rows;
        var expected = rows.ToList();
        Assert.Equal(6, expected.Count);
        HashSet<Guid> moved = [];
        for (var move = 0; move < 12; move++)
        {
            var from = random.Next(expected.Count);
            var (action, to) = random.Next(3) switch { 0 when from > 0 => ("up", from - 1), 1 when from < 5 => ("down", from + 1), _ => ("pin", 0) };
            var row = expected[from];
            var outcome = await host.Given.TryAsync(act(row) with { Action = action, RunId = run, Place = from + 1 });
            Assert.True(outcome.Refusal is null or { Code: "already-in-that-state" }, outcome.Refusal?.Code);
            if (outcome.Refusal is null)
            {
                moved.Add(row);
            }

            expected.RemoveAt(from);
            expected.Insert(to, row);
            (run, rows) = await list();
            Assert.Equal(expected, rows);
        }

        using var auditor = await host.ApiAsync(await host.Given.AuditorAsync());
        Assert.True((await auditor.ReadAsync($"match-runs/{run}/replay")).GetProperty("isIdentical").GetBoolean());
        Assert.True(moved.Count > 2);
        foreach (var row in moved)
        {
            var command = act(row);
            var action = await host.SingleAsync<Guid>(
                "SELECT a.Id FROM MatchAction a WHERE a.CaseFileId = @CaseFileId AND a.VacancyId = @VacancyId AND a.UndoneAt IS NULL AND a.Direction = (SELECT m.Direction FROM MatchRun m WHERE m.Id = @run)",
                new { command.CaseFileId, command.VacancyId, run });
            await host.Given.DoneAsync(new UndoMatchAction.Command { Scope = command.Scope, ActionId = action });
        }

        Assert.Equal(before, (await list()).Rows);
    }

    [Fact]
    public async Task A_pair_that_is_hidden_in_one_list_is_in_neither_until_it_is_shown_again()
    {
        var counsellor = await host.Given.CounsellorAsync("20");
        var (file, other) = (await host.Given.CaseFileAsync("20", counsellor), await host.Given.CaseFileAsync("20", counsellor));
        var offer = await host.Given.LiveVacancyAsync(provinceCode: "20");
        using var api = await host.ApiAsync(counsellor);
        var jobseekers = await api.ReadAsync($"vacancies/{offer.VacancyId}/jobseekers");
        var hide = await api.CreatedAsync($"case-files/{file}/match-actions", new { vacancyId = offer.VacancyId, action = "hide", reason = "too-far", runId = jobseekers.GetProperty("runId").GetGuid() });
        Assert.Equal("already-in-that-state", await api.RefusedAsync($"case-files/{file}/match-actions", new { vacancyId = offer.VacancyId, action = "hide", reason = "too-far" }));
        for (var run = 0; run < 2; run++)
        {
            jobseekers = await api.ReadAsync($"vacancies/{offer.VacancyId}/jobseekers");
            Assert.Equal([other], Cases(jobseekers));
            Assert.Equal(file, Assert.Single(jobseekers.GetProperty("hidden").EnumerateArray()).GetProperty("case").GetProperty("caseFileId").GetGuid());
            var vacancies = await api.ReadAsync($"case-files/{file}/matches?province=20");
            Assert.Empty(vacancies.GetProperty("rows").EnumerateArray());
            Assert.Single(vacancies.GetProperty("hidden").EnumerateArray());
            host.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'act-on-match' AND SubjectId = @hide", new { hide }));
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync(new Uri($"match-actions/{hide}", UriKind.Relative))).StatusCode);
        Assert.Equal(new HashSet<Guid> { file, other }, [.. Cases(await api.ReadAsync($"vacancies/{offer.VacancyId}/jobseekers"))]);
        Assert.Single((await api.ReadAsync($"case-files/{file}/matches?province=20")).GetProperty("rows").EnumerateArray());
    }

    [Fact]
    public async Task A_moved_vacancy_that_is_barred_says_so_and_passes_no_filter_of_the_reader()
    {
        var counsellor = await host.Given.CounsellorAsync("22");
        var file = await host.Given.CaseFileAsync("22", counsellor);
        var free = await host.Given.LiveVacancyAsync(provinceCode: "22");
        var barred = await host.Given.LiveVacancyAsync(free.EmployerId, v => v with { Licences = ["driving-b"], Places = [new() { ProvinceCode = "22" }] });
        using var api = await host.ApiAsync(counsellor);
        var path = $"case-files/{file}/matches";
        Assert.DoesNotContain(barred, Vacancies(await api.ReadAsync(path + "?province=22")));
        await api.CreatedAsync($"case-files/{file}/match-actions", new { vacancyId = barred, action = "pin" });
        var list = await api.ReadAsync(path + "?province=22");
        Assert.Equal([barred, free.VacancyId], Vacancies(list));
        var barrier = Assert.Single(list.GetProperty("rows")[0].GetProperty("barriers").EnumerateArray()).GetString();
        Assert.Contains("licence", barrier, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(list.GetProperty("rows")[1].GetProperty("barriers").EnumerateArray());
        Assert.DoesNotContain(barred, Vacancies(await api.ReadAsync(path + "?province=24")));

        using var browser = await host.SignedInAsync(counsellor);
        browser.Language = "en";
        await browser.GoAsync($"/cases/{file}/matches?province=22");
        Assert.Contains($"No list shows it by now, but an officer moved it: {barrier}", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_read_and_answered_by_those_in_charge_and_its_officer_sees_it()
    {
        var counsellor = await host.Given.CounsellorAsync("21");
        var jobseeker = await host.Given.ReferableJobseekerAsync("21", givenName: "ចន្ទរស្មី");
        var offer = await host.Given.LiveVacancyAsync(provinceCode: "21", title: "Absurd welding");
        using var browser = await host.SignedInAsync(counsellor);
        browser.Language = "en";
        var path = $"/vacancies/{offer.VacancyId}/jobseekers";
        await browser.GoAsync(path);
        await browser.SubmitAsync((AngleSharp.Html.Dom.IHtmlFormElement)browser.Page.QuerySelector(".pes-match details form.pes-form")!);
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.Fill("This match is absurd: What is wrong? ", "She never welded").PressAsync("Report");
        Assert.Contains("Reported as absurd", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Not answered yet", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("form:has(input[name=act][value=report])"));

        // A list by a model: what is a fact alone stands without praise or blame, and is not what is missing.
        await host.InDatabaseAsync(db => db.ExecuteAsync(
            "UPDATE MatchReport SET Reasons = @Reasons WHERE Reasons IS NOT NULL AND ActionId IN (SELECT a.Id FROM MatchAction a WHERE a.CaseFileId = @CaseFileId)",
            new { jobseeker.CaseFileId, Reasons = """{"Checksum":"","Reasons":[[26,1,8,40,0,0,0,0,1]],"Missing":[[23,2,0,0,5,12,0,0]]}""" }));
        using var page = await host.SignedInAsync(await host.Given.AdministratorAsync());
        page.Language = "en";
        await page.GoAsync("/ranking-models");
        foreach (var said in (string[])["Absurd welding", "She never welded", "Place 1 of a list of jobseekers", "Ranking: fixed rules"])
        {
            Assert.Contains(said, page.Text, StringComparison.Ordinal);
        }

        var article = page.Page.QuerySelectorAll("article").Single(a => a.TextContent.Contains("She never welded", StringComparison.Ordinal));
        Assert.Equal(["pes-reason--fact", "pes-reason--missing"], article.QuerySelectorAll(".pes-reasons li").Select(li => li.ClassName));
        var number = await host.SingleAsync<string>("SELECT Number FROM CaseFile WHERE Id = @CaseFileId", new { jobseeker.CaseFileId });
        Assert.DoesNotContain("ចន្ទរស្មី", page.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(number, page.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(jobseeker.CaseFileId.ToString(), page.Page.DocumentElement.OuterHtml, StringComparison.OrdinalIgnoreCase);
        using var administrator = await host.ApiAsync(await host.Given.AdministratorAsync());
        var waiting = Assert.Single((await administrator.ReadAsync("match-reports")).GetProperty("reports").EnumerateArray(), r => r.GetProperty("comment").GetString() == "She never welded");
        Assert.NotEmpty(waiting.GetProperty("reasons").EnumerateArray());
        var report = waiting.GetProperty("id").GetGuid();
        await page.SubmitAsync((AngleSharp.Html.Dom.IHtmlFormElement)page.Page.QuerySelector($"form:has(input[value='{report}'])")!);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        await administrator.DoneAsync($"match-reports/{report}/answer", new { note = "The advertisement had a wrong code; it is mended" });
        Assert.Equal("already-in-that-state", await administrator.RefusedAsync($"match-reports/{report}/answer", new { note = "Twice" }));
        await page.GoAsync("/ranking-models");
        Assert.DoesNotContain("She never welded", page.Text, StringComparison.Ordinal);

        // On both lists of the pair, in both languages; answered, it can be said again.
        foreach (var address in (string[])[path, $"/cases/{jobseeker.CaseFileId}/matches"])
        {
            foreach (var (language, said) in new[] { ("en", "Answer: "), ("km", "ចម្លើយ៖ ") })
            {
                browser.Language = language;
                await browser.GoAsync(address);
                Assert.Contains(said + "The advertisement had a wrong code; it is mended", browser.Text, StringComparison.Ordinal);
                Assert.NotNull(browser.Page.QuerySelector("form:has(input[name=act][value=report])"));
            }
        }

        using var api = await host.ApiAsync(counsellor);
        await api.CreatedAsync($"case-files/{jobseeker.CaseFileId}/match-actions", new { vacancyId = offer.VacancyId, action = "report", reason = "Still absurd" });
        Assert.Equal("already-in-that-state", await api.RefusedAsync($"case-files/{jobseeker.CaseFileId}/match-actions", new { vacancyId = offer.VacancyId, action = "report", reason = "And again" }));
        var again = Assert.Single((await administrator.ReadAsync("match-reports")).GetProperty("reports").EnumerateArray(), r => r.GetProperty("comment").GetString() == "Still absurd");

        // Outside a list the version in charge says what it makes of the pair; taken back, nobody waits.
        Assert.Equal(("prior-1", JsonValueKind.Null, true), (again.GetProperty("modelVersion").GetString(), again.GetProperty("place").ValueKind, again.GetProperty("reasons").GetArrayLength() > 0));
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync(new Uri($"match-actions/{again.GetProperty("id").GetGuid()}", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.SendOnceAsync($"match-reports/{again.GetProperty("id").GetGuid()}/answer", new { note = "Too late" })).StatusCode);
    }

    [Fact]
    public async Task The_page_of_a_pair_is_no_list_to_move_in_or_to_report_a_place_of()
    {
        var counsellor = await host.Given.CounsellorAsync("23");
        var jobseeker = await host.Given.ReferableJobseekerAsync("23");
        var offer = await host.Given.LiveVacancyAsync(provinceCode: "23");
        await host.Given.LiveVacancyAsync(offer.EmployerId, provinceCode: "23");
        using var api = await host.ApiAsync(counsellor);
        var pair = (await api.ReadAsync($"case-files/{jobseeker.CaseFileId}/matches/{offer.VacancyId}")).GetProperty("runId").GetGuid();
        await api.CreatedAsync($"case-files/{jobseeker.CaseFileId}/match-actions", new { vacancyId = offer.VacancyId, action = "report", reason = "Not her trade", runId = pair });
        await api.CreatedAsync($"case-files/{jobseeker.CaseFileId}/match-actions", new { vacancyId = offer.VacancyId, action = "pin", runId = pair });
        Assert.Equal(offer.VacancyId, Vacancies(await api.ReadAsync($"case-files/{jobseeker.CaseFileId}/matches?province=23"))[0]);
        Assert.Equal(2, await host.SingleAsync<int>("SELECT COUNT(*) FROM MatchAction WHERE CaseFileId = @CaseFileId AND Direction = 'vacancies' AND RunId IS NULL", new { jobseeker.CaseFileId }));
        using var administrator = await host.ApiAsync(await host.Given.AdministratorAsync());
        var report = Assert.Single((await administrator.ReadAsync("match-reports")).GetProperty("reports").EnumerateArray(), r => r.GetProperty("vacancyId").GetGuid() == offer.VacancyId);
        Assert.True(!report.TryGetProperty("place", out var place) || place.ValueKind == JsonValueKind.Null);
        Assert.NotEmpty(report.GetProperty("reasons").EnumerateArray());
    }

    [Theory]
    [InlineData(null, null, 3, null)]
    [InlineData(3, null, 3, 3)]
    [InlineData(3, 1, 1, 3)]
    [InlineData(3, 1, 3, 5)]
    [InlineData(5, 4, 6, 7)]
    [InlineData(2, 6, 3, 1)]
    [InlineData(3, 1, null, 3)]
    public void A_row_that_others_carried_on_is_compared_with_where_it_would_have_been_carried(int? first, int? put, int? now, int? from) =>
        Assert.Equal(from, new MovedRow { ActionId = default, CaseFileId = default, VacancyId = default, VacancySeq = 1, CaseSeq = 1, Place = 1, FromPlace = first, ToPlace = put, IsThere = true }.CarriedFrom(now));

    [Fact]
    public async Task The_page_of_a_pair_reports_with_the_list_that_led_to_it()
    {
        var counsellor = await host.Given.CounsellorAsync("16");
        var file = await host.Given.CaseFileAsync("16", counsellor);
        var offer = await host.Given.LiveVacancyAsync(provinceCode: "16");
        var list = await host.Given.DoneAsync(new MatchVacancies.Query { Scope = await host.Given.ScopeAsync(counsellor), CaseFileId = file });
        using var browser = await host.SignedInAsync(counsellor);
        browser.Language = "en";
        await browser.GoAsync($"/cases/{file}/matches/{offer.VacancyId}?run={list.RunId}");
        await browser.Fill("What is wrong?", "Another trade").PressAsync("Report");
        Assert.Equal(
            (list.RunId, list.Rows.Single(r => r.VacancyId == offer.VacancyId).Place),
            await host.SingleAsync<(Guid, int)>("SELECT a.RunId, p.Place FROM MatchAction a JOIN MatchReport p ON p.ActionId = a.Id WHERE a.CaseFileId = @file", new { file }));
    }

    private static List<Guid> Cases(JsonElement list) => [.. list.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("case").GetProperty("caseFileId").GetGuid())];

    private static List<Guid> Vacancies(JsonElement list) => [.. list.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("vacancyId").GetGuid())];
}
