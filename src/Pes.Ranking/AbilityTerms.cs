namespace Pes.Ranking;

/// <summary>What the jobseeker can do against what the vacancy asks. A vacancy that asks nothing says nothing.</summary>
internal static class AbilityTerms
{
    private const int Full = 1_000;

    // 3 in a hundred of those who leave an occupation: fewer are no reason that a reader would take.
    private const int LeastShareToTell = 6;

    // Shared ISCO digits 0-4. Work done before counts a little less than work wished for.
    private static readonly int[] WishedByDigits = [-1_000, -300, 300, 700, 1_000];
    private static readonly int[] CareerByDigits = [-1_000, -400, 200, 600, 900];

    /// <summary>Levels held above (+) or below (-) the level asked.</summary>
    private static readonly Curve EducationCurve = new((-3, -1_000), (-2, -600), (-1, -100), (0, 1_000));

    public static Finding EssentialSkills(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        var asked = vacancy.EssentialSkills.Length;
        if (asked == 0)
        {
            return default;
        }

        var held = CodeSet.CountHeld(vacancy.EssentialSkills, jobseeker.Skills);
        return new(OfAsked(held, asked), ReasonKind.EssentialSkills, Counted(held), Counted(asked));
    }

    /// <summary>Never against: a useful skill is a plus, its absence is not a fault.</summary>
    public static Finding UsefulSkills(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        var asked = vacancy.UsefulSkills.Length;
        if (asked == 0)
        {
            return default;
        }

        var held = CodeSet.CountHeld(vacancy.UsefulSkills, jobseeker.Skills);
        return new(Full * held / asked, ReasonKind.UsefulSkills, Counted(held), Counted(asked));
    }

    /// <summary>Held skills that are near to those asked; says nothing where none is held.</summary>
    public static Finding NearSkills(JobseekerProfile jobseeker, VacancyProfile vacancy) =>
        CodeSet.CountHeld(vacancy.NearSkills, jobseeker.Skills) is > 0 and var held
            ? new(Full, ReasonKind.NearSkills, new(Unit.SkillId, Array.Find(vacancy.NearSkills, near => Array.BinarySearch(jobseeker.Skills, near) >= 0)), Counted(held - 1))
            : default;

    /// <summary>Licences held of those that the advertisement or the law asks: for where all are, against where one is not.</summary>
    public static Finding Licences(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        var asked = vacancy.LicencesToHold;
        var held = CodeSet.CountHeld(asked, jobseeker.Licences);
        return asked.Length == 0 ? default : new(held == asked.Length ? Full : -Full, ReasonKind.Licences, Counted(held), Counted(asked.Length));
    }

    /// <summary>
    /// The nearest of the wished occupations and of the career. Without a wish, a career elsewhere is not held against
    /// anyone, so one more job in a career can only help.
    /// </summary>
    public static Finding Occupation(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        if (vacancy.Occupation == 0)
        {
            return default;
        }

        Finding best = new(jobseeker.WishedOccupations is [.., > 0] ? int.MinValue : 0);
        foreach (var wished in jobseeker.WishedOccupations)
        {
            best = Nearer(best, wished, vacancy.Occupation, WishedByDigits, ReasonKind.OccupationWished);
        }

        foreach (var step in jobseeker.Career)
        {
            best = Nearer(best, step.Occupation, vacancy.Occupation, CareerByDigits, ReasonKind.OccupationHeldBefore);
        }

        return best.Kind == ReasonKind.None ? default : best;
    }

    /// <summary>That people go from an occupation of hers to the vacancy's; says nothing where hardly anybody does.</summary>
    public static Finding CareerMove(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        var move = Array.Find(jobseeker.CareerMoves, m => m.To == vacancy.Occupation);
        return move.Share < LeastShareToTell
            ? default
            : new(Full * move.Share / CareerMoves.Whole, ReasonKind.CareerMove, new(Unit.Occupation, move.From), new(Unit.PerMille, Full * move.Share / CareerMoves.Whole));
    }

