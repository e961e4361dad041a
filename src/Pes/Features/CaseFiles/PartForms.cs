using System.Globalization;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Text;

namespace Pes.Features.CaseFiles;

/// <summary>One column of a list's form: the field of its row, a key of CaseFileWords with the same name in kebab case, and how it is asked.</summary>
/// <param name="Type">text, date, number, select, suggest (a text with suggestions) or checkbox.</param>
/// <param name="Choices">Codes and labels of a select; labels alone for suggestions.</param>
internal sealed record PartColumn(string Field, string Type, IEnumerable<(string Code, string Label)>? Choices = null);

/// <summary>How a list of the profile is edited on a page: its columns, its rows as typed, and the command made of them.</summary>
/// <param name="Property">Of the command, in front of the fields of its refusals.</param>
/// <param name="Blank">How many empty rows invite a new entry.</param>
internal sealed record PartForm(
    string Property, PartColumn[] Columns, int Blank, Func<CaseFileView, IEnumerable<string?[]>> Read, Func<Guid, int, IReadOnlyList<string?[]>, ICommand<Done>> Command);

/// <summary>The forms of the profile's lists by the stable word of each.</summary>
public sealed class PartForms(Vocabulary vocabulary, OccupationFinder occupations, SkillFinding skills, IStringLocalizer<CaseFileWords> words)
{
    internal PartForm? Find(string part) => part switch
    {
        "skills" => new(
            "Skills",
            [new("SkillId", "suggest", Labels(vocabulary.Skills.Values.Where(s => s.IsOwn).Select(s => s.Label))), new("Level", "select", Codes("skill-level"))],
            4,
            view => view.Skills.Select(r => new[] { vocabulary.Skill(r.SkillId), Text(r.Level) }),
            (id, version, rows) => new ChangeSkills.Command
            {
                CaseFileId = id,
                Version = version,
                Skills = [.. rows.Select(r => new SkillRow { SkillId = SkillOf(r[0]), Level = Whole(r[1]) ?? 0 })],
            }),
        "work-history" => new(
            "Jobs",
            [
                new("Title", "text"), new("IscoCode", "suggest", Labels(vocabulary.Occupations.Values.Where(o => o.Code.Length == 4).Select(o => o.Label))),
                new("EmployerName", "text"), new("Country", "select", [("KH", words["cambodia"].Value), .. Codes("return-country").Where(c => c.Item1.Length == 2)]),
                new("StartedOn", "date"), new("EndedOn", "date"),
            ],
            1,
            view => view.Jobs.Select(r => new[] { r.Title, vocabulary.Occupation(r.IscoCode), r.EmployerName, r.Country, Text(r.StartedOn), Text(r.EndedOn) }),
            (id, version, rows) => new ChangeWorkHistory.Command
            {
                CaseFileId = id,
                Version = version,
                Jobs = [.. rows.Select(r => new WorkHistoryRow
                {
                    Title = r[0] ?? r[1] ?? "",
                    IscoCode = OccupationOf(r[1] ?? r[0]),
                    EmployerName = r[2],
                    Country = r[3] ?? "KH",
                    StartedOn = FlexibleDate.Parse(r[4]) ?? default,
                    EndedOn = FlexibleDate.Parse(r[5]),
                })],
            }),
        "education" => new(
            "Schools",
            [new("LevelCode", "select", Codes("education")), new("Field", "text"), new("Institution", "text"), new("FinishedYear", "number")],
            1,
            view => view.Schools.Select(r => new[] { r.LevelCode, r.Field, r.Institution, Text(r.FinishedYear) }),
            (id, version, rows) => new ChangeEducation.Command
            {
                CaseFileId = id,
                Version = version,
                Schools = [.. rows.Select(r => new EducationRow { LevelCode = r[0] ?? "", Field = r[1], Institution = r[2], FinishedYear = Whole(r[3]) })],
            }),
        "languages" => new(
            "Languages",
            [
                new("LanguageCode", "select", Codes("language")),
                new("Level", "select", vocabulary.Choices("language-level").Select(t => (Text(t.SortOrder)!, t.Label))),
            ],
            3,
            view => view.Languages.Select(r => new[] { r.LanguageCode, Text(r.Level) }),
            (id, version, rows) => new ChangeLanguages.Command
            {
                CaseFileId = id,
                Version = version,
                Languages = [.. rows.Select(r => new LanguageRow { LanguageCode = r[0] ?? "", Level = Whole(r[1]) ?? 0 })],
            }),
        "licences" => new(
            "Licences",
            [new("LicenceCode", "select", Codes("licence")), new("ExpiresOn", "date")],
            2,
            view => view.Licences.Select(r => new[] { r.LicenceCode, Text(r.ExpiresOn) }),
            (id, version, rows) => new ChangeLicences.Command
            {
                CaseFileId = id,
                Version = version,
                Licences = [.. rows.Select(r => new LicenceRow { LicenceCode = r[0] ?? "", ExpiresOn = FlexibleDate.Parse(r[1]) })],
            }),
        "certificates" => new(
            "Certificates",
            [new("Name", "text"), new("Issuer", "text"), new("CqfLevel", "select", Codes("cqf")), new("IssuedOn", "date")],
            1,
            view => view.Certificates.Select(r => new[] { r.Name, r.Issuer, Text(r.CqfLevel), Text(r.IssuedOn) }),
            (id, version, rows) => new ChangeCertificates.Command
            {
                CaseFileId = id,
                Version = version,
                Certificates = [.. rows.Select(r => new CertificateRow { Name = r[0] ?? "", Issuer = r[1], CqfLevel = Whole(r[2]), IssuedOn = FlexibleDate.Parse(r[3]) })],
            }),
        "accommodations" => new(
            "Needs",
            [new("AccommodationCode", "select", Codes("accommodation")), new("UseAsFilter", "checkbox")],
            2,
            view => view.Needs.Select(r => new[] { r.AccommodationCode, r.UseAsFilter ? "true" : null }),
            (id, version, rows) => new ChangeAccommodations.Command
            {
                CaseFileId = id,
                Version = version,
                Needs = [.. rows.Select(r => new AccommodationRow { AccommodationCode = r[0] ?? "", UseAsFilter = r[1] == "true" })],
            }),
        "priority-groups" => new(
            "Groups",
            [new("GroupCode", "select", Codes("priority-group"))],
            2,
            view => view.PriorityGroups.Select(g => new[] { g }),
            (id, version, rows) => new ChangePriorityGroups.Command { CaseFileId = id, Version = version, Groups = [.. rows.Select(r => r[0] ?? "")] }),
        _ => null,
    };

