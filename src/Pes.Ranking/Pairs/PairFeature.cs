namespace Pes.Ranking.Pairs;

/// <summary>
/// What a learned model sees of a pair, a bin (0 to 255) each. The numbers are columns of training data and models:
/// append, never renumber. <see cref="PairFeatures"/> gives unit, direction and the term of each.
/// </summary>
public enum PairFeature : byte
{
    EssentialShare = 0,
    EssentialHeld = 1,
    EssentialMissing = 2,
    UsefulShare = 3,
    UsefulHeld = 4,
    SkillsMatched = 5,
    OccupationWished = 6,
    OccupationHeld = 7,
    MonthsInOccupation = 8,
    ExperienceCounted = 9,
    ExperienceShare = 10,
    ExperienceInAll = 11,
    EducationAbove = 12,
    EducationHeld = 13,
    EducationAsked = 14,
    LanguagesShare = 15,
    LanguagesMissing = 16,
    Distance = 17,
    SameProvince = 18,
    WouldMove = 19,
    BeyondLimit = 20,
    WageRatio = 21,
    WageOffered = 22,
    WageExpected = 23,
    WageGiven = 24,
    HoursApart = 25,
    HoursOffered = 26,
    ContractWished = 27,
    ContractOffered = 28,
    DaysOld = 29,
    DaysLeft = 30,
    OpeningsLeft = 31,
    ReferralsPerOpening = 32,
    EmployerAnswered = 33,
    EmployerAnswerDays = 34,
    WorkTimesAsked = 35,
    Hazardous = 36,
    LicencesRequired = 37,
    SkillsHeld = 38,
    SkillsAsked = 39,
    NearSkillsHeld = 40,
    TitleShare = 41,
    CareerMove = 42,
    MonthsSinceOccupation = 43,
}

/// <summary>What a feature measures and how it may count.</summary>
/// <param name="Unit">What one bin is, and of what; the source is a field of the profiles unless it says another.</param>
/// <param name="Direction">1: more never lowers a rank; -1: more never raises it; 0: free.</param>
/// <param name="Term">Where its contribution is counted.</param>
/// <param name="Seen">Where the coarse stage sees it: its points of that field follow what the model makes of the feature.</param>
/// <param name="Own">The reason that tells it alone, where the sentence of its term would not; None: told with its term.</param>
/// <param name="Before">The term under which lists told it up to <see cref="ReasonTable.HazardWithExperience"/>; null: the same.</param>
public sealed record PairFeatureMeaning(PairFeature Feature, string Unit, int Direction, Term Term, CoarseField Seen, ReasonKind Own = ReasonKind.None, Term? Before = null)
{
    /// <summary>The term under which a table tells it.</summary>
    public Term TermIn(ReasonTable table) => table == ReasonTable.Today ? Term : Before ?? Term;
}

/// <summary>
/// The tables by which facts were told in lists that are kept, the oldest first. They differ in what stands under which sentence and term, never in a
/// score, its checksum or its order: a kept list is repeated by the one that it was told by.
/// </summary>
public enum ReasonTable : byte
{
    /// <summary>One sentence a term, none of a fact's own.</summary>
    TermsAlone = 0,

    /// <summary>Some facts have sentences of their own; hazardous work is counted with experience.</summary>
    HazardWithExperience = 1,

    /// <summary>Hazardous work is counted with the hours, as its reason is grouped.</summary>
    Today = 2,
}

/// <summary>What the coarse stage knows of a row, each as a column, a band or tokens.</summary>
public enum CoarseField : byte
{
    /// <summary>Nothing that it sees.</summary>
    None,
    Skills,
    NearSkills,
    TitleWords,
    Occupation,
    Experience,
    Education,
    Place,
    Wage,

    /// <summary>How the employer answers and how old the vacancy is.</summary>
    Quality,
}

