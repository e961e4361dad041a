namespace Pes.Features.Referrals;

/// <summary>The class that colours a state of a referral; the word stands beside it always.</summary>
internal static class ReferralTag
{
    public static string Of(ReferralStatus status) => status switch
    {
        ReferralStatus.Sent => "pes-tag--warn",
        ReferralStatus.Invited => "pes-tag--accent",
        ReferralStatus.Accepted => "pes-tag--good",
        _ => "pes-tag--closed",
    };

    /// <summary>The key of the days left, with the number of days as {0}: today, tomorrow, days left, days late.</summary>
    public static (string Key, int Days) Days(int daysLeft) => daysLeft switch
    {
        -1 => ("day-late", 1),
        < 0 => ("days-late", -daysLeft),
        0 => ("due-today", 0),
        1 => ("due-tomorrow", 1),
        _ => ("days-left", daysLeft),
    };
}
