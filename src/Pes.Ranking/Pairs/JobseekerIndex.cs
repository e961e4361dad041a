using Pes.Ranking.Coarse;

namespace Pes.Ranking.Pairs;

/// <summary>All jobseekers, ready to be ranked for a vacancy; as <see cref="VacancyIndex"/>.</summary>
public sealed class JobseekerIndex
{
    /// <summary>Rows that the coarse stage hands to the prior at a time.</summary>
    public const int PriorCandidates = TwoStages.PriorCandidates;

    private readonly CoarseIndex coarse;
    private readonly PackedJobseekers packed;
    private readonly PackedJobseekers changedPacked;
    private readonly SortedDictionary<int, JobseekerProfile> changed;
    private readonly CoarseFacts facts;

    private JobseekerIndex(
        CoarseIndex coarse, PackedJobseekers packed, SortedDictionary<int, JobseekerProfile> changed, CoarseFacts facts)
    {
        (this.coarse, this.packed, this.changed, this.facts) = (coarse, packed, changed, facts);
        changedPacked = PackedJobseekers.Of(changed.Select(c => (c.Key, c.Value)));
    }

    public int Count => coarse.Count;

    /// <inheritdoc cref="VacancyIndex.Changed"/>
    public int Changed => coarse.Changed;

    /// <inheritdoc cref="VacancyIndex.Bytes"/>
    public long Bytes => coarse.Snapshot.Bytes + packed.Bytes;

    /// <inheritdoc cref="VacancyIndex.Coarse"/>
    public CoarseIndex Coarse => coarse;

    /// <param name="jobseekers">By ascending id, read once; the id is any number that stays the jobseeker's own.</param>
    public static JobseekerIndex Build(IEnumerable<(int Id, JobseekerProfile Jobseeker)> jobseekers)
    {
        ArgumentNullException.ThrowIfNull(jobseekers);
        var builder = new Builder();
        foreach (var (id, jobseeker) in jobseekers)
        {
            builder.Add(id, jobseeker);
        }

        return builder.Build();
    }

    /// <summary>Jobseekers that are new or other than before, and ids that are no more.</summary>
    public JobseekerIndex With(IReadOnlyCollection<(int Id, JobseekerProfile Jobseeker)> jobseekers, IReadOnlyCollection<int> goneIds)
    {
        ArgumentNullException.ThrowIfNull(jobseekers);
        ArgumentNullException.ThrowIfNull(goneIds);
        var rows = jobseekers.Select(j => (Row: CoarseJobseekers.Row(j.Id, j.Jobseeker), CoarseJobseekers.Tokens(j.Jobseeker).ToArray())).ToList();
        var homes = facts.Provinces.With(jobseekers.Select(j => new WorkSite(j.Jobseeker.Place, j.Jobseeker.Province)));
        return new(
            coarse.With(rows, goneIds), packed, TwoStages.Merged(changed, jobseekers, goneIds),
            facts.With(new([.. rows.Select(r => r.Row.Group)], homes, [.. jobseekers.SelectMany(j => j.Jobseeker.AccommodationsWanted)], 1)));
    }

    /// <summary>The best jobseekers for a vacancy, ties by id; none that a hard condition keeps out or who did not agree.</summary>
    /// <inheritdoc cref="VacancyIndex.Top" path="param"/>
    public LearnedMatch[] Top(
        VacancyProfile vacancy, LearnedRanking model, DateOnly today, int take, SearchScratch scratch, int candidates = TwoStages.Candidates)
    {
        ArgumentNullException.ThrowIfNull(vacancy);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(scratch);
        scratch.Fit(Math.Max(candidates, take));
        var own = PackedVacancies.Of([(0, vacancy)]);
        var found = coarse.Top(CoarseJobseekers.Query(vacancy, own.At(0), model.Responses, facts), scratch.FitHits(Math.Max(candidates, take)), scratch.Coarse);
        return TwoStages.Best(model, scratch, Fill(own, today, scratch, scratch.Hits.AsSpan(0, found)), take);
    }

