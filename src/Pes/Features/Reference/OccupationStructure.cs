using Pes.Platform.Data;
using Pes.Ranking;

namespace Pes.Features.Reference;

/// <summary>What occupations have to do with one another by their skills and by where people went. Made when first asked for, and again only when its tables changed.</summary>
internal sealed class OccupationStructure
{
    private const string StampSql = """
        SELECT (SELECT COUNT(*) FROM SkillOccupation) AS Uses,
               (SELECT COALESCE(SUM(CAST(SkillId AS bigint) * CAST(IscoPrefix AS bigint)), 0) FROM SkillOccupation) AS UseSum,
               (SELECT COUNT(*) FROM OccupationGroup) AS Groups,
               (SELECT COUNT(*) FROM CareerMove) AS Moves,
               (SELECT COALESCE(SUM(CAST(FromIsco AS bigint) * CAST(ToIsco AS bigint) * Moves), 0) FROM CareerMove) AS MoveSum
        """;

    private const string GroupsSql = "SELECT Code FROM OccupationGroup WHERE Level = 4";

    private const string UsesSql = "SELECT SkillId, IscoPrefix FROM SkillOccupation";

    private const string MovesSql = "SELECT FromIsco, ToIsco, Moves FROM CareerMove";

    private readonly Stamp stamp;
    private readonly Lazy<RelatedSkills> relatedSkills;
    private readonly Lazy<CareerMoves> careerMoves;

    private OccupationStructure(Stamp stamp, IReadOnlyList<string> groups, IReadOnlyList<(int, string)> uses, IReadOnlyList<CountedMove> moves)
    {
        this.stamp = stamp;
        relatedSkills = new(() => new RelatedSkills(uses));
        careerMoves = new(() => new CareerMoves(groups, uses, moves));
    }

    public RelatedSkills RelatedSkills => relatedSkills.Value;

    public CareerMoves CareerMoves => careerMoves.Value;

    /// <param name="before">What was taken last; itself where nothing has changed.</param>
    public static async Task<OccupationStructure> TakeAsync(Database db, OccupationStructure? before)
    {
        var stamp = await db.SingleAsync<Stamp>(StampSql);
        return stamp == before?.stamp ? before : new(
            stamp,
            await db.QueryAsync<string>(GroupsSql),
            [.. (await db.QueryAsync<Use>(UsesSql)).Select(u => (u.SkillId, u.IscoPrefix))],
            [.. (await db.QueryAsync<Move>(MovesSql)).Select(m => new CountedMove(Unit(m.FromIsco), Unit(m.ToIsco), m.Moves))]);
    }

    private static ushort Unit(string code) => ushort.Parse(code, System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Stamp
    {
        public required long Uses { get; init; }

        public required long UseSum { get; init; }

        public required long Groups { get; init; }

        public required long Moves { get; init; }

        public required long MoveSum { get; init; }
    }

    private sealed record Use
    {
        public required int SkillId { get; init; }

        public required string IscoPrefix { get; init; }
    }

    private sealed record Move
    {
        public required string FromIsco { get; init; }

        public required string ToIsco { get; init; }

        public required int Moves { get; init; }
    }
}
