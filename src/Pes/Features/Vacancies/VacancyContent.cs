using FluentValidation;
using Pes.Features.Reference;
using Pes.Ranking.Text;

namespace Pes.Features.Vacancies;

/// <summary>Where the work is: a province, and its district where it is known.</summary>
public sealed record WorkPlace
{
    /// <summary>Two digits.</summary>
    public required string ProvinceCode { get; init; }

    /// <summary>Four digits of the gazetteer.</summary>
    public string? DistrictCode { get; init; }

    public override string ToString() => DistrictCode ?? ProvinceCode;
}

/// <summary>A language that the work asks for, with its level from 1 (basic) to 5 (native).</summary>
public sealed record LanguageAsked
{
    public required string LanguageCode { get; init; }

    public required int Level { get; init; }

    public override string ToString() => $"{LanguageCode} {Level}";
}

/// <summary>What a vacancy says: all that its author writes and nothing that the process sets.</summary>
public sealed record VacancyContent
{
    public string? TitleEn { get; init; }

    public string? TitleKm { get; init; }

    public string? TextEn { get; init; }

    public string? TextKm { get; init; }

    /// <summary>ISCO-08 unit group, four digits; where it is left out the title is coded and the confidence kept.</summary>
    public string? IscoCode { get; init; }

    /// <summary>Number of people wanted.</summary>
    public int Openings { get; init; } = 1;

    public IReadOnlyList<WorkPlace> Places { get; init; } = [];

    /// <summary>Of each kind; a text that names more says nothing by the rest.</summary>
    internal const int MostSkills = 40;

    public IReadOnlyList<int> EssentialSkills { get; init; } = [];

    public IReadOnlyList<int> UsefulSkills { get; init; } = [];

    public string? EducationCode { get; init; }

    public int? ExperienceMonths { get; init; }

    public IReadOnlyList<LanguageAsked> Languages { get; init; } = [];

    public IReadOnlyList<string> Licences { get; init; } = [];

    /// <summary>Whole riel, or cents of a dollar, a period.</summary>
    public long? WageFrom { get; init; }

    public long? WageTo { get; init; }

    /// <summary>KHR or USD.</summary>
    public string? WageCurrency { get; init; }

    public string? WagePeriod { get; init; }

    public string? HoursCode { get; init; }

    public string? ContractCode { get; init; }

    public IReadOnlyList<string> Accommodations { get; init; } = [];

    /// <summary>Work that persons under 18 may not do.</summary>
    public bool IsHazardous { get; init; }

    /// <summary>Last day on which it is open, in Cambodia.</summary>
    public DateOnly ClosesOn { get; init; }

    internal string AllText => string.Join('\n', new[] { TitleEn, TitleKm, TextEn, TextKm }.Where(t => !string.IsNullOrWhiteSpace(t)));

    internal string SearchKey => KhmerText.SafeCut($"{KhmerText.FoldKey(TitleEn ?? "")} {KhmerText.FoldKey(TitleKm ?? "")}".Trim(), 400);

