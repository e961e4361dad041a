using Pes.Ranking.Allocation;

namespace Pes.Ranking.Pairs;

/// <summary>
/// A learned model under the name of its version: ranks as <see cref="Matcher"/> does, gives the same bits everywhere, and takes
/// the facts of its reasons, what is missing and the barriers from the same place; what they weigh is the model's.
/// </summary>
public sealed class LearnedMatcher(string modelVersion, LearnedRanking model)
{
    // Those that have a sentence of their own.
    private static readonly PairFeatureMeaning[] Apart = [.. PairFeatures.All.Where(m => m.Own != ReasonKind.None)];

    /// <summary>The first rows of a list that <see cref="VacancyIndex.Ranked"/> found.</summary>
    /// <param name="found">All rows of each portion, in their order by score, each with its vacancy.</param>
    /// <param name="take">Rows wanted at most.</param>
    /// <param name="considered">How many the index looked at.</param>
    /// <param name="rule">How demand is spread over equals, within a portion; by default it is not.</param>
    public RankedList VacanciesFor(
        JobseekerProfile jobseeker, IReadOnlyList<(RankedRow Row, VacancyProfile Vacancy)> found, DateOnly today, int take, int considered, SpreadRule rule = default)
    {
        ArgumentNullException.ThrowIfNull(found);
        var her = Side(jobseeker);
        var byScore = First(default);
        var shown = rule.IsOn ? First(rule) : byScore;
        RankedRow[] ranked = Array.ConvertAll(byScore, f => f.Row);
        var effect = SpreadEffect.Of(ranked, Array.ConvertAll(shown, f => f.Row), row => model.Finer(row.Score), rule, ranked.Count(r => r.Portion == 0));
        return new(
            modelVersion,
            considered,
            [.. shown.Select((f, i) => new ListedRow(f.Vacancy.Id, i + 1, model.Finer(f.Row.Score), f.Row.Portion, effect?.Moves[i] ?? SpreadMove.None))],
            row => Explain(her, Side(shown[row.Rank - 1].Vacancy), today, ReasonTable.Today),
            rows => PairRun.Checksum(rule.Named(modelVersion), "vacancies", her.Sum, rows, today, considered))
        {
            SpreadCost = effect?.Cost,
        };

        // Ties by the id that the product shows: a kept list can then be checked without the index.
        (RankedRow Row, VacancyProfile Vacancy)[] First(SpreadRule by)
        {
            // By score alone they stand in order but for ties: those beyond the last that is taken matter no more.
            var count = Math.Min(take, found.Count);
            while (count > 0 && count < found.Count && (by.IsOn || (found[count].Row.Portion == found[count - 1].Row.Portion && found[count].Row.Score == found[count - 1].Row.Score)))
            {
                count++;
            }

            var keys = new (int Portion, long Score, Guid Id)[count];
            var rows = new (RankedRow Row, VacancyProfile Vacancy)[count];
            for (var i = 0; i < count; i++)
            {
                var (row, vacancy) = rows[i] = found[i];
                keys[i] = (row.Portion, by.Yield(vacancy) - (long)model.Finer(row.Score), vacancy.Id);
            }

            Array.Sort(keys, rows);
            return count > take ? rows[..take] : rows;
        }
    }

    /// <summary>The rows of a list that <see cref="JobseekerIndex.Ranked"/> found; who changed since and is barred now is left out.</summary>
    /// <param name="jobseekers">Each with her portion.</param>
    /// <param name="considered">How many the index looked at.</param>
    public MatchRun JobseekersFor(VacancyProfile vacancy, IEnumerable<(JobseekerProfile Jobseeker, int Portion)> jobseekers, DateOnly today, int considered) =>
        PairRun.OfJobseekers(modelVersion, vacancy, jobseekers, today, considered, Explained(vacancy, today));

    /// <inheritdoc cref="Matcher.Explain"/>
    /// <param name="table">By which the reasons are told; the score is the same by each.</param>
    public Match Explain(JobseekerProfile jobseeker, VacancyProfile vacancy, DateOnly today, ReasonTable table = ReasonTable.Today)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(vacancy);
        return Explain(Side(jobseeker), Side(vacancy), today, table);
    }

    private Func<JobseekerProfile, Match> Explained(VacancyProfile vacancy, DateOnly today)
    {
        var its = Side(vacancy);
        return jobseeker => Explain(Side(jobseeker), its, today, ReasonTable.Today);
    }

    private static PackedSide<JobseekerProfile, PackedJobseekers> Side(JobseekerProfile jobseeker) => new(jobseeker, PackedJobseekers.Of([(0, jobseeker)]), Checksum.Of(jobseeker));

    private static PackedSide<VacancyProfile, PackedVacancies> Side(VacancyProfile vacancy) => new(vacancy, PackedVacancies.Of([(0, vacancy)]), Checksum.Of(vacancy));

    private Match Explain(PackedSide<JobseekerProfile, PackedJobseekers> her, PackedSide<VacancyProfile, PackedVacancies> its, DateOnly today, ReasonTable table)
    {
        var (jobseeker, vacancy) = (her.Profile, its.Profile);
        Span<byte> bins = stackalloc byte[PairFeatures.Count];
        PairBins.Fill(her.Packed.At(0), its.Packed.At(0), today.DayNumber, bins, stride: 1);
        var score = model.Score(bins);
        Span<long> features = stackalloc long[PairFeatures.Count];
        model.Explain(bins, features);
        var contributions = PairFeatures.ToTerms(features, table);
        Span<Finding> findings = stackalloc Finding[TermWeights.Count];
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
            Reasons = MatchReasons.Of(Weighed(jobseeker, vacancy, findings, contributions, features, table)),
            Missing = [.. MatchReasons.WhatIsMissing(jobseeker, vacancy)],
            Barriers = [.. HardConditions.Explain(HardConditions.Failed(jobseeker, vacancy, today, suggesting: false), jobseeker, vacancy)],
            ModelVersion = modelVersion,
            InputsChecksum = Checksum.OfPair(modelVersion, her.Sum, its.Sum, today),
        };
    }

    // What is told by a sentence of its own, or by none, is no part of what its term tells.
    private static List<WeighedFinding> Weighed(
        JobseekerProfile jobseeker, VacancyProfile vacancy, ReadOnlySpan<Finding> findings, long[] contributions, ReadOnlySpan<long> features, ReasonTable table)
    {
        List<WeighedFinding> weighed = new(findings.Length + Apart.Length);
        for (var term = 0; term < findings.Length; term++)
        {
            weighed.Add(new(findings[term], (Term)term, checked((int)contributions[term])));
        }

        foreach (var meaning in table == ReasonTable.TermsAlone ? [] : Apart)
        {
            var (term, weight) = (meaning.TermIn(table), checked((int)features[(int)meaning.Feature]));
            weighed[(int)term] = weighed[(int)term] with { Weight = weighed[(int)term].Weight - weight };
            weighed.Add(new(MatchReasons.Own(meaning.Own, jobseeker, vacancy), term, weight));
        }

        return weighed;
    }

    /// <summary>What explaining reads of one side, made once for all pairs of a list.</summary>
    private readonly record struct PackedSide<TProfile, TPacked>(TProfile Profile, TPacked Packed, UInt128 Sum);
}
