using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.RankingModels;

/// <summary>The versions of the ranking, the newest first, each with its reports, and which one makes the lists.</summary>
public static class ListRankingModels
{
    private const int Most = 50;

    [Allows(Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<Answer>;

    /// <param name="InCharge">Name of the version that makes the lists; that of the prior where none is approved.</param>
    public sealed record Answer(string InCharge, IReadOnlyList<ShownModel> Models);

    public sealed class Handler(Database db, GateSettings settings) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string InChargeSql = """
            SELECT Name FROM RankingModel WHERE Status = 'approved' ORDER BY ApprovalNumber DESC OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var inCharge = await db.FirstOrDefaultAsync<string>(InChargeSql, new { Skip = 0, Take = 1 }, cancellationToken) ?? RankingVersion.Prior.Name;
            return new Answer(inCharge, await new ShownModels(db, settings).ReadAsync(null, Most, cancellationToken));
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/ranking-models", (ApiEdge edge) => edge.Ask(new Query { Scope = edge.Scope }))
            .For<Query>("The versions of the ranking and which one is in charge");
}
