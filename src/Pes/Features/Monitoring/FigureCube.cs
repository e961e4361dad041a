using Pes.Platform.Data;
using Pes.Platform.Security;

namespace Pes.Features.Monitoring;

/// <summary>What is counted. The order is that of the page.</summary>
public enum Measure
{
    /// <summary>Case files opened in the month; missing: neither sex nor birth date is known of whom.</summary>
    Registrations,

    /// <summary>Vacancies open today, by the place of work; a month shows what was published in it.</summary>
    Vacancies,

    /// <summary>Referrals sent in the month; missing: still with the employer.</summary>
    Referrals,

    /// <summary>Referrals answered by the end of the seventh day ÷ referrals sent; missing: unanswered, and the seven days are not over.</summary>
    Answers,

    /// <summary>Placements recorded in the month; missing: said by the jobseeker alone.</summary>
    Placements,

    /// <summary>Registrants of the month with a verified start before the end of the sixth month after it ÷ registrants of the month; missing: not known yet, or not verified.</summary>
    PlacementRate,
}

/// <summary>By what a measure is split.</summary>
public enum Split
{
    Sex,
    Age,
    Disability,
    Returnee,
}

/// <summary>A count with what it is counted of, and of how many of those the outcome is missing.</summary>
public sealed record Figure(long Count, long Of, long Missing)
{
    public static readonly Figure None = new(0, 0, 0);

    /// <summary>0 to 1; null where nothing is counted of.</summary>
    public double? Share => Of == 0 ? null : (double)Count / Of;

    public double? MissingShare => Of == 0 ? null : (double)Missing / Of;

    public static Figure operator +(Figure a, Figure b) => new(a.Count + b.Count, a.Of + b.Of, a.Missing + b.Missing);
}

/// <summary>One cell of the counts: a month, a centre, a group of people.</summary>
public sealed record FigureCell
{
    public required int Month { get; init; }

    public required Guid CentreId { get; init; }

    public required string Sex { get; init; }

    public required string Age { get; init; }

    public required bool Disability { get; init; }

    public required bool Returnee { get; init; }

    public required long Count { get; init; }

    public required long Verified { get; init; }

    public required long Missing { get; init; }
}

/// <summary>
/// The counts behind the figures, read in one pass a measure and grouped by everything that a page splits by, so that
/// its chart, map and table cannot disagree. Formulas: docs/figures.md.
/// </summary>
internal static class FigureCube
{
    // Ages are those on the last day of the period: birth dates are compared with boundaries that go in as parameters.
    private const string PeopleSql = """
        p.Sex, CASE WHEN p.BornOn IS NULL THEN 'unknown' WHEN p.BornOn > @Born25 THEN '15-24' WHEN p.BornOn > @Born35 THEN '25-34'
               WHEN p.BornOn > @Born45 THEN '35-44' WHEN p.BornOn > @Born55 THEN '45-54' ELSE '55+' END AS Age,
        CASE WHEN EXISTS (SELECT 1 FROM PersonPriorityGroup g WHERE g.PersonId = p.Id AND g.GroupCode = 'disability') THEN 1 ELSE 0 END AS Disability,
        CASE WHEN EXISTS (SELECT 1 FROM PersonPriorityGroup g WHERE g.PersonId = p.Id AND g.GroupCode = 'returnee') THEN 1 ELSE 0 END AS Returnee
        """;

    private const string WithinSql = $"""
        {Scope.SeesCaseSql} AND (@CentreId IS NULL OR c.CentreId = @CentreId)
        AND (@ProvinceCode IS NULL OR c.CentreId IN (SELECT pc.Id FROM Centre pc WHERE pc.ProvinceCode = @ProvinceCode))
        """;

    private const string GroupSql = "GROUP BY Month, CentreId, Sex, Age, Disability, Returnee";