    /// <summary>Titles without the spaces around them, empty texts as none, lists without repeats.</summary>
    internal VacancyContent Tidy() => this with
    {
        TitleEn = Text(TitleEn),
        TitleKm = Text(TitleKm),
        TextEn = Text(TextEn),
        TextKm = Text(TextKm),
        IscoCode = Text(IscoCode),
        EducationCode = Text(EducationCode),
        HoursCode = Text(HoursCode),
        ContractCode = Text(ContractCode),
        WageCurrency = WageFrom is null && WageTo is null ? null : Text(WageCurrency),
        WagePeriod = WageFrom is null && WageTo is null ? null : Text(WagePeriod),
        Places = [.. Places.OrderBy(p => p.ProvinceCode, StringComparer.Ordinal)],
        EssentialSkills = [.. EssentialSkills.Distinct().Order()],
        UsefulSkills = [.. UsefulSkills.Except(EssentialSkills).Order()],
        Languages = [.. Languages.OrderBy(l => l.LanguageCode, StringComparer.Ordinal)],
        Licences = [.. Licences.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        Accommodations = [.. Accommodations.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    };

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What can be wrong with a vacancy's content whatever its state.</summary>
public sealed class VacancyContentValidator : AbstractValidator<VacancyContent>
{
    private const int MostOpenings = 5000;
    private const int MostPlaces = 25;
    private const int LongestText = 20_000;
    private const int LongestExperience = 50 * 12;
    private const long HighestWage = 1_000_000_000;

    public VacancyContentValidator(Vocabulary vocabulary)
    {
        RuleFor(c => c.TitleKm).MaximumLength(200);
        RuleFor(c => c.TitleEn).MaximumLength(200);
        RuleFor(c => c.TitleKm).Must((c, _) => !string.IsNullOrWhiteSpace(c.TitleKm) || !string.IsNullOrWhiteSpace(c.TitleEn)).WithErrorCode("title-in-one-language");
        RuleFor(c => c.TextEn).MaximumLength(LongestText);
        RuleFor(c => c.TextKm).MaximumLength(LongestText);
        RuleFor(c => c.IscoCode).Must(code => string.IsNullOrWhiteSpace(code) || (code.Length == 4 && vocabulary.Occupations.ContainsKey(code))).WithErrorCode("unknown-code");
        RuleFor(c => c.Openings).InclusiveBetween(1, MostOpenings);
        RuleFor(c => c.Places).NotNull().Must(p => p is null || p.Count <= MostPlaces).WithErrorCode("too-many");
        RuleFor(c => c.Places).Must(p => p is null || p.Where(x => x is not null).Select(x => x.ProvinceCode).Distinct(StringComparer.Ordinal).Count() == p.Count).WithErrorCode("province-twice");
        RuleForEach(c => c.Places).Must(p => p?.ProvinceCode is { } code && vocabulary.Provinces.ContainsKey(code)).WithErrorCode("unknown-code");
        RuleForEach(c => c.Places)
            .Must(p => p?.DistrictCode is not { Length: > 0 } district || (district.Length == 4 && district.StartsWith(p.ProvinceCode ?? "?", StringComparison.Ordinal)))
            .WithErrorCode("unknown-code");
        RuleFor(c => c.EssentialSkills).NotNull().Must(s => s is null || s.Count <= VacancyContent.MostSkills).WithErrorCode("too-many");
        RuleForEach(c => c.EssentialSkills).Must(vocabulary.Skills.ContainsKey).WithErrorCode("unknown-code");
        RuleFor(c => c.UsefulSkills).NotNull().Must(s => s is null || s.Count <= VacancyContent.MostSkills).WithErrorCode("too-many");
        RuleForEach(c => c.UsefulSkills).Must(vocabulary.Skills.ContainsKey).WithErrorCode("unknown-code");
        Coded(c => c.EducationCode, "education");
        Coded(c => c.HoursCode, "hours");
        Coded(c => c.ContractCode, "contract");
        Coded(c => c.WageCurrency, "currency");
        Coded(c => c.WagePeriod, "wage-period");
        RuleFor(c => c.ExperienceMonths).InclusiveBetween(0, LongestExperience);
        RuleFor(c => c.Languages).NotNull()
            .Must(l => l is null || l.Where(x => x is not null).Select(x => x.LanguageCode).Distinct(StringComparer.Ordinal).Count() == l.Count).WithErrorCode("language-twice");
        RuleForEach(c => c.Languages).Must(l => l is not null && vocabulary.Has("language", l.LanguageCode) && l.Level is >= 1 and <= 5).WithErrorCode("unknown-code");
        RuleFor(c => c.Licences).NotNull();
        RuleForEach(c => c.Licences).Must(code => vocabulary.Has("licence", code)).WithErrorCode("unknown-code");
        RuleFor(c => c.Accommodations).NotNull();
        RuleForEach(c => c.Accommodations).Must(code => vocabulary.Has("accommodation", code)).WithErrorCode("unknown-code");
        RuleFor(c => c.WageFrom).InclusiveBetween(0, HighestWage);
        RuleFor(c => c.WageTo).InclusiveBetween(0, HighestWage);
        RuleFor(c => c.WageTo).Must((c, to) => to is null || c.WageFrom is null || to >= c.WageFrom).WithErrorCode("wage-band-upside-down");
        RuleFor(c => c.WageCurrency).NotEmpty().When(c => c.WageFrom is not null || c.WageTo is not null);
        RuleFor(c => c.WagePeriod).NotEmpty().When(c => c.WageFrom is not null || c.WageTo is not null);
        RuleFor(c => c.ClosesOn).Must(date => date.Year is >= 2000 and <= 2100).WithErrorCode("NotEmptyValidator");

        void Coded(System.Linq.Expressions.Expression<Func<VacancyContent, string?>> field, string list) =>
            RuleFor(field).Must(code => string.IsNullOrWhiteSpace(code) || vocabulary.Has(list, code)).WithErrorCode("unknown-code");
    }
}
