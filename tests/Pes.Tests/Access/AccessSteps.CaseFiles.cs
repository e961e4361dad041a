using Microsoft.Extensions.DependencyInjection;
using Pes.Features.CaseFiles;
using Pes.Tests.Support;

namespace Pes.Tests.Access;

public sealed partial class AccessSteps
{
    private void CaseFileSteps()
    {
        Unplaced("search-duplicates", (_, _) => Task.FromResult(new Asked([], new { familyName = "សុខ", givenName = "ដារ៉ា" })));
        Unplaced("register-jobseeker", (place, _) => Task.FromResult(new Asked([], new
        {
            familyName = "កែវ", givenName = "ចន្ធូ", sex = "female", bornOn = "1991-02-03", provinceCode = place.Province, consents = new[] { "case-work" },
        })));
        OfCase("open-case-file");
        OfCase("read-cv");
        Plain("find-case-files");
        Plain("counsellors-of-centre");
        Plain("find-transfers");
        OfCase("change-person", (place, _) => Body(new
        {
            version = 1, familyName = "សុខ", givenName = "ដារ៉ា", sex = "female", bornOn = "1990-05-04", language = "km", provinceCode = place.Province, phone = "012345678",
        }));
        OfCase("change-wish", (place, _) => Body(new { version = 1, occupations = new[] { "8153" }, provinces = new[] { place.Province }, minimumWageKhr = 850_000, mayMove = true }));
        OfCase("change-skills", new { version = 0, skills = new[] { new { skillId = 1, level = 3 } } });
        OfCase("change-work-history", new { version = 0, jobs = new[] { new { title = "អ្នកដេរ", iscoCode = "8153", country = "TH", startedOn = "2018-03-01" } } });
        OfCase("change-education", new { version = 0, schools = new[] { new { levelCode = "lower-secondary", finishedYear = 2015 } } });
        OfCase("change-languages", new { version = 0, languages = new[] { new { languageCode = "km", level = 5 } } });
        OfCase("change-licences", new { version = 0, licences = new[] { new { licenceCode = "driving-a" } } });
        OfCase("change-certificates", new { version = 0, certificates = new[] { new { name = "ដេរ", cqfLevel = 2 } } });
        OfCase("change-accommodations", new { version = 0, needs = new[] { new { accommodationCode = "seated-work", useAsFilter = true } } });
        OfCase("change-priority-groups", new { version = 0, groups = new[] { "returnee" } });
        OfCase("give-consent", ids: ("purpose", "share-with-training"));
        OfCase("withdraw-consent", ids: ("purpose", "share-with-employer"));
        OfCase("add-note", new { note = "ជួបលើកដំបូង" });
        OfCase("assign-counsellor", (place, _) => Body(new { version = 1, counsellorId = place.Counsellor }));
        OfCase("close-case", new { version = 1, reasonCode = "found-work" });
        OfCase("reopen-case", async (place, made) =>
        {
            await Given.DoneAsync(new CloseCase.Command { Scope = await world.ScopeAsync(place.Counsellor), CaseFileId = made.CaseFileId, Version = 1, ReasonCode = "found-work" });
            return new { version = 2 };
        });
        OfCase("offer-transfer", (place, _) => Body(new { toCentreId = Elsewhere(place), reasonCode = "moved-home" }));
        Placed("decide-transfer", async place =>
        {
            var made = await CaseAsync(place);
            var asking = world.Places.Last(p => p.Centre != place.Centre);
            var transfer = await Given.DoneAsync(new RequestTransfer.Command
            {
                Scope = await world.ScopeAsync(asking.Counsellor), Reference = ReferenceOf(made.CaseFileId, asking.Counsellor), ReasonCode = "moved-home",
            });
            return new(Ids(("transferId", transfer)), new { accept = false }, "", made.PersonId, made.CaseFileId);
        });

        // The file lies where the asking account sees nothing.
        Unplaced("request-transfer", async (_, actor) =>
        {
            var made = await CaseAsync(world.Places.Last(p => !actor.Cases.Contains(p) || actor.Cases.Count == world.Places.Count));
            return new([], new { reference = ReferenceOf(made.CaseFileId, actor.Account), reasonCode = "returned-before" }, "", made.PersonId, made.CaseFileId);
        });
    }

    private string ReferenceOf(Guid caseFileId, Guid account) => Host.App.Services.GetRequiredService<FileReferences>().Make(caseFileId, account);

    private Guid Elsewhere(Place place) => world.Places.First(p => p.Centre != place.Centre).Centre;

    private static Task<object?> Body(object body) => Task.FromResult<object?>(body);
}