    private const string RegistrationsSql = $"""
        SELECT Month, CentreId, Sex, Age, Disability, Returnee, COUNT(*) AS Count, SUM(IsVerified) AS Verified, SUM(IsClaimed) AS Missing
        FROM (SELECT {FigurePeriod.MonthOfAtSql} AS Month, CentreId, Sex, Age, Disability, Returnee,
                     CASE WHEN VerifiedStart < {FigurePeriod.WindowOfAtSql} THEN 1 ELSE 0 END AS IsVerified,
                     CASE WHEN ClaimedStart < {FigurePeriod.WindowOfAtSql}
                               AND (VerifiedStart IS NULL OR VerifiedStart >= {FigurePeriod.WindowOfAtSql}) THEN 1 ELSE 0 END AS IsClaimed
              FROM (SELECT c.OpenedAt AS At, c.CentreId, {PeopleSql},
                           (SELECT MIN(s.StartsOn) FROM Placement pl JOIN PlacementVersion s ON s.PlacementId = pl.Id AND s.IsCurrent = 1
                            WHERE pl.CaseFileId = c.Id AND s.EvidenceGrade <> 'self' AND s.StartsOn >= @EarliestStart) AS VerifiedStart,
                           (SELECT MIN(s.StartsOn) FROM Placement pl JOIN PlacementVersion s ON s.PlacementId = pl.Id AND s.IsCurrent = 1
                            WHERE pl.CaseFileId = c.Id AND s.EvidenceGrade = 'self' AND s.StartsOn >= @EarliestStart) AS ClaimedStart
                    FROM CaseFile c
                    JOIN Person p ON p.Id = c.PersonId
                    WHERE c.OpenedAt >= @Begins AND c.OpenedAt < @Ends AND {WithinSql}) opened) counted
        {GroupSql}
        """;

    // The seventh day ends in Cambodia at 17:00 UTC.
    private const string ReferralsSql = $"""
        SELECT Month, CentreId, Sex, Age, Disability, Returnee, COUNT(*) AS Count, SUM(InTime) AS Verified, SUM(Waits) AS Missing
        FROM (SELECT {FigurePeriod.MonthOfAtSql} AS Month, CentreId, Sex, Age, Disability, Returnee, InTime, Waits
              FROM (SELECT r.SentAt AS At, c.CentreId, {PeopleSql},
                           CASE WHEN r.AnsweredAt < CONCAT(r.AnswerDueOn, 'T17:00:00.000Z') THEN 1 ELSE 0 END AS InTime,
                           CASE WHEN r.AnsweredAt IS NULL AND r.AnswerDueOn >= @WaitsFrom THEN 1 ELSE 0 END AS Waits
                    FROM Referral r
                    JOIN CaseFile c ON c.Id = r.CaseFileId
                    JOIN Person p ON p.Id = c.PersonId
                    WHERE r.SentAt >= @Begins AND r.SentAt < @Ends AND {WithinSql}) sent) counted
        {GroupSql}
        """;

    private const string PlacementsSql = $"""
        SELECT Month, CentreId, Sex, Age, Disability, Returnee, COUNT(*) AS Count, SUM(1 - IsClaimed) AS Verified, SUM(IsClaimed) AS Missing
        FROM (SELECT {FigurePeriod.MonthOfAtSql} AS Month, CentreId, Sex, Age, Disability, Returnee, IsClaimed
              FROM (SELECT pl.CreatedAt AS At, c.CentreId, {PeopleSql}, CASE WHEN s.EvidenceGrade = 'self' THEN 1 ELSE 0 END AS IsClaimed
                    FROM Placement pl
                    JOIN PlacementVersion s ON s.PlacementId = pl.Id AND s.IsCurrent = 1
                    JOIN CaseFile c ON c.Id = pl.CaseFileId
                    JOIN Person p ON p.Id = c.PersonId
                    WHERE pl.CreatedAt >= @Begins AND pl.CreatedAt < @Ends AND {WithinSql}) placed) counted
        {GroupSql}
        """;

    /// <summary>The cells of registrations and placement rate, of referrals and answers, or of placements.</summary>
    public static Task<IReadOnlyList<FigureCell>> ReadAsync(Database db, Measure measure, FigurePeriod period, FigureFilter filter, Scope scope, DateOnly today, CancellationToken ct)
    {
        var last = period.To.AddDays(-1);
        var args = period.Parameters(new
        {
            scope.SessionId,
            scope.OwnCasesOf,
            filter.CentreId,
            filter.ProvinceCode,
            Born25 = last.AddYears(-25),
            Born35 = last.AddYears(-35),
            Born45 = last.AddYears(-45),
            Born55 = last.AddYears(-55),
            EarliestStart = period.From,
            WaitsFrom = today,
        });
        return db.QueryAsync<FigureCell>(
            measure switch
            {
                Measure.Referrals or Measure.Answers => ReferralsSql,
                Measure.Placements => PlacementsSql,
                _ => RegistrationsSql,
            },
            args, ct);
    }
}
