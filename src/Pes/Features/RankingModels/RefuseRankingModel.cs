using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.RankingModels;

/// <summary>A person says no to a candidate, for good: a better one has another name.</summary>
public static class RefuseRankingModel
{
    [Allows(Role.Administrator)]
    public sealed record Command : ModelDecision;

    public sealed class Validator : ModelDecisionValidator<Command>;

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        public Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken) =>
            new ModelDecisions(db, clock).DecideAsync(command, ModelStatus.Refused, Refuse, cancellationToken);

        internal static Refusal? Refuse(DecisionFacts? facts) => facts?.Status switch
        {
            null => Refusal.NotFound,
            ModelStatus.Candidate => null,
            ModelStatus.Refused => new("already-in-that-state"),
            _ => new("model-no-candidate"),
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/ranking-models/{modelId:guid}/refusal", (Guid modelId, Command body, ApiEdge edge) => edge.Do(body with { ModelId = modelId, Scope = edge.Scope }))
            .For<Command>("Refuse a ranking model");
}
