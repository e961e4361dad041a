using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Placements;

/// <summary>Follow-ups in the reader's scope whose window is open or past and that have no result, the oldest first.</summary>
public static class DueFollowUps
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public int Skip { get; init; }

        /// <summary>Rows wanted, 1 to 200.</summary>
        public int Take { get; init; } = 20;

        /// <summary>Only this one, whether or not it is due or has a result.</summary>
        public Guid? FollowUpId { get; init; }
    }

    /// <param name="Late">How many are past their window.</param>
    public sealed record Answer(IReadOnlyList<Row> Rows, int Total, int Late);

    public sealed record Row
    {
        public required Guid Id { get; init; }

        public required Guid PlacementId { get; init; }

        public required Guid CaseFileId { get; init; }

        public required int Version { get; init; }

        public required string FamilyName { get; init; }

        public required string GivenName { get; init; }

        public required string FamilyNameLatin { get; init; }

        public required string GivenNameLatin { get; init; }

        public required string? Phone { get; init; }

        public required string EmployerNameEn { get; init; }

        public required string? EmployerNameKm { get; init; }

        /// <summary>1, 3, 6 or 12.</summary>
        public required int Months { get; init; }

        public required DateOnly DueOn { get; init; }

        /// <summary>Below 0: its day has passed.</summary>
        public int DaysLeft { get; init; }
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string FromSql = $"""
            FROM FollowUp f
            JOIN Placement pl ON pl.Id = f.PlacementId
            JOIN CaseFile c ON c.Id = pl.CaseFileId
            JOIN Person p ON p.Id = c.PersonId
            JOIN Employer e ON e.Id = pl.EmployerId
            WHERE (f.RecordedAt IS NULL OR f.Id = @FollowUpId) AND f.DueOn <= @Until AND (@FollowUpId IS NULL OR f.Id = @FollowUpId) AND {Scope.SeesCaseSql}
            """;

        private const string CountSql = $"SELECT COUNT(*) AS Total, COALESCE(SUM(CASE WHEN f.DueOn < @LateBefore THEN 1 ELSE 0 END), 0) AS Late {FromSql}";

        private const string RowsSql = $"""
            SELECT f.Id, f.PlacementId, pl.CaseFileId, f.Version, p.FamilyName, p.GivenName, p.FamilyNameLatin, p.GivenNameLatin, p.Phone,
                   e.NameEn AS EmployerNameEn, e.NameKm AS EmployerNameKm, f.Months, f.DueOn
            {FromSql}
            ORDER BY f.DueOn, f.Seq
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var today = clock.TodayInCambodia();
            var args = new
            {
                request.Scope.SessionId,
                request.Scope.OwnCasesOf,
                request.FollowUpId,
                Until = request.FollowUpId is null ? today.AddDays(FollowUpDates.WindowDays) : DateOnly.MaxValue,
                LateBefore = today.AddDays(-FollowUpDates.WindowDays),
                Skip = Math.Max(0, request.Skip),
                Take = Math.Clamp(request.Take, 1, 200),
            };
            var counts = await db.SingleAsync<Counts>(CountSql, args, cancellationToken);
            var rows = await db.QueryAsync<Row>(RowsSql, args, cancellationToken);
            return new Answer([.. rows.Select(r => r with { DaysLeft = r.DueOn.DayNumber - today.DayNumber })], counts.Total, counts.Late);
        }

        private sealed record Counts
        {
            public required int Total { get; init; }

            public required int Late { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/follow-ups", (int? skip, int? take, ApiEdge edge) =>
                edge.Ask(new Query { Skip = skip ?? 0, Take = take ?? 20, Scope = edge.Scope }))
            .For<Query>("Follow-ups that are due, the oldest first");
}
