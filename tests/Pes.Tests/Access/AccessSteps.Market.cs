using Pes.Features.Vacancies;
using Pes.Tests.Support;

namespace Pes.Tests.Access;

public sealed partial class AccessSteps
{
    private void MarketSteps()
    {
        Unplaced("register-employer", (place, _) => Task.FromResult(new Asked([], new { details = new { nameEn = $"New company {world.Next()}", provinceCode = place.Province }, isAnother = true })));
        Plain("find-employers");
        Placed("read-employer", place => Task.FromResult(new Asked(Ids(("employerId", place.Employer)))));
        Placed("update-employer", async place => new(Ids(("employerId", place.Employer)), new
        {
            version = await VersionAsync("Employer", place.Employer),
            details = new { nameEn = await Host.SingleAsync<string>("SELECT NameEn FROM Employer WHERE Id = @Employer", new { place.Employer }), phone = $"0230{world.Next():00000}" },
        }));
        Placed("verify-employer", async _ => new(Ids(("employerId", await Given.EmployerAsync(verified: false))), new { version = 1 }));
        Placed("suspend-employer", async _ => new(Ids(("employerId", await Given.EmployerAsync())), new { version = 2, reason = "No such place" }));

        Placed("draft-vacancy", place => Task.FromResult(new Asked([], new { employerId = place.Employer, content = Given.VacancyContent() })));
        Plain("find-vacancies");
        OfVacancy("read-vacancy", DraftAsync, _ => null);
        OfVacancy("update-vacancy", DraftAsync, version => new { version, content = Given.VacancyContent() });
        OfVacancy("submit-vacancy", DraftAsync, version => new { version });
        OfVacancy("publish-vacancy", SubmittedAsync, version => new { version });
        OfVacancy("return-vacancy", SubmittedAsync, version => new { version, reason = "Say where it is" });
        OfVacancy("close-vacancy", DraftAsync, version => new { version, reasonCode = "withdrawn" });
        OfVacancy(
            "reopen-vacancy",
            async place =>
            {
                var id = await DraftAsync(place);
                await Given.DoneAsync(new CloseVacancy.Command { Scope = await Given.OfficerAsync(), VacancyId = id, Version = 1, ReasonCode = "withdrawn" });
                return id;
            },
            version => new { version, closesOn = Today.AddDays(20) });
        Placed("resolve-flag", async place =>
        {
            var id = await Given.DraftVacancyAsync(place.Employer, c => c with { TextEn = "Only female candidates." });
            var flag = await Host.QueryAsync<Guid>("SELECT Id FROM VacancyFlag WHERE VacancyId = @id ORDER BY Seq", new { id });
            return new(Ids(("vacancyId", id), ("flagId", flag[0])));
        });

        Task<Guid> DraftAsync(Place place) => Given.DraftVacancyAsync(place.Employer);
        Task<Guid> SubmittedAsync(Place place) => Given.SubmittedVacancyAsync(place.Employer);
    }

    private void OfVacancy(string operation, Func<Place, Task<Guid>> make, Func<int, object?> body) => Placed(operation, async place =>
    {
        var id = await make(place);
        return new(Ids(("vacancyId", id)), body(await VersionAsync("Vacancy", id)));
    });
}
