using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>All referrals of one case, newest first, with what became of them: for its officers and for the jobseeker herself.</summary>
public static class ReferralsOfCase
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Jobseeker)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public required Guid CaseFileId { get; init; }
    }

    public sealed record Answer
    {
        public required Guid CaseFileId { get; init; }

        public required string Number { get; init; }

        public required string FamilyName { get; init; }

        public required string GivenName { get; init; }

        public required string FamilyNameLatin { get; init; }

        public required string GivenNameLatin { get; init; }

        public IReadOnlyList<Row> Referrals { get; init; } = [];
    }

    public sealed record Row
    {
        public required Guid Id { get; init; }

        public required Guid VacancyId { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        public required string EmployerNameEn { get; init; }

        public required string? EmployerNameKm { get; init; }

        public required ReferralStatus Status { get; init; }

        public required DateTime SentAt { get; init; }

        public required DateOnly AnswerDueOn { get; init; }

        public required DateTime? AnsweredAt { get; init; }

        public required DateTime? InterviewAt { get; init; }

        public required string? InterviewPlace { get; init; }

        public required string? RefusalReasonCode { get; init; }

        public required string? AnswerNote { get; init; }

        public required DateTime? ConsentWithdrawnAt { get; init; }

        public required Guid? PlacementId { get; init; }
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string CaseSql = $"""
            SELECT c.Id AS CaseFileId, c.Number, p.FamilyName, p.GivenName, p.FamilyNameLatin, p.GivenNameLatin
            FROM CaseFile c
            JOIN Person p ON p.Id = c.PersonId
            WHERE c.Id = @CaseFileId AND {ReferralScope.JobseekerOrOfficerSeesSql}
            """;

        private const string RowsSql = $"""
            SELECT r.Id, r.VacancyId, v.TitleEn, v.TitleKm, e.NameEn AS EmployerNameEn, e.NameKm AS EmployerNameKm, r.Status, r.SentAt, r.AnswerDueOn,
                   r.AnsweredAt, r.InterviewAt, r.InterviewPlace, r.RefusalReasonCode, r.AnswerNote, r.ConsentWithdrawnAt, pl.Id AS PlacementId
            FROM Referral r
            JOIN CaseFile c ON c.Id = r.CaseFileId
            JOIN Vacancy v ON v.Id = r.VacancyId
            JOIN Employer e ON e.Id = v.EmployerId
            LEFT JOIN Placement pl ON pl.ReferralId = r.Id
            WHERE r.CaseFileId = @CaseFileId AND {ReferralScope.JobseekerOrOfficerSeesSql}
            ORDER BY r.Seq DESC
            """;

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var scope = request.Scope;
            var args = new { request.CaseFileId, scope.PersonId, scope.SessionId, scope.OwnCasesOf };
            return await db.FirstOrDefaultAsync<Answer>(CaseSql, args, cancellationToken) is { } found
                ? found with { Referrals = await db.QueryAsync<Row>(RowsSql, args, cancellationToken) }
                : Refusal.NotFound;
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/case-files/{caseFileId:guid}/referrals", (Guid caseFileId, ApiEdge edge) =>
                edge.Ask(new Query { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Query>("The referrals of a case");
}
