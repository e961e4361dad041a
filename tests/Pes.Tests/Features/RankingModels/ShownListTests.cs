using Microsoft.Extensions.DependencyInjection;
using Pes.Features.Matching;
using Pes.Features.RankingModels.Training;
using Pes.Features.Referrals;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Ranking;
using Pes.Ranking.Pairs;
using Pes.Tests.Support;

namespace Pes.Tests.Features.RankingModels;

/// <summary>Training rows from what the product logged itself: which lists, which rows, which grades.</summary>
public sealed class ShownListTests(PesHost host) : IClassFixture<PesHost>
{
    private static readonly TimeSpan Maturity = TimeSpan.FromDays(30);

    [Fact]
    public async Task A_list_is_read_as_it_was_shown_with_what_came_after_it()
    {
        var counsellor = await host.Given.CounsellorAsync("05");
        var scope = await host.Given.ScopeAsync(counsellor);
        var vacancies = new List<Guid>();
        for (var i = 0; i < 8; i++)
        {
            vacancies.Add((await host.Given.LiveVacancyAsync(provinceCode: "05", wageKhr: 900_000 + (i * 10_000), title: $"Work {i}", closesOn: new DateOnly(2027, 12, 31))).VacancyId);
        }

        var (hers, silent, refused) = (await CaseAsync(counsellor), await CaseAsync(counsellor), await CaseAsync(counsellor, statistics: false));
        await ReferAsync(scope, hers, vacancies[5]);
        foreach (var caseFile in (Guid[])[hers, silent, refused])
        {
            await ListAsync(scope, caseFile);
        }

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await ActAsync(scope, hers, vacancies[0], MatchActions.Pin);
        await ActAsync(scope, hers, vacancies[1], MatchActions.Hide);
        await ReferAsync(scope, hers, vacancies[2]);

        // The last list of the day: it has the row moved up on top, and not the hidden one.
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        var last = await ListAsync(scope, hers);
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await ReferAsync(scope, hers, vacancies[3]);

        // A pair that was explained by itself is no list, though it was the last that was shown on that day.
        await host.Given.DoneAsync(new ExplainMatch.Query { Scope = scope, CaseFileId = hers, VacancyId = vacancies[4] });
        foreach (var opened in (int[])[3, 6, 7])
        {
            await host.Given.DoneAsync(new NoteOpening.Command { Scope = scope, RunId = last, SubjectId = vacancies[opened] });
        }

        await ActAsync(scope, hers, vacancies[7], MatchActions.Hide);
        HashSet<Guid> own = [hers, silent, refused];
        Assert.DoesNotContain(await ReadAsync(), l => own.Contains(l.SubjectId));

        host.Clock.Advance(Maturity);
        var lists = (await ReadAsync()).Where(l => own.Contains(l.SubjectId)).ToList();
        Assert.Equal(new HashSet<Guid> { hers, silent }, [.. lists.Select(l => l.SubjectId)]);
        var read = lists.Single(l => l.SubjectId == hers);
        var grades = read.List.Rows.ToDictionary(r => r.Vacancy.Id, r => (PairOutcome)r.Grade);

        // Moved up, hidden and referred to between two lists of the day, each as it stood in the first; referred to before both, it stood in neither by its score.
        Assert.DoesNotContain(vacancies[5], grades.Keys);
        Assert.Equal((PairOutcome.Saved, PairOutcome.Shown, PairOutcome.Applied), (grades[vacancies[0]], grades[vacancies[1]], grades[vacancies[2]]));
        Assert.Equal((PairOutcome.Applied, PairOutcome.Shown), (grades[vacancies[3]], grades[vacancies[4]]));
        Assert.Equal((PairOutcome.Opened, PairOutcome.Shown), (grades[vacancies[6]], grades[vacancies[7]]));
        Assert.Equal(new HashSet<Guid> { vacancies[1], vacancies[7] }, [.. read.List.Rows.Where(r => r.IsDismissed).Select(r => r.Vacancy.Id)]);
        Assert.True(read.HasOutcome && read.Teaches);
        Assert.False(lists.Single(l => l.SubjectId == silent).Teaches);
        Assert.Equal(read.List.Rows.Select(r => r.Vacancy.Id).Order(), read.List.Rows.Select(r => r.Vacancy.Id));

        // Much later nothing has changed: what came after the window does not count.
        await ReferAsync(scope, hers, vacancies[4]);
        var again = (await ReadAsync()).Single(l => l.SubjectId == hers);
        Assert.Equal(read.List.Rows.Select(r => r.Grade), again.List.Rows.Select(r => r.Grade));
    }

    [Fact]
    public void A_long_history_is_split_by_time_and_a_short_one_by_people()
    {
        List<ShownList> Lists(int days) =>
            [.. Enumerable.Range(0, 400).Select(i => new ShownList(ListOf.Vacancies, new Guid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(i % 16)), default, new(new DateOnly(2026, 1, 1).AddDays(i * days / 400), [])))];
        var (split, seen, held) = RankingTraining.Split(Lists(200));
        Assert.Equal(("time", 400), (split, seen.Count + held.Count));
        Assert.True(seen.Max(l => l.List.Day) < held.Min(l => l.List.Day));
        Assert.InRange(held.Count, 95, 105);

