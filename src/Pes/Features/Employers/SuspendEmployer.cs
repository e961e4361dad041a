using FluentValidation;
using MediatR;
using Pes.Features.Vacancies;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Employers;

/// <summary>Stops an employer's use of the service, with a reason; its open vacancies close in the same step.</summary>
public static class SuspendEmployer
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid EmployerId { get; init; }

        public int Version { get; init; }

        public string Reason { get; init; } = "";

        public AuditSubject Subject(Done value) => new("employer", EmployerId);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(400);
    }

    public sealed class Handler(Database db, ISender sender) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = "SELECT Status FROM Employer WHERE Id = @EmployerId";

        private const string SuspendSql = """
            UPDATE Employer SET Status = 'suspended', StatusReason = @Reason, VerifiedAt = NULL, VerifiedBy = NULL, Version = Version + 1
            WHERE Id = @EmployerId AND Version = @Version AND Status <> 'suspended'
            """;

        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var status = await db.FirstOrDefaultAsync<string>(FactsSql, new { request.EmployerId }, cancellationToken);
            if (Refuse(status) is { } refusal)
            {
                return refusal;
            }

            var args = new { request.EmployerId, request.Version, Reason = request.Reason.Trim() };
            if (await db.ExecuteAsync(SuspendSql, args, cancellationToken) == 0)
            {
                return new Refusal("employer-changed") { Kind = RefusalKind.Stale };
            }

            var closed = await sender.Send(new CloseVacanciesOfEmployer.Command { EmployerId = request.EmployerId, Scope = request.Scope }, cancellationToken);
            return closed.Refusal is { } inner ? inner : default(Done);
        }

        internal static Refusal? Refuse(string? status) => status switch
        {
            null => Refusal.NotFound,
            EmployerStatus.Suspended => new("employer-suspended"),
            _ => null,
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/employers/{employerId:guid}/suspension", (Guid employerId, Command body, ApiEdge edge) =>
                edge.Do(body with { EmployerId = employerId, Scope = edge.Scope }))
            .For<Command>("Suspend an employer");
}
