using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>A draft goes into the queue of vacancies that an officer checks.</summary>
public static class SubmitVacancy
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid VacancyId { get; init; }

        public int Version { get; init; }

        public AuditSubject Subject(Done value) => new("vacancy", VacancyId);
    }

    public sealed class Handler(Database db, TimeProvider clock, WageSettings wages) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = """
            SELECT v.Status, v.ClosesOn, e.Status AS EmployerStatus
            FROM Vacancy v
            JOIN Employer e ON e.Id = v.EmployerId
            WHERE v.Id = @VacancyId AND (@EmployerId IS NULL OR v.EmployerId = @EmployerId)
            """;

        private const string SubmitSql = """
            UPDATE Vacancy SET Status = 'submitted', Version = Version + 1 WHERE Id = @VacancyId AND Version = @Version AND Status = 'draft'
            """;

        private const string ForgetReturnSql = "DELETE FROM VacancyFlag WHERE VacancyId = @VacancyId AND Kind = 'returned' AND ResolvedAt IS NULL";

        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var facts = await db.FirstOrDefaultAsync<Facts>(
                FactsSql, new { request.VacancyId, EmployerId = VacancyScope.EmployerOf(request.Scope) }, cancellationToken);
            var content = await VacancyRecord.ReadAsync(db, request.VacancyId, cancellationToken);
            if (Refuse(facts, content, clock.TodayInCambodia()) is { } refusal)
            {
                return refusal;
            }

            if (await db.ExecuteAsync(SubmitSql, new { request.VacancyId, request.Version }, cancellationToken) == 0)
            {
                return VacancyVersion.Changed;
            }

            await db.ExecuteAsync(ForgetReturnSql, new { request.VacancyId }, cancellationToken);
            await VacancyFlags.RefreshAsync(
                db, request.VacancyId, content!, VacancyRecord.ColumnsOf(content!, null, wages), wages, clock.GetUtcNow().UtcDateTime, cancellationToken);
            return default(Done);
        }

        internal static Refusal? Refuse(Facts? facts, VacancyContent? content, DateOnly today) => (facts, content) switch
        {
            (null, _) or (_, null) => Refusal.NotFound,
            ({ Status: not VacancyStatus.Draft }, _) => new("vacancy-not-a-draft"),
            ({ EmployerStatus: "suspended" }, _) => new("employer-suspended"),
            ({ ClosesOn: var last }, _) when last < today => new("closing-date-passed", last),
            (_, { TextEn: null, TextKm: null }) => new("vacancy-needs-text"),
            (_, { Places.Count: 0 }) => new("vacancy-needs-place"),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public required string Status { get; init; }

        public required DateOnly ClosesOn { get; init; }

        public required string EmployerStatus { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/vacancies/{vacancyId:guid}/submission", (Guid vacancyId, Command body, ApiEdge edge) =>
                edge.Do(body with { VacancyId = vacancyId, Scope = edge.Scope }))
            .For<Command>("Send a draft to the check");
}
