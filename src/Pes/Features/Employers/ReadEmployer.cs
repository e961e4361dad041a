using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Employers;

/// <summary>One employer: what is recorded, its state, its vacancies by state and how it answers referrals.</summary>
public static class ReadEmployer
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Administrator, Role.Employer)]
    public sealed record Query : ScopedRequest, IQuery<Employer>
    {
        public required Guid EmployerId { get; init; }
    }

    public sealed record Employer
    {
        public required Guid Id { get; init; }

        public required int Version { get; init; }

        public required string Status { get; init; }

        public string? StatusReason { get; init; }

        public DateTime? VerifiedAt { get; init; }

        public required DateTime CreatedAt { get; init; }

        public required EmployerDetails Details { get; init; }

        public required IReadOnlyDictionary<string, int> VacanciesByStatus { get; init; }

        public required Answers Answers { get; init; }

        public string Name => RequestLanguage.IsKhmer ? Details.NameKm ?? Details.NameEn : Details.NameEn;
    }

    /// <summary>Referrals to this employer: of the reader's scope for staff, of those who still agree for the company itself.</summary>
    public sealed record Answers
    {
        public required int Sent { get; init; }

        public required int Answered { get; init; }

        /// <summary>Answered by the day on which the answer was due.</summary>
        public required int InTime { get; init; }

        public required int Overdue { get; init; }
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Query, Outcome<Employer>>
    {
        private const string VacanciesSql = "SELECT Status, COUNT(*) AS Number FROM Vacancy WHERE EmployerId = @Id GROUP BY Status";

        private const string AnswersSql = $"""
            SELECT r.AnsweredAt, r.AnswerDueOn
            FROM Referral r
            JOIN Vacancy v ON v.Id = r.VacancyId AND v.EmployerId = @Id
            JOIN CaseFile c ON c.Id = r.CaseFileId
            WHERE r.ConsentWithdrawnAt IS NULL
              AND ({Scope.SeesCaseSql}
                   OR (@IsOwn = 1
                       AND EXISTS (SELECT 1 FROM Consent k WHERE k.PersonId = c.PersonId AND k.Purpose = 'share-with-employer' AND k.WithdrawnAt IS NULL)))
            """;

        public async Task<Outcome<Employer>> Handle(Query request, CancellationToken cancellationToken)
        {
            if (await EmployerRecord.ReadAsync(db, request.EmployerId, request.Scope, cancellationToken) is not { } record)
            {
                return Refusal.NotFound;
            }

            var args = new
            {
                record.Id,
                IsOwn = request.Scope.Role == Role.Employer,
                request.Scope.SessionId,
                request.Scope.OwnCasesOf,
            };
            var counts = await db.QueryAsync<StatusCount>(VacanciesSql, args, cancellationToken);
            return new Employer
            {
                Id = record.Id,
                Version = record.Version,
                Status = record.Status,
                StatusReason = record.StatusReason,
                VerifiedAt = record.VerifiedAt,
                CreatedAt = record.CreatedAt,
                Details = record.Details,
                VacanciesByStatus = counts.ToDictionary(c => c.Status, c => c.Number, StringComparer.Ordinal),
                Answers = Count(await db.QueryAsync<AnswerRow>(AnswersSql, args, cancellationToken), clock.TodayInCambodia()),
            };
        }

        internal static Answers Count(IReadOnlyList<AnswerRow> rows, DateOnly today) => new()
        {
            Sent = rows.Count,
            Answered = rows.Count(r => r.AnsweredAt is not null),
            InTime = rows.Count(r => r.AnsweredAt is { } at && DateOnly.FromDateTime(Formats.InCambodia(at)) <= r.AnswerDueOn),
            Overdue = rows.Count(r => r.AnsweredAt is null && r.AnswerDueOn < today),
        };

        internal sealed record AnswerRow
        {
            public DateTime? AnsweredAt { get; init; }

            public required DateOnly AnswerDueOn { get; init; }
        }

        private sealed record StatusCount
        {
            public required string Status { get; init; }

            public required int Number { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/employers/{employerId:guid}", (Guid employerId, ApiEdge edge) =>
                edge.Ask(new Query { EmployerId = employerId, Scope = edge.Scope }))
            .For<Query>("One employer");
}
