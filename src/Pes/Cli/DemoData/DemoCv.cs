using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Pes.Cli.DemoData;

/// <summary>The CV that is kept and sent, in the form of CvDocument of the case files, schema 1.</summary>
internal sealed class DemoCv
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Khmer, UnicodeRanges.KhmerSymbols),
    };

    public required string ProvinceCode { get; init; }

    public required string EducationCode { get; init; }

    public required IReadOnlyList<string> WishOccupations { get; init; }

    public List<(int SkillId, int Level)> Skills { get; } = [];

    public List<(string Code, int Level)> Languages { get; } = [];

    public List<string> Licences { get; } = [];

    public List<(string Level, int Year)> Education { get; } = [];

    public List<(string Isco, string Title, string Employer, string Country, DateOnly From, DateOnly To)> Work { get; } = [];

    public byte[] Of(DemoName family, DemoName given) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            Schema = 1,
            FamilyName = family.Khmer,
            GivenName = given.Khmer,
            FamilyNameLatin = family.Latin,
            GivenNameLatin = given.Latin,
            ProvinceCode,
            EducationCode,
            Education = Education.Select(e => new { LevelCode = e.Level, FinishedYear = e.Year }),
            WorkHistory = Work.Select(w => new { IscoCode = w.Isco, w.Title, EmployerName = w.Employer, w.Country, StartedOn = w.From, EndedOn = w.To }),
            Skills = Skills.Select(s => new { s.SkillId, s.Level }),
            Languages = Languages.Select(l => new { LanguageCode = l.Code, l.Level }),
            Licences = Licences.Select(code => new { LicenceCode = code }),
            WishOccupations,
        },
        Json);
}
