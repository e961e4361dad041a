using System.Net;
using Pes.Features.Monitoring;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Monitoring;

/// <summary>Five cases whose figures are counted by hand; the clock stands at 22 November 2026.</summary>
public sealed class CountedHost : IAsyncLifetime
{
    public PesHost Host { get; } = new();

    public Guid Monitor { get; private set; }

    public async Task InitializeAsync()
    {
        await Host.InitializeAsync();
        Monitor = await Host.Given.MonitorAsync();
        var vacancy = await Host.Given.LiveVacancyAsync();
        foreach (var told in (CountedCase[])
            [
                // 23:59 of 31 January in Cambodia; the window of January's registrants closes on 31 July.
                new("15", Utc(2026, 1, 31, 16, 59), "female", new(2005, 3, 1), "woman", "disability")
                {
                    StartsOn = new(2026, 7, 31),
                    Referral = (Utc(2026, 10, 1, 2, 0), new(2026, 10, 8), Utc(2026, 10, 8, 16, 59)),
                },

                // One minute later it is February, whose window closes on 31 August; answered a minute after the seventh day.
                new("15", Utc(2026, 1, 31, 17, 0), "male", new(1990, 3, 1), "returnee")
                {
                    StartsOn = new(2026, 9, 1),
                    Evidence = "both",
                    Referral = (Utc(2026, 10, 1, 2, 0), new(2026, 10, 8), Utc(2026, 10, 8, 17, 0)),
                },
                new("15", Utc(2026, 2, 10, 3, 0), "female", new(1980, 3, 1), "woman")
                {
                    StartsOn = new(2026, 3, 1),
                    Evidence = "self",
                    Referral = (Utc(2026, 11, 18, 2, 0), new(2026, 11, 25), null),
                },
                new("15", Utc(2026, 10, 5, 3, 0), "male", new(1960, 3, 1)) { Referral = (Utc(2026, 10, 25, 2, 0), new(2026, 11, 1), null) },
                new("12", Utc(2026, 10, 6, 3, 0), "other", null) { StartsOn = new(2026, 10, 20), Evidence = "payroll-register" },
            ])
        {
            await Host.Given.CountedCaseAsync(told, vacancy);
        }
    }

    public Task DisposeAsync() => Host.DisposeAsync();

    public async Task<ReadFigures.Answer> AskAsync(Guid account, Measure measure, string? province = null) => await Host.Given.DoneAsync(
        new ReadFigures.Query { Scope = await Host.Given.ScopeAsync(account), Filter = new FigureFilter { Months = 12, Measure = measure, ProvinceCode = province } });

    private static DateTime Utc(int year, int month, int day, int hour, int minute) => new(year, month, day, hour, minute, 0, DateTimeKind.Utc);
}

public sealed class FigureTests(CountedHost counted) : IClassFixture<CountedHost>
{
    [Theory]
    [InlineData(Measure.Registrations, 5, 5, 1)]
    [InlineData(Measure.Referrals, 4, 4, 1)]
    [InlineData(Measure.Answers, 1, 4, 1)]
    [InlineData(Measure.Placements, 4, 4, 1)]
    [InlineData(Measure.PlacementRate, 2, 5, 2)]
    public async Task The_nation_counts(Measure measure, long count, long of, long missing)
    {
        var answer = await counted.AskAsync(counted.Monitor, measure);
        Assert.Equal(new Figure(count, of, missing), answer.Totals[measure]);
        Assert.Equal(answer.Totals[measure], answer.Months.Aggregate(Figure.None, (sum, m) => sum + m.Figure));
        Assert.Equal(answer.Totals[measure], answer.Provinces.Aggregate(Figure.None, (sum, p) => sum + p.Figure));
        Assert.Equal(answer.Totals[measure], answer.Centres.Aggregate(Figure.None, (sum, c) => sum + c.Figure));
        Assert.All(
            answer.Groups.GroupBy(g => g.Split),
            split => Assert.Equal(answer.Totals[measure], split.Aggregate(Figure.None, (sum, g) => sum + g.Figure)));
    }

