using System.Runtime.InteropServices;

namespace Pes.Ranking.Pairs;

/// <summary>Vacancies in some 60 bytes each, and their lists.</summary>
internal sealed class PackedVacancies : PackedRows<VacancyFacts>
{
    private PackedVacancies((int[] Ids, VacancyFacts[] Facts, int[] Codes) rows)
        : base(rows)
    {
    }

    /// <inheritdoc cref="PackedRows{TFacts}.PackAll"/>
    public static PackedVacancies Of(IEnumerable<(int Id, VacancyProfile Profile)> vacancies) => new(PackAll(vacancies, Pack));

    public VacancyView At(int index) => new(ref Facts[index], Codes);

    /// <summary>Numbers of a place in the lists: province + 256 where coordinates are known + 512 where they are the province's, latitude, longitude.</summary>
    internal const int PlaceNumbers = 3;

    private static int[] Numbers(WorkSite site) =>
        [site.Province | (site.Place is null ? 0 : 256) | (site.IsWholeProvince ? 512 : 0), site.Place?.LatitudeE4 ?? 0, site.Place?.LongitudeE4 ?? 0];

    private static VacancyFacts Pack(VacancyProfile vacancy, List<int> codes)
    {
        var (low, high) = (vacancy.WageLow ?? vacancy.WageHigh ?? 0, vacancy.WageHigh ?? vacancy.WageLow ?? 0);
        return new()
        {
            Codes = codes.Count,
            Essential = PackedList.Add(codes, vacancy.EssentialSkills),
            Useful = PackedList.Add(codes, vacancy.UsefulSkills),
            Licences = PackedList.Add(codes, vacancy.LicencesToHold),
            Accommodations = PackedList.Add(codes, vacancy.Accommodations),
            Languages = PackedList.Add(codes, vacancy.LanguagesAsked),
            Near = PackedList.Add(codes, vacancy.NearSkills),
            Words = PackedList.Add(codes, vacancy.TitleWords),
            OtherPlaces = (byte)(PackedList.Add(codes, [.. vacancy.OtherPlaces.Take(PackedList.Longest / PlaceNumbers).SelectMany(Numbers)]) / PlaceNumbers),
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
            Flags = (vacancy.Place is null ? PackedFlags.None : PackedFlags.HasPlace) | (vacancy.IsOpen ? PackedFlags.IsOpen : PackedFlags.None) | (vacancy.IsHazardous ? PackedFlags.IsHazardous : PackedFlags.None)
                | (vacancy.IsWholeProvince ? PackedFlags.IsWholeProvince : PackedFlags.None),
        };
    }
}

/// <summary>What matching reads of a vacancy, without its lists. -1 and 0 stand for not known, as the profile says.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct VacancyFacts : IPackedFacts
{
    public int Codes { get; init; }

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
    public byte Near;
    public byte Words;
    public byte OtherPlaces;
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
    IsWholeProvince = 128,
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

    public ReadOnlySpan<int> Near => lists.Slice(BeforeNear, Facts.Near);

    public ReadOnlySpan<int> Words => lists.Slice(BeforeNear + Facts.Near, Facts.Words);

    private int BeforeNear => Facts.Essential + Facts.Useful + Facts.Licences + Facts.Accommodations + Facts.Languages;

    /// <param name="number">From 0, below <see cref="VacancyFacts.OtherPlaces"/>.</param>
    public WorkSite OtherPlace(int number)
    {
        var at = BeforeNear + Facts.Near + Facts.Words + (number * PackedVacancies.PlaceNumbers);
        return new((lists[at] & 256) == 0 ? null : new(lists[at + 1], lists[at + 2]), (byte)lists[at], (lists[at] & 512) != 0);
    }
}
