using System.Collections.Frozen;
using Pes.Ranking.Allocation;

namespace Pes.Ranking.WhatIf;

/// <summary>
/// By the prior, over every row of a snapshot. A term of the prior reads only what the vacancy itself asks, so a gain
/// changes the score of those rows alone that ask for it; all are scored and sorted once.
/// </summary>
internal sealed class PriorWhatIf : WhatIfRanking
{
    private const HardCondition Licences = HardCondition.LicenceNotHeld | HardCondition.LicenceByLawNotHeld;

    private readonly VacancyProfile[] vacancies;
    private readonly DateOnly today;
    private readonly SpreadRule rule;

    // By row; the scores are those of rows that a licence at most keeps out.
    private readonly HardCondition[] failed;
    private readonly int[] scores;
    private readonly Lazy<VacancyOrder> now;
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

        now = new(() => VacancyOrder.Of(scores.Select((_, row) => (row, Today(row)))));
    }

    private protected override void Prepare(IReadOnlyCollection<Gain> gains)
    {
        askers = gains.ToDictionary(gain => gain, _ => new List<int>());
        var (licences, skills) = (AskersById(GainKind.Licence), AskersById(GainKind.Skill));
        for (var row = 0; row < vacancies.Length; row++)
        {
            Note(vacancies[row].LicencesRequired, licences, row);
            Note(vacancies[row].LicencesByLaw, licences, row);
            Note(vacancies[row].EssentialSkills, skills, row);
            Note(vacancies[row].UsefulSkills, skills, row);
        }
    }

    private protected override RankedVacancies Now() => new(now.Value, VacancyOrder.Empty, VacancyOrder.Empty);

    private protected override RankedVacancies With(Gain gain)
    {
        var gained = gain.AddedTo(Jobseeker);
        return new(now.Value, VacancyOrder.Of(askers[gain].Select(row => (row, Today(row)))), VacancyOrder.Of(askers[gain].Select(row => (row, After(row)))));

        int After(int row)
        {
            var fails = gain.Kind == GainKind.Licence && scores[row] != RankedVacancies.Barred
                ? HardConditions.Failed(gained, vacancies[row], today, suggesting: false)
                : failed[row];
            return fails == HardCondition.None ? ScoreOf(gained, vacancies[row]) : RankedVacancies.Barred;
        }
    }

    private protected override RankedVacancies HoldingEveryLicence() =>
        new(VacancyOrder.Of(scores.Select((score, row) => (row, score))), VacancyOrder.Empty, VacancyOrder.Empty);

    private protected override IEnumerable<Gain> MissingFor(int row) => Gain.Missing(Jobseeker, vacancies[row]);

    private protected override int ScoreOf(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        Span<Finding> findings = stackalloc Finding[TermWeights.Count];
        return PairScore.Of(jobseeker, vacancy, today, findings) - rule.Yield(vacancy);
    }

    // The prior does not count what nobody asks.
    private protected override int Yardstick(GainKind kind, int row) => Today(row);

    private int Today(int row) => failed[row] == HardCondition.None ? scores[row] : RankedVacancies.Barred;

    private FrozenDictionary<int, List<int>> AskersById(GainKind kind) => askers.Where(a => a.Key.Kind == kind).ToFrozenDictionary(a => a.Key.Id, a => a.Value);

    // Rows come by number, so one that asks for the same thing twice stands last in the list already.
    private static void Note(int[] asked, FrozenDictionary<int, List<int>> askersById, int row)
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
