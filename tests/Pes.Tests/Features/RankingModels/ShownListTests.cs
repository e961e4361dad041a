using Microsoft.Extensions.DependencyInjection;
using Pes.Features.Matching;
using Pes.Features.RankingModels.Training;
using Pes.Features.Referrals;
using Pes.Platform.Data;
using Pes.Platform.Security;
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

        await ActAsync(scope, hers, vacancies[0], MatchActions.Pin);
        await ActAsync(scope, hers, vacancies[1], MatchActions.Hide);
        await ReferAsync(scope, hers, vacancies[2]);

        // The last list of the day: it has the row moved up on top, and not the hidden one.
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        var last = await ListAsync(scope, hers);
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await ReferAsync(scope, hers, vacancies[3]);
        foreach (var opened in (int[])[3, 6, 7])
        {
            await host.Given.DoneAsync(new NoteOpening.Command { Scope = scope, RunId = last, SubjectId = vacancies[opened] });
        }

        await ActAsync(scope, hers, vacancies[7], MatchActions.Hide);
        Assert.Empty(await ReadAsync());

        host.Clock.Advance(Maturity);
        var lists = await ReadAsync();
        Assert.Equal(new HashSet<Guid> { hers, silent }, [.. lists.Select(l => l.CaseFileId)]);
        var read = lists.Single(l => l.CaseFileId == hers);
        var grades = read.List.Rows.ToDictionary(r => r.Vacancy.Id, r => (PairOutcome)r.Grade);

        // Moved up before this list, hidden from it, referred to before it: none of the three stood where the score put it.
        Assert.All((int[])[0, 1, 2, 5], i => Assert.DoesNotContain(vacancies[i], grades.Keys));
        Assert.Equal((PairOutcome.Applied, PairOutcome.Shown), (grades[vacancies[3]], grades[vacancies[4]]));
        Assert.Equal((PairOutcome.Opened, PairOutcome.Shown), (grades[vacancies[6]], grades[vacancies[7]]));
        Assert.True(read.HasOutcome);
        Assert.False(lists.Single(l => l.CaseFileId == silent).HasOutcome);
        Assert.Equal(read.List.Rows.Select(r => r.Vacancy.Id).Order(), read.List.Rows.Select(r => r.Vacancy.Id));

        // Much later nothing has changed: what came after the window does not count.
        await ReferAsync(scope, hers, vacancies[4]);
        var again = (await ReadAsync()).Single(l => l.CaseFileId == hers);
        Assert.Equal(read.List.Rows.Select(r => r.Grade), again.List.Rows.Select(r => r.Grade));
    }

    [Fact]
    public void A_long_history_is_split_by_time_and_a_short_one_by_people()
    {
        List<ShownList> Lists(int days) =>
            [.. Enumerable.Range(0, 400).Select(i => new ShownList(new Guid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(i % 16)), default, new(null!, new DateOnly(2026, 1, 1).AddDays(i * days / 400), [])))];
        var (split, seen, held) = RankingTraining.Split(Lists(200));
        Assert.Equal(("time", 400), (split, seen.Count + held.Count));
        Assert.True(seen.Max(l => l.List.Day) < held.Min(l => l.List.Day));
        Assert.InRange(held.Count, 95, 105);

        (split, seen, held) = RankingTraining.Split(Lists(60));
        Assert.Equal(("jobseeker", 400, 100), (split, seen.Count + held.Count, held.Count));
        Assert.Empty(seen.Select(l => l.CaseFileId).Intersect(held.Select(l => l.CaseFileId)));
    }

    private async Task<IReadOnlyList<ShownList>> ReadAsync()
    {
        await using var services = host.App.Services.CreateAsyncScope();
        var now = host.Clock.GetUtcNow().UtcDateTime;
        return await new ShownLists(services.ServiceProvider.GetRequiredService<Database>()).ReadAsync(new ListWindow(null, now, Maturity, 100), now, default);
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
