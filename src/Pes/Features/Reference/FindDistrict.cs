using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>The district that a name or code means in a province; an empty code where the gazetteer has none.</summary>
public static class FindDistrict
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer)]
    public sealed record Query : ScopedRequest, IQuery<string>
    {
        public required string ProvinceCode { get; init; }

        public required string Name { get; init; }
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<string>>
    {
        private const string FindSql = """
            SELECT p.Code FROM Place p
            WHERE p.ProvinceCode = @ProvinceCode AND p.Level = 2 AND p.ValidTo IS NULL AND (p.FoldedEn = @Key OR p.FoldedKm = @Key OR p.Code = @Key)
            ORDER BY p.Code
            """;

        public async Task<Outcome<string>> Handle(Query request, CancellationToken cancellationToken) =>
            await db.FirstOrDefaultAsync<string>(FindSql, new { request.ProvinceCode, Key = KhmerText.FoldKey(request.Name) }, cancellationToken) ?? "";
    }
}
