using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;

namespace Pes.Features.Vacancies;

/// <summary>
/// Counts one opening as taken: sent by whoever records a placement, inside that transaction. The last one fills the
/// vacancy. The condition stands in the UPDATE, so a vacancy is never overfilled, whatever runs beside it.
/// </summary>
public static class TakeOpening
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public required Guid VacancyId { get; init; }

        public AuditSubject Subject(Done value) => new("vacancy", VacancyId);
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string TakeSql = """
            UPDATE Vacancy SET Taken = Taken + 1,
                Status = CASE WHEN Taken + 1 >= Openings THEN 'filled' ELSE Status END,
                ClosedAt = CASE WHEN Taken + 1 >= Openings THEN @Now ELSE ClosedAt END,
                CloseReason = CASE WHEN Taken + 1 >= Openings THEN 'filled-by-pes' ELSE CloseReason END
            WHERE Id = @VacancyId AND Status = 'live' AND Taken < Openings AND (@EmployerId IS NULL OR EmployerId = @EmployerId)
            """;

        private const string StatusSql = "SELECT Status FROM Vacancy WHERE Id = @VacancyId AND (@EmployerId IS NULL OR EmployerId = @EmployerId)";

        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var args = new { request.VacancyId, EmployerId = VacancyScope.EmployerOf(request.Scope), Now = clock.GetUtcNow().UtcDateTime };
            return await db.ExecuteAsync(TakeSql, args, cancellationToken) > 0
                ? default(Done)
                : Refuse(await db.FirstOrDefaultAsync<string>(StatusSql, args, cancellationToken));
        }

        internal static Refusal Refuse(string? status) => status switch
        {
            null => Refusal.NotFound,
            VacancyStatus.Filled or VacancyStatus.Live => new("vacancy-full"),
            _ => new("vacancy-not-open"),
        };
    }
}

/// <summary>Gives one taken opening back, where a placement did not come about; a filled vacancy opens again until its last day.</summary>
public static class ReleaseOpening
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer, Role.Jobseeker)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public required Guid VacancyId { get; init; }

        public AuditSubject Subject(Done value) => new("vacancy", VacancyId);
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string ReleaseSql = """
            UPDATE Vacancy SET Taken = Taken - 1,
                Status = CASE WHEN Status = 'filled' AND ClosesOn >= @Today THEN 'live' WHEN Status = 'filled' THEN 'closed' ELSE Status END,
                ClosedAt = CASE WHEN Status = 'filled' AND ClosesOn >= @Today THEN NULL ELSE ClosedAt END,
                CloseReason = CASE WHEN Status = 'filled' AND ClosesOn >= @Today THEN NULL WHEN Status = 'filled' THEN 'expired' ELSE CloseReason END
            WHERE Id = @VacancyId AND Taken > 0 AND (@EmployerId IS NULL OR EmployerId = @EmployerId)
            """;

        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var args = new { request.VacancyId, EmployerId = VacancyScope.EmployerOf(request.Scope), Today = clock.TodayInCambodia() };
            return await db.ExecuteAsync(ReleaseSql, args, cancellationToken) > 0 ? default(Done) : Refusal.NotFound;
        }
    }
}
