using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>An officer sends a vacancy back to its employer with what has to change.</summary>
public static class ReturnVacancy
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid VacancyId { get; init; }

        public int Version { get; init; }

        /// <summary>What has to change; the employer reads it.</summary>
        public string Reason { get; init; } = "";

        public AuditSubject Subject(Done value) => new("vacancy", VacancyId);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(400);
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = "SELECT Status FROM Vacancy WHERE Id = @VacancyId";

        private const string ReturnSql = """
            UPDATE Vacancy SET Status = 'draft', Version = Version + 1 WHERE Id = @VacancyId AND Version = @Version AND Status = 'submitted'
            """;

        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var status = await db.FirstOrDefaultAsync<string>(FactsSql, new { request.VacancyId }, cancellationToken);
            if (Refuse(status) is { } refusal)
            {
                return refusal;
            }

            if (await db.ExecuteAsync(ReturnSql, new { request.VacancyId, request.Version }, cancellationToken) == 0)
            {
                return VacancyVersion.Changed;
            }

            await VacancyFlags.RaiseAsync(
                db, request.VacancyId, new(PublicationCheck.Returned, request.Reason.Trim()), clock.GetUtcNow().UtcDateTime, cancellationToken);
            return default(Done);
        }

        internal static Refusal? Refuse(string? status) => status switch
        {
            null => Refusal.NotFound,
            not VacancyStatus.Submitted => new("vacancy-not-in-check"),
            _ => null,
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/vacancies/{vacancyId:guid}/return", (Guid vacancyId, Command body, ApiEdge edge) =>
                edge.Do(body with { VacancyId = vacancyId, Scope = edge.Scope }))
            .For<Command>("Send a vacancy back to its employer");
}
