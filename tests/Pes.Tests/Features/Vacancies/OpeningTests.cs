using Pes.Features.Vacancies;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Vacancies;

/// <summary>Openings are counted exactly, and days that are over close what they should.</summary>
public sealed class OpeningTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task Of_200_who_take_an_opening_at_once_exactly_as_many_get_one_as_there_are()
    {
        const int Openings = 7;
        var vacancy = await host.Given.LiveVacancyAsync(await host.Given.EmployerAsync(), c => c with { Openings = Openings });
        var scope = await host.Given.OfficerAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            // Told that many are writing, a client sends again.
            for (; ; )
            {
                var outcome = await host.Given.TryAsync(new TakeOpening.Command { VacancyId = vacancy, Scope = scope });
                if (outcome.Refusal?.Code != "busy")
                {
                    return outcome.Refusal?.Code ?? "taken";
                }
            }
        }));
        Assert.Equal((Openings, 200 - Openings), (outcomes.Count(o => o == "taken"), outcomes.Count(o => o == "vacancy-full")));
        Assert.Equal((Openings, "filled"), await StateAsync(vacancy));
    }

    [Fact]
    public async Task An_opening_given_back_opens_a_filled_vacancy_again()
    {
        var vacancy = await host.Given.LiveVacancyAsync(await host.Given.EmployerAsync(), c => c with { Openings = 1 });
        var scope = await host.Given.OfficerAsync();
        Assert.Null((await host.Given.TryAsync(new TakeOpening.Command { VacancyId = vacancy, Scope = scope })).Refusal);
        Assert.Equal((1, "filled"), await StateAsync(vacancy));
        Assert.Null((await host.Given.TryAsync(new ReleaseOpening.Command { VacancyId = vacancy, Scope = scope })).Refusal);
        Assert.Equal((0, "live"), await StateAsync(vacancy));
        Assert.Equal("not-found", (await host.Given.TryAsync(new ReleaseOpening.Command { VacancyId = vacancy, Scope = scope })).Refusal?.Code);
    }

    [Fact]
    public async Task Another_company_takes_no_opening()
    {
        var vacancy = await host.Given.LiveVacancyAsync(await host.Given.EmployerAsync());
        var other = Scope.Nobody with { Role = Role.Employer, EmployerId = await host.Given.EmployerAsync() };
        Assert.Equal("not-found", (await host.Given.TryAsync(new TakeOpening.Command { VacancyId = vacancy, Scope = other })).Refusal?.Code);
        Assert.Equal((0, "live"), await StateAsync(vacancy));
    }

    [Fact]
    public async Task The_day_after_the_last_a_live_vacancy_closes_and_a_draft_does_not()
    {
        var employer = await host.Given.EmployerAsync();
        var today = new DateOnly(2026, 11, 22);
        var ends = await host.Given.LiveVacancyAsync(employer, c => c with { ClosesOn = today });
        var draft = await host.Given.DraftVacancyAsync(employer, c => c with { ClosesOn = today });
        await host.Given.TryAsync(new CloseExpiredVacancies.Command { Scope = Scope.Product });
        Assert.Equal("live", (await StateAsync(ends)).Status);
        host.Clock.Advance(TimeSpan.FromDays(1));
        var closed = await host.Given.TryAsync(new CloseExpiredVacancies.Command { Scope = Scope.Product });
        Assert.True(closed.Value >= 1);
        Assert.Equal(("closed", "draft"), ((await StateAsync(ends)).Status, (await StateAsync(draft)).Status));
        Assert.Equal(0, (await host.Given.TryAsync(new CloseExpiredVacancies.Command { Scope = Scope.Product })).Value);
        host.Clock.Advance(TimeSpan.FromDays(-1));
    }

    private async Task<(int Taken, string Status)> StateAsync(Guid vacancy)
    {
        var row = await host.InDatabaseAsync(db => db.SingleAsync<Row>("SELECT Taken, Status FROM Vacancy WHERE Id = @Id", new { Id = vacancy }));
        return (row.Taken, row.Status);
    }

    private sealed record Row
    {
        public required int Taken { get; init; }

        public required string Status { get; init; }
    }
}
