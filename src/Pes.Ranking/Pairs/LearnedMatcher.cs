using Pes.Ranking.Allocation;

namespace Pes.Ranking.Pairs;

/// <summary>
/// A learned model under the name of its version: ranks as <see cref="Matcher"/> does, gives the same bits everywhere, and takes
/// the facts of its reasons, what is missing and the barriers from the same place; what they weigh is the model's.
/// </summary>
public sealed class LearnedMatcher(string modelVersion, LearnedRanking model)
{
    /// <summary>The first rows of a list that <see cref="VacancyIndex.Ranked"/> found.</summary>
    /// <param name="found">All rows of each portion, each with its vacancy.</param>
    /// <param name="take">Rows wanted at most.</param>
    /// <param name="considered">How many the index looked at.</param>
    /// <param name="rule">How demand is spread over equals, within a portion; by default it is not.</param>
    public RankedList VacanciesFor(
        JobseekerProfile jobseeker, IReadOnlyList<(RankedRow Row, VacancyProfile Vacancy)> found, DateOnly today, int take, int considered, SpreadRule rule = default)
    {
        ArgumentNullException.ThrowIfNull(found);
        var byScore = InOrder(default);
        var shown = rule.IsOn ? InOrder(rule) : byScore;
        RankedRow[] ranked = Array.ConvertAll(byScore, f => f.Row);
        var effect = SpreadEffect.Of(ranked, Array.ConvertAll(shown, f => f.Row), row => model.Finer(row.Score), rule, ranked.Count(r => r.Portion == 0));
        return new(
            modelVersion,
            considered,
            [.. shown.Select((f, i) => new ListedRow(f.Vacancy.Id, i + 1, model.Finer(f.Row.Score), f.Row.Portion, effect?.Moves[i] ?? SpreadMove.None))],
            row => Explain(jobseeker, shown[row.Rank - 1].Vacancy, today),
            rows => PairRun.Checksum(rule.Named(modelVersion), "vacancies", Checksum.Of(jobseeker), rows, today, considered))
        {
            SpreadCost = effect?.Cost,
        };

        // Ties by the id that the product shows: a kept list can then be checked without the index.
        (RankedRow Row, VacancyProfile Vacancy)[] InOrder(SpreadRule by) =>
        [
            .. found.OrderBy(f => f.Row.Portion).ThenByDescending(f => (long)model.Finer(f.Row.Score) - by.Yield(f.Vacancy)).ThenBy(f => f.Vacancy.Id).Take(take),
        ];
    }

    /// <summary>The rows of a list that <see cref="JobseekerIndex.Ranked"/> found; who changed since and is barred now is left out.</summary>
    /// <param name="jobseekers">Each with her portion.</param>
    /// <param name="considered">How many the index looked at.</param>
    public MatchRun JobseekersFor(VacancyProfile vacancy, IEnumerable<(JobseekerProfile Jobseeker, int Portion)> jobseekers, DateOnly today, int considered) =>
        PairRun.OfJobseekers(modelVersion, vacancy, jobseekers, today, considered, jobseeker => Explain(jobseeker, vacancy, today));

    /// <inheritdoc cref="Matcher.Explain"/>
    /// <param name="table">By which the reasons are told; the score is the same by each.</param>
    public Match Explain(JobseekerProfile jobseeker, VacancyProfile vacancy, DateOnly today, ReasonTable table = ReasonTable.Today)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(vacancy);
        var bins = new byte[PairFeatures.Count];
        PairBins.Fill(PackedJobseekers.Of([(0, jobseeker)]).At(0), PackedVacancies.Of([(0, vacancy)]).At(0), today.DayNumber, bins, stride: 1);
        var score = model.Score(bins);
        var features = new long[PairFeatures.Count];
        model.Explain(bins, features);
        var contributions = PairFeatures.ToTerms(features, table);
        var findings = new Finding[TermWeights.Count];
        PairScore.Of(jobseeker, vacancy, today, findings);
        ref var occupation = ref findings[(int)Term.Occupation];
        if (contributions[(int)Term.Occupation] > 0 && occupation.PerMille <= 0 && AbilityTerms.CareerMove(jobseeker, vacancy) is { Kind: not ReasonKind.None } move)
        {
            occupation = move;
        }

        return new()
        {
            Id = vacancy.Id,
            Rank = 0,
            Score = model.Finer(score),
            Usual = checked((int)model.Mean),
            Band = model.Band(score),
            Contributions = [.. contributions.Select((points, term) => new Contribution((Term)term, checked((int)points)))],
            Reasons = [.. MatchReasons.Of(Weighed(findings, contributions, Own(jobseeker, vacancy, features, table)))],
            Missing = [.. MatchReasons.WhatIsMissing(jobseeker, vacancy)],
            Barriers = [.. HardConditions.Explain(HardConditions.Failed(jobseeker, vacancy, today, suggesting: false), jobseeker, vacancy)],
            ModelVersion = modelVersion,
            InputsChecksum = Checksum.OfPair(modelVersion, jobseeker, vacancy, today),
        };
    }

    private static IEnumerable<WeighedFinding> Own(JobseekerProfile jobseeker, VacancyProfile vacancy, long[] features, ReasonTable table) => PairFeatures.All
        .Where(m => m.Own != ReasonKind.None && table != ReasonTable.TermsAlone)
        .Select(m => new WeighedFinding(MatchReasons.Own(m.Own, jobseeker, vacancy), m.TermIn(table), checked((int)features[(int)m.Feature])));

    // What is told by a sentence of its own, or by none, is no part of what its term tells.
    private static List<WeighedFinding> Weighed(Finding[] findings, long[] contributions, IEnumerable<WeighedFinding> own)
    {
        List<WeighedFinding> apart = [.. own];
        return [.. findings.Select((finding, term) => new WeighedFinding(finding, (Term)term, checked((int)contributions[term]) - apart.Where(o => o.Term == (Term)term).Sum(o => o.Weight))), .. apart];
    }
}
