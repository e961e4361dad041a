using System.Text.Json;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Text;
using Pes.Ranking;

namespace Pes.Features.Matching;

/// <summary>How an employer answers referrals: share within 7 days per mille, and median days.</summary>
internal sealed record EmployerAnswering(ushort PerMille, ushort? MedianDays);

/// <summary>What a profile takes from elsewhere than its vacancy: where places are, what is pending, how employers answer, what the law requires.</summary>
internal sealed class VacancySurroundings
{
    private const int AnswerDays = 7;

    private const int HistoryDays = 365;

    // Districts lie in provinces.
    private const string PointsSql = """
        SELECT pr.Code, pr.Latitude, pr.Longitude, 0 FROM Province pr
        UNION ALL
        SELECT d.Code, d.Latitude, d.Longitude, 1 FROM Place d WHERE d.ParentCode IN (SELECT pr.Code FROM Province pr) AND d.Latitude IS NOT NULL
        """;

    private const string PendingSql = "SELECT VacancyId, COUNT(*) FROM Referral WHERE Status IN ('sent', 'invited') GROUP BY VacancyId";

    private const string SomePendingSql = "SELECT VacancyId, COUNT(*) FROM Referral WHERE Status IN ('sent', 'invited') AND VacancyId IN (SELECT value FROM OPENJSON(@Ids)) GROUP BY VacancyId";

    private const string AnswersSql = """
        SELECT v.EmployerId, r.SentAt, r.AnsweredAt, r.AnswerDueOn
        FROM Referral r
        JOIN Vacancy v ON v.Id = r.VacancyId
        WHERE r.SentAt >= @Since AND r.ConsentWithdrawnAt IS NULL
        """;

    private const string SomeAnswersSql = $"{AnswersSql} AND v.EmployerId IN (SELECT o.EmployerId FROM Vacancy o WHERE o.Id IN (SELECT value FROM OPENJSON(@Ids)))";

    private readonly Dictionary<int, GeoPoint?> provinces = [];
    private readonly Dictionary<int, GeoPoint?> districts = [];
    private readonly Dictionary<Guid, int> pending = [];
    private Dictionary<Guid, EmployerAnswering> answering = [];

    /// <summary>Licences that the law requires today.</summary>
    public required RegulatedOccupations Law { get; init; }

    /// <summary>Where work is: in a district where that is known by coordinates, else somewhere in a province.</summary>
    public WorkSite SiteOf(int province, int district) =>
        districts.TryGetValue(district, out var point) ? new(point, (byte)province) : new(provinces.GetValueOrDefault(province), (byte)province, IsWholeProvince: province != 0);

    /// <summary>Referrals that wait for an answer or an outcome.</summary>
    public ushort PendingOf(Guid vacancyId) => (ushort)Math.Clamp(pending.GetValueOrDefault(vacancyId), 0, ushort.MaxValue);

    /// <summary>Null where there is no history.</summary>
    public EmployerAnswering? AnsweringOf(Guid employerId) => answering.GetValueOrDefault(employerId);

    /// <param name="vacancyIds">Null: of all, since reading a table from end to end is many times faster than looking rows up by id.</param>
    public static async Task<VacancySurroundings> ReadAsync(Database db, IReadOnlyCollection<Guid>? vacancyIds, DateOnly today, CancellationToken ct)
    {
        var around = new VacancySurroundings { Law = await RegulatedOccupations.ReadAsync(db, today, ct) };
        var args = new { Ids = JsonSerializer.Serialize(vacancyIds ?? []), Since = Formats.BeginsUtc(today.AddDays(-HistoryDays)) };
        await db.ReadAsync(PointsSql, null, around.AddPoint, ct);
        await db.ReadAsync(vacancyIds is null ? PendingSql : SomePendingSql, args, r => around.pending[r.Id(0)] = r.Number(1), ct);
        around.answering = AnsweringOf(await db.QueryAsync<Answer>(vacancyIds is null ? AnswersSql : SomeAnswersSql, args, ct), today);
        return around;
    }

    private void AddPoint(RowReader row)
    {
        var point = RankingCodes.Point(row.RealOrNull(1), row.RealOrNull(2));
        if (row.Number(3) == 1)
        {
            districts[RankingCodes.District(row.Text(0))] = point;
        }
        else
        {
            provinces[RankingCodes.Province(row.Text(0))] = point;
        }
    }

    private static Dictionary<Guid, EmployerAnswering> AnsweringOf(IReadOnlyList<Answer> answers, DateOnly today) =>
        answers.Where(r => r.AnsweredAt is not null || r.AnswerDueOn < today).GroupBy(r => r.EmployerId).ToDictionary(g => g.Key, g =>
        {
            var days = g.Where(r => r.AnsweredAt is not null).Select(r => (int)(r.AnsweredAt!.Value - r.SentAt).TotalDays).Order().ToList();
            return new EmployerAnswering((ushort)(1_000 * days.Count(d => d < AnswerDays) / g.Count()), days.Count == 0 ? null : (ushort)Math.Clamp(days[days.Count / 2], 0, ushort.MaxValue));
        });

    private sealed record Answer
    {
        public required Guid EmployerId { get; init; }

        public required DateTime SentAt { get; init; }

        public required DateTime? AnsweredAt { get; init; }

        public required DateOnly AnswerDueOn { get; init; }
    }
}