    [Fact]
    public async Task A_month_begins_at_midnight_in_Cambodia()
    {
        var answer = await counted.AskAsync(counted.Monitor, Measure.Registrations);
        Assert.Equal(
            [(new DateOnly(2026, 1, 1), 1), (new DateOnly(2026, 2, 1), 2), (new DateOnly(2026, 10, 1), 2)],
            answer.Months.Where(m => m.Figure.Count > 0).Select(m => (m.Month, (int)m.Figure.Count)));
    }

    [Theory]
    [InlineData(Split.Sex, "female", 1, 2, 1)]
    [InlineData(Split.Sex, "male", 0, 2, 1)]
    [InlineData(Split.Sex, "other", 1, 1, 0)]
    [InlineData(Split.Age, "15-24", 1, 1, 0)]
    [InlineData(Split.Age, "35-44", 0, 1, 0)]
    [InlineData(Split.Age, "45-54", 0, 1, 1)]
    [InlineData(Split.Age, "55+", 0, 1, 1)]
    [InlineData(Split.Age, "unknown", 1, 1, 0)]
    [InlineData(Split.Disability, "yes", 1, 1, 0)]
    [InlineData(Split.Disability, "no", 1, 4, 2)]
    [InlineData(Split.Returnee, "yes", 0, 1, 0)]
    [InlineData(Split.Returnee, "no", 2, 4, 2)]
    public async Task The_placement_rate_of_a_group(Split split, string code, long count, long of, long missing)
    {
        var answer = await counted.AskAsync(counted.Monitor, Measure.PlacementRate);
        Assert.Equal(new Figure(count, of, missing), answer.Groups.Single(g => g.Split == split && g.Code == code).Figure);
    }

    [Fact]
    public async Task A_live_vacancy_counts_where_the_work_is_and_its_openings_are_those_left()
    {
        var answer = await counted.AskAsync(counted.Monitor, Measure.Vacancies);
        Assert.Equal(1, answer.Totals[Measure.Vacancies].Count);
        Assert.True(answer.OpeningsLeft > 0);
        Assert.Equal(["15"], answer.Provinces.Where(p => p.Figure.Count > 0).Select(p => p.Code));
        var elsewhere = await counted.AskAsync(counted.Monitor, Measure.Vacancies, "12");
        Assert.Equal(0, elsewhere.Totals[Measure.Vacancies].Count);
    }

    [Fact]
    public async Task A_centre_manager_counts_the_own_centre_and_cannot_ask_for_another()
    {
        var manager = await counted.Host.Given.CentreManagerAsync("15");
        var own = await counted.AskAsync(manager, Measure.Registrations);
        Assert.Equal(4, own.Totals[Measure.Registrations].Count);
        Assert.Equal(["15"], own.Provinces.Select(p => p.Code));
        Assert.Equal(0, (await counted.AskAsync(manager, Measure.Registrations, "12")).Totals[Measure.Registrations].Count);
    }