    /// <summary>Months in the career that count for the vacancy's occupation, against the months asked.</summary>
    public static Finding Experience(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        if (vacancy.ExperienceAsked is not (> 0 and var asked))
        {
            return default;
        }

        var counted = MonthsThatCount(jobseeker, vacancy);
        var met = Math.Min(counted, asked);
        return new(OfAsked(met, asked), ReasonKind.Experience, new(Unit.Months, counted), new(Unit.Months, asked));
    }

    /// <summary>When she last did work that counts whole for the vacancy's; says nothing where its end is not known. Neither for nor against by itself.</summary>
    public static Finding LastWork(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        var such = Array.FindAll(jobseeker.Career, s => vacancy.Occupation == 0 || Isco08.SharedDigits(s.Occupation, vacancy.Occupation) >= 3);
        return such is [] ? new(0, ReasonKind.LastWork)
            : such.MinBy(s => s.MonthsSinceOrUsual).MonthsSince is { } months ? new(0, ReasonKind.LastWork, new(Unit.Months, months))
            : default;
    }

    /// <summary>Months in an occupation of the same minor group (3 digits) count whole, of the same sub-major group half, others a quarter.</summary>
    public static int MonthsThatCount(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        var quarters = 0;
        foreach (var step in jobseeker.Career)
        {
            var worth = vacancy.Occupation == 0 ? 4 : Isco08.SharedDigits(step.Occupation, vacancy.Occupation) switch
            {
                >= 3 => 4,
                2 => 2,
                _ => 1,
            };
            quarters += worth * step.Months;
        }

        return quarters / 4;
    }

    /// <summary>More than asked is never held against anyone.</summary>
    public static Finding Education(JobseekerProfile jobseeker, VacancyProfile vacancy) =>
        (jobseeker.Education, vacancy.EducationAsked) is ({ } held, { } asked and > 0)
            ? new(EducationAbove(held - asked), ReasonKind.Education, new(Unit.CqfLevel, held), new(Unit.CqfLevel, asked))
            : default;

    /// <summary>Levels held, up to the level asked in each language, against all levels asked.</summary>
    public static Finding Languages(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        int levelsAsked = 0, levelsMet = 0, met = 0;
        foreach (var (language, level) in vacancy.LanguagesAsked)
        {
            var held = CodeSet.LevelOf(language, jobseeker.Languages);
            levelsAsked += level;
            levelsMet += Math.Min(held, level);
            met += held >= level ? 1 : 0;
        }

        return levelsAsked == 0
            ? default
            : new(OfAsked(levelsMet, levelsAsked), ReasonKind.Languages, Counted(met), Counted(vacancy.LanguagesAsked.Length));
    }

    /// <summary>Per mille of what is held of what is asked: all against where nothing is.</summary>
    internal static int OfAsked(int held, int asked) => (2 * Full * held / asked) - Full;

    /// <summary>Per mille of CQF levels above the level asked.</summary>
    internal static int EducationAbove(int levels) => EducationCurve.At(levels);

    /// <summary>Per mille of an occupation that she wishes and has had.</summary>
    /// <param name="digits">That it shares with the vacancy's, 0-4.</param>
    internal static int OccupationShared(int digits) => Math.Max(WishedByDigits[digits], CareerByDigits[digits]);

    private static Finding Nearer(Finding best, ushort own, ushort asked, int[] byDigits, ReasonKind kind)
    {
        if (own == 0)
        {
            return best;
        }

        var digits = Isco08.SharedDigits(own, asked);
        return byDigits[digits] > best.PerMille
            ? new(byDigits[digits], kind, new(Unit.Occupation, own), new(Unit.SharedDigits, digits))
            : best;
    }

    private static Argument Counted(int count) => new(Unit.Count, count);
}
