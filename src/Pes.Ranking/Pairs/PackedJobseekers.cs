using System.Numerics;
using System.Runtime.InteropServices;

namespace Pes.Ranking.Pairs;

/// <summary>Jobseekers in some 40 bytes each, and their lists.</summary>
internal sealed class PackedJobseekers : PackedRows<JobseekerFacts>
{
    private PackedJobseekers((int[] Ids, JobseekerFacts[] Facts, int[] Codes) rows)
        : base(rows)
    {
    }

    /// <inheritdoc cref="PackedRows{TFacts}.PackAll"/>
    public static PackedJobseekers Of(IEnumerable<(int Id, JobseekerProfile Profile)> jobseekers) => new(PackAll(jobseekers, Pack));

    /// <summary>Takes them one by one.</summary>
    public static PackedBuilder<JobseekerProfile, JobseekerFacts> Builder() => new(Pack);

    public static PackedJobseekers Of(PackedBuilder<JobseekerProfile, JobseekerFacts> rows) => new(rows.Take());

    public JobseekerView At(int index) => new(ref Facts[index], Codes);

    /// <summary>The profile as the prior reads it: without an id, career moves and ends of jobs, which it does not know.</summary>
    public JobseekerProfile ProfileAt(int index)
    {
        var view = At(index);
        ref readonly var facts = ref view.Facts;
        return new()
        {
            Id = default,
            Skills = view.Skills.ToArray(),
            TitleWords = view.Words.ToArray(),
            Licences = view.Licences.ToArray(),
            Languages = Array.ConvertAll(view.Languages.ToArray(), l => new LanguageLevel((byte)(l >> 8), (byte)l)),
            WishedOccupations = view.Wished.ToArray(),
            Career = Array.ConvertAll(view.Career.ToArray(), c => new CareerStep(PackedStep.Occupation(c), (ushort)PackedStep.Months(c))),
            Education = facts.Education < 0 ? null : (byte)facts.Education,
            Place = (facts.Flags & PackedFlags.HasPlace) == PackedFlags.None ? null : facts.Place,
            Province = facts.Province,
            TravelLimitKm = facts.TravelLimitKm == ushort.MaxValue ? null : facts.TravelLimitKm,
            MovesAnywhere = (facts.Flags & PackedFlags.MovesAnywhere) != PackedFlags.None,
            MovesTo = Provinces(facts.MovesTo),
            WageExpected = facts.WageExpected == 0 ? null : facts.WageExpected,
            HoursWished = facts.Hours == 0 ? null : facts.Hours,
            ContractsWished = facts.Contracts,
            CannotWork = facts.CannotWork,
            AccommodationsWanted = view.Accommodations.ToArray(),
            MayWork = (facts.Flags & PackedFlags.MayWork) != PackedFlags.None,
            MayDoHazardousWork = (facts.Flags & PackedFlags.MayDoHazardousWork) != PackedFlags.None,
            MayBeSuggested = (facts.Flags & PackedFlags.MayBeSuggested) != PackedFlags.None,
        };
    }

    private static byte[] Provinces(uint set)
    {
        var provinces = new byte[BitOperations.PopCount(set)];
        for (var i = 0; i < provinces.Length; i++, set &= set - 1)
        {
            provinces[i] = (byte)BitOperations.TrailingZeroCount(set);
        }

        return provinces;
    }

    private static JobseekerFacts Pack(JobseekerProfile jobseeker, List<int> codes) => new()
    {
        Codes = codes.Count,
        Skills = PackedList.Add(codes, jobseeker.Skills),
        Licences = PackedList.Add(codes, jobseeker.Licences),
        Career = PackedList.Add(codes, [.. jobseeker.Career.Select(PackedStep.Of)]),
        Accommodations = PackedList.Add(codes, jobseeker.AccommodationsWanted),
        Words = PackedList.Add(codes, jobseeker.TitleWords),

        // What needs no whole number stands behind the rest, in two and three bytes.
        Wished = PackedList.Length(jobseeker.WishedOccupations),
        Languages = PackedList.Length(jobseeker.Languages),
        Moves = PackedList.AddBytes(codes, PackedList.Cut(jobseeker.WishedOccupations), PackedList.Cut(jobseeker.Languages), PackedList.Cut(jobseeker.CareerMoves)),
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
internal struct JobseekerFacts : IPackedFacts
{
    public int Codes { get; init; }

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
    public byte Words;
    public byte Moves;
    public PackedFlags Flags;
}

/// <summary>A jobseeker with her lists, sorted as in the profile.</summary>
internal readonly ref struct JobseekerView(ref JobseekerFacts facts, int[] codes)
{
    public readonly ref readonly JobseekerFacts Facts = ref facts;
    private readonly ReadOnlySpan<int> lists = codes.AsSpan(facts.Codes);

    public ReadOnlySpan<int> Skills => lists[..Facts.Skills];

    public ReadOnlySpan<int> Licences => lists.Slice(Facts.Skills, Facts.Licences);

    /// <summary>Each as <see cref="PackedStep"/> packs it.</summary>
    public ReadOnlySpan<int> Career => lists.Slice(Facts.Skills + Facts.Licences, Facts.Career);

    public ReadOnlySpan<int> Accommodations => lists.Slice(Facts.Skills + Facts.Licences + Facts.Career, Facts.Accommodations);

    public ReadOnlySpan<int> Words => lists.Slice(Facts.Skills + Facts.Licences + Facts.Career + Facts.Accommodations, Facts.Words);

    public ReadOnlySpan<ushort> Wished => Pairs[..Facts.Wished];

    /// <summary>Language × 256 + level.</summary>
    public ReadOnlySpan<ushort> Languages => Pairs.Slice(Facts.Wished, Facts.Languages);

    /// <summary>Three bytes each (<see cref="PackedList.ShareOf"/>).</summary>
    public ReadOnlySpan<byte> Moves => Rest.Slice(sizeof(ushort) * (Facts.Wished + Facts.Languages), PackedList.MoveBytes * Facts.Moves);

    private ReadOnlySpan<ushort> Pairs => MemoryMarshal.Cast<byte, ushort>(Rest);

    private ReadOnlySpan<byte> Rest => MemoryMarshal.AsBytes(lists[(Facts.Skills + Facts.Licences + Facts.Career + Facts.Accommodations + Facts.Words)..]);
}