    [Fact]
    public async Task Officers_list_case_numbers_and_a_monitor_pseudonyms_that_stay()
    {
        var filter = new FigureFilter { Months = 12, Measure = Measure.Registrations, ProvinceCode = "15" };
        var manager = await counted.Host.Given.ScopeAsync(await counted.Host.Given.CentreManagerAsync("15"));
        var monitor = await counted.Host.Given.ScopeAsync(counted.Monitor);
        var named = await counted.Host.Given.DoneAsync(new ListFigureCases.Query { Scope = manager, Filter = filter });
        var hidden = await counted.Host.Given.DoneAsync(new ListFigureCases.Query { Scope = monitor, Filter = filter });
        var again = await counted.Host.Given.DoneAsync(new ListFigureCases.Query { Scope = monitor, Filter = filter });
        Assert.Equal(4, named.Total);
        Assert.All(named.Cases, c => Assert.StartsWith("F-", c.Name, StringComparison.Ordinal));
        Assert.All(hidden.Cases, c => Assert.True(c.CaseFileId is null && !c.Name.StartsWith("F-", StringComparison.Ordinal)));
        Assert.Equal(hidden.Cases.Select(c => c.Name), again.Cases.Select(c => c.Name));
        Assert.Equal(4, hidden.Cases.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task An_employer_is_shown_no_figures()
    {
        using var api = await counted.Host.ApiAsync(await counted.Host.Given.EmployerAccountAsync(await counted.Host.Given.VerifiedEmployerAsync("Another")));
        foreach (var path in (string[])["figures", "figures/cases", "figures/export"])
        {
            Assert.True((await api.GetAsync(new Uri(path, UriKind.Relative))).StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public async Task The_API_answers_and_refuses_an_unknown_province_and_too_long_a_period()
    {
        using var api = await counted.Host.ApiAsync(counted.Monitor);
        var body = await api.GetStringAsync(new Uri("figures?months=12&measure=placements", UriKind.Relative));
        Assert.Contains("\"placement-rate\":{\"count\":2,\"of\":5,\"missing\":2", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync(new Uri("figures", UriKind.Relative))).StatusCode);
        foreach (var (query, field) in (IEnumerable<(string, string)>)[("provinceCode=99", "provinceCode"), ("months=25", "months"), ("months=0", "months"), ("measure=hires", "measure"), ("measure=1", "measure")])
        {
            var refused = await api.GetAsync(new Uri($"figures?{query}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains($"\"filter.{field}\":", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_export_is_audited_and_hides_small_counts()
    {
        using var api = await counted.Host.ApiAsync(counted.Monitor);
        Task<int> Rows() => counted.Host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'export-figures'"));
        var before = await Rows();
        var response = await api.GetAsync(new Uri("figures/export?months=12&measure=registrations", UriKind.Relative));
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var csv = System.Text.Encoding.UTF8.GetString(bytes);
        Assert.Contains("By sex,Female,<5,<5", csv, StringComparison.Ordinal);
        Assert.Contains("Total,Total,5,5,<5", csv, StringComparison.Ordinal);
        Assert.Equal(before + 1, await Rows());
    }

    [Theory]
    [InlineData("en", "Placement rate", "2 of 5 persons", "Pursat", "How to read this figure")]
    [InlineData("km", "អត្រាទទួលបានការងារ", "2 ក្នុងចំណោម 5 នាក់", "ពោធិ៍សាត់", "របៀបអានតួលេខនេះ")]
    public async Task The_page_shows_a_figure_with_its_base_in_both_languages(string language, params string[] words)
    {
        using var browser = await counted.Host.SignedInAsync(counted.Monitor);
        browser.Language = language;
        await browser.GoAsync("/figures?months=12");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.All(words, word => Assert.Contains(word, browser.Text, StringComparison.Ordinal));
        Assert.Equal(25, browser.Page.QuerySelectorAll("svg.pes-map a[href]").Length);
        Assert.DoesNotContain("Secret", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_the_nation_to_a_province_to_the_cases_of_a_centre()
    {
        using var browser = await counted.Host.SignedInAsync(counted.Monitor);
        browser.Language = "en";
        await browser.GoAsync("/figures?months=12&measure=Registrations");
        await browser.GoAsync(browser.Page.QuerySelectorAll("#places ~ .pes-scroll a").First(a => a.TextContent == "Pursat").GetAttribute("href")!);
        await browser.FollowAsync("Pursat Job Centre");
        Assert.Equal("/figures/cases", browser.Address.AbsolutePath);
        Assert.Contains("4 cases", browser.Text, StringComparison.Ordinal);
        Assert.Contains("pseudonyms", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_filter_form_works_without_scripts()
    {
        using var browser = await counted.Host.SignedInAsync(counted.Monitor);
        browser.Language = "en";
        await browser.GoAsync("/figures?months=12");
        await browser.Fill("Figure", "Registrations").Fill("Province", "Phnom Penh").PressAsync("Show");
        Assert.Contains("province=12", browser.Address.Query, StringComparison.Ordinal);
        Assert.Contains("1 persons", browser.Text, StringComparison.Ordinal);
    }
}

public sealed class EmptyFigureTests(PesHost host) : IClassFixture<PesHost>
{
    [Theory]
    [InlineData("en", "Nothing has been recorded in this period")]
    [InlineData("km", "មិនទាន់មានទិន្នន័យក្នុងរយៈពេលនេះទេ")]
    public async Task An_empty_database_says_what_would_fill_the_page(string language, string words)
    {
        using var browser = await host.SignedInAsync(await host.Given.MonitorAsync());
        browser.Language = language;
        await browser.GoAsync("/figures");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains(words, browser.Text, StringComparison.Ordinal);
    }
}
