using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>A closed vacancy is wanted again, with a new last day; it passes the check once more.</summary>
public static class ReopenVacancy
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid VacancyId { get; init; }

        public int Version { get; init; }

        public DateOnly ClosesOn { get; init; }

        public AuditSubject Subject(Done value) => new("vacancy", VacancyId);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.ClosesOn).Must(date => date.Year is >= 2000 and <= 2100).WithErrorCode("NotEmptyValidator");
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = """
            SELECT v.Status, v.Openings - v.Taken AS OpeningsLeft, e.Status AS EmployerStatus
            FROM Vacancy v
            JOIN Employer e ON e.Id = v.EmployerId
            WHERE v.Id = @VacancyId AND (@EmployerId IS NULL OR v.EmployerId = @EmployerId)
            """;

        private const string ReopenSql = """
            UPDATE Vacancy SET Status = 'submitted', ClosesOn = @ClosesOn, ClosedAt = NULL, CloseReason = NULL, Version = Version + 1
            WHERE Id = @VacancyId AND Version = @Version AND Status = 'closed' AND Taken < Openings
            """;

        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var facts = await db.FirstOrDefaultAsync<Facts>(
                FactsSql, new { request.VacancyId, EmployerId = VacancyScope.EmployerOf(request.Scope) }, cancellationToken);
            if (Refuse(facts, request.ClosesOn, clock.TodayInCambodia()) is { } refusal)
            {
                return refusal;
            }

            var args = new { request.VacancyId, request.Version, request.ClosesOn };
            return await db.ExecuteAsync(ReopenSql, args, cancellationToken) == 0 ? VacancyVersion.Changed : default(Done);
        }

        internal static Refusal? Refuse(Facts? facts, DateOnly closesOn, DateOnly today) => facts switch
        {
            null => Refusal.NotFound,
            { Status: not VacancyStatus.Closed } => new("vacancy-not-closed"),
            { EmployerStatus: "suspended" } => new("employer-suspended"),
            { OpeningsLeft: <= 0 } => new("vacancy-full"),
            _ when closesOn < today => new("closing-date-passed", closesOn),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public required string Status { get; init; }

        public required int OpeningsLeft { get; init; }

        public required string EmployerStatus { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/vacancies/{vacancyId:guid}/reopening", (Guid vacancyId, Command body, ApiEdge edge) =>
                edge.Do(body with { VacancyId = vacancyId, Scope = edge.Scope }))
            .For<Command>("Open a closed vacancy again");
}
