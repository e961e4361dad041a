using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>An officer has checked a vacancy of a verified employer and shows it.</summary>
public static class PublishVacancy
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid VacancyId { get; init; }

        public int Version { get; init; }

        public AuditSubject Subject(Done value) => new("vacancy", VacancyId);
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = """
            SELECT v.Status, v.ClosesOn, v.IscoCode, v.Openings - v.Taken AS OpeningsLeft, e.Status AS EmployerStatus,
                   (SELECT COUNT(*) FROM VacancyPlace p WHERE p.VacancyId = v.Id) AS Places,
                   (SELECT COUNT(*) FROM VacancyFlag f WHERE f.VacancyId = v.Id AND f.ResolvedAt IS NULL AND f.Kind <> 'wage-below-minimum') AS OpenFlags,
                   (SELECT COUNT(*) FROM VacancyFlag f WHERE f.VacancyId = v.Id AND f.ResolvedAt IS NOT NULL AND f.Kind = 'possible-duplicate') AS DuplicateSeen
            FROM Vacancy v
            JOIN Employer e ON e.Id = v.EmployerId
            WHERE v.Id = @VacancyId
            """;

        private const string PublishSql = """
            UPDATE Vacancy SET Status = 'live', PublishedAt = COALESCE(PublishedAt, @Now), Version = Version + 1
            WHERE Id = @VacancyId AND Version = @Version AND Status IN ('draft', 'submitted')
            """;

        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var facts = await db.FirstOrDefaultAsync<Facts>(FactsSql, new { request.VacancyId }, cancellationToken);
            var like = await VacancyFlags.LikeAsync(db, request.VacancyId, cancellationToken);
            if (Refuse(facts, like, clock.TodayInCambodia()) is { } refusal)
            {
                return refusal;
            }

            var args = new { request.VacancyId, request.Version, Now = clock.GetUtcNow().UtcDateTime };
            return await db.ExecuteAsync(PublishSql, args, cancellationToken) == 0 ? VacancyVersion.Changed : default(Done);
        }

        internal static Refusal? Refuse(Facts? facts, LikeVacancy? like, DateOnly today) => facts switch
        {
            null => Refusal.NotFound,
            { Status: not (VacancyStatus.Draft or VacancyStatus.Submitted) } => new("vacancy-not-in-check"),
            { EmployerStatus: "suspended" } => new("employer-suspended"),
            // A source stands for employers that an import could not name; the officer answers for its advertisements.
            { EmployerStatus: not ("verified" or "source") } => new("employer-not-verified"),
            { ClosesOn: var last } when last < today => new("closing-date-passed", last),
            { IscoCode: null } => new("vacancy-needs-occupation"),
            { Places: 0 } => new("vacancy-needs-place"),
            { OpeningsLeft: <= 0 } => new("vacancy-full"),
            { OpenFlags: > 0 and var open } => new("vacancy-flags-open", open),
            { DuplicateSeen: 0 } when like is not null => new("vacancy-is-duplicate", like.Number),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public required string Status { get; init; }

        public required DateOnly ClosesOn { get; init; }

        public string? IscoCode { get; init; }

        public required int OpeningsLeft { get; init; }

        public required string EmployerStatus { get; init; }

        public required int Places { get; init; }

        public required int OpenFlags { get; init; }

        public required int DuplicateSeen { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/vacancies/{vacancyId:guid}/publication", (Guid vacancyId, Command body, ApiEdge edge) =>
                edge.Do(body with { VacancyId = vacancyId, Scope = edge.Scope }))
            .For<Command>("Publish a vacancy that was checked");
}
