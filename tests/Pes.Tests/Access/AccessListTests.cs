using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Access;

/// <summary>Row 1 for lists, which have no id to refuse: each holds what is in the reader's scope, and nothing of another part.</summary>
[Collection(AccessCollection.Name)]
public sealed class AccessListTests(AccessWorld world)
{
    private readonly AccessSteps steps = new(world);

    [Fact]
    public async Task A_list_holds_what_its_reader_may_see_and_nothing_else()
    {
        // The marked are first by the prior; another test may have approved a model.
        await world.Host.Given.PriorInChargeAsync();

        // Newer than whatever other tests have made.
        world.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        var marks = new Dictionary<Place, Marks>();
        foreach (var place in world.Places)
        {
            marks[place] = await MarkAsync(place);
        }

        List<string> wrong = [];
        var (there, absent) = (0, 0);
        foreach (var (operation, path, mark) in Lists())
        {
            foreach (var actor in world.Actors.Where(a => AccessTable.Written.Of(a.Role, operation) is not null))
            {
                foreach (var (place, marked) in marks)
                {
                    // Each place's list is asked for in turn, because some questions name what is looked for.
                    var text = await TextAsync(actor, path(marked));
                    var expected = Sees(operation, actor, place);
                    (there, absent) = expected ? (there + 1, absent) : (there, absent + 1);
                    if (text.Contains(mark(marked), StringComparison.OrdinalIgnoreCase) != expected)
                    {
                        wrong.Add($"{operation}, {actor}: what is {place.Name} {(expected ? "is missing" : "is there")}");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(there > 60 && absent > 60, $"{there} there, {absent} absent");
    }

    [Fact]
    public async Task A_figure_counts_the_readers_cases_alone()
    {
        var counted = 0;
        foreach (var actor in world.Actors.Where(a => AccessTable.Written.Of(a.Role, "read-figures") is { Scope: "centre" }))
        {
            var (centres, own) = (actor.Cases.Select(p => p.Centre).Distinct().ToList(), actor.Cases is [{ } only] && only.Counsellor == actor.Account && only.Province == world.Own.Province && only.Centre == world.Own.Centre ? actor.Account : (Guid?)null);
            var expected = 0;
            foreach (var centre in centres)
            {
                expected += await world.Host.SingleAsync<int>("SELECT COUNT(*) FROM CaseFile WHERE CentreId = @centre AND (@own IS NULL OR CounsellorId = @own)", new { centre, own });
            }

            var figures = await world.Api(actor).ReadAsync("figures?months=1&measure=registrations");
            Assert.Equal(expected, figures.GetProperty("totals").GetProperty("registrations").GetProperty("count").GetInt32());
            counted += expected > 0 ? 1 : 0;
        }

        Assert.True(counted > 5, $"{counted} readers counted somebody");
    }

    private static IEnumerable<(string Operation, Func<Marks, string> Path, Func<Marks, string> Mark)> Lists() =>
    [
        ("find-case-files", m => $"case-files?q={m.Number.Trim('"')}", m => m.CaseFileId.ToString()),
        ("search-duplicates", m => $"case-files/duplicate-search {m.Phone}", m => m.Number),
        ("counsellors-of-centre", _ => "counsellors", m => m.Counsellor.ToString()),
        ("find-transfers", _ => "transfers", m => m.Number),
        ("unanswered-referrals", _ => "referrals/unanswered?take=200", m => m.Waiting.ToString()),
        ("answered-recently", _ => "referrals/answered?take=200", m => m.Answered.ToString()),
        ("due-follow-ups", _ => "follow-ups?take=200", m => m.FollowUp.ToString()),
        ("match-jobseekers", m => $"vacancies/{m.Vacancy}/jobseekers", m => m.CaseFileId.ToString()),
        ("list-figure-cases", _ => "figures/cases?measure=placements&months=1", m => m.Number),
        ("list-figure-cases", _ => "figures/cases?measure=placements&months=1", m => m.CaseFileId.ToString()),
        ("find-assignments", _ => "assignments", m => m.Assignment.ToString()),
        ("referral-desk", _ => "desk/referrals", m => m.Waiting.ToString()),
        ("find-vacancies", _ => "vacancies?size=100", m => m.Vacancy.ToString()),
    ];

    private static bool Sees(string operation, Actor actor, Place place) => operation switch
    {
        // A monitor sees pseudonyms alone; a centre's officers are known to each other.
        "list-figure-cases" => actor.Role != Role.Monitor && actor.Cases.Contains(place),
        "counsellors-of-centre" => actor.Cases.Any(p => p.Centre == place.Centre),
        _ => actor.May(AccessTable.Written.Of(actor.Role, operation), place),
    };

    private async Task<string> TextAsync(Actor actor, string path)
    {
        if (path.Split(' ') is not [var search, var phone])
        {
            return (await world.Api(actor).ReadAsync(path)).ToString();
        }

        using var found = await world.Api(actor).SendAsync(search, new { phone });
        return await found.Content.ReadAsStringAsync();
    }

    private async Task<Marks> MarkAsync(Place place)
    {
        var phone = $"0977{world.Next():00000}";
        var made = await steps.CaseAsync(place, c => c with { Phone = phone, WishOccupations = ["1120"], WishProvinces = [place.Province] });
        var placement = await steps.PlacementAsync(place, made);
        var waiting = await steps.ReferralAsync(place, made);
        var answered = await steps.AcceptedReferralAsync(place, made);
        await steps.All["decide-transfer"].Make(place, world.Actors[0]);
        var transfer = await world.Host.SingleAsync<Guid>("SELECT CaseFileId FROM TransferRequest WHERE Seq = (SELECT MAX(Seq) FROM TransferRequest)");

        // First in lists that show the oldest first, whatever other tests have made.
        await world.Host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync("UPDATE Referral SET AnswerDueOn = '2026-01-01' WHERE Id = @waiting", new { waiting });
            await db.ExecuteAsync("UPDATE TransferRequest SET CaseFileId = @CaseFileId WHERE CaseFileId = @transfer", new { made.CaseFileId, transfer });
            return await db.ExecuteAsync("UPDATE FollowUp SET DueOn = '2026-01-01' WHERE PlacementId = @placement AND Months = 1", new { placement });
        });
        var number = await world.Host.SingleAsync<string>("SELECT Number FROM CaseFile WHERE Id = @CaseFileId", new { made.CaseFileId });
        return new Marks(
            made.CaseFileId, $"\"{number}\"", phone, place.Counsellor, waiting, answered,
            await world.Host.SingleAsync<Guid>("SELECT Id FROM FollowUp WHERE PlacementId = @placement AND Months = 1", new { placement }),
            (await world.Host.Given.LiveVacancyAsync(place.Employer, openings: 1, provinceCode: place.Province, isco: "1120", publishedDaysAgo: 0)).VacancyId,
            await world.Host.Given.ReadyAssignmentAsync(place.Counsellor, made.CaseFileId, (await world.Host.Given.LiveVacancyAsync(place.Employer, openings: 1)).VacancyId));
    }

    /// <param name="Number">In its quotes, as JSON has it: one number may end as another one.</param>
    private sealed record Marks(Guid CaseFileId, string Number, string Phone, Guid Counsellor, Guid Waiting, Guid Answered, Guid FollowUp, Guid Vacancy, Guid Assignment);
}
