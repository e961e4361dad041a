using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Matching.Assignments;

/// <summary>How many people and openings a choice has, before anything is worked out.</summary>
public static class CountForAssignment
{
    private const int MostShown = 100;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public string? ProvinceCode { get; init; }

        public Guid? EmployerId { get; init; }

        public Guid? CounsellorId { get; init; }

        public DateOnly? RegisteredFrom { get; init; }
    }

    public sealed record Answer
    {
        /// <summary>Open cases in the reader's scope with consent and without a pending referral.</summary>
        public required int People { get; init; }

        public required int Vacancies { get; init; }

        public required long Openings { get; init; }

        /// <summary>The newest, at most 100, to pick from.</summary>
        public required IReadOnlyList<AssignableVacancy> Newest { get; init; }

        /// <summary>Employers with live openings in the province, at most 100, those with the most openings first.</summary>
        public required IReadOnlyList<Employer> Employers { get; init; }
    }

    public sealed record Employer
    {
        public required Guid Id { get; init; }

        public required string NameEn { get; init; }

        public required string? NameKm { get; init; }

        public required int Openings { get; init; }
    }

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator(Vocabulary vocabulary) =>
            RuleFor(q => q.ProvinceCode).Must(code => code is null || vocabulary.Provinces.ContainsKey(code)).WithErrorCode("unknown-code");
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string EmployersSql = """
            SELECT e.Id, e.NameEn, e.NameKm, SUM(v.Openings - v.Taken) AS Openings
            FROM Vacancy v
            JOIN Employer e ON e.Id = v.EmployerId
            WHERE v.Status = 'live' AND v.Openings > v.Taken AND v.ClosesOn >= @Today
              AND (@ProvinceCode IS NULL OR EXISTS (SELECT 1 FROM VacancyPlace p WHERE p.VacancyId = v.Id AND p.ProvinceCode = @ProvinceCode))
            GROUP BY e.Id, e.NameEn, e.NameKm
            ORDER BY SUM(v.Openings - v.Taken) DESC, e.NameEn, e.Id
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<Answer>> Handle(Query query, CancellationToken cancellationToken)
        {
            var today = clock.TodayInCambodia();
            var choice = new AssignmentChoice { ProvinceCode = query.ProvinceCode, EmployerId = query.EmployerId, CounsellorId = query.CounsellorId, RegisteredFrom = query.RegisteredFrom };
            var selection = new AssignmentSelection(db);
            var found = await selection.OpeningsAsync(choice, today, cancellationToken);
            return new Answer
            {
                People = await selection.CountAsync(choice, query.Scope, cancellationToken),
                Vacancies = found.Vacancies,
                Openings = found.Openings,
                Newest = await selection.NewestAsync(choice, today, MostShown, cancellationToken),
                Employers = await db.QueryAsync<Employer>(EmployersSql, new { Today = today, query.ProvinceCode, Skip = 0, Take = MostShown }, cancellationToken),
            };
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/assignments/count", (string? province, Guid? employerId, Guid? counsellorId, DateOnly? registeredFrom, ApiEdge edge) =>
                edge.Ask(new Query { ProvinceCode = province, EmployerId = employerId, CounsellorId = counsellorId, RegisteredFrom = registeredFrom, Scope = edge.Scope }))
            .For<Query>("How many people and openings a choice has");
}
