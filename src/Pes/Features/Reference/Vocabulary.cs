using System.Collections.Frozen;
using Pes.Platform.Data;
using Pes.Platform.Web;
using Pes.Ranking;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>A code with its words; <see cref="Label"/> is in the reader's language.</summary>
public sealed record Term(string Code, string LabelEn, string LabelKm, int SortOrder, bool IsCurrent)
{
    public string Label => RequestLanguage.IsKhmer && LabelKm.Length > 0 ? LabelKm : LabelEn;
}

/// <summary>A skill of the list; those of an imported ESCO have no Khmer label.</summary>
public sealed record SkillTerm(int Id, string Code, string LabelEn, string LabelKm, bool IsDigital, bool IsGreen, bool IsCore)
{
    public string Label => RequestLanguage.IsKhmer && LabelKm.Length > 0 ? LabelKm : LabelEn;

    /// <summary>Of the product's own list.</summary>
    public bool IsOwn => Id < ListedSkills.FirstOfEsco;
}

/// <summary>A job centre.</summary>
public sealed record CentreTerm(Guid Id, string Code, string ProvinceCode, string NameEn, string NameKm, double Latitude, double Longitude)
{
    public string Name => RequestLanguage.IsKhmer ? NameKm : NameEn;
}

/// <summary>
/// The code lists as every feature reads them (docs/decisions/0005-vocabulary.md): one immutable picture in memory,
/// taken again when an import or another node has changed the tables.
/// </summary>
public sealed class Vocabulary(ConnectionSource source, DatabaseSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private Picture? picture;
    private DateTimeOffset takenAt;

    /// <summary>Province names by their code of two digits.</summary>
    public FrozenDictionary<string, Term> Provinces => Now.Provinces;

    /// <summary>ISCO-08 groups of all four levels by code.</summary>
    public FrozenDictionary<string, Term> Occupations => Now.Occupations;

    public FrozenDictionary<string, Term> Sectors => Now.Sectors;

    public FrozenDictionary<int, SkillTerm> Skills => Now.Skills;

    public FrozenDictionary<Guid, CentreTerm> Centres => Now.Centres;

    /// <summary>Which skills stand near one another.</summary>
    public RelatedSkills RelatedSkills => Now.Structure.RelatedSkills;

    /// <summary>How often people go from one occupation to another.</summary>
    public CareerMoves CareerMoves => Now.Structure.CareerMoves;

    /// <summary>The words of the titles of ISCO-08 and of everyday titles, in both languages.</summary>
    public OccupationWords OccupationWords => Now.Structure.OccupationWords;

    /// <summary>A list of db/reference/codes.csv in its order, closed codes included: they still have labels.</summary>
    public IReadOnlyList<Term> List(string list) => Now.Lists.TryGetValue(list, out var terms) ? terms : [];

    /// <summary>The codes of a list that may be chosen today.</summary>
    public IEnumerable<Term> Choices(string list) => List(list).Where(t => t.IsCurrent);

    public bool Has(string list, string? code) => code is not null && Choices(list).Any(t => t.Code == code);

    /// <summary>The label of a code in the reader's language; the code itself where no list knows it.</summary>
    public string Label(string list, string? code) => code is null ? "" : List(list).FirstOrDefault(t => t.Code == code)?.Label ?? code;

    public string Occupation(string? code) => code is null ? "" : Occupations.GetValueOrDefault(code)?.Label ?? code;

    public string Province(string? code) => code is null ? "" : Provinces.GetValueOrDefault(code)?.Label ?? code;

    public string Skill(int id) => Skills.GetValueOrDefault(id)?.Label ?? "";

    public string Centre(Guid id) => Centres.GetValueOrDefault(id)?.Name ?? "";

    /// <summary>The next to ask has the lists as they are in the database then.</summary>
    public void Refresh()
    {
        lock (gate)
        {
            takenAt = DateTimeOffset.MinValue;
        }
    }

    private Picture Now
    {
        get
        {
            var now = clock.GetUtcNow();
            if (picture is { } current && now - takenAt < Freshness)
            {
                return current;
            }

            lock (gate)
            {
                if (picture is null || now - takenAt >= Freshness)
                {
                    picture = TakeAsync().GetAwaiter().GetResult();
                    takenAt = now;
                }

                return picture;
            }
        }
    }

    private const string ListsSql = "SELECT List, Code, LabelEn, LabelKm, SortOrder, ValidTo FROM CodeList";

    private const string ProvincesSql = "SELECT Code, NameEn AS LabelEn, NameKm AS LabelKm, ValidTo FROM Province";

    private const string OccupationsSql = "SELECT Code, LabelEn, LabelKm, ValidTo FROM OccupationGroup";

    private const string SectorsSql = "SELECT Code, LabelEn, LabelKm, ValidTo FROM Sector";

    private const string SkillsSql = "SELECT Id, Code, LabelEn, LabelKm, IsDigital, IsGreen, IsCore FROM Skill";

    private const string CentresSql = "SELECT Id, Code, ProvinceCode, NameEn, NameKm, Latitude, Longitude FROM Centre";

    private async Task<Picture> TakeAsync()
    {
        await using var db = new Database(source, settings);
        return new Picture(
            (await db.QueryAsync<TermRow>(ListsSql)).GroupBy(r => r.List!, StringComparer.Ordinal)
                .ToFrozenDictionary(g => g.Key, g => g.OrderBy(r => r.SortOrder).Select(r => r.Term).ToArray(), StringComparer.Ordinal),
            (await db.QueryAsync<TermRow>(ProvincesSql)).ToFrozenDictionary(r => r.Code, r => r.Term, StringComparer.Ordinal),
            (await db.QueryAsync<TermRow>(OccupationsSql)).ToFrozenDictionary(r => r.Code, r => r.Term, StringComparer.Ordinal),
            (await db.QueryAsync<TermRow>(SectorsSql)).ToFrozenDictionary(r => r.Code, r => r.Term, StringComparer.Ordinal),
            (await db.QueryAsync<SkillRow>(SkillsSql)).ToFrozenDictionary(r => r.Id, r => new SkillTerm(r.Id, r.Code, r.LabelEn, r.LabelKm, r.IsDigital, r.IsGreen, r.IsCore)),
            (await db.QueryAsync<CentreRow>(CentresSql)).ToFrozenDictionary(r => r.Id, r => new CentreTerm(r.Id, r.Code, r.ProvinceCode, r.NameEn, r.NameKm, r.Latitude, r.Longitude)),
            await OccupationStructure.TakeAsync(db, picture?.Structure));
    }

    private sealed record Picture(
        FrozenDictionary<string, Term[]> Lists, FrozenDictionary<string, Term> Provinces, FrozenDictionary<string, Term> Occupations,
        FrozenDictionary<string, Term> Sectors, FrozenDictionary<int, SkillTerm> Skills, FrozenDictionary<Guid, CentreTerm> Centres,
        OccupationStructure Structure);

    private sealed record TermRow
    {
        public string? List { get; init; }

        public required string Code { get; init; }

        public required string LabelEn { get; init; }

        public string? LabelKm { get; init; }

        public int SortOrder { get; init; }

        public DateOnly? ValidTo { get; init; }

        public Term Term => new(Code, LabelEn, LabelKm ?? "", SortOrder, ValidTo is null);
    }

    private sealed record SkillRow
    {
        public required int Id { get; init; }

        public required string Code { get; init; }

        public required string LabelEn { get; init; }

        public required string LabelKm { get; init; }

        public required bool IsDigital { get; init; }

        public required bool IsGreen { get; init; }

        public required bool IsCore { get; init; }
    }

    private sealed record CentreRow
    {
        public required Guid Id { get; init; }

        public required string Code { get; init; }

        public required string ProvinceCode { get; init; }

        public required string NameEn { get; init; }

        public required string NameKm { get; init; }

        public required double Latitude { get; init; }

        public required double Longitude { get; init; }
    }
}
