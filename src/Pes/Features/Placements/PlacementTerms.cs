using Pes.Platform.Data;

namespace Pes.Features.Placements;

/// <summary>What one version of a placement says; two writers compare it field by field.</summary>
/// <param name="MonthlyWageKhr">Whole riel a month.</param>
public sealed record PlacementTerms(DateOnly StartsOn, long? MonthlyWageKhr, int? HoursPerWeek, string? ContractCode, string EvidenceGrade)
{
    public const long LowestWageKhr = 10_000;

    public const long HighestWageKhr = 100_000_000;

    public const int MostHoursPerWeek = 84;

    /// <summary>A start farther ahead is a plan, not a placement.</summary>
    public const int MostDaysAhead = 90;

    private const string InsertSql = """
        INSERT INTO PlacementVersion (PlacementId, Number, IsCurrent, StartsOn, MonthlyWageKhr, HoursPerWeek, ContractCode, EvidenceGrade, Reason, RecordedBy, RecordedAt)
        VALUES (@PlacementId, @Number, 1, @StartsOn, @MonthlyWageKhr, @HoursPerWeek, @ContractCode, @EvidenceGrade, @Reason, @RecordedBy, @Now)
        """;

    internal Task InsertAsync(Database db, Guid placementId, int number, string? reason, Guid recordedBy, DateTime now, CancellationToken ct) => db.ExecuteAsync(
        InsertSql,
        new
        {
            PlacementId = placementId,
            Number = number,
            StartsOn,
            MonthlyWageKhr,
            HoursPerWeek,
            ContractCode,
            EvidenceGrade,
            Reason = reason,
            RecordedBy = recordedBy,
            Now = now,
        },
        ct);
}

/// <summary>When a placed jobseeker is asked how it goes.</summary>
public static class FollowUpDates
{
    /// <summary>A follow-up counts from this many days before its date to as many after.</summary>
    public const int WindowDays = 15;

    public static readonly IReadOnlyList<int> Months = [1, 3, 6, 12];

    public static IEnumerable<(int Months, DateOnly DueOn)> For(DateOnly startsOn) => Months.Select(m => (m, startsOn.AddMonths(m)));
}
