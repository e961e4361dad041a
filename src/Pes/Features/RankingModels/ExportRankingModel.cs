using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.RankingModels;

/// <summary>The file of a version, byte for byte as it is kept; format and checksum are those of <see cref="Ranking.Models.RankingModelFile"/>.</summary>
public static class ExportRankingModel
{
    public const string ContentType = "application/octet-stream";

    [Allows(Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<Answer>, IAuditedRead
    {
        public required Guid ModelId { get; init; }

        public AuditSubject Subject => new("ranking-model", ModelId);
    }

    public sealed record Answer
    {
        public required string Name { get; init; }

        public required byte[] FileBytes { get; init; }

        public string FileName => $"{Name}.pesrank";
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string FileSql = "SELECT Name, FileBytes FROM RankingModel WHERE Id = @ModelId";

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken) =>
            await db.FirstOrDefaultAsync<Answer>(FileSql, new { request.ModelId }, cancellationToken) is { } found ? found : Refusal.NotFound;
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/ranking-models/{modelId:guid}/file", async (Guid modelId, ApiEdge edge, ISender sender, RefusalSentences sentences, CancellationToken ct) =>
            {
                var outcome = await sender.Send(new Query { ModelId = modelId, Scope = edge.Scope }, ct);
                return outcome.Refusal is { } refusal
                    ? RefusalResponses.Problem(refusal, sentences)
                    : Results.File(outcome.Value.FileBytes, ContentType, outcome.Value.FileName);
            })
            .For<Query>("The file of a ranking model", ContentType);
}
