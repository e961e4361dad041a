using Pes.Tests.Support;

namespace Pes.Tests.Access;

public sealed partial class AccessSteps
{
    private void OfficeSteps()
    {
        Unplaced("start-session", async (_, _) => new([], new
        {
            userName = (await Given.WithPasswordAsync(await Given.MonitorAsync())).UserName, password = TestData.Password,
        }));
        Plain("sign-out");
        Plain("read-own-account");
        Plain("find-accounts");
        Unplaced("invite-account", (place, _) => Task.FromResult(new Asked([], new
        {
            userName = $"new.{world.Next()}", displayName = "New officer", role = "counsellor", scopeKind = "centre", centreId = place.Centre,
        })));
        Placed("invite-employer-account", place => Task.FromResult(new Asked(
            Ids(("employerId", place.Employer)), new { userName = $"company.{world.Next()}", displayName = "Somebody of the company" })));
        Placed("accounts-of-employer", place => Task.FromResult(new Asked(Ids(("employerId", place.Employer)))));
        OfAccount("read-account");
        OfAccount("reinvite-account");
        OfAccount("change-account-place", place => new { role = "counsellor", scopeKind = "centre", centreId = place.Centre, version = 1 });
        OfAccount("disable-account");
        OfAccount("enable-account", disabled: true);

        Plain("count-work");
        Plain("find-places", "?parent=15");
        Plain("find-regulated-occupations");
        Plain("read-audit");
        Plain("verify-audit");
        Plain("read-figures", "?months=6");
        Plain("export-figures", "?months=6");
        Plain("list-figure-cases", "?measure=registrations");

        Plain("list-ranking-models");
        Unplaced("import-ranking-model", (_, _) => Task.FromResult(new Asked([], new { file = Convert.ToBase64String(Given.ModelFileBytes()) })));
        OfModel("read-ranking-model", () => Given.CandidateModelAsync());
        OfModel("export-ranking-model", () => Given.CandidateModelAsync());
        OfModel("approve-ranking-model", () => Given.CandidateModelAsync(), "It beat all four");
        OfModel("refuse-ranking-model", () => Given.CandidateModelAsync(), "The lists looked odd");
        OfModel("roll-back-ranking", () => Given.ModelInChargeAsync(), "Counsellors complain");
    }

    private void OfModel(string operation, Func<Task<MadeModel>> make, string? reason = null) => Unplaced(operation, async (_, _) =>
    {
        var id = (await make()).Id;
        return new(Ids(("modelId", id)), reason is null ? null : new { reason, version = await Host.SingleAsync<int>("SELECT Version FROM RankingModel WHERE Id = @id", new { id }) });
    });

    private void OfAccount(string operation, Func<Place, object>? body = null, bool disabled = false) => Placed(operation, async place =>
    {
        var account = await Given.AccountAsync(Pes.Platform.Security.Role.Counsellor, "centre", place.Centre);
        if (disabled)
        {
            await Host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE Account SET DisabledAt = @Now WHERE Id = @account", new { account, Now = Host.Clock.GetUtcNow().UtcDateTime }));
        }

        return new(Ids(("accountId", account)), body?.Invoke(place));
    });
}
