using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>Referrals in the reader's scope that an employer answered in the last days, newest first.</summary>
public static class AnsweredRecently
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<IReadOnlyList<Row>>
    {
        /// <summary>1 to 31.</summary>
        public int Days { get; init; } = 7;

        /// <summary>1 to 200.</summary>
        public int Take { get; init; } = 20;
    }

    public sealed record Row
    {
        public required Guid Id { get; init; }

        public required Guid CaseFileId { get; init; }

        public required string FamilyName { get; init; }

        public required string GivenName { get; init; }

        public required string FamilyNameLatin { get; init; }

        public required string GivenNameLatin { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        public required string EmployerNameEn { get; init; }

        public required string? EmployerNameKm { get; init; }

        public required ReferralStatus Status { get; init; }

        public required DateTime AnsweredAt { get; init; }

        public required DateTime? InterviewAt { get; init; }

        public required string? RefusalReasonCode { get; init; }
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Query, Outcome<IReadOnlyList<Row>>>
    {
        private const string Sql = $"""
            SELECT r.Id, r.CaseFileId, p.FamilyName, p.GivenName, p.FamilyNameLatin, p.GivenNameLatin, v.TitleEn, v.TitleKm, e.NameEn AS EmployerNameEn,
                   e.NameKm AS EmployerNameKm, r.Status, r.AnsweredAt, r.InterviewAt, r.RefusalReasonCode
            FROM Referral r
            JOIN CaseFile c ON c.Id = r.CaseFileId
            JOIN Person p ON p.Id = c.PersonId
            JOIN Vacancy v ON v.Id = r.VacancyId
            JOIN Employer e ON e.Id = v.EmployerId
            WHERE r.AnsweredAt >= @Since AND r.Status IN ('invited', 'accepted', 'refused') AND {Scope.SeesCaseSql}
            ORDER BY r.AnsweredAt DESC, r.Seq DESC
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<IReadOnlyList<Row>>> Handle(Query request, CancellationToken cancellationToken) =>
            Outcome<IReadOnlyList<Row>>.Of(await db.QueryAsync<Row>(
                Sql,
                new
                {
                    request.Scope.SessionId,
                    request.Scope.OwnCasesOf,
                    Since = clock.GetUtcNow().UtcDateTime.AddDays(-Math.Clamp(request.Days, 1, 31)),
                    Skip = 0,
                    Take = Math.Clamp(request.Take, 1, 200),
                },
                cancellationToken));
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/referrals/answered", (int? days, int? take, ApiEdge edge) =>
                edge.Ask(new Query { Days = days ?? 7, Take = take ?? 20, Scope = edge.Scope }))
            .For<Query>("Referrals answered in the last days");
}
