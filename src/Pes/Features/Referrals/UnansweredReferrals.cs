using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>Referrals in the reader's scope that no employer has answered, those past due first.</summary>
public static class UnansweredReferrals
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        /// <summary>Rows wanted, 1 to 200.</summary>
        public int Take { get; init; } = 20;

        public int Skip { get; init; }
    }

    /// <param name="Late">How many are past due.</param>
    public sealed record Answer(IReadOnlyList<Row> Rows, int Total, int Late);

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

        public required string? EmployerPhone { get; init; }

        public required DateTime SentAt { get; init; }

        public required DateOnly AnswerDueOn { get; init; }

        /// <summary>Below 0: past due.</summary>
        public int DaysLeft { get; init; }
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string FromSql = $"""
            FROM Referral r
            JOIN CaseFile c ON c.Id = r.CaseFileId
            JOIN Person p ON p.Id = c.PersonId
            JOIN Vacancy v ON v.Id = r.VacancyId
            JOIN Employer e ON e.Id = v.EmployerId
            WHERE r.AnsweredAt IS NULL AND r.Status = 'sent' AND {Scope.SeesCaseSql}
            """;

        private const string CountSql = $"SELECT COUNT(*) AS Total, COALESCE(SUM(CASE WHEN r.AnswerDueOn < @Today THEN 1 ELSE 0 END), 0) AS Late {FromSql}";

        private const string RowsSql = $"""
            SELECT r.Id, r.CaseFileId, p.FamilyName, p.GivenName, p.FamilyNameLatin, p.GivenNameLatin, v.TitleEn, v.TitleKm, e.NameEn AS EmployerNameEn,
                   e.NameKm AS EmployerNameKm, e.Phone AS EmployerPhone, r.SentAt, r.AnswerDueOn
            {FromSql}
            ORDER BY r.AnswerDueOn, r.Seq
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var today = clock.TodayInCambodia();
            var args = new { request.Scope.SessionId, request.Scope.OwnCasesOf, Today = today, Skip = Math.Max(0, request.Skip), Take = Math.Clamp(request.Take, 1, 200) };
            var counts = await db.SingleAsync<Counts>(CountSql, args, cancellationToken);
            var rows = await db.QueryAsync<Row>(RowsSql, args, cancellationToken);
            return new Answer([.. rows.Select(r => r with { DaysLeft = r.AnswerDueOn.DayNumber - today.DayNumber })], counts.Total, counts.Late);
        }

        private sealed record Counts
        {
            public required int Total { get; init; }

            public required int Late { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/referrals/unanswered", (int? skip, int? take, ApiEdge edge) =>
                edge.Ask(new Query { Skip = skip ?? 0, Take = take ?? 20, Scope = edge.Scope }))
            .For<Query>("Referrals without an answer, past due first");
}
