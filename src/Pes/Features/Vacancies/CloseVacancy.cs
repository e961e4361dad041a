using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>Ends a vacancy, in whatever state it is, with a reason.</summary>
public static class CloseVacancy
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid VacancyId { get; init; }

        public int Version { get; init; }

        /// <summary>A code of list vacancy-close-reason.</summary>
        public string ReasonCode { get; init; } = "";

        public AuditSubject Subject(Done value) => new("vacancy", VacancyId, Detail: ReasonCode);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary) => RuleFor(c => c.ReasonCode).NotEmpty()
            .Must(code => string.IsNullOrEmpty(code) || vocabulary.Has("vacancy-close-reason", code)).WithErrorCode("unknown-code");
    }

    /// <summary>Reasons that only the office can give.</summary>
    public static readonly IReadOnlyList<string> OfficeReasons = ["expired", "duplicate", "rule-breach", "suspected-scam", "employer-closed"];

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = "SELECT Status FROM Vacancy WHERE Id = @VacancyId AND (@EmployerId IS NULL OR EmployerId = @EmployerId)";

        private const string CloseSql = """
            UPDATE Vacancy SET Status = 'closed', ClosedAt = @Now, CloseReason = @ReasonCode, Version = Version + 1
            WHERE Id = @VacancyId AND Version = @Version AND Status <> 'closed'
            """;

        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var status = await db.FirstOrDefaultAsync<string>(
                FactsSql, new { request.VacancyId, EmployerId = VacancyScope.EmployerOf(request.Scope) }, cancellationToken);
            if (Refuse(status, request.ReasonCode, request.Scope.Role) is { } refusal)
            {
                return refusal;
            }

            var args = new { request.VacancyId, request.Version, request.ReasonCode, Now = clock.GetUtcNow().UtcDateTime };
            return await db.ExecuteAsync(CloseSql, args, cancellationToken) == 0 ? VacancyVersion.Changed : default(Done);
        }

        internal static Refusal? Refuse(string? status, string reason, Role role) => (status, role) switch
        {
            (null, _) => Refusal.NotFound,
            (VacancyStatus.Closed, _) => new("vacancy-is-closed"),
            (_, Role.Employer) when OfficeReasons.Contains(reason, StringComparer.Ordinal) => new("reason-is-the-offices"),
            _ => null,
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/vacancies/{vacancyId:guid}/closing", (Guid vacancyId, Command body, ApiEdge edge) =>
                edge.Do(body with { VacancyId = vacancyId, Scope = edge.Scope }))
            .For<Command>("Close a vacancy");
}
