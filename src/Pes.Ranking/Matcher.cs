using Pes.Ranking.Allocation;

namespace Pes.Ranking;

/// <summary>
/// Ranks vacancies for a jobseeker and jobseekers for a vacancy. Safe to share between threads; the same inputs give
/// the same bits on every machine.
/// </summary>
public sealed class Matcher
{
    private Matcher(string modelVersion) => ModelVersion = modelVersion;

    /// <summary>The monotone score of docs/matching.md: works without any outcome to learn from.</summary>
    public static Matcher Prior { get; } = new("prior-1");

    /// <summary>Changes with every change of terms, weights or curves, and is kept with each run.</summary>
    public string ModelVersion { get; }

    /// <param name="today">The day in Cambodia.</param>
    /// <param name="take">Rows wanted at most, 0 or more.</param>
    /// <param name="rule">How demand is spread over equals; by default it is not.</param>
    public RankedList VacanciesFor(
        JobseekerProfile jobseeker, VacancySnapshot vacancies, DateOnly today, int take, SpreadRule rule = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(vacancies);
        var rows = vacancies.Rows;
        var (byScore, best) = Rank(rows.Length, take, position => (jobseeker, rows[position]), rule, today, suggesting: false, cancellationToken);
        var effect = SpreadEffect.Of(byScore, best, position => ScoreOf(jobseeker, rows[position], today), rule);
        return new(
            ModelVersion,
            rows.Length,
            [.. best.Select((position, i) => new ListedRow(rows[position].Id, i + 1, ScoreOf(jobseeker, rows[position], today), Move: effect?.Moves[i] ?? SpreadMove.None))],
            row => Row(row.Id, row.Rank, jobseeker, rows[best[row.Rank - 1]], today, HardCondition.None),
            _ => Checksum.OfRun(rule.Named(ModelVersion), "vacancies", Checksum.Of(jobseeker), vacancies.Sum, rows.Length, today, take))
        {
            SpreadCost = effect?.Cost,
        };
    }

    /// <inheritdoc cref="VacanciesFor"/>
    public RankedList JobseekersFor(
        VacancyProfile vacancy, JobseekerSnapshot jobseekers, DateOnly today, int take, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vacancy);
        ArgumentNullException.ThrowIfNull(jobseekers);
        var rows = jobseekers.Rows;
        var (_, best) = Rank(rows.Length, take, position => (rows[position], vacancy), default, today, suggesting: true, cancellationToken);
        return new(
            ModelVersion,
            rows.Length,
            [.. best.Select((position, i) => new ListedRow(rows[position].Id, i + 1, ScoreOf(rows[position], vacancy, today)))],
            row => Row(row.Id, row.Rank, rows[best[row.Rank - 1]], vacancy, today, HardCondition.None),
            _ => Checksum.OfRun(ModelVersion, "jobseekers", Checksum.Of(vacancy), jobseekers.Sum, rows.Length, today, take));
    }

    /// <inheritdoc cref="Pairs.LearnedMatcher.JobseekersFor"/>
    public MatchRun JobseekersFor(VacancyProfile vacancy, IEnumerable<(JobseekerProfile Jobseeker, int Portion)> jobseekers, DateOnly today, int considered) =>
        PairRun.OfJobseekers(ModelVersion, vacancy, jobseekers, today, considered, jobseeker => Explain(jobseeker, vacancy, today));

    /// <summary>Whether a hard condition keeps a pair off a list.</summary>
    /// <param name="suggesting">Jobseekers are listed for a vacancy, so that her consent counts.</param>
    public static bool IsBarred(JobseekerProfile jobseeker, VacancyProfile vacancy, DateOnly today, bool suggesting)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(vacancy);
        return HardConditions.Failed(jobseeker, vacancy, today, suggesting) != HardCondition.None;
    }

    /// <summary>
    /// One pair, whether or not a ranking would show it: with the barriers that keep it out. Nobody is made unreachable
    /// by a score. The id is the vacancy's; consent is not asked, since no list is made.
    /// </summary>
    public Match Explain(JobseekerProfile jobseeker, VacancyProfile vacancy, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(vacancy);
        var failed = HardConditions.Failed(jobseeker, vacancy, today, suggesting: false);
        return Row(vacancy.Id, rank: 0, jobseeker, vacancy, today, failed);
    }

    private Match Row(Guid id, int rank, JobseekerProfile jobseeker, VacancyProfile vacancy, DateOnly today, HardCondition failed)
    {
        var findings = new Finding[TermWeights.Count];
        var score = PairScore.Of(jobseeker, vacancy, today, findings);
        return new()
        {
            Id = id,
            Rank = rank,
            Score = score,
            Band = ScoreBand.Of(score),
            Contributions = [.. findings.Select((finding, term) => new Contribution((Term)term, PairScore.Points((Term)term, finding)))],
            Reasons = [.. MatchReasons.Of(findings)],
            Missing = [.. MatchReasons.WhatIsMissing(jobseeker, vacancy)],
            Barriers = [.. HardConditions.Explain(failed, jobseeker, vacancy)],
            ModelVersion = ModelVersion,
            InputsChecksum = Checksum.OfPair(ModelVersion, Checksum.Of(jobseeker), Checksum.Of(vacancy), today),
        };
    }

    private static int ScoreOf(JobseekerProfile jobseeker, VacancyProfile vacancy, DateOnly today)
    {
        Span<Finding> findings = stackalloc Finding[TermWeights.Count];
        return PairScore.Of(jobseeker, vacancy, today, findings);
    }

    // The same rows twice where demand is spread: by score alone, and as they come to stand.
    private static (int[] ByScore, int[] Best) Rank(
        int count,
        int take,
        Func<int, (JobseekerProfile Jobseeker, VacancyProfile Vacancy)> pair,
        SpreadRule rule,
        DateOnly today,
        bool suggesting,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        var (byScore, spread) = (new TopK(take), new TopK(rule.IsOn ? take : 0));
        Span<Finding> findings = stackalloc Finding[TermWeights.Count];
        for (var position = 0; position < count; position++)
        {
            if (position % 4_096 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var (jobseeker, vacancy) = pair(position);
            if (HardConditions.Failed(jobseeker, vacancy, today, suggesting) != HardCondition.None)
            {
                continue;
            }

            var score = PairScore.Of(jobseeker, vacancy, today, findings);
            byScore.Offer(score, position);
            if (rule.IsOn)
            {
                spread.Offer(score - rule.Yield(vacancy), position);
            }
        }

        var best = byScore.TakeBestFirst();
        return (best, rule.IsOn ? spread.TakeBestFirst() : best);
    }
}