        (split, seen, held) = RankingTraining.Split(Lists(60));
        Assert.Equal(("jobseeker", 400, 100), (split, seen.Count + held.Count, held.Count));
        Assert.Empty(seen.Select(l => l.SubjectId).Intersect(held.Select(l => l.SubjectId)));
    }

    [Fact]
    public void A_fair_that_filled_one_day_leaves_nothing_to_learn_from_before_the_held_back_part()
    {
        List<ShownList> lists = [.. Enumerable.Range(0, 400).Select(i => new ShownList(ListOf.Vacancies, Guid.CreateVersion7(), default, new(new DateOnly(2026, 1, 1).AddDays(i < 330 ? 0 : 100), [])))];
        var (split, seen, held) = RankingTraining.Split(lists);
        Assert.Equal(("time", 0, 400), (split, seen.Count, held.Count));
        Assert.Throws<NotEnoughOutcomesException>(() => RankingTraining.Require(seen, 60));
    }

    [Fact]
    public async Task A_narrowed_list_is_one_of_its_own()
    {
        var counsellor = await host.Given.CounsellorAsync("10");
        var scope = await host.Given.ScopeAsync(counsellor);
        for (var i = 0; i < 6; i++)
        {
            await host.Given.LiveVacancyAsync(provinceCode: "10", wageKhr: 500_000 + (i * 100_000), closesOn: new DateOnly(2027, 12, 31));
        }

        var hers = await host.Given.CaseFileAsync("10", counsellor);
        await ListAsync(scope, hers);
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.Given.DoneAsync(new MatchVacancies.Query { Scope = scope, CaseFileId = hers, ProvinceCode = "10", MinimumWageKhr = 700_000 });
        host.Clock.Advance(Maturity + TimeSpan.FromMinutes(1));
        var lists = (await ReadAsync()).Where(l => l.SubjectId == hers).ToList();
        Assert.Equal(2, lists.Count);
        Assert.All(lists, l => Assert.Equal(l.List.Rows.Count, l.List.Rows.Select(r => r.Place).Distinct().Count()));
        Assert.True(lists.Max(l => l.List.Rows.Count) > lists.Min(l => l.List.Rows.Count));
    }

    [Fact]
    public async Task A_list_of_jobseekers_is_read_with_those_who_agree_to_statistics_and_what_came_of_each()
    {
        var counsellor = await host.Given.CounsellorAsync("07");
        var scope = await host.Given.ScopeAsync(counsellor);
        var vacancy = (await host.Given.LiveVacancyAsync(provinceCode: "07", closesOn: new DateOnly(2027, 12, 31))).VacancyId;
        List<Guid> files = [];
        for (var i = 0; i < 5; i++)
        {
            files.Add(await host.Given.CaseFileAsync("07", counsellor, c => c with { Consents = i == 4 ? [.. c.Consents.Where(k => k != "statistics")] : c.Consents }));
        }

        await ReferAsync(scope, files[0], vacancy);
        Assert.Equal(5, (await host.Given.DoneAsync(new MatchJobseekers.Query { Scope = scope, VacancyId = vacancy })).Rows.Count);
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await ReferAsync(scope, files[1], vacancy);
        await ReferAsync(scope, files[4], vacancy);
        host.Clock.Advance(Maturity);
        var read = Assert.Single(await ReadAsync(ListOf.Jobseekers));
        Assert.Equal(vacancy, read.SubjectId);

        // Referred before the list, and one who does not agree: neither is a row.
        Assert.Equal(files[1..4].Order(), read.List.Rows.Select(r => r.Jobseeker.Id));
        Assert.All(read.List.Rows, r => Assert.Equal((vacancy, r.Jobseeker.Id == files[1] ? PairOutcome.Applied : PairOutcome.Shown), (r.Vacancy.Id, (PairOutcome)r.Grade)));
        Assert.Equal(read.List.Rows.Count, read.List.Rows.Select(r => r.Place).Distinct().Count());
    }

    [Fact]
    public async Task Who_was_invited_and_then_refused_was_invited_a_row_moved_down_was_not_saved_and_a_report_alone_teaches()
    {
        var counsellor = await host.Given.CounsellorAsync("08");
        var scope = await host.Given.ScopeAsync(counsellor);
        List<Guid> vacancies = [];
        for (var i = 0; i < 5; i++)
        {
            vacancies.Add((await host.Given.LiveVacancyAsync(provinceCode: "08", closesOn: new DateOnly(2027, 12, 31))).VacancyId);
        }

        var (hers, reported) = (await host.Given.CaseFileAsync("08", counsellor), await host.Given.CaseFileAsync("08", counsellor));
        var run = await ListAsync(scope, hers);
        await ListAsync(scope, reported);
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        foreach (var (i, last) in new[] { (0, "refused"), (1, "withdrawn") })
        {
            var referral = await ReferAsync(scope, hers, vacancies[i]);
            host.Clock.Advance(TimeSpan.FromMinutes(5));
            await host.Given.DoneAsync(new AnswerReferral.Command { Scope = scope, ReferralId = referral, Version = 1, Answer = Answer.Invite, InterviewAt = host.Clock.GetUtcNow().AddDays(2), InterviewPlace = "Gate 2" });
            await (last == "refused"
                ? host.Given.DoneAsync(new AnswerReferral.Command { Scope = scope, ReferralId = referral, Version = 2, Answer = Answer.Refuse, RefusalReasonCode = "experience-lacking" })
                : host.Given.DoneAsync(new WithdrawReferral.Command { Scope = scope, ReferralId = referral }));
            Assert.Equal(last, await host.SingleAsync<string>("SELECT Status FROM Referral WHERE Id = @referral", new { referral }));
        }

        await host.Given.DoneAsync(new ActOnMatch.Command { Scope = scope, CaseFileId = hers, VacancyId = vacancies[2], Action = "down", Place = 2, RunId = run });
        await host.Given.DoneAsync(new ActOnMatch.Command { Scope = scope, CaseFileId = hers, VacancyId = vacancies[3], Action = "up", Place = 3, RunId = run });

        // Others that go to the top later carry it down again, which is no opinion of it.
        await ActAsync(scope, hers, vacancies[0], MatchActions.Pin);
        await ActAsync(scope, hers, vacancies[1], MatchActions.Pin);
        await ActAsync(scope, reported, vacancies[4], MatchActions.Report);
        host.Clock.Advance(Maturity);
        var lists = await ReadAsync();
        var grades = lists.Single(l => l.SubjectId == hers).List.Rows.ToDictionary(r => r.Vacancy.Id, r => (PairOutcome)r.Grade);
        Assert.Equal([PairOutcome.Invited, PairOutcome.Invited, PairOutcome.Shown, PairOutcome.Saved, PairOutcome.Shown], vacancies.Select(v => grades[v]));
        var only = lists.Single(l => l.SubjectId == reported);
        Assert.Equal((false, true, vacancies[4]), (only.HasOutcome, only.Teaches, Assert.Single(only.List.Rows, r => r.IsDismissed).Vacancy.Id));
    }

    [Fact]
    public void A_list_of_jobseekers_is_divided_by_its_people_where_the_split_is_by_people()
    {
        static JobseekerProfile Person(byte last) => new() { Id = new Guid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last), MayWork = true, MayDoHazardousWork = true, MayBeSuggested = true };
        var rows = Enumerable.Range(0, 16).Select(i => new JudgedPair(Person((byte)i), new VacancyProfile { Id = default, IsOpen = true, OpeningsLeft = 1 }, 1, i + 1)).ToList();
        ShownList[] lists = [new(ListOf.Jobseekers, Guid.CreateVersion7(), default, new(new DateOnly(2026, 1, 1), rows)), new(ListOf.Jobseekers, Guid.CreateVersion7(), default, new(new DateOnly(2026, 1, 1), rows[..4]))];
        var (_, seen, held) = RankingTraining.Split(lists);
        Assert.Equal([12, 3], seen.Select(l => l.List.Rows.Count));

        // One row alone says nothing about an order.
        Assert.Equal([4], held.Select(l => l.List.Rows.Count));
        Assert.Empty(seen.SelectMany(l => l.List.Rows).Select(r => r.Jobseeker.Id).Intersect(held.SelectMany(l => l.List.Rows).Select(r => r.Jobseeker.Id)));
    }

    private async Task<IReadOnlyList<ShownList>> ReadAsync(ListOf of = ListOf.Vacancies)
    {
        await using var services = host.App.Services.CreateAsyncScope();
        var now = host.Clock.GetUtcNow().UtcDateTime;
        var lists = await new ShownLists(services.ServiceProvider.GetRequiredService<Database>()).ReadAsync(new ListWindow(null, now, Maturity, 100), now, default);
        return [.. lists.Where(l => l.Of == of)];
    }

    private Task<Guid> CaseAsync(Guid counsellor, bool statistics = true) => host.Given.CaseFileAsync("05", counsellor, c => statistics ? c : c with
    {
        Consents = [.. c.Consents.Where(k => k != "statistics")],
    });

    private async Task<Guid> ListAsync(Scope scope, Guid caseFileId)
    {
        var list = await host.Given.DoneAsync(new MatchVacancies.Query { Scope = scope, CaseFileId = caseFileId });
        Assert.True(list.Rows.Count >= 4);
        return list.RunId;
    }

    private Task<Guid> ActAsync(Scope scope, Guid caseFileId, Guid vacancyId, string action) =>
        host.Given.DoneAsync(new ActOnMatch.Command { Scope = scope, CaseFileId = caseFileId, VacancyId = vacancyId, Action = action, Reason = "As she asked" });

    private Task<Guid> ReferAsync(Scope scope, Guid caseFileId, Guid vacancyId) =>
        host.Given.DoneAsync(new ReferToVacancy.Command { Scope = scope, CaseFileId = caseFileId, VacancyId = vacancyId, Reason = "Near her home", ConsentGiven = true });
}
