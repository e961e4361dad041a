using System.Reflection;
using Pes.Platform.Data;

namespace Pes.Cli.DemoData;

// One record a table; property names are column names.
internal sealed record AccountRow(
    Guid Id, string UserName, string NormalisedUserName, string DisplayName, string Role, string ScopeKind, Guid? CentreId, Guid? EmployerId,
    string Language, string? PasswordHash, string SecurityStamp, bool TotpEnabled, int AccessFailedCount, DateTime CreatedAt, int Version);

internal sealed record EmployerRow(
    Guid Id, string NameEn, string NameKm, string NameKey, string NameKmKey, string KindCode, string RegistrationNumber, string SectorCode, string SizeCode, string ProvinceCode,
    string ContactName, string Phone, string Email, string Status, DateTime? VerifiedAt, Guid? VerifiedBy, DateTime CreatedAt, int Version);

internal sealed record VacancyRow(
    Guid Id, string Number, Guid EmployerId, string Status, string? TitleEn, string? TitleKm, string? TextEn, string? TextKm, string SearchKey,
    string IscoCode, double IscoConfidence, int Openings, int Taken, string EducationCode, int ExperienceMonths,
    long? WageFrom, long? WageTo, string? WageCurrency, string? WagePeriod, long? MonthlyWageFromKhr, long? MonthlyWageToKhr,
    string HoursCode, string ContractCode, bool IsHazardous, DateOnly ClosesOn, DateTime PublishedAt, DateTime? ClosedAt, string? CloseReason,
    Guid CreatedBy, DateTime CreatedAt, int Version);

internal sealed record VacancyPlaceRow(Guid VacancyId, string ProvinceCode);

internal sealed record VacancySkillRow(Guid VacancyId, int SkillId, bool IsEssential);

internal sealed record VacancyLanguageRow(Guid VacancyId, string LanguageCode, int Level);

internal sealed record VacancyLicenceRow(Guid VacancyId, string LicenceCode);

internal sealed record VacancyAccommodationRow(Guid VacancyId, string AccommodationCode);

internal sealed record PersonRow(
    Guid Id, string FamilyName, string GivenName, string FamilyNameLatin, string GivenNameLatin, string NameKey, string LatinKey, byte[] SortKey,
    string Sex, DateOnly? BornOn, string? Phone, string Language, string? ProvinceCode, string? EducationCode, DateTime CreatedAt, int Version);

internal sealed record CaseFileRow(
    Guid Id, string Number, Guid PersonId, Guid CentreId, Guid? CounsellorId, string Status, DateTime OpenedAt, DateTime? ClosedAt,
    string? ClosedReason, int Version);

internal sealed record ConsentRow(Guid Id, Guid PersonId, string Purpose, DateTime GivenAt, Guid RecordedBy);

internal sealed record PersonPriorityGroupRow(Guid PersonId, string GroupCode);

internal sealed record EducationRow(Guid Id, Guid PersonId, string LevelCode, int FinishedYear);

internal sealed record WorkHistoryRow(
    Guid Id, Guid PersonId, string IscoCode, string Title, string EmployerName, string Country, DateOnly StartedOn, DateOnly? EndedOn);

internal sealed record PersonSkillRow(Guid PersonId, int SkillId, int Level);

internal sealed record PersonLanguageRow(Guid PersonId, string LanguageCode, int Level);

internal sealed record PersonLicenceRow(Guid PersonId, string LicenceCode);

internal sealed record WishRow(Guid PersonId, long? MinimumWageKhr, string HoursCode, string? ContractCode, bool MayMove, int? MaxDistanceKm, int Version);

internal sealed record WishOccupationRow(Guid PersonId, string IscoCode, int Rank);

internal sealed record WishProvinceRow(Guid PersonId, string ProvinceCode);

internal sealed record AccommodationNeedRow(Guid PersonId, string AccommodationCode, bool UseAsFilter);

