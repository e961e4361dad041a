using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Reference;

/// <summary>Which occupations need a licence or certificate by law today, and by which law.</summary>
public static class FindRegulatedOccupations
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer, Role.Monitor, Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<IReadOnlyList<Row>>;

    public sealed record Row
    {
        /// <summary>ISCO-08 code of one to four digits: the group and all below it.</summary>
        public required string IscoPrefix { get; init; }

        /// <summary>A code of list licence.</summary>
        public required string LicenceCode { get; init; }

        public required string LawEn { get; init; }

        public required string LawKm { get; init; }

        public required DateOnly ValidFrom { get; init; }
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Query, Outcome<IReadOnlyList<Row>>>
    {
        private const string RowsSql = """
            SELECT IscoPrefix, LicenceCode, LawEn, LawKm, ValidFrom FROM RegulatedOccupation
            WHERE ValidFrom <= @Today AND (ValidTo IS NULL OR ValidTo > @Today)
            ORDER BY IscoPrefix, LicenceCode
            """;

        public async Task<Outcome<IReadOnlyList<Row>>> Handle(Query request, CancellationToken cancellationToken) =>
            Outcome<IReadOnlyList<Row>>.Of(await db.QueryAsync<Row>(RowsSql, new { Today = clock.TodayInCambodia() }, cancellationToken));
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/regulated-occupations", (ApiEdge edge) => edge.Ask(new Query { Scope = edge.Scope }))
            .For<Query>("Occupations that need a licence or certificate by law");
}
