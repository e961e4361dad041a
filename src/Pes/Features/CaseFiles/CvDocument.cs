using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Pes.Features.CaseFiles;

/// <summary>
/// A CV as it is kept and sent: UTF-8 JSON of schema 1, camelCase, codes of the code lists, ISO dates. It never holds
/// sex, birth date, priority groups, accommodations, identity numbers, the street or the wage asked.
/// </summary>
public sealed record CvDocument
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required string FamilyName { get; init; }

    public required string GivenName { get; init; }

    public string? FamilyNameLatin { get; init; }

    public string? GivenNameLatin { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    /// <summary>Codes of Province and of a district in Place.</summary>
    public string? ProvinceCode { get; init; }

    public string? DistrictCode { get; init; }

    /// <summary>The highest level, a code of list education.</summary>
    public string? EducationCode { get; init; }

    public IReadOnlyList<EducationRow> Education { get; init; } = [];

    public IReadOnlyList<WorkHistoryRow> WorkHistory { get; init; } = [];

    public IReadOnlyList<SkillRow> Skills { get; init; } = [];

    public IReadOnlyList<LanguageRow> Languages { get; init; } = [];

    public IReadOnlyList<LicenceRow> Licences { get; init; } = [];

    public IReadOnlyList<CertificateRow> Certificates { get; init; } = [];

    /// <summary>ISCO-08 unit groups she looks for, the most wanted first.</summary>
    public IReadOnlyList<string> WishOccupations { get; init; } = [];

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Khmer, UnicodeRanges.KhmerSymbols),
    };

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="JsonException">The bytes are no CV of a known schema.</exception>
    public static CvDocument Parse(byte[] bytes) =>
        JsonSerializer.Deserialize<CvDocument>(bytes, Json) is { Schema: CurrentSchema } document ? document : throw new JsonException("Not a CV of schema 1.");
}