internal sealed record CvVersionRow(Guid Id, Guid PersonId, int Number, bool IsCurrent, byte[] Document, DateTime CreatedAt);

internal sealed record CaseEventRow(Guid Id, Guid CaseFileId, DateTime At, string Kind, Guid AccountId, Guid? SubjectId, string? Note);

internal sealed record ReferralRow(
    Guid Id, Guid CaseFileId, Guid VacancyId, Guid CvVersionId, string Reason, string Status, Guid ReferredBy, DateTime SentAt, DateOnly AnswerDueOn,
    DateTime ConsentGivenAt, DateTime? ConsentWithdrawnAt, DateTime? InterviewAt, string? InterviewPlace, DateTime? AnsweredAt, Guid? AnsweredBy, string? RefusalReasonCode, Guid? MatchRunId, int Version);

internal sealed record MatchRunRow(
    Guid Id, string Direction, Guid? CaseFileId, Guid? VacancyId, string ModelVersion, string InputChecksum, byte[] Input, int Considered, DateTime RanAt, Guid AccountId);

internal sealed record MatchRowRow(Guid RunId, int Rank, Guid SubjectId, long Score, int Band, string Reasons);

internal sealed record MatchOpeningRow(Guid RunId, Guid SubjectId, Guid AccountId, DateTime OpenedAt);

internal sealed record MatchActionRow(Guid Id, Guid RunId, Guid CaseFileId, Guid VacancyId, string Action, string? Reason, Guid AccountId, DateTime TakenAt);

internal sealed record PlacementRow(Guid Id, Guid CaseFileId, Guid EmployerId, Guid? VacancyId, Guid? ReferralId, DateTime CreatedAt, int Version);

internal sealed record PlacementVersionRow(
    Guid PlacementId, int Number, bool IsCurrent, DateOnly StartsOn, long? MonthlyWageKhr, int? HoursPerWeek, string? ContractCode,
    string EvidenceGrade, string? Reason, Guid RecordedBy, DateTime RecordedAt);

internal sealed record FollowUpRow(
    Guid Id, Guid PlacementId, int Months, DateOnly DueOn, string? ResultCode, string? ChannelCode, Guid? RecordedBy, DateTime? RecordedAt, int Version);

internal sealed record VacancySeriesRow(int Year, int LastNumber);

internal sealed record NumberSeriesRow(string Series, int LastNumber);

/// <summary>Rows that wait to be written, by table in the order in which they were first added; a table's parent is added before it.</summary>
internal sealed class DemoRows
{
    private readonly List<(Type Type, string Sql, List<object> Rows)> tables = [];

    public int Count { get; private set; }

    /// <summary>Puts the tables of a person in their order of reference, whoever is added first.</summary>
    public DemoRows Order(params ReadOnlySpan<Type> types)
    {
        foreach (var type in types)
        {
            _ = Table(type);
        }

        return this;
    }

    public void Add<TRow>(TRow row)
        where TRow : notnull
    {
        Table(typeof(TRow)).Add(row);
        Count++;
    }

    public async Task WriteAsync(Database db, CancellationToken ct)
    {
        await db.BeginAsync(ct);
        foreach (var (_, sql, rows) in tables)
        {
            if (rows.Count > 0)
            {
                await db.ExecuteAsync(sql, rows, ct);
                rows.Clear();
            }
        }

        await db.CommitAsync(ct);
        Count = 0;
    }

    private List<object> Table(Type type)
    {
        foreach (var table in tables)
        {
            if (table.Type == type)
            {
                return table.Rows;
            }
        }

        List<object> rows = [];
        tables.Add((type, InsertOf(type), rows));
        return rows;
    }

    /// <summary>The statement that writes one row of a record's table.</summary>
    internal static string InsertOf(Type type)
    {
        string[] columns = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name)];
        return $"INSERT INTO {type.Name[..^3]} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(c => "@" + c))})";
    }
}
