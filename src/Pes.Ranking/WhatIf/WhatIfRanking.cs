using Pes.Ranking.Allocation;
using Pes.Ranking.Pairs;

namespace Pes.Ranking.WhatIf;

/// <summary>
/// What would change the list of one jobseeker: everything is answered by ranking again as though she had gained it, never
/// by a formula. Only what a gain can change is scored again. For one caller at a time.
/// </summary>
public abstract class WhatIfRanking
{
    // Far enough that one more skill could bring it up; what is asked beyond would not.
    private const int Near = 200;

    private const int MostGains = 40;

    private protected WhatIfRanking(JobseekerProfile jobseeker) => Jobseeker = jobseeker;

    private protected JobseekerProfile Jobseeker { get; }

    /// <summary>By the prior. A row is the vacancy's position in the snapshot (<see cref="VacancySnapshot.RowOf"/>).</summary>
    /// <param name="rule">How demand is spread over equals in her list.</param>
    public static WhatIfRanking ByPrior(JobseekerProfile jobseeker, VacancySnapshot vacancies, DateOnly today, SpreadRule rule = default)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(vacancies);
        return new PriorWhatIf(jobseeker, vacancies, today, rule);
    }

    /// <summary>By a learned model. A row is the vacancy's id in the index; places reach as far as the candidates.</summary>
    /// <param name="rule">How demand is spread over equals in her list.</param>
    /// <param name="candidates">Rows that the coarse stage hands to the model.</param>
    public static WhatIfRanking ByModel(
        JobseekerProfile jobseeker, VacancyIndex vacancies, LearnedRanking model, DateOnly today, SpreadRule rule = default, int candidates = TwoStages.Candidates)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(vacancies);
        ArgumentNullException.ThrowIfNull(model);
        return new LearnedWhatIf(jobseeker, vacancies, model, today, rule, candidates);
    }

    /// <summary>
    /// The things that a vacancy asks and she lacks, what lifts it most first: by the place that it would take, then by the
    /// score. A thing that changes nothing is left out.
    /// </summary>
    /// <param name="row">Where the ranking has the vacancy.</param>
    public IReadOnlyList<PairGain> ForVacancy(int row, VacancyProfile vacancy)
    {
        ArgumentNullException.ThrowIfNull(vacancy);
        Gain[] gains = [.. Gain.Missing(Jobseeker, vacancy)];
        Prepare(gains);
        var (placeBefore, scoreBefore) = (Now().PlaceOf(row), ScoreOf(Jobseeker, vacancy));
        return
        [
            .. gains.Select(gain => new PairGain(gain, placeBefore, With(gain).PlaceOf(row), scoreBefore, ScoreOf(gain.AddedTo(Jobseeker), vacancy)))
                .Where(GainOrder.IsLifting).OrderBy(GainOrder.Key),
        ];
    }

    /// <summary>
    /// Of each of some vacancies the one thing that lifts it most, each gain ranked once for all of them; null where nothing does. Tried are the forty
    /// things that most of these vacancies ask and she lacks.
    /// </summary>
    /// <param name="vacancies">Each with where the ranking has it.</param>
    /// <param name="places">How many first places count.</param>
    public IReadOnlyList<Lift?> Lifts(IReadOnlyList<(int Row, VacancyProfile Vacancy)> vacancies, int places = 20)
    {
        ArgumentNullException.ThrowIfNull(vacancies);
        var missing = vacancies.Select(v => Gain.Missing(Jobseeker, v.Vacancy).ToHashSet()).ToList();
        Gain[] gains = [.. missing.SelectMany(m => m).CountBy(gain => gain).OrderByDescending(g => g.Value).ThenBy(g => g.Key.Kind).ThenBy(g => g.Key.Id).Take(MostGains).Select(g => g.Key)];
        Prepare(gains);
        var now = Now();
        var first = now.Best(places).ToHashSet();
        int?[] placesBefore = [.. vacancies.Select(v => now.PlaceOf(v.Row))];
        var best = new Lift?[vacancies.Count];
        foreach (var gain in gains)
        {
            var after = With(gain);
            var entering = after.Best(places).Count(row => !first.Contains(row));
            var gained = gain.AddedTo(Jobseeker);
            for (var i = 0; i < best.Length; i++)
            {
                if (missing[i].Contains(gain)
                    && new PairGain(gain, placesBefore[i], after.PlaceOf(vacancies[i].Row), ScoreOf(Jobseeker, vacancies[i].Vacancy), ScoreOf(gained, vacancies[i].Vacancy)) is var pair
                    && GainOrder.IsLifting(pair) && GainOrder.IsBetter(pair, best[i]?.Pair))
                {
                    best[i] = new(pair, entering);
                }
            }
        }

        return best;
    }

    /// <summary>
    /// What would open most to her, best first; things that open nothing are left out. Tried are the forty things that the
    /// nearest two hundred vacancies ask most often and she lacks, where "near" counts those that only a licence keeps out.
    /// </summary>
    /// <param name="take">Gains wanted at most.</param>
    /// <param name="places">How many first places count.</param>
    public IReadOnlyList<GainValue> Values(int take, int places = 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(places);
        var gains = Candidates();
        Prepare(gains);
        var now = Now().Best(places);
        var first = now.ToHashSet();
        return
        [
            .. gains.Select(gain => ValueOf(gain, now, first, places))
                .Where(v => v is not { Entering: 0, Passing: 0, Opened: 0 })
                .OrderByDescending(v => v.Entering).ThenByDescending(v => v.Passing).ThenByDescending(v => v.Opened)
                .ThenByDescending(v => v.Gain.Kind).ThenBy(v => v.Gain.Id)
                .Take(take),
        ];
    }

    /// <summary>Of each gain the rows that would come among the first places: what <see cref="GainValue.Entering"/> counts.</summary>
    /// <param name="gains">Each once.</param>
    /// <param name="places">How many first places count.</param>
    public IReadOnlyList<IReadOnlyList<int>> Entering(IReadOnlyCollection<Gain> gains, int places = 20)
    {
        ArgumentNullException.ThrowIfNull(gains);
        Prepare(gains);
        var first = Now().Best(places).ToHashSet();
        return [.. gains.Select(gain => (IReadOnlyList<int>)[.. With(gain).Best(places).Where(row => !first.Contains(row))])];
    }

    /// <summary>Score of a pair before and after a gain, as <see cref="PairGain"/> has it: of the two profiles alone, whatever else is ranked.</summary>
    public (int Before, int After) ScoresOf(Gain gain, VacancyProfile vacancy)
    {
        ArgumentNullException.ThrowIfNull(vacancy);
        return (ScoreOf(Jobseeker, vacancy), ScoreOf(gain.AddedTo(Jobseeker), vacancy));
    }

    /// <summary>What is worth trying, what is asked most often first.</summary>
    internal Gain[] Candidates() =>
    [
        .. HoldingEveryLicence().Best(Near).SelectMany(MissingFor)
            .CountBy(gain => gain)
            .OrderByDescending(g => g.Value).ThenBy(g => g.Key.Kind).ThenBy(g => g.Key.Id)
            .Take(MostGains).Select(g => g.Key),
    ];

    /// <summary>Gets ready to rank with each of these gains.</summary>
    private protected abstract void Prepare(IReadOnlyCollection<Gain> gains);

    private protected abstract RankedVacancies Now();

    private protected abstract RankedVacancies With(Gain gain);

    /// <summary>The list as it would be if no licence were missing.</summary>
    private protected abstract RankedVacancies HoldingEveryLicence();

    /// <summary>What the vacancy of a row asks and she does not hold.</summary>
    private protected abstract IEnumerable<Gain> MissingFor(int row);

    private protected abstract int ScoreOf(JobseekerProfile jobseeker, VacancyProfile vacancy);

    /// <summary>The score of a row were she to gain something of that kind that no vacancy asks.</summary>
    private protected abstract int Yardstick(GainKind kind, int row);

    private GainValue ValueOf(Gain gain, int[] now, HashSet<int> first, int places)
    {
        var after = With(gain);
        var passing = now.Length == places
            ? after.AskingBefore(Yardstick(gain.Kind, now[^1]), now[^1], first)
            : after.AskingBefore(RankedVacancies.Barred, int.MaxValue, first);
        return new(gain, after.Best(places).Count(row => !first.Contains(row)), passing, gain.Kind == GainKind.Licence ? after.Asking() : 0);
    }
}
