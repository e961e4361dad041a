using Pes.Ranking.Coarse;

namespace Pes.Ranking.Pairs;

/// <summary>
/// All vacancies, ready to be ranked for a jobseeker in two stages: an exact coarse search of all of them, then the
/// learned model on the best. Immutable; changes give another index, and a reader never waits.
/// </summary>
public sealed class VacancyIndex
{
    private readonly CoarseIndex coarse;
    private readonly PackedVacancies packed;
    private readonly PackedVacancies changedPacked;
    private readonly SortedDictionary<int, VacancyProfile> changed;
    private readonly GeoPoint?[] centres;
    private readonly int[] licences;

    private VacancyIndex(
        CoarseIndex coarse, PackedVacancies packed, SortedDictionary<int, VacancyProfile> changed, GeoPoint?[] centres, int[] licences)
    {
        (this.coarse, this.packed, this.changed, this.centres, this.licences) = (coarse, packed, changed, centres, licences);
        changedPacked = PackedVacancies.Of(changed.Select(c => (c.Key, c.Value)));
    }

    public int Count => coarse.Count;

    /// <summary>Rows that stand beside the snapshot; when they are many, build anew.</summary>
    public int Changed => coarse.Changed;

    /// <summary>Bytes of memory.</summary>
    public long Bytes => coarse.Snapshot.Bytes + packed.Bytes;

    /// <summary>Licences that any vacancy requires.</summary>
    internal IReadOnlyList<int> Licences => licences;

    /// <summary>The coarse stage alone.</summary>
    public CoarseIndex Coarse => coarse;

    /// <param name="vacancies">By ascending id; the id is any number that stays the vacancy's own.</param>
    /// <param name="today">The day in Cambodia.</param>
    public static VacancyIndex Build(IReadOnlyList<(int Id, VacancyProfile Vacancy)> vacancies, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(vacancies);
        var builder = new CoarseBuilder();
        foreach (var (id, vacancy) in vacancies)
        {
            builder.Add(CoarseVacancies.Row(id, vacancy, today.DayNumber), [.. CoarseVacancies.Tokens(vacancy)]);
        }

        return new(
            new(builder.Build()),
            PackedVacancies.Of(vacancies),
            [],
            Provinces.Centres(vacancies.SelectMany(v => v.Vacancy.Sites)),
            [.. vacancies.SelectMany(v => v.Vacancy.LicencesToHold).Distinct().Order()]);
    }

    /// <summary>Vacancies that are new or other than before, and ids that are no more.</summary>
    public VacancyIndex With(IReadOnlyCollection<(int Id, VacancyProfile Vacancy)> vacancies, IReadOnlyCollection<int> goneIds, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(vacancies);
        ArgumentNullException.ThrowIfNull(goneIds);
        var rows = vacancies.Select(v => (CoarseVacancies.Row(v.Id, v.Vacancy, today.DayNumber), CoarseVacancies.Tokens(v.Vacancy).ToArray()));
        return new(
            coarse.With(rows, goneIds), packed, TwoStages.Merged(changed, vacancies, goneIds), centres,
            [.. licences.Union(vacancies.SelectMany(v => v.Vacancy.LicencesToHold)).Order()]);
    }

    /// <summary>What the coarse stage is asked for a jobseeker.</summary>
    public CoarseQuery CoarseQueryOf(JobseekerProfile jobseeker)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        return CoarseVacancies.Query(jobseeker, centres, licences);
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
        var found = coarse.Top(CoarseQueryOf(jobseeker), scratch.FitHits(Math.Max(candidates, take)), scratch.Coarse);
        return TwoStages.Best(model, scratch, Fill(PackedJobseekers.Of([(0, jobseeker)]), today, scratch, scratch.Hits.AsSpan(0, found)), take);
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
        return TwoStages.Ranked(coarse, CoarseQueryOf(jobseeker), only, model, wanted, scratch, portionSize, hits => Fill(own, today, scratch, hits.Span));
    }

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

/// <summary>Where people and work of a province are.</summary>
internal static class Provinces
{
    /// <summary>The mean place of each province, 32; null where none is known.</summary>
    public static GeoPoint?[] Centres(IEnumerable<WorkSite> sites)
    {
        var sums = new (long Latitude, long Longitude, long Count)[CoarseQuery.Places];
        foreach (var (place, province) in sites)
        {
            if (place is { } known)
            {
                ref var sum = ref sums[province];
                sum = (sum.Latitude + known.LatitudeE4, sum.Longitude + known.LongitudeE4, sum.Count + 1);
            }
        }

        return [.. sums.Select(s => s.Count == 0 ? default(GeoPoint?) : new((int)(s.Latitude / s.Count), (int)(s.Longitude / s.Count)))];
    }
}
