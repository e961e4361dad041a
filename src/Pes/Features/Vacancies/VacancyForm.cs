using System.Globalization;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Text;

namespace Pes.Features.Vacancies;

/// <summary>A vacancy as it is typed: words where the content holds codes.</summary>
public sealed class VacancyForm
{
    private const int SkillLines = 4;
    private const int LineCount = 3;
    private const int CentsADollar = 100;

    public string? TitleKm { get; set; }

    public string? TitleEn { get; set; }

    public string? TextKm { get; set; }

    public string? TextEn { get; set; }

    public string? Occupation { get; set; }

    public int Openings { get; set; } = 1;

    public IList<PlaceFields> Places { get; set; } = [];

    public IList<string?> EssentialSkills { get; set; } = [];

    public IList<string?> UsefulSkills { get; set; } = [];

    public string? EducationCode { get; set; }

    public int? ExperienceMonths { get; set; }

    public IList<LanguageLine> Languages { get; set; } = [];

    public IList<string> Licences { get; set; } = [];

    public string? WageFrom { get; set; }

    public string? WageTo { get; set; }

    public string? WageCurrency { get; set; } = "KHR";

    public string? WagePeriod { get; set; } = "month";

    public string? HoursCode { get; set; }

    public string? ContractCode { get; set; }

    public IList<string> Accommodations { get; set; } = [];

    public bool IsHazardous { get; set; }

    public DateOnly? ClosesOn { get; set; }

    public static VacancyForm Of(VacancyContent content, Vocabulary vocabulary) => new()
    {
        TitleKm = content.TitleKm,
        TitleEn = content.TitleEn,
        TextKm = content.TextKm,
        TextEn = content.TextEn,
        Occupation = vocabulary.Occupation(content.IscoCode),
        Openings = content.Openings,
        Places = [.. content.Places.Select(p => new PlaceFields { ProvinceCode = p.ProvinceCode, DistrictCode = p.DistrictCode })],
        EssentialSkills = [.. content.EssentialSkills.Select(vocabulary.Skill)],
        UsefulSkills = [.. content.UsefulSkills.Select(vocabulary.Skill)],
        EducationCode = content.EducationCode,
        ExperienceMonths = content.ExperienceMonths,
        Languages = [.. content.Languages.Select(l => new LanguageLine { LanguageCode = l.LanguageCode, Level = l.Level })],
        Licences = [.. content.Licences],
        WageFrom = Amount(content.WageFrom, content.WageCurrency),
        WageTo = Amount(content.WageTo, content.WageCurrency),
        WageCurrency = content.WageCurrency ?? "KHR",
        WagePeriod = content.WagePeriod ?? "month",
        HoursCode = content.HoursCode,
        ContractCode = content.ContractCode,
        Accommodations = [.. content.Accommodations],
        IsHazardous = content.IsHazardous,
        ClosesOn = content.ClosesOn,
    };

    /// <summary>Empty lines at the end, so that there is always room for more.</summary>
    public VacancyForm WithRoom()
    {
        Fill(Places, LineCount, () => new PlaceFields());
        Fill(Languages, LineCount, () => new LanguageLine());
        Fill(EssentialSkills, SkillLines, () => null);
        Fill(UsefulSkills, SkillLines, () => null);
        return this;

        static void Fill<T>(IList<T> lines, int least, Func<T> empty)
        {
            var wanted = Math.Max(least, lines.Count + 1);
            while (lines.Count < wanted)
            {
                lines.Add(empty());
            }
        }
    }

    /// <summary>The content that was meant, and what could not be understood, by field of this form.</summary>
    public (VacancyContent Content, IReadOnlyList<FieldError> Errors) Read(OccupationFinder occupations, SkillFinding skills)
    {
        List<FieldError> errors = [];
        string? isco = null;
        if (!string.IsNullOrWhiteSpace(Occupation) && (isco = occupations.Exactly(Occupation)) is null)
        {
            errors.Add(new("Content.Occupation", "unknown-occupation"));
        }

        var content = new VacancyContent
        {
            TitleKm = TitleKm,
            TitleEn = TitleEn,
            TextKm = TextKm,
            TextEn = TextEn,
            IscoCode = isco,
            Openings = Openings,
            Places = [.. ReadPlaces(errors)],
            EssentialSkills = [.. ReadSkills(nameof(EssentialSkills), EssentialSkills, skills, errors)],
            UsefulSkills = [.. ReadSkills(nameof(UsefulSkills), UsefulSkills, skills, errors)],
            EducationCode = EducationCode,
            ExperienceMonths = ExperienceMonths,
            Languages = [.. Languages.Where(l => !string.IsNullOrEmpty(l.LanguageCode)).Select(l => new LanguageAsked { LanguageCode = l.LanguageCode!, Level = l.Level ?? 1 })],
            Licences = [.. Licences],
            WageFrom = ReadAmount(nameof(WageFrom), WageFrom, errors),
            WageTo = ReadAmount(nameof(WageTo), WageTo, errors),
            WageCurrency = WageCurrency,
            WagePeriod = WagePeriod,
            HoursCode = HoursCode,
            ContractCode = ContractCode,
            Accommodations = [.. Accommodations],
            IsHazardous = IsHazardous,
            ClosesOn = ClosesOn ?? default,
        };
        return (content, errors);
    }

    private IEnumerable<WorkPlace> ReadPlaces(List<FieldError> errors)
    {
        for (var i = 0; i < Places.Count; i++)
        {
            if (Places[i].ProvinceCode is not { Length: > 0 } province)
            {
                continue;
            }

            if (Places[i].Broken is not null)
            {
                errors.Add(new(string.Create(CultureInfo.InvariantCulture, $"Content.Places[{i}].DistrictCode"), "unknown-district"));
            }

            yield return new WorkPlace { ProvinceCode = province, DistrictCode = string.IsNullOrEmpty(Places[i].DistrictCode) ? null : Places[i].DistrictCode };
        }
    }

    private static IEnumerable<int> ReadSkills(string field, IList<string?> lines, SkillFinding skills, List<FieldError> errors)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
            {
                continue;
            }

            if (skills.Exactly(lines[i]!) is { } id)
            {
                yield return id;
            }
            else
            {
                errors.Add(new(string.Create(CultureInfo.InvariantCulture, $"Content.{field}[{i}]"), "unknown-skill", lines[i]!.Trim()));
            }
        }
    }

    private long? ReadAmount(string field, string? typed, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        var text = Formats.AsciiDigits(typed).Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        var unit = WageCurrency == "USD" ? CentsADollar : 1;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= 1_000_000_000
            && decimal.IsInteger(amount * unit))
        {
            return (long)(amount * unit);
        }

        errors.Add(new($"Content.{field}", "not-an-amount"));
        return null;
    }

    private static string? Amount(long? stored, string? currency) => stored is not { } amount
        ? null
        : currency == "USD" ? (amount / (decimal)CentsADollar).ToString("0.##", CultureInfo.InvariantCulture) : amount.ToString(CultureInfo.InvariantCulture);

    public sealed class LanguageLine
    {
        public string? LanguageCode { get; set; }

        public int? Level { get; set; }
    }
}
