using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching.Assignments;

/// <summary>An officer strikes a person out of a proposal, or puts her back; who has been referred is withdrawn under Referrals instead.</summary>
public static class StrikeFromAssignment
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid ProposalId { get; init; }

        public required Guid CaseFileId { get; init; }

        /// <summary>True: struck out; false: put back.</summary>
        public required bool IsStruck { get; init; }

        public AuditSubject Subject(Done value) => new("assignment", ProposalId, Detail: IsStruck ? "struck" : "put back");
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = $"""
            SELECT r.VacancyId, r.ReferralId, c.Status AS CaseStatus, CASE WHEN r.StruckAt IS NULL THEN 0 ELSE 1 END AS IsStruck
            FROM AssignmentRow r
            JOIN AssignmentProposal p ON p.Id = r.ProposalId
            JOIN CaseFile c ON c.Id = r.CaseFileId
            WHERE r.ProposalId = @ProposalId AND r.CaseFileId = @CaseFileId AND {Scope.SeesCaseSql} AND {AssignmentSelection.SeesSql}
            """;

        private const string StrikeSql = """
            UPDATE AssignmentRow SET StruckAt = @StruckAt WHERE ProposalId = @ProposalId AND CaseFileId = @CaseFileId AND ReferralId IS NULL
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var scope = command.Scope;
            var facts = await db.FirstOrDefaultAsync<Facts>(
                FactsSql, new { command.ProposalId, command.CaseFileId, scope.AccountId, scope.SessionId, scope.OwnCasesOf }, cancellationToken);
            if (Refuse(facts, command.IsStruck) is { } refusal)
            {
                return refusal;
            }

            await db.ExecuteAsync(
                StrikeSql, new { command.ProposalId, command.CaseFileId, StruckAt = command.IsStruck ? clock.GetUtcNow().UtcDateTime : (DateTime?)null }, cancellationToken);
            return default(Done);
        }

        internal static Refusal? Refuse(Facts? facts, bool strike) => facts switch
        {
            null or { VacancyId: null } => Refusal.NotFound,
            { ReferralId: not null } => new("assignment-row-referred"),
            { CaseStatus: not "open" } => new("case-file-closed"),
            { IsStruck: var isStruck } when isStruck == strike => new("already-in-that-state"),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public required Guid? VacancyId { get; init; }

        public required Guid? ReferralId { get; init; }

        public required string CaseStatus { get; init; }

        public required bool IsStruck { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/assignments/{proposalId:guid}/strikes", (Guid proposalId, Command body, ApiEdge edge) =>
                edge.Do(body with { ProposalId = proposalId, Scope = edge.Scope }))
            .For<Command>("Strike a person out of an assignment, or put her back");
}
