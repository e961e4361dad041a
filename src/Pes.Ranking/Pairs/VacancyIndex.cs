using Pes.Ranking.Coarse;

namespace Pes.Ranking.Pairs;

/// <summary>
/// All vacancies, ready to be ranked for a jobseeker in two stages: an exact coarse search of all of them, then the
/// learned model on the best. Immutable; changes give another index, and a reader never waits.
/// </summary>
public sealed class VacancyIndex
{
    /// <summary>Rows that the coarse stage hands to the model where nothing else is said.</summary>
    public const int UsualCandidates = TwoStages.Candidates;

    private readonly CoarseIndex coarse;
    private readonly PackedVacancies packed;
    private readonly PackedVacancies changedPacked;
    private readonly SortedDictionary<int, VacancyProfile> changed;
    private readonly CoarseFacts facts;

    private VacancyIndex(
        CoarseIndex coarse, PackedVacancies packed, SortedDictionary<int, VacancyProfile> changed, CoarseFacts facts)
    {
        (this.coarse, this.packed, this.changed, this.facts) = (coarse, packed, changed, facts);
        changedPacked = PackedVacancies.Of(changed.Select(c => (c.Key, c.Value)));
    }

    public int Count => coarse.Count;

    /// <summary>Rows that stand beside the snapshot; when they are many, build anew.</summary>
    public int Changed => coarse.Changed;

    /// <summary>Bytes of memory.</summary>
    public long Bytes => coarse.Snapshot.Bytes + packed.Bytes;

    /// <summary>Licences that any vacancy requires.</summary>
    internal IReadOnlyList<int> Licences => facts.Conditions;

    /// <summary>The coarse stage alone.</summary>
    public CoarseIndex Coarse => coarse;

    /// <param name="vacancies">By ascending id; the id is any number that stays the vacancy's own.</param>
    /// <param name="today">The day in Cambodia.</param>
    public static VacancyIndex Build(IReadOnlyList<(int Id, VacancyProfile Vacancy)> vacancies, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(vacancies);
        return new(
            CoarseOf(vacancies, today),
            PackedVacancies.Of(vacancies),
            [],
            FactsOf(vacancies, ProvincePlaces.Of(vacancies.SelectMany(v => v.Vacancy.Sites))));
    }

    /// <summary>The coarse stage of such an index alone.</summary>
    /// <inheritdoc cref="Build" path="param"/>
    public static CoarseIndex CoarseOf(IEnumerable<(int Id, VacancyProfile Vacancy)> vacancies, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(vacancies);
        var builder = new CoarseBuilder();
        foreach (var (id, vacancy) in vacancies)
        {
            builder.Add(CoarseVacancies.Row(id, vacancy, today.DayNumber), [.. CoarseVacancies.Tokens(vacancy)]);
        }

        return new(builder.Build());
    }

    /// <summary>Vacancies that are new or other than before, and ids that are no more.</summary>
    public VacancyIndex With(IReadOnlyCollection<(int Id, VacancyProfile Vacancy)> vacancies, IReadOnlyCollection<int> goneIds, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(vacancies);
        ArgumentNullException.ThrowIfNull(goneIds);
        var rows = vacancies.Select(v => (CoarseVacancies.Row(v.Id, v.Vacancy, today.DayNumber), CoarseVacancies.Tokens(v.Vacancy).ToArray()));
        return new(
            coarse.With(rows, goneIds), packed, TwoStages.Merged(changed, vacancies, goneIds),
            facts.With(FactsOf(vacancies, facts.Provinces.With(vacancies.SelectMany(v => v.Vacancy.Sites)))));
    }

    /// <summary>What the coarse stage is asked for a jobseeker, in points that follow a model.</summary>
    public CoarseQuery CoarseQueryOf(JobseekerProfile jobseeker, LearnedRanking model)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(model);
        return QueryOf(jobseeker, PackedJobseekers.Of([(0, jobseeker)]), model);
    }

    /// <summary>The best vacancies for a jobseeker, ties by id; none that a hard condition keeps out.</summary>
    /// <param name="candidates">Rows that the coarse stage hands to the model.</param>
    public LearnedMatch[] Top(
        JobseekerProfile jobseeker, LearnedRanking model, DateOnly today, int take, SearchScratch scratch, int candidates = TwoStages.Candidates)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(scratch);
        scratch.Fit(Math.Max(candidates, take));
        var own = PackedJobseekers.Of([(0, jobseeker)]);
        var found = coarse.Top(QueryOf(jobseeker, own, model), scratch.FitHits(Math.Max(candidates, take)), scratch.Coarse);
        return TwoStages.Best(model, scratch, Fill(own, today, scratch, scratch.Hits.AsSpan(0, found)), take);
    }

    /// <summary>The list for a jobseeker as far as it is wanted or goes; none that a hard condition keeps out.</summary>
    /// <param name="wanted">Rows at least, where there are as many.</param>
    /// <param name="only">Made by <see cref="Coarse"/>; null: all rows.</param>
    /// <param name="portionSize">Rows that the coarse stage hands to the model at a time.</param>
    public IReadOnlyList<RankedRow> Ranked(
        JobseekerProfile jobseeker, LearnedRanking model, DateOnly today, int wanted, SearchScratch scratch, CoarseMask? only = null, int portionSize = TwoStages.Candidates)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(scratch);
        var own = PackedJobseekers.Of([(0, jobseeker)]);
        return TwoStages.Ranked(coarse, QueryOf(jobseeker, own, model), only, wanted, scratch, portionSize, hits => TwoStages.Score(model, scratch, Fill(own, today, scratch, hits.Span)));
    }

    private CoarseQuery QueryOf(JobseekerProfile jobseeker, PackedJobseekers own, LearnedRanking model) =>
        CoarseVacancies.Query(jobseeker, own.At(0), model.Responses, facts);

    private static CoarseFacts FactsOf(IReadOnlyCollection<(int Id, VacancyProfile Vacancy)> vacancies, ProvincePlaces provinces) => new(
        [.. vacancies.Select(v => v.Vacancy.Occupation).Distinct().Order()],
        provinces,
        [.. vacancies.SelectMany(v => v.Vacancy.LicencesToHold).Distinct().Order()],
        vacancies.Count == 0 ? 1 : Math.Max(1, (int)Math.Round(vacancies.Average(v => v.Vacancy.TitleWords.Length))));

    // The features of those whom no hard condition keeps out.
    private int Fill(PackedJobseekers jobseeker, DateOnly today, SearchScratch scratch, ReadOnlySpan<CoarseHit> hits)
    {
        var own = jobseeker.At(0);
        var count = 0;
        for (var place = 0; place < hits.Length; place++)
        {
            var hit = hits[place];
            packed.Foresee(hits, place);
            var vacancy = ViewOf(hit.Id);
            if (!PairBins.IsBarred(own, vacancy, today.DayNumber, suggesting: false))
            {
                PairBins.Fill(own, vacancy, today.DayNumber, scratch.Columns.AsSpan(count), scratch.Stride);
                scratch.Ids[count++] = hit.Id;
            }
        }

        return count;
    }

    /// <summary>A row as it is after all changes.</summary>
    internal VacancyView ViewOf(int id)
    {
        var index = changedPacked.IndexOf(id);
        return index >= 0 ? changedPacked.At(index) : packed.At(packed.IndexOf(id));
    }
}
