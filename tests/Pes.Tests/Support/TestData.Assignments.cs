using Microsoft.Extensions.DependencyInjection;
using Pes.Features.Matching.Assignments;
using Pes.Platform.Security;

namespace Pes.Tests.Support;

public sealed partial class TestData
{
    /// <summary>A proposal worked out by the product for all who wait in the scope.</summary>
    public async Task<Guid> AssignmentAsync(Scope scope, IReadOnlyList<Guid> vacancyIds, int leastBand = 1, Guid? counsellorId = null)
    {
        var id = await DoneAsync(new ProposeAssignment.Command { Scope = scope, Choice = new() { VacancyIds = vacancyIds, LeastBand = leastBand, CounsellorId = counsellorId } });
        await host.App.Services.GetRequiredService<AssignmentWork>().DoAsync(default);
        return id;
    }

    /// <summary>A ready proposal that sends one person to one vacancy, whatever the ranking says of them.</summary>
    public async Task<Guid> ReadyAssignmentAsync(Guid officer, Guid caseFileId, Guid vacancyId)
    {
        var id = Guid.CreateVersion7();
        var choice = new ChosenGroup(new AssignmentChoice { VacancyIds = [vacancyId], LeastBand = 1 }, [caseFileId], [vacancyId]).ToBytes();
        await host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync(
                """
                INSERT INTO AssignmentProposal (Id, AccountId, AskedAt, Status, Choice, People, Vacancies, Openings, Done, ReadyAt, ModelVersion)
                VALUES (@id, @officer, @Now, 'ready', @choice, 1, 1, 1, 1, @Now, 'prior-1')
                """,
                new { id, officer, choice, Now = host.Clock.GetUtcNow().UtcDateTime });
            return await db.ExecuteAsync(
                """INSERT INTO AssignmentRow (ProposalId, Place, CaseFileId, VacancyId, Score, Band, Reasons) VALUES (@id, 1, @caseFileId, @vacancyId, 0, 3, '{"Checksum":"","Reasons":[],"Missing":[]}')""",
                new { id, caseFileId, vacancyId });
        });
        return id;
    }
}
