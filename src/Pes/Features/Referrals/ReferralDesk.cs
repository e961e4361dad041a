using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>The candidates referred to an employer who still agree to it: those that wait for an answer first.</summary>
public static class ReferralDesk
{
    private const int PageSize = 20;

    private const int DaysWithdrawnAreShown = 30;

    [Allows(Role.Employer)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        /// <summary>From 1.</summary>
        public int Page { get; init; } = 1;

        /// <summary>Only those of one vacancy.</summary>
        public Guid? VacancyId { get; init; }
    }

    /// <param name="Withdrawn">Candidates who took their consent back in the last weeks: for which vacancy and when, nothing of the person.</param>
    public sealed record Answer(IReadOnlyList<Row> Rows, int Total, int Waiting, int Pages, IReadOnlyList<WithdrawnRow> Withdrawn);

    public sealed record WithdrawnRow
    {
        public required Guid VacancyId { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        public required DateTime WithdrawnAt { get; init; }
    }

    public sealed record Row
    {
        public required Guid Id { get; init; }

        public required string FamilyName { get; init; }

        public required string GivenName { get; init; }

        public required string FamilyNameLatin { get; init; }

        public required string GivenNameLatin { get; init; }

        public required Guid VacancyId { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        public required ReferralStatus Status { get; init; }

        public required DateTime SentAt { get; init; }

        public required DateOnly AnswerDueOn { get; init; }

        public required DateTime? AnsweredAt { get; init; }

        public required DateTime? InterviewAt { get; init; }

        /// <summary>Days until an answer is due; below 0 it is late; null once answered.</summary>
        public int? DaysLeft { get; init; }
    }

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(q => q.Page).InclusiveBetween(1, 10_000);
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string FromSql = $"""
            FROM Referral r
            JOIN CaseFile c ON c.Id = r.CaseFileId
            JOIN Person p ON p.Id = c.PersonId
            JOIN Vacancy v ON v.Id = r.VacancyId
            WHERE {ReferralScope.EmployerSeesSql} AND (@VacancyId IS NULL OR r.VacancyId = @VacancyId)
            """;

        private const string CountSql = $"SELECT COUNT(*) AS Total, COALESCE(SUM(CASE WHEN r.Status = 'sent' THEN 1 ELSE 0 END), 0) AS Waiting {FromSql}";

        private const string RowsSql = $"""
            SELECT r.Id, p.FamilyName, p.GivenName, p.FamilyNameLatin, p.GivenNameLatin, r.VacancyId, v.TitleEn, v.TitleKm, r.Status, r.SentAt,
                   r.AnswerDueOn, r.AnsweredAt, r.InterviewAt
            {FromSql}
            ORDER BY CASE r.Status WHEN 'sent' THEN 0 WHEN 'invited' THEN 1 ELSE 2 END, r.AnswerDueOn, r.Seq
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        private const string WithdrawnSql = """
            SELECT r.VacancyId, v.TitleEn, v.TitleKm, r.ConsentWithdrawnAt AS WithdrawnAt
            FROM Referral r
            JOIN Vacancy v ON v.Id = r.VacancyId
            WHERE v.EmployerId = @EmployerId AND (@VacancyId IS NULL OR r.VacancyId = @VacancyId) AND r.Status = 'withdrawn' AND r.ConsentWithdrawnAt >= @Since
            ORDER BY r.ConsentWithdrawnAt DESC, r.Seq
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var args = new { request.Scope.EmployerId, request.VacancyId, Skip = (request.Page - 1) * PageSize, Take = PageSize };
            var counts = await db.SingleAsync<Counts>(CountSql, args, cancellationToken);
            var today = clock.TodayInCambodia();
            var rows = await db.QueryAsync<Row>(RowsSql, args, cancellationToken);
            return new Answer(
                [.. rows.Select(r => r with { DaysLeft = r.AnsweredAt is null ? r.AnswerDueOn.DayNumber - today.DayNumber : null })],
                counts.Total,
                counts.Waiting,
                (counts.Total + PageSize - 1) / PageSize,
                await db.QueryAsync<WithdrawnRow>(
                    WithdrawnSql,
                    new { request.Scope.EmployerId, request.VacancyId, Since = clock.GetUtcNow().UtcDateTime.AddDays(-DaysWithdrawnAreShown), Skip = 0, Take = PageSize },
                    cancellationToken));
        }

        private sealed record Counts
        {
            public required int Total { get; init; }

            public required int Waiting { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/desk/referrals", (int? page, Guid? vacancyId, ApiEdge edge) =>
                edge.Ask(new Query { Page = page ?? 1, VacancyId = vacancyId, Scope = edge.Scope }))
            .For<Query>("Candidates referred to my company, those that wait for an answer first");
}
