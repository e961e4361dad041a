using System.Text.Json.Serialization;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>A case file as its officers see it.</summary>
public sealed record CaseFileView
{
    public required CaseFileHead File { get; init; }

    public required PersonPart Person { get; init; }

    /// <summary>The places of the address, village first.</summary>
    public required IReadOnlyList<PlaceName> Places { get; init; }

    public required IReadOnlyList<IdentityView> Identities { get; init; }

    /// <summary>Every consent ever given, newest first.</summary>
    public required IReadOnlyList<ConsentView> Consents { get; init; }

    public required WishPart Wish { get; init; }

    public required IReadOnlyList<SkillRow> Skills { get; init; }

    public required IReadOnlyList<WorkHistoryRow> Jobs { get; init; }

    public required IReadOnlyList<EducationRow> Schools { get; init; }

    public required IReadOnlyList<LanguageRow> Languages { get; init; }

    public required IReadOnlyList<LicenceRow> Licences { get; init; }

    public required IReadOnlyList<CertificateRow> Certificates { get; init; }

    public required IReadOnlyList<AccommodationRow> Needs { get; init; }

    public required IReadOnlyList<string> PriorityGroups { get; init; }

    /// <summary>Of each list (skills, work-history, education …); a list that is missing has version 0.</summary>
    public required IReadOnlyDictionary<string, int> Versions { get; init; }

    /// <summary>Newest first, at most 200.</summary>
    public required IReadOnlyList<CaseEventView> Events { get; init; }

    public IReadOnlyList<NextStep> NextSteps { get; init; } = [];

    public bool HasConsent(string purpose) => Consents.Any(c => c.Purpose == purpose && c.WithdrawnAt is null);

    public int VersionOf(string part) => Versions.GetValueOrDefault(part);
}

public sealed record CaseFileHead
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required Guid PersonId { get; init; }

    public required Guid CentreId { get; init; }

    public required Guid? CounsellorId { get; init; }

    public required string? CounsellorName { get; init; }

    /// <summary>open or closed.</summary>
    public required string Status { get; init; }

    public required DateTime OpenedAt { get; init; }

    public required DateTime? ClosedAt { get; init; }

    /// <summary>A code of list exit-reason.</summary>
    public required string? ClosedReason { get; init; }

    public required int Version { get; init; }
}

/// <summary>A place of the gazetteer in both languages.</summary>
public sealed record PlaceName
{
    internal const string ReadSql = """
        SELECT Code, NameEn, NameKm, TypeEn, TypeKm FROM Place WHERE Code IN (@DistrictCode, @CommuneCode, @VillageCode) ORDER BY Level DESC
        """;

    public required string Code { get; init; }

    public required string NameEn { get; init; }

    public required string NameKm { get; init; }

    public required string TypeEn { get; init; }

    public required string TypeKm { get; init; }

    /// <summary>ឃុំស្វាយអាត់; Svay At commune.</summary>
    [JsonIgnore]
    public string Shown => RequestLanguage.IsKhmer ? TypeKm + NameKm : $"{NameEn} {TypeEn}";
}

/// <param name="Kind">A code of list identity-document.</param>
/// <param name="Masked">All but the last three characters hidden; null where it cannot be read any more.</param>
public sealed record IdentityView(string Kind, string? Masked);

public sealed record ConsentView
{
    public required string Purpose { get; init; }

    public required DateTime GivenAt { get; init; }

    public required DateTime? WithdrawnAt { get; init; }
}

public sealed record CaseEventView
{
    public required Guid Id { get; init; }

    public required DateTime At { get; init; }

    /// <summary>A key of CaseFileWords without its <c>event-</c>.</summary>
    public required string Kind { get; init; }

    public required Guid AccountId { get; init; }

    public required string? AccountName { get; init; }

    public required Guid? SubjectId { get; init; }

    public required string? Note { get; init; }

    public required Guid? VacancyId { get; init; }

    [JsonIgnore]
    public string? VacancyTitleKm { get; init; }

    [JsonIgnore]
    public string? VacancyTitleEn { get; init; }

    [JsonIgnore]
    public string? EmployerNameKm { get; init; }

    [JsonIgnore]
    public string? EmployerNameEn { get; init; }

    /// <summary>Title and employer of the vacancy it is about, in the reader's language.</summary>
    public string? Vacancy => VacancyId is null
        ? null
        : string.Join(" — ", new[] { RequestLanguage.IsKhmer ? EmployerNameKm : EmployerNameEn, RequestLanguage.IsKhmer ? VacancyTitleKm : VacancyTitleEn }.Where(t => !string.IsNullOrEmpty(t)));
}
