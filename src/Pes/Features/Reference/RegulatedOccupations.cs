using System.Collections.Concurrent;
using System.Globalization;
using Pes.Platform.Data;

namespace Pes.Features.Reference;

/// <summary>One licence that the law requires in one occupation, as stored; <see cref="ValidFrom"/> is the day from which it does.</summary>
internal sealed record RegulatedRow
{
    public required string IscoPrefix { get; init; }

    public required string LicenceCode { get; init; }

    public required string LawEn { get; init; }

    public required string LawKm { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public DateOnly? ValidTo { get; init; }

    public string Key => $"{IscoPrefix} {LicenceCode}";
}

/// <summary>Which licences and certificates the law requires in which occupations, on one day. Safe to share between threads.</summary>
internal sealed class RegulatedOccupations
{
    private const string CurrentSql = """
        SELECT IscoPrefix, LicenceCode FROM RegulatedOccupation WHERE ValidFrom <= @Today AND (ValidTo IS NULL OR ValidTo > @Today) ORDER BY IscoPrefix, LicenceCode
        """;

    private const string StoredSql = "SELECT IscoPrefix, LicenceCode, LawEn, LawKm, ValidFrom, ValidTo FROM RegulatedOccupation";

    private const string AddSql = """
        INSERT INTO RegulatedOccupation (IscoPrefix, LicenceCode, LawEn, LawKm, ValidFrom, ValidTo)
        VALUES (@IscoPrefix, @LicenceCode, @LawEn, @LawKm, @ValidFrom, @ValidTo)
        """;

    private const string UpdateSql = """
        UPDATE RegulatedOccupation SET LawEn = @LawEn, LawKm = @LawKm, ValidFrom = @ValidFrom, ValidTo = @ValidTo
        WHERE IscoPrefix = @IscoPrefix AND LicenceCode = @LicenceCode
        """;

    private readonly (string Prefix, string Licence)[] rules;

    // Some hundreds of occupations in as many thousands of vacancies.
    private readonly ConcurrentDictionary<ushort, string[]> byOccupation = new();

    private RegulatedOccupations(IEnumerable<CurrentRow> rows) => rules = [.. rows.Select(r => (r.IscoPrefix, r.LicenceCode))];

    /// <param name="today">The day in Cambodia.</param>
    public static async Task<RegulatedOccupations> ReadAsync(Database db, DateOnly today, CancellationToken ct) =>
        new(await db.QueryAsync<CurrentRow>(CurrentSql, new { Today = today }, ct));

    /// <summary>Codes of list licence for an ISCO-08 unit group; 0: not coded, for which nothing is known to be required.</summary>
    public string[] Of(ushort occupation) => byOccupation.GetOrAdd(occupation, code =>
        [.. rules.Where(r => code.ToString("0000", CultureInfo.InvariantCulture).StartsWith(r.Prefix, StringComparison.Ordinal)).Select(r => r.Licence).Distinct(StringComparer.Ordinal)]);

    /// <summary>The same for a code as it is stored; a group above the unit groups is taken as it stands.</summary>
    public string[] Of(string? iscoCode) =>
        ushort.TryParse(iscoCode?.PadRight(4, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out var occupation) ? Of(occupation) : [];

    /// <summary>Brings the table to a whole list: only rows that differ are written, and what is not in it is closed.</summary>
    public static async Task<TableCounts> BringAsync(Database db, IReadOnlyCollection<RegulatedRow> rows, DateOnly today, CancellationToken ct)
    {
        var stored = (await db.QueryAsync<RegulatedRow>(StoredSql, ct: ct)).ToDictionary(r => r.Key, StringComparer.Ordinal);
        var changes = Changes<RegulatedRow>.Between(stored, rows.ToDictionary(r => r.Key, StringComparer.Ordinal), r => r.ValidTo is null || r.ValidTo > today);
        await db.ExecuteAsync(AddSql, changes.Added, ct);
        await db.ExecuteAsync(UpdateSql, changes.Changed, ct);
        await db.ExecuteAsync(UpdateSql, changes.Gone.Select(key => stored[key] with { ValidTo = today }), ct);
        return new(changes.Added.Count, changes.Changed.Count, changes.Gone.Count);
    }

    private sealed record CurrentRow
    {
        public required string IscoPrefix { get; init; }

        public required string LicenceCode { get; init; }
    }
}
