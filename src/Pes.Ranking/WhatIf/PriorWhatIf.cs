using Pes.Ranking.Allocation;

namespace Pes.Ranking.WhatIf;

/// <summary>
/// By the prior, over every row of a snapshot; all are scored and sorted once. A term of the prior reads only what the vacancy itself asks,
/// so a skill changes the score of those rows alone that ask for it, and in it two terms; a licence changes who is let in.
/// </summary>
internal sealed class PriorWhatIf : WhatIfRanking
{
    private const HardCondition Licences = HardCondition.LicenceNotHeld | HardCondition.LicenceByLawNotHeld;

    private readonly VacancyProfile[] vacancies;
    private readonly DateOnly today;
    private readonly SpreadRule rule;

    private readonly int[] rows;

    // By row; the scores are those of rows that a licence at most keeps out.
    private readonly HardCondition[] failed;
    private readonly int[] scores;
    private readonly Lazy<ScoredRows> now;

    // Rows that ask for each gain that was prepared, without those that no licence would let in.
    private Dictionary<Gain, List<int>> askers = [];

    public PriorWhatIf(JobseekerProfile jobseeker, VacancySnapshot snapshot, DateOnly today, SpreadRule rule)
        : base(jobseeker)
    {
        (vacancies, this.today, this.rule) = (snapshot.Rows, today, rule);
        (failed, scores) = (new HardCondition[vacancies.Length], new int[vacancies.Length]);
        for (var row = 0; row < vacancies.Length; row++)
        {
            failed[row] = HardConditions.Failed(jobseeker, vacancies[row], today, suggesting: false);
            scores[row] = (failed[row] & ~Licences) == HardCondition.None ? ScoreOf(jobseeker, vacancies[row]) : RankedVacancies.Barred;
        }

        rows = [.. Enumerable.Range(0, vacancies.Length)];
        now = new(() => ScoredRows.Of(rows, Array.ConvertAll(rows, Today)));
    }

    private protected override void Prepare(IReadOnlyCollection<Gain> gains)
    {
        askers = gains.ToDictionary(gain => gain, _ => new List<int>());
        var (licences, skills) = (AskersById(GainKind.Licence), AskersById(GainKind.Skill));
        for (var row = 0; row < vacancies.Length; row++)
        {
            if (scores[row] == RankedVacancies.Barred)
            {
                continue;
            }

            Note(vacancies[row].LicencesRequired, licences, row);
            Note(vacancies[row].LicencesByLaw, licences, row);
            Note(vacancies[row].EssentialSkills, skills, row);
            Note(vacancies[row].UsefulSkills, skills, row);
        }
    }

    private protected override RankedVacancies Now() => new(now.Value, ScoredRows.Empty, ScoredRows.Empty);

    private protected override RankedVacancies With(Gain gain)
    {
        var gained = gain.AddedTo(Jobseeker);
        int[] asking = [.. askers[gain]];
        return new(now.Value, ScoredRows.Of(asking, Array.ConvertAll(asking, Today)), ScoredRows.Of(asking, Array.ConvertAll(asking, After)));

        int After(int row)
        {
            if (gain.Kind == GainKind.Licence)
            {
                return HardConditions.Failed(gained, vacancies[row], today, suggesting: false) == HardCondition.None ? scores[row] : RankedVacancies.Barred;
            }

            return failed[row] == HardCondition.None
                ? scores[row] + PairScore.OfSkills(gained, vacancies[row]) - PairScore.OfSkills(Jobseeker, vacancies[row])
                : RankedVacancies.Barred;
        }
    }

    private protected override RankedVacancies HoldingEveryLicence() =>
        new(ScoredRows.Of(rows, scores), ScoredRows.Empty, ScoredRows.Empty);

    private protected override IEnumerable<Gain> MissingFor(int row) => Gain.Missing(Jobseeker, vacancies[row]);

    private protected override int ScoreOf(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        Span<Finding> findings = stackalloc Finding[TermWeights.Count];
        return PairScore.Of(jobseeker, vacancy, today, findings) - rule.Yield(vacancy);
    }

    // The prior does not count what nobody asks.
    private protected override int Yardstick(GainKind kind, int row) => Today(row);

    private int Today(int row) => failed[row] == HardCondition.None ? scores[row] : RankedVacancies.Barred;

    private Dictionary<int, List<int>> AskersById(GainKind kind) => askers.Where(a => a.Key.Kind == kind).ToDictionary(a => a.Key.Id, a => a.Value);

    // Rows come by number, so one that asks for the same thing twice stands last in the list already.
    private static void Note(int[] asked, Dictionary<int, List<int>> askersById, int row)
    {
        foreach (var id in askersById.Count == 0 ? [] : asked)
        {
            if (askersById.TryGetValue(id, out var own) && !(own is [.., var last] && last == row))
            {
                own.Add(row);
            }
        }
    }
}
