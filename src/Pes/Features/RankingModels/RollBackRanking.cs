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
        public Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken) =>
            new ModelDecisions(db, clock).DecideAsync(command, ModelStatus.Retired, Refuse, cancellationToken);

        internal static Refusal? Refuse(DecisionFacts? facts) => facts switch
        {
            null => Refusal.NotFound,
            { Status: not ModelStatus.Approved } or { IsInCharge: false } => new("model-not-in-charge"),
            _ => null,
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/ranking-models/{modelId:guid}/roll-back", (Guid modelId, Command body, ApiEdge edge) => edge.Do(body with { ModelId = modelId, Scope = edge.Scope }))
            .For<Command>("Roll the ranking back by one version");
}
