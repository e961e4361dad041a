using System.Text.Json;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.RankingModels;

/// <summary>The card of one version: what it was made from, how it fared, of whom its judgement warned, and who decided what and why.</summary>
public static class ReadRankingModel
{
    public const string ContentType = "application/json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    [Allows(Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<ShownModel>
    {
        public required Guid ModelId { get; init; }
    }

    public sealed class Handler(Database db, GateSettings settings) : IRequestHandler<Query, Outcome<ShownModel>>
    {
        public async Task<Outcome<ShownModel>> Handle(Query request, CancellationToken cancellationToken) =>
            await new ShownModels(db, settings).ReadAsync(request.ModelId, 1, cancellationToken) is [var found] ? found : Refusal.NotFound;
    }

    /// <summary>The card as a file, beside the file of the model.</summary>
    public static byte[] File(ShownModel model) => JsonSerializer.SerializeToUtf8Bytes(model, Json);

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/ranking-models/{modelId:guid}", (Guid modelId, ApiEdge edge) => edge.Ask(new Query { ModelId = modelId, Scope = edge.Scope }))
            .For<Query>("The card of a ranking model");
}
