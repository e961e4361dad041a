using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Pes.Ranking;
using Pes.Ranking.Coarse;
using Pes.Ranking.Pairs;

namespace Pes.Features.Matching;

/// <summary>A live vacancy: what ranking and filters need of it, and no more.</summary>
/// <param name="Seq">Its number in the table, by which the learned engine knows it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LiveVacancy(int Seq, VacancyProfile Profile, string? HoursCode)
{
    /// <summary>False of a place in a list that nothing was read for.</summary>
    internal bool IsRead => Profile is not null;

    /// <summary>In the order of their codes.</summary>
    internal IReadOnlyList<string> ProvinceCodes =>
    [
        .. Profile.OtherPlaces.Select(site => site.Province).Prepend(Profile.Province).Where(p => p != 0).Select(p => p.ToString("00", CultureInfo.InvariantCulture)),
    ];

    internal bool IsIn(byte province) => Profile.Province == province || Array.Exists(Profile.OtherPlaces, site => site.Province == province);
}

/// <summary>What a reader narrows a list by; null does not narrow.</summary>
/// <param name="ProvinceCode">Of the workplace; in a list of jobseekers, of the home.</param>
/// <param name="HoursCode">Of vacancies alone.</param>
/// <param name="MinimumWageKhr">Of vacancies alone, whole riel a month; one that names no wage is left out.</param>
/// <param name="DistrictCode">Of jobseekers alone: of the home.</param>
/// <param name="IsReferred">Of jobseekers alone: whether she was referred to the vacancy, however that ended.</param>
public sealed record MatchFilter(string? ProvinceCode = null, string? HoursCode = null, long? MinimumWageKhr = null, string? DistrictCode = null, bool? IsReferred = null)
{
    internal static MatchFilter None { get; } = new();

    internal bool Lets(LiveVacancy vacancy) =>
        (ProvinceCode is null || vacancy.IsIn(RankingCodes.Province(ProvinceCode)))
        && (HoursCode is null || vacancy.HoursCode == HoursCode)
        && (MinimumWageKhr is null || (vacancy.Profile.WageHigh ?? vacancy.Profile.WageLow) >= MinimumWageKhr);
}

/// <summary>
/// All live vacancies at one moment. Immutable: readers share it, and changes give another. What the prior and what the learned
/// engine read is made of it when first asked for.
/// </summary>
public sealed class VacancyPicture
{
    // Rows beside the snapshot of an index: each costs every search a little, building anew costs a second.
    private const int MostChanged = 4_000;

    private const int MostFilters = 40;

    private readonly LiveVacancy[] bySeq;
    private readonly DateOnly today;
    private readonly Lazy<VacancySnapshot> snapshot;
    private readonly Lazy<VacancyIndex> index;
    private readonly ConcurrentDictionary<MatchFilter, VacancySnapshot> narrowed = new();
    private readonly ConcurrentDictionary<MatchFilter, CoarseMask> masks = new();

    private VacancyPicture(LiveVacancy[] bySeq, DateOnly today, Func<VacancySnapshot> snapshot, Func<VacancyIndex> index) =>
        (this.bySeq, this.today, this.snapshot, this.index) = (bySeq, today, new(snapshot), new(index));

    public int Count => bySeq.Length;

    /// <summary>For the learned engine; ids are <see cref="LiveVacancy.Seq"/>.</summary>
    public VacancyIndex Index => index.Value;

    public IReadOnlyList<LiveVacancy> All => bySeq;

    /// <param name="today">The day in Cambodia.</param>
    public static VacancyPicture Of(IEnumerable<LiveVacancy> vacancies, DateOnly today)
    {
        LiveVacancy[] rows = [.. vacancies];
        Array.Sort(Array.ConvertAll(rows, v => v.Seq), rows);
        return new(rows, today, () => SnapshotOf(rows), () => IndexOf(rows, today));
    }

