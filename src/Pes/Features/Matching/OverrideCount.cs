using Pes.Platform.Data;

namespace Pes.Features.Matching;

/// <summary>Lists of one kind that were shown to officers of one place, and how many of them an officer changed.</summary>
internal sealed record OverrideCount
{
    // An action on a list is never older than the list, so both sides are read by time alone; what a run keeps is not read.
    private const string CountSql = """
        WITH Counted AS (
            SELECT r.Direction, r.AccountId, COUNT(*) AS Lists, COUNT(c.RunId) AS Overridden, 0 AS OutsideLists
            FROM MatchRun r
            LEFT JOIN (SELECT DISTINCT a.RunId FROM MatchAction a WHERE a.TakenAt >= @Since AND a.RunId IS NOT NULL) c ON c.RunId = r.Id
            WHERE r.RanAt >= @Since AND r.Direction IN ('vacancies', 'jobseekers')
            GROUP BY r.Direction, r.AccountId
            UNION ALL
            SELECT a.Direction, a.AccountId, COUNT(*), COUNT(*), COUNT(*)
            FROM MatchAction a
            WHERE a.TakenAt >= @Since AND a.RunId IS NULL
            GROUP BY a.Direction, a.AccountId
        )
        SELECT n.Direction, o.CentreId, CASE WHEN o.CentreId IS NULL THEN o.ProvinceCode END AS ProvinceCode,
               SUM(n.Lists) AS Lists, SUM(n.Overridden) AS Overridden, SUM(n.OutsideLists) AS OutsideLists
        FROM Counted n
        LEFT JOIN Account o ON o.Id = n.AccountId
        GROUP BY n.Direction, o.CentreId, CASE WHEN o.CentreId IS NULL THEN o.ProvinceCode END
        """;

    public required string Direction { get; init; }

    /// <summary>Where the officer who was shown the list works by now; null where she works for a province or the nation.</summary>
    public required Guid? CentreId { get; init; }

    /// <summary>The province for which she works, where no centre is hers.</summary>
    public required string? ProvinceCode { get; init; }

    public required int Lists { get; init; }

    public required int Overridden { get; init; }

    public required int OutsideLists { get; init; }

    public static Task<IReadOnlyList<OverrideCount>> SinceAsync(Database db, DateTime since, CancellationToken ct) => db.QueryAsync<OverrideCount>(CountSql, new { Since = since }, ct);
}

/// <summary>How often officers of the nation changed the lists of one kind.</summary>
public sealed record Overrides
{
    /// <summary>vacancies or jobseekers: what the lists hold.</summary>
    public required string Direction { get; init; }

    /// <summary>Lists shown, each page one, and what was done outside a list, each one.</summary>
    public required int Lists { get; init; }

    /// <summary>Of those, the ones on which an officer moved a row, hid or reported one, also where she took it back.</summary>
    public required int Overridden { get; init; }

    /// <summary>Of those, what was done outside a list: on the page of a pair to which no list led, or over the API.</summary>
    public required int OutsideLists { get; init; }

    /// <summary>too-few or too-many; null within the limits of the settings, or where there are too few lists to say.</summary>
    public required string? Alarm { get; init; }

    internal static Overrides Of(string direction, IEnumerable<OverrideCount> counts, OverrideSettings settings)
    {
        var of = counts.Where(c => c.Direction == direction).ToList();
        var (lists, overridden) = (of.Sum(c => c.Lists), of.Sum(c => c.Overridden));
        return new() { Direction = direction, Lists = lists, Overridden = overridden, OutsideLists = of.Sum(c => c.OutsideLists), Alarm = settings.Alarm(lists, overridden) };
    }
}
