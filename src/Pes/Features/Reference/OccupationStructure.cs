using Pes.Platform.Data;
using Pes.Ranking;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>What occupations have to do with one another by their skills, by where people went and by what they are called. Made when first asked for, and again only when its tables changed.</summary>
internal sealed class OccupationStructure
{
    private const string StampSql = """
        SELECT (SELECT COUNT(*) FROM SkillOccupation) AS Uses,
               (SELECT COALESCE(SUM(CAST(SkillId AS bigint) * CAST(IscoPrefix AS bigint)), 0) FROM SkillOccupation) AS UseSum,
               (SELECT COUNT(*) FROM OccupationGroup) AS Groups,
               (SELECT COALESCE(MAX(Seq), 0) FROM OccupationTitle WHERE Source = 'own') AS LastTitle,
               (SELECT COUNT(*) FROM EscoSkillRelation) AS Relations,
               (SELECT COALESCE(MAX(Seq), 0) FROM ReferenceImport) AS Imports,
               (SELECT COUNT(*) FROM CareerMove) AS Moves,
               (SELECT COALESCE(SUM(CAST(FromIsco AS bigint) * CAST(ToIsco AS bigint) * Moves), 0) FROM CareerMove) AS MoveSum
        """;

    private const string GroupsSql = "SELECT Code FROM OccupationGroup WHERE Level = 4";

    private const string UsesSql = "SELECT SkillId, IscoPrefix FROM SkillOccupation";

    private const string RelationsSql = """
        SELECT s.Id AS SkillId, o.Id AS OtherId, r.Kind
        FROM EscoSkillRelation r
        JOIN Skill s ON s.EscoUri = r.SkillUri
        JOIN Skill o ON o.EscoUri = r.OtherUri
        WHERE r.Kind <> 'group'
        """;

    private const string SkillGroupsSql = "SELECT s.Id AS SkillId, r.OtherUri AS GroupUri FROM EscoSkillRelation r JOIN Skill s ON s.EscoUri = r.SkillUri WHERE r.Kind = 'group'";

    private const string TitlesSql = """
        SELECT LabelEn AS Title, Code FROM OccupationGroup
        UNION ALL SELECT LabelKm, Code FROM OccupationGroup WHERE LabelKm IS NOT NULL
        UNION ALL SELECT Title, IscoCode FROM OccupationTitle WHERE Source = 'own' AND ValidTo IS NULL
        """;

    private const string MovesSql = "SELECT FromIsco, ToIsco, Moves FROM CareerMove";

    private readonly Stamp stamp;
    private readonly Lazy<RelatedSkills> relatedSkills;
    private readonly Lazy<CareerMoves> careerMoves;
    private readonly Lazy<OccupationWords> occupationWords;

    private OccupationStructure(Stamp stamp, Func<RelatedSkills> relatedSkills, Func<CareerMoves> careerMoves, Func<OccupationWords> occupationWords) =>
        (this.stamp, this.relatedSkills, this.careerMoves, this.occupationWords) = (stamp, new(relatedSkills), new(careerMoves), new(occupationWords));

    public RelatedSkills RelatedSkills => relatedSkills.Value;

    public CareerMoves CareerMoves => careerMoves.Value;

    public OccupationWords OccupationWords => occupationWords.Value;

    /// <param name="before">What was taken last; itself where nothing has changed.</param>
    public static async Task<OccupationStructure> TakeAsync(Database db, OccupationStructure? before)
    {
        var now = await db.SingleAsync<Stamp>(StampSql);
        if (now == before?.stamp)
        {
            return before;
        }

        var groups = await db.QueryAsync<string>(GroupsSql);
        List<(int, string)> uses = [.. (await db.QueryAsync<Use>(UsesSql)).Select(u => (u.SkillId, u.IscoPrefix))];
        List<(int, int, SkillRelation)> relations = [.. (await db.QueryAsync<Relation>(RelationsSql)).Select(r => (r.SkillId, r.OtherId, Enum.Parse<SkillRelation>(r.Kind, ignoreCase: true)))];
        List<(int, string)> skillGroups = [.. (await db.QueryAsync<Membership>(SkillGroupsSql)).Select(m => (m.SkillId, m.GroupUri))];
        List<CountedMove> moves = [.. (await db.QueryAsync<Move>(MovesSql)).Select(m => new CountedMove(Unit(m.FromIsco), Unit(m.ToIsco), m.Moves))];
        List<TitleExample> titles = [.. (await db.QueryAsync<Titled>(TitlesSql)).Select(t => new TitleExample(t.Title, t.Code))];
        return new(
            now, () => new RelatedSkills(uses, relations, skillGroups), () => new CareerMoves(groups, uses, moves), () => new OccupationWords(KhmerVocabulary.Titles, titles));
    }

    private static ushort Unit(string code) => ushort.Parse(code, System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Stamp
    {
        public required long Uses { get; init; }

        public required long UseSum { get; init; }

        public required long Groups { get; init; }

        public required long LastTitle { get; init; }

        public required long Relations { get; init; }

        public required long Imports { get; init; }

        public required long Moves { get; init; }

        public required long MoveSum { get; init; }
    }

    private sealed record Use
    {
        public required int SkillId { get; init; }

        public required string IscoPrefix { get; init; }
    }

    private sealed record Relation
    {
        public required int SkillId { get; init; }

        public required int OtherId { get; init; }

        public required string Kind { get; init; }
    }

    private sealed record Membership
    {
        public required int SkillId { get; init; }

        public required string GroupUri { get; init; }
    }

    private sealed record Titled
    {
        public required string Title { get; init; }

        public required string Code { get; init; }
    }

    private sealed record Move
    {
        public required string FromIsco { get; init; }

        public required string ToIsco { get; init; }

        public required int Moves { get; init; }
    }
}