    /// <summary>The live vacancy of a number; null where it is not live.</summary>
    public LiveVacancy? BySeq(long seq)
    {
        var (low, high) = (0, bySeq.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            switch (((long)bySeq[middle].Seq).CompareTo(seq))
            {
                case 0: return bySeq[middle];
                case < 0: low = middle + 1; break;
                default: high = middle - 1; break;
            }
        }

        return null;
    }

    /// <summary>For the prior: the vacancies that a filter lets through.</summary>
    public VacancySnapshot Snapshot(MatchFilter filter) => filter == MatchFilter.None ? snapshot.Value : Kept(narrowed, filter, f =>
    {
        var let = bySeq.Where(f.Lets).Select(v => v.Profile.Id).ToHashSet();
        return snapshot.Value.Where(v => let.Contains(v.Id));
    });

    /// <summary>For the learned engine: the same as rows of its index; null: all.</summary>
    public CoarseMask? Mask(MatchFilter filter) =>
        filter == MatchFilter.None ? null : Kept(masks, filter, f => Index.Coarse.Only(bySeq.Where(f.Lets).Select(v => v.Seq)));

    /// <summary>The same but for some vacancies: new or other than before, or live no more. What readers of this one have asked for is made at once.</summary>
    public VacancyPicture With(IReadOnlyCollection<LiveVacancy> changed, IReadOnlyCollection<int> goneSeqs)
    {
        HashSet<int> replaced = [.. goneSeqs, .. changed.Select(v => v.Seq)];
        LiveVacancy[] rows = [.. bySeq.Where(v => !replaced.Contains(v.Seq)), .. changed];
        Array.Sort(rows, static (a, b) => a.Seq.CompareTo(b.Seq));
        var next = new VacancyPicture(
            rows,
            today,
            SnapshotAfter(snapshot, rows, changed, [.. goneSeqs.Select(seq => BySeq(seq)).OfType<LiveVacancy>().Select(v => v.Profile.Id)]),
            IndexAfter(index, rows, changed, goneSeqs, today));
        next.MakeReadyAs(this);
        return next;
    }

    /// <summary>Makes at once what readers of another picture have asked for.</summary>
    public void MakeReadyAs(VacancyPicture other)
    {
        if (other.snapshot.IsValueCreated)
        {
            _ = snapshot.Value;
        }

        if (other.index.IsValueCreated)
        {
            _ = index.Value;
        }
    }

    private static T Kept<T>(ConcurrentDictionary<MatchFilter, T> kept, MatchFilter filter, Func<MatchFilter, T> make)
    {
        if (kept.Count >= MostFilters)
        {
            kept.Clear();
        }

        return kept.GetOrAdd(filter, make);
    }

    // What nobody asked of this picture, the next makes of its rows: held back, it would hold every picture before it.
    private static Func<VacancySnapshot> SnapshotAfter(Lazy<VacancySnapshot> before, LiveVacancy[] rows, IReadOnlyCollection<LiveVacancy> changed, Guid[] goneIds) =>
        before is { IsValueCreated: true, Value: var made } ? () => made.With(changed.Select(v => v.Profile), goneIds) : () => SnapshotOf(rows);

    private static Func<VacancyIndex> IndexAfter(
        Lazy<VacancyIndex> before, LiveVacancy[] rows, IReadOnlyCollection<LiveVacancy> changed, IReadOnlyCollection<int> goneSeqs, DateOnly today) =>
        before is { IsValueCreated: true, Value: var made } && made.Changed + changed.Count <= MostChanged
            ? () => made.With([.. changed.Select(v => (v.Seq, v.Profile))], goneSeqs, today)
            : () => IndexOf(rows, today);

    private static VacancySnapshot SnapshotOf(LiveVacancy[] rows) => VacancySnapshot.Build(Array.ConvertAll(rows, v => v.Profile));

    private static VacancyIndex IndexOf(LiveVacancy[] rows, DateOnly today) => VacancyIndex.Build(Array.ConvertAll(rows, v => (v.Seq, v.Profile)), today);
}