    /// <summary>A cell that says nothing valid although something was typed.</summary>
    internal static bool IsUnreadable(PartColumn column, string? typed) => typed is not null && column.Type switch
    {
        "date" => FlexibleDate.Parse(typed) is null,
        "number" => Whole(typed) is null,
        _ => false,
    };

    private IEnumerable<(string, string)> Codes(string list) => vocabulary.Choices(list).Select(t => (t.Code, t.Label));

    private static IEnumerable<(string, string)> Labels(IEnumerable<string> labels) => labels.Order(StringComparer.Ordinal).Select(l => (l, l));

    private int SkillOf(string? typed) => vocabulary.Skills.Values.FirstOrDefault(s => s.LabelEn == typed || s.LabelKm == typed)?.Id
        ?? (typed is not null && skills.Find(typed, 1) is [var best, ..] ? best : 0);

    private string? OccupationOf(string? typed) =>
        typed is null ? null
        : vocabulary.Occupations.Values.FirstOrDefault(o => o.Code.Length == 4 && (o.LabelEn == typed || o.LabelKm == typed))?.Code
            ?? occupations.Find(typed, 1).Select(f => f.Code).FirstOrDefault();

    private static int? Whole(string? typed) => int.TryParse(Formats.AsciiDigits(typed ?? "").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : null;

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(DateOnly? date) => date?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}

/// <summary>A date as people know it of long ago: a year, a month and a year, or a whole date, in either digit set; what is missing is the first.</summary>
internal static class FlexibleDate
{
    private static readonly char[] Separators = ['/', '-', '.', ' '];

    public static DateOnly? Parse(string? typed)
    {
        int[] numbers = [.. Formats.AsciiDigits(typed ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries)
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)];
        return numbers switch
        {
            [var year] => Date(year, 1, 1),
            [var month, var year] => Date(year, month, 1),
            [> 31 and var year, var month, var day] => Date(year, month, day),
            [var day, var month, var year] => Date(year, month, day),
            _ => null,
        };
    }

    private static DateOnly? Date(int year, int month, int day) =>
        year is >= 1900 and <= 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
}
