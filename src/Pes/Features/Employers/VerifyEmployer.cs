using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Employers;

/// <summary>An officer has seen the company's papers or place: its vacancies may be published. Also ends a suspension.</summary>
public static class VerifyEmployer
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid EmployerId { get; init; }

        public int Version { get; init; }

        public AuditSubject Subject(Done value) => new("employer", EmployerId);
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = "SELECT Status FROM Employer WHERE Id = @EmployerId";

        private const string VerifySql = """
            UPDATE Employer SET Status = 'verified', StatusReason = NULL, VerifiedAt = @Now, VerifiedBy = @AccountId, Version = Version + 1
            WHERE Id = @EmployerId AND Version = @Version AND Status <> 'verified'
            """;

        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var status = await db.FirstOrDefaultAsync<string>(FactsSql, new { request.EmployerId }, cancellationToken);
            if (Refuse(status) is { } refusal)
            {
                return refusal;
            }

            var args = new { request.EmployerId, request.Version, request.Scope.AccountId, Now = clock.GetUtcNow().UtcDateTime };
            return await db.ExecuteAsync(VerifySql, args, cancellationToken) == 0
                ? new Refusal("employer-changed") { Kind = RefusalKind.Stale }
                : default(Done);
        }

        internal static Refusal? Refuse(string? status) => status switch
        {
            null => Refusal.NotFound,
            EmployerStatus.Verified => new("employer-is-verified"),
            _ => null,
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/employers/{employerId:guid}/verification", (Guid employerId, Command body, ApiEdge edge) =>
                edge.Do(body with { EmployerId = employerId, Scope = edge.Scope }))
            .For<Command>("Verify an employer");
}
