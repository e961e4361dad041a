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

    public static void Map(IEndpointRouteBuilder app)
    {
        var lookups = app.MapGroup("/lookups").ExcludeFromDescription().RequireAuthorization(new AllowsAttribute(
            Role.Counsellor, Role.CentreManager, Role.Employer, Role.Jobseeker, Role.Monitor, Role.Trainer, Role.Administrator, Role.Auditor));
        lookups.Get("/occupations", (string? q, OccupationFinder finder, Vocabulary vocabulary) =>
            finder.Find(Cut(q), Most).Select(f => new Suggestion(f.Code, vocabulary.Occupation(f.Code), f.Title.Length > 0 ? $"{f.Code} · {f.Title}" : f.Code)));
        lookups.Get("/skills", (string? q, SkillFinding skills, Vocabulary vocabulary) =>
            skills.Find(Cut(q), Most).Select(id => new Suggestion(id.ToString(System.Globalization.CultureInfo.InvariantCulture), vocabulary.Skill(id))));
    }

    private static string Cut(string? text) => KhmerText.SafeCut(text ?? "", LongestQuestion);
}
