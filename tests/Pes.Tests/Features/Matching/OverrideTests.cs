using System.Globalization;
using System.Text.Json;
using Pes.Features.Matching;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>How often officers change lists, in the nation and by the province and centre of who was shown them; below a least number of lists nothing is told.</summary>
public sealed class OverrideTests(PesHost host) : IClassFixture<PesHost>
{
    private const string Here = "05";

    private const string There = "06";

    [Fact]
    public async Task Lists_count_for_province_and_centre_of_the_officer_who_was_shown_them_and_the_parts_add_up()
    {
        var least = new OverrideSettings().LeastListsOfPart;
        var (one, other, roaming) = (await host.Given.CounsellorAsync(Here), await host.Given.CounsellorAsync(There), await host.Given.CounsellorAsync(There));
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE Account SET CentreId = NULL, ScopeKind = 'province', ProvinceCode = @Here WHERE Id = @roaming", new { roaming, Here }));
        var file = await host.Given.CaseFileAsync(Here, one);
        var vacancy = (await host.Given.LiveVacancyAsync(provinceCode: Here)).VacancyId;
        var before = await ReadAsync(30);
        Assert.Equal(least, before.GetProperty("leastLists").GetInt32());

        // Enough of one centre with one change, taken back; one too few of the other, all changed by somebody of the first; some of a whole province.
        var shown = await ShowAsync(one, file, null, least);
        await ActAsync(one, file, vacancy, shown[0], undone: true);
        foreach (var run in await ShowAsync(other, null, vacancy, least - 1))
        {
            await ActAsync(one, file, vacancy, run, undone: true);
        }

        await ShowAsync(roaming, file, null, 2);
        await ActAsync(roaming, file, vacancy, null);
        await ShowAsync(one, file, null, 7, daysAgo: 40);
        await ShowAsync(Guid.CreateVersion7(), file, null, 3);

        var after = await ReadAsync(30);
        var (vacancies, jobseekers) = (Kind(after, "vacancies"), Kind(after, "jobseekers"));
        Assert.Equal((least, 1, (string?)null), Share(Centre(vacancies, Here)));
        Assert.Equal((3, (int?)null, (string?)null), Share(Centre(vacancies, Here, ofProvince: true)));
        Assert.Equal((least + 3, 2, (string?)null), Share(Province(vacancies, Here)));
        Assert.Equal((least - 1, (int?)null, (string?)null), Share(Centre(jobseekers, There)));
        Assert.Equal((0, (int?)null, (string?)null), Share(Province(jobseekers, Here)));
        Assert.Equal(3, Share(Province(vacancies, null)).Lists - (Provinces(Kind(before, "vacancies")).Any(p => CodeOf(p) is null) ? Share(Province(Kind(before, "vacancies"), null)).Lists : 0));
        foreach (var kind in (JsonElement[])[vacancies, jobseekers])
        {
            Assert.Equal(kind.GetProperty("nation").GetProperty("lists").GetInt32(), Provinces(kind).Sum(p => Share(p).Lists));
            Assert.All(Provinces(kind).Where(p => CodeOf(p) is not null), p => Assert.Equal(Share(p).Lists, p.GetProperty("centres").EnumerateArray().Sum(c => Share(c).Lists)));
        }

        // The older ones come with a longer period; the nation's figure is that of the other answer.
        Assert.Equal(least + 7, Share(Centre(Kind(await ReadAsync(90), "vacancies"), Here)).Lists);
        using var administrator = await host.ApiAsync(await host.Given.AdministratorAsync());
        var national = (await administrator.ReadAsync("match-lists/figures")).GetProperty("overrides");
        Assert.Equal(national.EnumerateArray().Select(o => o.GetRawText()), ((JsonElement[])[vacancies, jobseekers]).Select(k => k.GetProperty("nation").GetRawText()));
        foreach (var days in (int[])[0, 366])
        {
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await administrator.GetAsync(new Uri($"match-lists/overrides?days={days}", UriKind.Relative))).StatusCode);
        }

        await ThePageAsync(least);
    }

    // What the page says of the same: a part with its words, a part of which nothing can be said, and how to get there.
    private async Task ThePageAsync(int least)
    {
        using var browser = await host.SignedInAsync(await host.Given.AdministratorAsync());
        foreach (var (language, link, changed, few, days) in new[]
            {
                ("en", "Changed lists by province and centre", "Almost nobody changes the order", "Too few lists to say", "90 days"),
                ("km", "បញ្ជីដែលបានកែ តាមខេត្ត និងមជ្ឈមណ្ឌល", "ស្ទើរតែគ្មានអ្នកណាកែលំដាប់ទេ", "បញ្ជីតិចពេក មិនអាចសន្និដ្ឋានបាន", "90 ថ្ងៃ"),
            })
        {
            browser.Language = language;
            await browser.GoAsync("/ranking-models");
            await browser.FollowAsync(link);
            Assert.Equal("/ranking-models/overrides", browser.Address.AbsolutePath);
            var rows = browser.Page.QuerySelectorAll("section:has(#parts-vacancies) tbody tr").Select(r => string.Join(' ', r.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
            Assert.Contains(rows, r => r.Contains(least.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) && r.Contains("1 %", StringComparison.Ordinal));
            Assert.Contains(rows, r => r.EndsWith(few, StringComparison.Ordinal));
            await browser.FollowAsync(days);
            Assert.Contains(changed, browser.Page.QuerySelector("section:has(#parts-vacancies) table")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(99, 0, null)]
    [InlineData(100, 0, "too-few")]
    [InlineData(100, 1, null)]
    [InlineData(99, 99, null)]
    [InlineData(100, 31, "too-many")]
    public void A_part_has_a_least_number_of_its_own(int lists, int overridden, string? alarm)
    {
        var settings = new OverrideSettings { LeastLists = 1 };
        Assert.Equal(alarm, settings.AlarmOfPart(lists, overridden));
        Assert.Equal("too-few", settings.Alarm(99, 0));
        Assert.Throws<InvalidOperationException>(() => (settings with { LeastListsOfPart = 0 }).Check());
    }

    [Fact]
    public async Task Reports_and_what_is_done_outside_a_list_count_as_changed_by_officers()
    {
        var counsellor = await host.Given.CounsellorAsync("17");
        var scope = await host.Given.ScopeAsync(counsellor);
        var file = await host.Given.CaseFileAsync("17", counsellor);
        var (one, other) = (await host.Given.LiveVacancyAsync(provinceCode: "17"), await host.Given.LiveVacancyAsync(provinceCode: "17"));
        using var administrator = await host.ApiAsync(await host.Given.AdministratorAsync());
        async Task<(int Lists, int Overridden, int Outside)> Figures(string direction)
        {
            var row = (await administrator.ReadAsync("match-lists/figures")).GetProperty("overrides").EnumerateArray().Single(o => o.GetProperty("direction").GetString() == direction);
            return (row.GetProperty("lists").GetInt32(), row.GetProperty("overridden").GetInt32(), row.GetProperty("outsideLists").GetInt32());
        }

        var (vacancies, jobseekers) = (await Figures("vacancies"), await Figures("jobseekers"));
        var list = await host.Given.DoneAsync(new MatchVacancies.Query { Scope = scope, CaseFileId = file });
        var people = await host.Given.DoneAsync(new MatchJobseekers.Query { Scope = scope, VacancyId = one.VacancyId });
        var act = new ActOnMatch.Command { Scope = scope, CaseFileId = file, VacancyId = one.VacancyId, Action = "report", Reason = "Another trade" };
        await host.Given.DoneAsync(act with { RunId = list.RunId });
        await host.Given.DoneAsync(act with { Action = "pin", RunId = list.RunId });
        await host.Given.DoneAsync(act with { Action = "hide", RunId = people.RunId });
        await host.Given.DoneAsync(act with { Action = "hide", VacancyId = other.VacancyId });
        Assert.Equal((vacancies.Lists + 2, vacancies.Overridden + 2, vacancies.Outside + 1), await Figures("vacancies"));
        Assert.Equal((jobseekers.Lists + 1, jobseekers.Overridden + 1, jobseekers.Outside), await Figures("jobseekers"));
    }

    [Theory]
    [InlineData(99, 0, null)]
    [InlineData(100, 0, "too-few")]
    [InlineData(1_000, 9, "too-few")]
    [InlineData(1_000, 10, null)]
    [InlineData(1_000, 300, null)]
    [InlineData(1_000, 301, "too-many")]
    [InlineData(99, 99, null)]
    public void An_alarm_is_given_where_almost_none_or_too_many_are_changed(int lists, int overridden, string? alarm) => Assert.Equal(alarm, new OverrideSettings().Alarm(lists, overridden));

    [Fact]
    public void Limits_that_contradict_each_other_are_refused() =>
        Assert.Throws<InvalidOperationException>(() => new OverrideSettings { LeastPerMille = 400 }.Check());

    private async Task<JsonElement> ReadAsync(int days)
    {
        using var administrator = await host.ApiAsync(await host.Given.AdministratorAsync());
        return await administrator.ReadAsync($"match-lists/overrides?days={days}");
    }

    private Task<List<Guid>> ShowAsync(Guid officer, Guid? file, Guid? vacancy, int count, int daysAgo = 1) => host.InDatabaseAsync(async db =>
    {
        List<Guid> runs = [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
        foreach (var id in runs)
        {
            await db.ExecuteAsync(
                """
                INSERT INTO MatchRun (Id, Direction, CaseFileId, VacancyId, ModelVersion, InputChecksum, Input, Considered, RanAt, AccountId)
                VALUES (@id, @Direction, @file, @vacancy, 'prior-1', '', @Input, 0, @RanAt, @officer)
                """,
                new { id, Direction = file is null ? "jobseekers" : "vacancies", file, vacancy, Input = new RunInput { Today = default }.ToBytes(), RanAt = host.Clock.GetUtcNow().UtcDateTime.AddDays(-daysAgo), officer });
        }

        return runs;
    });

    private Task<int> ActAsync(Guid officer, Guid file, Guid vacancy, Guid? run, bool undone = false) => host.InDatabaseAsync(db => db.ExecuteAsync(
        """
        INSERT INTO MatchAction (Id, RunId, CaseFileId, VacancyId, Action, AccountId, TakenAt, UndoneAt)
        VALUES (@Id, @run, @file, @vacancy, 'hide', @officer, @Now, @Undone)
        """,
        new { Id = Guid.CreateVersion7(), run, file, vacancy, officer, Now = host.Clock.GetUtcNow().UtcDateTime, Undone = undone ? host.Clock.GetUtcNow().UtcDateTime : (DateTime?)null }));

    private static JsonElement Kind(JsonElement answer, string direction) => answer.GetProperty("kinds").EnumerateArray().Single(k => k.GetProperty("nation").GetProperty("direction").GetString() == direction);

    private static IEnumerable<JsonElement> Provinces(JsonElement kind) => kind.GetProperty("provinces").EnumerateArray();

    private static string? CodeOf(JsonElement province) => province.TryGetProperty("provinceCode", out var code) ? code.GetString() : null;

    private static JsonElement Province(JsonElement kind, string? code) => Provinces(kind).Single(p => CodeOf(p) == code);

    private static JsonElement Centre(JsonElement kind, string code, bool ofProvince = false) => Province(kind, code).GetProperty("centres").EnumerateArray()
        .Single(c => (!c.TryGetProperty("centreId", out var id) || id.ValueKind == JsonValueKind.Null) == ofProvince);

    private static (int Lists, int? Overridden, string? Alarm) Share(JsonElement part)
    {
        var all = part.GetProperty("all");
        return (
            all.GetProperty("lists").GetInt32(),
            all.TryGetProperty("overridden", out var overridden) && overridden.ValueKind == JsonValueKind.Number ? overridden.GetInt32() : null,
            all.TryGetProperty("alarm", out var alarm) ? alarm.GetString() : null);
    }
}
