using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.CaseFiles;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Tests.Support;

public sealed partial class TestData
{
    private static readonly string[] FamilyNames = ["សុខ", "ចាន់", "ម៉ៅ", "កែវ", "ហេង", "គឹម", "លី", "ព្រំ", "ឈឹម", "អ៊ុក"];

    private static readonly string[] GivenNames = ["ស្រីល័ក្ខ", "ដារ៉ា", "សុភា", "វិបុល", "ចន្ធូ", "បុប្ផា", "រតនា", "វុទ្ធី", "សុវណ្ណ", "កល្យាណ"];

    /// <summary>
    /// A jobseeker registered through the product at a centre of the province, with every consent and a wish;
    /// <paramref name="with"/> changes what is sent. The answer is the case file's id.
    /// </summary>
    public async Task<Guid> CaseFileAsync(string centreProvince = "15", Guid? counsellor = null, Func<RegisterJobseeker.Command, RegisterJobseeker.Command>? with = null)
    {
        var number = Interlocked.Increment(ref serial);
        var command = new RegisterJobseeker.Command
        {
            FamilyName = FamilyNames[number % FamilyNames.Length],
            GivenName = GivenNames[number / FamilyNames.Length % GivenNames.Length],
            Sex = number % 2 == 0 ? "female" : "male",
            BornOn = new DateOnly(1970, 1, 1).AddDays(number * 37 % 12_000),
            Phone = $"0{120_000_00 + number}",
            ProvinceCode = centreProvince,
            EducationCode = "lower-secondary",
            Consents = ["case-work", "share-with-employer", "statistics", "contact-by-sms"],
            WishOccupations = ["8153"],
            WishProvinces = [centreProvince],
            Scope = await ScopeAsync(counsellor ?? await CounsellorAsync(centreProvince)),
        };
        return await DoneAsync(with?.Invoke(command) ?? command);
    }

    /// <summary>The scope of a new session of an account, as the edge would set it.</summary>
    public async Task<Scope> ScopeAsync(Guid accountId)
    {
        var sessions = host.App.Services.GetRequiredService<AccountSessions>();
        var sessionId = await sessions.StartAsync(accountId, "totp", default);
        var facts = await host.InDatabaseAsync(db => sessions.FindAsync(db, sessionId, default)) ?? throw new InvalidOperationException("The session has ended.");
        return new Scope
        {
            SessionId = sessionId,
            AccountId = accountId,
            Role = facts.Role,
            OwnCasesOf = facts.ScopeKind == "own-cases" ? accountId : null,
            CentreId = facts.CentreId,
            EmployerId = facts.EmployerId,
            PersonId = facts.PersonId,
        };
    }
}