    /// <summary>The list for a vacancy as far as it is wanted or goes; none that a hard condition keeps out or who did not agree.</summary>
    /// <param name="model">Null: the prior.</param>
    /// <param name="portionSize">Rows that the coarse stage hands on at a time; null: as many as what ranks wants.</param>
    /// <inheritdoc cref="VacancyIndex.Ranked" path="param"/>
    public IReadOnlyList<RankedRow> Ranked(
        VacancyProfile vacancy, LearnedRanking? model, DateOnly today, int wanted, SearchScratch scratch, CoarseMask? only = null, int? portionSize = null)
    {
        ArgumentNullException.ThrowIfNull(vacancy);
        ArgumentNullException.ThrowIfNull(scratch);
        var own = PackedVacancies.Of([(0, vacancy)]);
        var query = CoarseJobseekers.Query(vacancy, own.At(0), model?.Responses ?? MeanResponses.Prior, facts);
        return TwoStages.Ranked(coarse, query, only, wanted, scratch, portionSize ?? (model is null ? TwoStages.PriorCandidates : TwoStages.Candidates), model is null
            ? hits => ScoreByPrior(vacancy, today, scratch, hits.Span)
            : hits => TwoStages.Score(model, scratch, Fill(own, today, scratch, hits.Span)));
    }

    private int ScoreByPrior(VacancyProfile vacancy, DateOnly today, SearchScratch scratch, ReadOnlySpan<CoarseHit> hits)
    {
        Span<Finding> findings = stackalloc Finding[TermWeights.Count];
        var count = 0;
        for (var place = 0; place < hits.Length; place++)
        {
            packed.Foresee(hits, place);
            var id = hits[place].Id;
            var jobseeker = changed.TryGetValue(id, out var profile) ? profile : packed.ProfileAt(packed.IndexOf(id));
            if (HardConditions.Failed(jobseeker, vacancy, today, suggesting: true) == HardCondition.None)
            {
                (scratch.Ids[count], scratch.Scores[count]) = (id, PairScore.Of(jobseeker, vacancy, today, findings));
                count++;
            }
        }

        return count;
    }

    private int Fill(PackedVacancies vacancy, DateOnly today, SearchScratch scratch, ReadOnlySpan<CoarseHit> hits)
    {
        var own = vacancy.At(0);
        var count = 0;
        for (var place = 0; place < hits.Length; place++)
        {
            var hit = hits[place];
            packed.Foresee(hits, place);
            var index = changedPacked.IndexOf(hit.Id);
            var jobseeker = index >= 0 ? changedPacked.At(index) : packed.At(packed.IndexOf(hit.Id));
            if (!PairBins.IsBarred(jobseeker, own, today.DayNumber, suggesting: true))
            {
                PairBins.Fill(jobseeker, own, today.DayNumber, scratch.Columns.AsSpan(count), scratch.Stride);
                scratch.Ids[count++] = hit.Id;
            }
        }

        return count;
    }

    /// <summary>Takes jobseekers one by one and keeps no more than their numbers: a country's profiles at once would be gigabytes.</summary>
    public sealed class Builder
    {
        private readonly CoarseBuilder coarse = new();
        private readonly PackedBuilder<JobseekerProfile, JobseekerFacts> packed = PackedJobseekers.Builder();
        private readonly List<WorkSite> homes = [];
        private readonly HashSet<int> wanted = [];
        private readonly HashSet<ushort> groups = [];

        /// <param name="id">Greater than those before.</param>
        public void Add(int id, JobseekerProfile jobseeker)
        {
            ArgumentNullException.ThrowIfNull(jobseeker);
            var row = CoarseJobseekers.Row(id, jobseeker);
            packed.Add(id, jobseeker);
            coarse.Add(row, [.. CoarseJobseekers.Tokens(jobseeker)]);
            groups.Add(row.Group);
            homes.Add(new(jobseeker.Place, jobseeker.Province));
            wanted.UnionWith(jobseeker.AccommodationsWanted);
        }

        public JobseekerIndex Build() => new(new(coarse.Build()), PackedJobseekers.Of(packed), [], new([.. groups.Order()], ProvincePlaces.Of(homes), [.. wanted.Order()], 1));
    }
}