/// <summary>The table of the features. Nothing in it is a protected attribute; docs/matching.md names those.</summary>
public static class PairFeatures
{
    private static readonly PairFeatureMeaning[] Table =
    [
        new(PairFeature.EssentialShare, "1/32 of the essential skills asked; 16 where none is asked", 1, Term.EssentialSkills, CoarseField.Skills),
        new(PairFeature.EssentialHeld, "essential skills held", 1, Term.EssentialSkills, CoarseField.Skills),
        new(PairFeature.EssentialMissing, "essential skills not held", -1, Term.EssentialSkills, CoarseField.Skills),
        new(PairFeature.UsefulShare, "1/32 of the useful skills asked; 16 where none is asked", 1, Term.UsefulSkills, CoarseField.Skills),
        new(PairFeature.UsefulHeld, "useful skills held", 1, Term.UsefulSkills, CoarseField.Skills),
        new(PairFeature.SkillsMatched, "skills held, essential or useful", 1, Term.UsefulSkills, CoarseField.Skills),
        new(PairFeature.OccupationWished, "ISCO-08 digits shared with the nearest wish; 2 without a wish", 1, Term.Occupation, CoarseField.Occupation),
        new(PairFeature.OccupationHeld, "ISCO-08 digits shared with the nearest occupation held before", 1, Term.Occupation, CoarseField.Occupation),
        new(PairFeature.MonthsInOccupation, "3 months in the same minor group (3 digits)", 1, Term.Experience, CoarseField.Occupation),
        new(PairFeature.ExperienceCounted, "3 months that count for the occupation, as in the prior", 1, Term.Experience, CoarseField.Occupation),
        new(PairFeature.ExperienceShare, "1/32 of the experience asked; 32 where none is asked", 1, Term.Experience, CoarseField.Experience),
        new(PairFeature.ExperienceInAll, "6 months of work in all", 1, Term.Experience, CoarseField.Experience),
        new(PairFeature.EducationAbove, "CQF levels above the level asked, plus 8; 8 where one is not known", 1, Term.Education, CoarseField.Education),
        new(PairFeature.EducationHeld, "CQF level held, plus 1; 0 not known", 1, Term.Education, CoarseField.Education),
        new(PairFeature.EducationAsked, "CQF level asked; 0 none", 0, Term.Education, CoarseField.Education),
        new(PairFeature.LanguagesShare, "1/32 of the language levels asked; 16 where none is asked", 1, Term.Languages, CoarseField.None),
        new(PairFeature.LanguagesMissing, "languages below the level asked", -1, Term.Languages, CoarseField.None),
        new(PairFeature.Distance, "2 km to the nearest of its places; without coordinates 10 in the same province, 60 in another, 30 where not known", -1, Term.Distance, CoarseField.Place),
        new(PairFeature.SameProvince, "0 another, 1 not known, 2 one of its places is in hers", 1, Term.Distance, CoarseField.Place),
        new(PairFeature.WouldMove, "1 she would move to one of its places", 1, Term.Distance, CoarseField.Place),
        new(PairFeature.BeyondLimit, "2 km beyond what she travels", -1, Term.Distance, CoarseField.Place),
        new(PairFeature.WageRatio, "1/40 of the wage expected; 40 where one is not known", 1, Term.Wage, CoarseField.Wage),
        new(PairFeature.WageOffered, "50,000 riel a month, middle of the range; 0 not given", 1, Term.Wage, CoarseField.Wage),
        new(PairFeature.WageExpected, "50,000 riel a month; 0 not stated", 0, Term.Wage, CoarseField.Wage),
        new(PairFeature.WageGiven, "1 the vacancy gives a wage", 0, Term.Wage, CoarseField.Wage),
        new(PairFeature.HoursApart, "hours a week between offer and wish; 12 where one is not known", -1, Term.WorkHours, CoarseField.None),
        new(PairFeature.HoursOffered, "hours a week; 0 not stated", 0, Term.WorkHours, CoarseField.None),
        new(PairFeature.ContractWished, "0 not wished, 1 not known, 2 wished", 1, Term.Contract, CoarseField.None),
        new(PairFeature.ContractOffered, "number of the form of contract; 0 not stated", 0, Term.Contract, CoarseField.None),
        new(PairFeature.DaysOld, "days since publication; 30 not known", -1, Term.Freshness, CoarseField.Quality),
        new(PairFeature.DaysLeft, "days to the last day of applications; 255 none", 0, Term.Freshness, CoarseField.None),
        new(PairFeature.OpeningsLeft, "openings not yet taken", 1, Term.OpeningsLeft, CoarseField.None),
        new(PairFeature.ReferralsPerOpening, "1/8 referral pending for each opening", -1, Term.Congestion, CoarseField.None),
        new(PairFeature.EmployerAnswered, "1/100 of referrals answered in time; 50 without history", 1, Term.EmployerAnswering, CoarseField.Quality),
        new(PairFeature.EmployerAnswerDays, "median days to an answer; 10 without history", -1, Term.EmployerAnswering, CoarseField.None),
        new(PairFeature.WorkTimesAsked, "kinds of work time asked", 0, Term.WorkHours, CoarseField.None),
        new(PairFeature.Hazardous, "1 hazardous work", 0, Term.WorkHours, CoarseField.None, ReasonKind.Hazardous, Before: Term.Experience),
        new(PairFeature.LicencesRequired, "licences required by the vacancy or the law, all held", 0, Term.EssentialSkills, CoarseField.None, ReasonKind.Licences),
        new(PairFeature.SkillsHeld, "skills of the jobseeker", 1, Term.UsefulSkills, CoarseField.None),
        new(PairFeature.SkillsAsked, "essential skills asked", 0, Term.EssentialSkills, CoarseField.Skills),
        new(PairFeature.NearSkillsHeld, "skills held that stand near the essential ones and are not asked", 1, Term.EssentialSkills, CoarseField.NearSkills, ReasonKind.NearSkills),
        new(PairFeature.TitleShare, "1/32 of the words of its title that her occupations share; 0 where none is known", 1, Term.Occupation, CoarseField.TitleWords),
        new(PairFeature.CareerMove, "1/200 of the moves out of an occupation she has had that go to this one, the most (CareerMoves: counted, smoothed by shared skills); 200 where she has had it", 1, Term.Occupation, CoarseField.Occupation),
        new(PairFeature.MonthsSinceOccupation, "3 months since the end of the latest job in the same minor group (3 digits; any where the vacancy is not coded), 127 at most; 0 still does it, 12 not known, 255 never did", -1, Term.Experience, CoarseField.Occupation, ReasonKind.LastWork),
    ];

    /// <summary>Columns of a row.</summary>
    public static int Count => Table.Length;

    /// <summary>In the order of the columns.</summary>
    public static IReadOnlyList<PairFeatureMeaning> All => Table;

    /// <summary>For <see cref="Learning.LambdaMartOptions.Monotone"/>.</summary>
    public static IReadOnlyList<int> Directions { get; } = [.. Table.Select(m => m.Direction)];

    /// <summary>What each term added, of what each feature did.</summary>
    internal static long[] ToTerms(ReadOnlySpan<long> features, ReasonTable table = ReasonTable.Today)
    {
        var terms = new long[TermWeights.Count];
        for (var feature = 0; feature < features.Length; feature++)
        {
            terms[(int)Table[feature].TermIn(table)] += features[feature];
        }

        return terms;
    }
}
