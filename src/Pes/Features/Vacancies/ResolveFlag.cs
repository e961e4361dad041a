using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>An officer has looked at a flag and finds that the vacancy may stand as it is.</summary>
public static class ResolveFlag
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid VacancyId { get; init; }

        public Guid FlagId { get; init; }

        public AuditSubject Subject(Done value) => new("vacancy", VacancyId, Detail: FlagId.ToString("D"));
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = "SELECT f.ResolvedAt FROM VacancyFlag f WHERE f.Id = @FlagId AND f.VacancyId = @VacancyId";

        private const string ResolveSql = """
            UPDATE VacancyFlag SET ResolvedAt = @Now, ResolvedBy = @AccountId WHERE Id = @FlagId AND VacancyId = @VacancyId AND ResolvedAt IS NULL
            """;

        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var facts = await db.FirstOrDefaultAsync<Facts>(FactsSql, new { request.FlagId, request.VacancyId }, cancellationToken);
            if (Refuse(facts) is { } refusal)
            {
                return refusal;
            }

            var args = new { request.FlagId, request.VacancyId, request.Scope.AccountId, Now = clock.GetUtcNow().UtcDateTime };
            return await db.ExecuteAsync(ResolveSql, args, cancellationToken) == 0 ? new Refusal("flag-is-resolved") : default(Done);
        }

        internal static Refusal? Refuse(Facts? facts) => facts switch
        {
            null => Refusal.NotFound,
            { ResolvedAt: not null } => new("flag-is-resolved"),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public DateTime? ResolvedAt { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/vacancies/{vacancyId:guid}/flags/{flagId:guid}/resolution", (Guid vacancyId, Guid flagId, ApiEdge edge) =>
                edge.Do(new Command { VacancyId = vacancyId, FlagId = flagId, Scope = edge.Scope }))
            .For<Command>("Resolve a flag of a vacancy");
}
