using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.CaseFiles;
using Pes.Features.Matching;
using Pes.Features.Placements;
using Pes.Features.Referrals;
using Pes.Features.Reference;
using Pes.Platform.Text;
using Pes.Tests.Support;

namespace Pes.Tests.Access;

/// <summary>What is asked of an operation: the ids of its route, its body and its query.</summary>
/// <param name="PersonId">Whom it is about, so that the jobseeker can be she.</param>
/// <param name="CaseFileId">The case it is about.</param>
public sealed record Asked(Dictionary<string, string> Ids, object? Body = null, string Query = "", Guid? PersonId = null, Guid? CaseFileId = null);

/// <summary>How one operation is asked so that it succeeds for who may.</summary>
/// <param name="HasPlace">Whether what it is about belongs to a place; lists and new things do not.</param>
/// <param name="Make">Makes what it needs in a place, anew at each call, for this actor.</param>
public sealed record AccessStep(bool HasPlace, Func<Place, Actor, Task<Asked>> Make);

/// <summary>A case and its person.</summary>
public sealed record MadeCase(Guid CaseFileId, Guid PersonId);

/// <summary>One step for each operation of the API; the ids and bodies that make it succeed.</summary>
public sealed partial class AccessSteps
{
    private readonly AccessWorld world;

    public AccessSteps(AccessWorld world)
    {
        this.world = world;
        CaseFileSteps();
        MarketSteps();
        WorkSteps();
        OfficeSteps();
    }

    public Dictionary<string, AccessStep> All { get; } = new(StringComparer.Ordinal);

    private PesHost Host => world.Host;

    private TestData Given => world.Host.Given;

    private DateOnly Today => world.Host.App.Services.GetRequiredService<TimeProvider>().TodayInCambodia();

    public async Task<MadeCase> CaseAsync(Place place, Func<RegisterJobseeker.Command, RegisterJobseeker.Command>? with = null)
    {
        var caseFileId = await Given.CaseFileAsync(place.Province, place.Counsellor, with);
        return new(caseFileId, await Host.SingleAsync<Guid>("SELECT PersonId FROM CaseFile WHERE Id = @caseFileId", new { caseFileId }));
    }

    /// <summary>A referral that waits for the company's answer.</summary>
    public async Task<Guid> ReferralAsync(Place place, MadeCase of)
    {
        var offer = await Given.LiveVacancyAsync(place.Employer, openings: 3, provinceCode: place.Province);
        return await Given.DoneAsync(new ReferToVacancy.Command
        {
            Scope = await world.ScopeAsync(place.Counsellor), CaseFileId = of.CaseFileId, VacancyId = offer.VacancyId, Reason = "Near her home", ConsentGiven = true,
        });
    }

    public async Task<Guid> AcceptedReferralAsync(Place place, MadeCase of)
    {
        var referral = await ReferralAsync(place, of);
        await Given.DoneAsync(new AnswerReferral.Command { Scope = await world.ScopeAsync(place.Counsellor), ReferralId = referral, Version = 1, Answer = Answer.Accept });
        return referral;
    }

    /// <summary>A start a month ago, whose first follow-up is due today.</summary>
    public async Task<Guid> PlacementAsync(Place place, MadeCase of) => await Given.DoneAsync(new RecordPlacement.Command
    {
        Scope = await world.ScopeAsync(place.Counsellor), CaseFileId = of.CaseFileId, EmployerId = place.Employer, StartsOn = Today.AddMonths(-1), EvidenceGrade = "employer",
    });

    public async Task<Guid> RunAsync(Place place, MadeCase of) =>
        (await Given.DoneAsync(new MatchVacancies.Query { Scope = await world.ScopeAsync(place.Counsellor), CaseFileId = of.CaseFileId })).RunId;

    public Task<int> VersionAsync(string table, Guid id) => Host.SingleAsync<int>($"SELECT Version FROM {table} WHERE Id = @id", new { id });

    private static Dictionary<string, string> Ids(params (string Name, object Value)[] ids) =>
        ids.ToDictionary(i => i.Name, i => Convert.ToString(i.Value, CultureInfo.InvariantCulture)!, StringComparer.Ordinal);

    private void Placed(string operation, Func<Place, Task<Asked>> make) => All.Add(operation, new(true, (place, _) => make(place)));

    private void Unplaced(string operation, Func<Place, Actor, Task<Asked>> make) => All.Add(operation, new(false, make));

    private void Plain(string operation, string query = "") => Unplaced(operation, (_, _) => Task.FromResult(new Asked([], null, query)));

    /// <summary>An operation on one case file.</summary>
    private void OfCase(string operation, Func<Place, MadeCase, Task<object?>>? body = null, Func<RegisterJobseeker.Command, RegisterJobseeker.Command>? with = null, params (string, object)[] ids) =>
        Placed(operation, async place =>
        {
            var made = await CaseAsync(place, with);
            return new(Ids([("caseFileId", made.CaseFileId), .. ids]), body is null ? null : await body(place, made), "", made.PersonId, made.CaseFileId);
        });

    private void OfCase(string operation, object body, Func<RegisterJobseeker.Command, RegisterJobseeker.Command>? with = null) => OfCase(operation, (_, _) => Task.FromResult<object?>(body), with);
}
