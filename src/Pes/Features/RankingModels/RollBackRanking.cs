using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.RankingModels;

/// <summary>One step back: the version in charge is retired, and the one approved before it, or the prior, makes the lists again.</summary>
public static class RollBackRanking
{
    [Allows(Role.Administrator)]
    public sealed record Command : ModelDecision;

    public sealed class Validator : ModelDecisionValidator<Command>;

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = """
            SELECT m.Status, m.Version, CASE WHEN m.ApprovalNumber = (SELECT MAX(o.ApprovalNumber) FROM RankingModel o WHERE o.Status = 'approved') THEN 1 ELSE 0 END AS IsInCharge
            FROM RankingModel m
            WHERE m.Id = @ModelId
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var facts = await db.FirstOrDefaultAsync<Facts>(FactsSql, new { command.ModelId }, cancellationToken);
            return Refuse(facts) is { } refusal
                ? refusal
                : await new ModelDecisions(db, clock).KeepAsync(command, ModelStatus.Retired, facts!.Version, cancellationToken);
        }

        internal static Refusal? Refuse(Facts? facts) => facts switch
        {
            null => Refusal.NotFound,
            { Status: not ModelStatus.Approved } or { IsInCharge: false } => new("model-not-in-charge"),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public required string Status { get; init; }

        public required int Version { get; init; }

        public required bool IsInCharge { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/ranking-models/{modelId:guid}/roll-back", (Guid modelId, Command body, ApiEdge edge) => edge.Do(body with { ModelId = modelId, Scope = edge.Scope }))
            .For<Command>("Roll the ranking back by one version");
}
