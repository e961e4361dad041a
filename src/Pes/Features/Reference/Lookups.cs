using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Platform.Web;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>A suggestion under a field.</summary>
public sealed record Suggestion(string Value, string Text, string? Hint = null);

/// <summary>Suggestions from code lists, in the reader's language, for anybody signed in; no personal data passes here.</summary>
public static class Lookups
{
    private const int Most = 12;
    private const int LongestQuestion = 100;

    private const string PlacesSql = """
        SELECT p.Code, p.NameEn, p.NameKm, p.ProvinceCode, p.FoldedEn, p.FoldedKm
        FROM Place p
        WHERE p.ValidTo IS NULL
          AND ((@ParentCode IS NOT NULL AND p.ParentCode = @ParentCode) OR (@ParentCode IS NULL AND p.Level = 2))
          AND (@Key = '' OR CHARINDEX(@Key, p.FoldedEn) > 0 OR CHARINDEX(@Key, p.FoldedKm) > 0)
        ORDER BY p.Code
        OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public static void Map(IEndpointRouteBuilder app)
    {
        var lookups = app.MapGroup("/lookups").ExcludeFromDescription().RequireAuthorization(new AllowsAttribute(
            Role.Counsellor, Role.CentreManager, Role.Employer, Role.Jobseeker, Role.Monitor, Role.Trainer, Role.Administrator, Role.Auditor));
        lookups.MapGet("/occupations", (string? q, OccupationFinder finder, Vocabulary vocabulary) =>
            finder.Find(Cut(q), Most).Select(f => new Suggestion(f.Code, vocabulary.Occupation(f.Code), f.Title.Length > 0 ? $"{f.Code} · {f.Title}" : f.Code)));
        lookups.MapGet("/skills", (string? q, SkillFinding skills, Vocabulary vocabulary) =>
            skills.Find(Cut(q), Most).Select(id => new Suggestion(id.ToString(System.Globalization.CultureInfo.InvariantCulture), vocabulary.Skill(id))));
        lookups.MapGet("/places", async (string? q, string? parent, Database db, Vocabulary vocabulary, CancellationToken ct) =>
        {
            var args = new { ParentCode = string.IsNullOrEmpty(parent) ? null : parent, Key = KhmerText.FoldKey(Cut(q)), Skip = 0, Take = Most };
            return (await db.QueryAsync<PlaceRow>(PlacesSql, args, ct))
                .Select(p => new Suggestion(p.Code, RequestLanguage.IsKhmer ? p.NameKm : p.NameEn, vocabulary.Province(p.ProvinceCode)));
        });
    }

    private static string Cut(string? text) => KhmerText.SafeCut(text ?? "", LongestQuestion);

    private sealed record PlaceRow
    {
        public required string Code { get; init; }

        public required string NameEn { get; init; }

        public required string NameKm { get; init; }

        public required string ProvinceCode { get; init; }
    }
}
