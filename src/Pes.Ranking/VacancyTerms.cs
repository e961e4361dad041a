namespace Pes.Ranking;

/// <summary>What speaks for or against a vacancy whoever asks: the chance that an application is answered at all.</summary>
internal static class VacancyTerms
{
    private static readonly Curve DaysOld = new((3, 1_000), (14, 300), (30, -400), (60, -1_000));
    private static readonly Curve AnsweredPerMille = new((0, -1_000), (1_000, 1_000));
    private static readonly Curve DaysToAnswer = new((1, 1_000), (7, 200), (14, -500), (30, -1_000));
    private static readonly Curve Openings = new((1, 0), (3, 400), (10, 1_000));

    /// <summary>Thousandths of a pending referral for each opening left.</summary>
    private static readonly Curve ReferralsPerOpening = new((0, 1_000), (3_000, 0), (10_000, -1_000));

    /// <summary>A publication in the future counts as today's.</summary>
    public static Finding Freshness(VacancyProfile vacancy, DateOnly today)
    {
        if (vacancy.PublishedOn is not { } published)
        {
            return default;
        }

        var days = Math.Max(0, today.DayNumber - published.DayNumber);
        return new(DaysOld.At(days), ReasonKind.Freshness, new(Unit.Days, days));
    }

    /// <summary>Seven parts the share answered in time, three parts the days that an answer takes; one alone counts whole.</summary>
    public static Finding EmployerAnswering(VacancyProfile vacancy)
    {
        Argument share = vacancy.EmployerAnswered is { } answered ? new(Unit.PerMille, answered) : default;
        Argument days = vacancy.EmployerAnswerDays is { } median ? new(Unit.Days, median) : default;
        return (share.Unit, days.Unit) switch
        {
            (Unit.None, Unit.None) => default,
            (_, Unit.None) => new(AnsweredPerMille.At(share.Value), ReasonKind.EmployerAnswering, share),
            (Unit.None, _) => new(DaysToAnswer.At(days.Value), ReasonKind.EmployerAnswering, default, days),
            _ => new(
                ((7 * AnsweredPerMille.At(share.Value)) + (3 * DaysToAnswer.At(days.Value))) / 10,
                ReasonKind.EmployerAnswering,
                share,
                days),
        };
    }

    /// <summary>Never against: one opening is the rule.</summary>
    public static Finding OpeningsLeft(VacancyProfile vacancy) =>
        new(Openings.At(vacancy.OpeningsLeft), ReasonKind.OpeningsLeft, new(Unit.Count, vacancy.OpeningsLeft));

    /// <summary>Neither for nor against by itself.</summary>
    public static Finding Hazardous(VacancyProfile vacancy) => vacancy.IsHazardous ? new(0, ReasonKind.Hazardous) : default;

    /// <summary>Referrals pending for each opening left: spreads people over equal vacancies.</summary>
    public static Finding Congestion(VacancyProfile vacancy) =>
        vacancy is { ReferralsPending: { } pending, OpeningsLeft: > 0 and var openings }
            ? new(
                ReferralsPerOpening.At(pending * 1_000L / openings),
                ReasonKind.Congestion,
                new(Unit.Count, pending),
                new(Unit.Count, openings))
            : default;
}
