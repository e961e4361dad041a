using System.Runtime.InteropServices;

namespace Pes.Ranking.Pairs;

/// <summary>
/// Vacancies in some 60 bytes each and their lists behind one another: what matching reads of them. Immutable, by
/// ascending id.
/// </summary>
public sealed class PackedVacancies
{
    private readonly int[] ids;
    private readonly VacancyFacts[] facts;
    private readonly int[] codes;

    private PackedVacancies(int[] ids, VacancyFacts[] facts, int[] codes) => (this.ids, this.facts, this.codes) = (ids, facts, codes);

    public int Count => ids.Length;

    /// <summary>Bytes of memory.</summary>
    public long Bytes => (ids.Length * 4L) + ((long)facts.Length * System.Runtime.CompilerServices.Unsafe.SizeOf<VacancyFacts>()) + (codes.Length * 4L);

    /// <param name="vacancies">By ascending id.</param>
    /// <exception cref="ArgumentException">The ids do not ascend.</exception>
    public static PackedVacancies Of(IEnumerable<(int Id, VacancyProfile Vacancy)> vacancies)
    {
        ArgumentNullException.ThrowIfNull(vacancies);
        List<int> allIds = [];
        List<VacancyFacts> allFacts = [];
        List<int> allCodes = [];
        foreach (var (id, vacancy) in vacancies)
        {
            PackedList.CheckAscends(allIds, id);
            allIds.Add(id);
            allFacts.Add(Pack(vacancy, allCodes));
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

    internal VacancyView At(int index) => new(ref facts[index], codes);

    private static VacancyFacts Pack(VacancyProfile vacancy, List<int> codes)
    {
        var (low, high) = (vacancy.WageLow ?? vacancy.WageHigh ?? 0, vacancy.WageHigh ?? vacancy.WageLow ?? 0);
        return new()
        {
            Codes = codes.Count,
            Essential = PackedList.Add(codes, vacancy.EssentialSkills),
            Useful = PackedList.Add(codes, vacancy.UsefulSkills),
            Licences = PackedList.Add(codes, vacancy.LicencesRequired),
            Accommodations = PackedList.Add(codes, vacancy.Accommodations),
            Languages = PackedList.Add(codes, vacancy.LanguagesAsked),
            WageMiddle = (int)((low + (long)high) / 2),
            Place = vacancy.Place.GetValueOrDefault(),
            PublishedDay = vacancy.PublishedOn?.DayNumber ?? 0,
            ClosesDay = vacancy.ClosesOn?.DayNumber ?? int.MaxValue,
            Occupation = vacancy.Occupation,
            ExperienceAsked = vacancy.ExperienceAsked ?? 0,
            OpeningsLeft = vacancy.OpeningsLeft,
            ReferralsPending = vacancy.ReferralsPending ?? 0,
            EmployerAnswered = (short)(vacancy.EmployerAnswered ?? -1),
            EmployerAnswerDays = (short)Math.Min(vacancy.EmployerAnswerDays ?? -1, short.MaxValue),
            Province = vacancy.Province,
            EducationAsked = vacancy.EducationAsked ?? 0,
            Hours = vacancy.Hours ?? 0,
            Contract = vacancy.Contract,
            WorkTimes = vacancy.WorkTimes,
            Flags = (vacancy.Place is null ? PackedFlags.None : PackedFlags.HasPlace) | (vacancy.IsOpen ? PackedFlags.IsOpen : PackedFlags.None) | (vacancy.IsHazardous ? PackedFlags.IsHazardous : PackedFlags.None),
        };
    }
}

/// <summary>What matching reads of a vacancy, without its lists. -1 and 0 stand for not known, as the profile says.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct VacancyFacts
{
    public int Codes;
    public int WageMiddle;
    public GeoPoint Place;
    public int PublishedDay;
    public int ClosesDay;
    public ushort Occupation;
    public ushort ExperienceAsked;
    public ushort OpeningsLeft;
    public ushort ReferralsPending;
    public short EmployerAnswered;
    public short EmployerAnswerDays;
    public byte Province;
    public byte EducationAsked;
    public byte Hours;
    public Contracts Contract;
    public WorkTimes WorkTimes;
    public byte Essential;
    public byte Useful;
    public byte Licences;
    public byte Accommodations;
    public byte Languages;
    public PackedFlags Flags;
}

/// <summary>Yes and no of both sides.</summary>
[Flags]
internal enum PackedFlags : byte
{
    None = 0,
    HasPlace = 1,
    IsOpen = 2,
    IsHazardous = 4,
    MovesAnywhere = 8,
    MayWork = 16,
    MayDoHazardousWork = 32,
    MayBeSuggested = 64,
}

/// <summary>A vacancy with its lists, sorted as in the profile.</summary>
internal readonly ref struct VacancyView(ref VacancyFacts facts, int[] codes)
{
    public readonly ref readonly VacancyFacts Facts = ref facts;
    private readonly ReadOnlySpan<int> lists = codes.AsSpan(facts.Codes);

    public ReadOnlySpan<int> Essential => lists[..Facts.Essential];

    public ReadOnlySpan<int> Useful => lists.Slice(Facts.Essential, Facts.Useful);

    public ReadOnlySpan<int> Licences => lists.Slice(Facts.Essential + Facts.Useful, Facts.Licences);

    public ReadOnlySpan<int> Accommodations => lists.Slice(Facts.Essential + Facts.Useful + Facts.Licences, Facts.Accommodations);

    /// <summary>Language × 256 + level.</summary>
    public ReadOnlySpan<int> Languages => lists.Slice(Facts.Essential + Facts.Useful + Facts.Licences + Facts.Accommodations, Facts.Languages);
}
