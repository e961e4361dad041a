using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Reference;

/// <summary>The places of the gazetteer that lie directly in a province, district or commune; none where it was not imported.</summary>
public static class FindPlaces
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer, Role.Jobseeker, Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<IReadOnlyList<Row>>
    {
        /// <summary>Code of the place they lie in: 2 digits of a province, 4 of a district, 6 of a commune.</summary>
        public required string Parent { get; init; }
    }

    public sealed record Row
    {
        public required string Code { get; init; }

        public required string NameEn { get; init; }

        public required string NameKm { get; init; }

        /// <summary>What kind of place it is: district, municipality, khan, commune, sangkat, village.</summary>
        public required string TypeEn { get; init; }

        public required string TypeKm { get; init; }

        [JsonIgnore]
        public string Name => RequestLanguage.IsKhmer ? NameKm : NameEn;

        /// <summary>ស្រុកបាកាន; Bakan district.</summary>
        [JsonIgnore]
        public string Label => RequestLanguage.IsKhmer ? TypeKm + NameKm : $"{NameEn} ({TypeEn.ToLowerInvariant()})";
    }

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(q => q.Parent)
            .Must(code => code is { Length: 2 or 4 or 6 } && code.All(char.IsAsciiDigit)).WithErrorCode("unknown-code");
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<IReadOnlyList<Row>>>
    {
        private const string RowsSql = """
            SELECT p.Code, p.NameEn, p.NameKm, p.TypeEn, p.TypeKm
            FROM Place p
            WHERE p.ParentCode = @Parent AND p.ValidTo IS NULL
            ORDER BY p.Code
            """;

        public async Task<Outcome<IReadOnlyList<Row>>> Handle(Query query, CancellationToken cancellationToken) =>
            Outcome<IReadOnlyList<Row>>.Of(await db.QueryAsync<Row>(RowsSql, new { query.Parent }, cancellationToken));
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/places", (string? parent, ApiEdge edge) => edge.Ask(new Query { Parent = parent ?? "", Scope = edge.Scope }))
            .For<Query>("Districts of a province, communes of a district, villages of a commune");
}
