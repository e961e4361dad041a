using System.Runtime.InteropServices;

namespace Pes.Ranking.Pairs;

/// <summary>Jobseekers in some 40 bytes each and their lists behind one another; as <see cref="PackedVacancies"/>.</summary>
public sealed class PackedJobseekers
{
    private readonly int[] ids;
    private readonly JobseekerFacts[] facts;
    private readonly int[] codes;

    private PackedJobseekers(int[] ids, JobseekerFacts[] facts, int[] codes) => (this.ids, this.facts, this.codes) = (ids, facts, codes);

    public int Count => ids.Length;

    /// <summary>Bytes of memory.</summary>
    public long Bytes => (ids.Length * 4L) + ((long)facts.Length * System.Runtime.CompilerServices.Unsafe.SizeOf<JobseekerFacts>()) + (codes.Length * 4L);

    /// <param name="jobseekers">By ascending id.</param>
    /// <exception cref="ArgumentException">The ids do not ascend.</exception>
    public static PackedJobseekers Of(IEnumerable<(int Id, JobseekerProfile Jobseeker)> jobseekers)
    {
        ArgumentNullException.ThrowIfNull(jobseekers);
        List<int> allIds = [];
        List<JobseekerFacts> allFacts = [];
        List<int> allCodes = [];
        foreach (var (id, jobseeker) in jobseekers)
        {
            PackedList.CheckAscends(allIds, id);
            allIds.Add(id);
            allFacts.Add(Pack(jobseeker, allCodes));
        }

        return new([.. allIds], [.. allFacts], [.. allCodes]);
    }

    /// <summary>Where an id stands; negative where it does not.</summary>
    internal int IndexOf(int id) => (uint)id < (uint)ids.Length && ids[id] == id ? id : Array.BinarySearch(ids, id);

    /// <summary>Asks memory for what <see cref="At"/> will read: the facts first, some rows later the lists.</summary>
    internal void Foresee(int index) => Prefetch.Line(ref facts[index]);

    internal void ForeseeLists(int index)
    {
        if (facts[index].Codes < codes.Length)
        {
            Prefetch.Line(ref codes[facts[index].Codes]);
        }
    }

    internal JobseekerView At(int index) => new(ref facts[index], codes);

    private static JobseekerFacts Pack(JobseekerProfile jobseeker, List<int> codes) => new()
    {
        Codes = codes.Count,
        Skills = PackedList.Add(codes, jobseeker.Skills),
        Licences = PackedList.Add(codes, jobseeker.Licences),
        Wished = PackedList.Add(codes, [.. jobseeker.WishedOccupations.Select(o => (int)o)]),
        Career = PackedList.Add(codes, [.. jobseeker.Career.Select(c => (c.Occupation << 16) | c.Months)]),
        Accommodations = PackedList.Add(codes, jobseeker.AccommodationsWanted),
        Languages = PackedList.Add(codes, jobseeker.Languages),
        WageExpected = jobseeker.WageExpected ?? 0,
        Place = jobseeker.Place.GetValueOrDefault(),
        MovesTo = jobseeker.MovesTo.Aggregate(0u, (set, province) => set | (1u << province)),
        TravelLimitKm = jobseeker.TravelLimitKm ?? ushort.MaxValue,
        Province = jobseeker.Province,
        Education = jobseeker.Education is { } level ? (sbyte)level : (sbyte)-1,
        Hours = jobseeker.HoursWished ?? 0,
        Contracts = jobseeker.ContractsWished,
        CannotWork = jobseeker.CannotWork,
        Flags = (jobseeker.Place is null ? PackedFlags.None : PackedFlags.HasPlace) | (jobseeker.MovesAnywhere ? PackedFlags.MovesAnywhere : PackedFlags.None)
            | (jobseeker.MayWork ? PackedFlags.MayWork : PackedFlags.None) | (jobseeker.MayDoHazardousWork ? PackedFlags.MayDoHazardousWork : PackedFlags.None)
            | (jobseeker.MayBeSuggested ? PackedFlags.MayBeSuggested : PackedFlags.None),
    };
}

/// <summary>What matching reads of a jobseeker, without her lists.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct JobseekerFacts
{
    public int Codes;
    public int WageExpected;
    public GeoPoint Place;
    public uint MovesTo;
    public ushort TravelLimitKm;
    public byte Province;
    public sbyte Education;
    public byte Hours;
    public Contracts Contracts;
    public WorkTimes CannotWork;
    public byte Skills;
    public byte Licences;
    public byte Wished;
    public byte Career;
    public byte Accommodations;
    public byte Languages;
    public PackedFlags Flags;
}

/// <summary>A jobseeker with her lists, sorted as in the profile.</summary>
internal readonly ref struct JobseekerView(ref JobseekerFacts facts, int[] codes)
{
    public readonly ref readonly JobseekerFacts Facts = ref facts;
    private readonly ReadOnlySpan<int> lists = codes.AsSpan(facts.Codes);

    public ReadOnlySpan<int> Skills => lists[..Facts.Skills];

    public ReadOnlySpan<int> Licences => lists.Slice(Facts.Skills, Facts.Licences);

    public ReadOnlySpan<int> Wished => lists.Slice(Facts.Skills + Facts.Licences, Facts.Wished);

    /// <summary>Occupation × 65,536 + months.</summary>
    public ReadOnlySpan<int> Career => lists.Slice(Facts.Skills + Facts.Licences + Facts.Wished, Facts.Career);

    public ReadOnlySpan<int> Accommodations => lists.Slice(Facts.Skills + Facts.Licences + Facts.Wished + Facts.Career, Facts.Accommodations);

    /// <summary>Language × 256 + level.</summary>
    public ReadOnlySpan<int> Languages =>
        lists.Slice(Facts.Skills + Facts.Licences + Facts.Wished + Facts.Career + Facts.Accommodations, Facts.Languages);
}
