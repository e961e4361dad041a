using System.Text.Json;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Text;

namespace Pes.Features.Matching;

/// <summary>
/// What ranking reads of a vacancy itself, made from its tables: whatever changes in it changes the vacancy's version. What moves
/// with others stands beside it (<see cref="VacancySurroundings"/>), and codes keep the form that no list can change.
/// </summary>
internal sealed record VacancyExtract
{
    /// <summary>Goes up by one with every change to what <see cref="Content"/> says, the reading of titles included; kept extracts are then made anew.</summary>
    public const int CurrentFormat = 2;

    private const string RowsSql = """
        SELECT v.Seq, v.Version, v.Status, v.Taken, v.Id, v.EmployerId, v.Openings, v.ClosesOn, v.PublishedAt, v.IscoCode, v.EducationCode,
               v.ExperienceMonths, v.MonthlyWageFromKhr, v.MonthlyWageToKhr, v.HoursCode, v.ContractCode, v.IsHazardous, v.TitleEn, v.TitleKm
        FROM Vacancy v
        """;

    private const string ByIdSql = $"{RowsSql} WHERE v.Id IN (SELECT value FROM OPENJSON(@Ids))";

    private const string BySeqSql = $"{RowsSql} JOIN OPENJSON(@Ids) j ON v.Seq = CAST(j.value AS bigint)";

    public required int Seq { get; init; }

    public required int Version { get; init; }

    public required bool IsLive { get; init; }

    public required int Taken { get; init; }

    /// <summary>In the order in which <see cref="VacancyReading"/> reads it.</summary>
    public required byte[] Content { get; init; }

    public static Task<IReadOnlyList<VacancyExtract>> OfAsync(Database db, IReadOnlyCollection<Guid> vacancyIds, CancellationToken ct) =>
        ReadAsync(db, ByIdSql, JsonSerializer.Serialize(vacancyIds), ct);

    public static Task<IReadOnlyList<VacancyExtract>> OfAsync(Database db, IReadOnlyCollection<int> seqs, CancellationToken ct) =>
        ReadAsync(db, BySeqSql, JsonSerializer.Serialize(seqs), ct);

    private static async Task<IReadOnlyList<VacancyExtract>> ReadAsync(Database db, string sql, string ids, CancellationToken ct)
    {
        List<Row> rows = [];
        await db.ReadAsync(sql, new { Ids = ids }, r => rows.Add(new Row(r)), ct);
        if (rows.Count == 0)
        {
            return [];
        }

        var parts = await VacancyParts.ReadAsync(db, rows.Select(r => r.Id), ct);
        return [.. rows.Select(r => new VacancyExtract { Seq = r.Seq, Version = r.Version, IsLive = r.IsLive, Taken = r.Taken, Content = ContentOf(r, parts) })];
    }

    private static byte[] ContentOf(Row v, VacancyParts parts)
    {
        var content = new ExtractWriter();
        content.Add(v.Id);
        content.Add(v.EmployerId);
        content.Add(v.Openings);
        content.Add(v.ClosesOn.DayNumber);
        content.AddOptional(v.PublishedAt is { } at ? DateOnly.FromDateTime(Formats.InCambodia(at)).DayNumber : null);
        content.Add(RankingCodes.Occupation(v.IscoCode));
        content.AddAscending(parts.EssentialSkills[v.Id]);
        content.AddAscending(parts.UsefulSkills[v.Id]);
        content.AddAscending(KhmerVocabulary.Titles.Of(v.TitleEn, v.TitleKm));
        content.AddAll(parts.Licences[v.Id].Order(StringComparer.Ordinal), content.Add);
        content.AddAll(parts.Languages[v.Id].OrderBy(l => l.Code, StringComparer.Ordinal), l =>
        {
            content.Add(l.Code);
            content.Add(l.Level);
        });
        content.AddOptional(v.ExperienceMonths is { } months ? Math.Clamp(months, 0, ushort.MaxValue) : null);
        content.Add(v.EducationCode ?? "");

        // In one order whatever the database gives, so that a checksum is the same.
        content.AddAll(parts.Places[v.Id].OrderBy(p => p.ProvinceCode, StringComparer.Ordinal), p =>
        {
            content.Add(RankingCodes.Province(p.ProvinceCode));
            content.Add(RankingCodes.District(p.DistrictCode));
        });
        content.AddOptional(RankingCodes.Riel(v.MonthlyWageFromKhr));
        content.AddOptional(RankingCodes.Riel(v.MonthlyWageToKhr));
        content.Add(v.HoursCode ?? "");
        content.Add((int)RankingCodes.ContractOf(v.ContractCode));
        content.Add(v.IsHazardous ? 1 : 0);
        content.AddAll(parts.Accommodations[v.Id].Order(StringComparer.Ordinal), content.Add);
        return content.ToArray();
    }

    // By ordinal of RowsSql.
    private sealed class Row(RowReader row)
    {
        public int Seq { get; } = checked((int)row.Wide(0));

        public int Version { get; } = row.Number(1);

        public bool IsLive { get; } = row.Text(2) == "live";

        public int Taken { get; } = row.Number(3);

        public Guid Id { get; } = row.Id(4);

        public Guid EmployerId { get; } = row.Id(5);

        public int Openings { get; } = row.Number(6);

        public DateOnly ClosesOn { get; } = row.Date(7);

        public DateTime? PublishedAt { get; } = row.InstantOrNull(8);

        public string? IscoCode { get; } = row.TextOrNull(9);

        public string? EducationCode { get; } = row.TextOrNull(10);

        public int? ExperienceMonths { get; } = row.NumberOrNull(11);

        public long? MonthlyWageFromKhr { get; } = row.WideOrNull(12);

        public long? MonthlyWageToKhr { get; } = row.WideOrNull(13);

        public string? HoursCode { get; } = row.TextOrNull(14);

        public string? ContractCode { get; } = row.TextOrNull(15);

        public bool IsHazardous { get; } = row.Bit(16);

        public string? TitleEn { get; } = row.TextOrNull(17);

        public string? TitleKm { get; } = row.TextOrNull(18);
    }
}
