using Pes.Platform.Security;

namespace Pes.Features.Referrals;

/// <summary>Where a referral stands; stored in lower case.</summary>
public enum ReferralStatus
{
    /// <summary>With the employer, who has not said anything yet.</summary>
    Sent,

    /// <summary>Invited to an interview; accepted or refused after it.</summary>
    Invited,

    Accepted,

    Refused,

    /// <summary>The jobseeker took her consent back before the employer decided.</summary>
    Withdrawn,
}

/// <summary>Who sees a referral. Wants aliases r (Referral), c (CaseFile), v (Vacancy).</summary>
internal static class ReferralScope
{
    /// <summary>Her consent stands, for this vacancy and in general. Asked at each read, so that a withdrawal holds at once.</summary>
    public const string ConsentStandsSql = """
        (r.ConsentWithdrawnAt IS NULL
         AND EXISTS (SELECT 1 FROM Consent k WHERE k.PersonId = c.PersonId AND k.Purpose = 'share-with-employer' AND k.WithdrawnAt IS NULL))
        """;

    /// <summary>The employer of the vacancy, while consent stands. Wants @EmployerId.</summary>
    public const string EmployerSeesSql = $"(v.EmployerId = @EmployerId AND {ConsentStandsSql})";

    /// <summary>The employer while consent stands, or an officer in whose scope the case is.</summary>
    public const string EmployerOrOfficerSeesSql = $"({EmployerSeesSql} OR {Scope.SeesCaseSql})";

    /// <summary>The jobseeker herself, or an officer in whose scope the case is. Wants @PersonId.</summary>
    public const string JobseekerOrOfficerSeesSql = $"(c.PersonId = @PersonId OR {Scope.SeesCaseSql})";
}
