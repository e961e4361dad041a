using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pes.Ranking.Pairs;

/// <summary>
/// The features of a pair, already cut into bins, and its hard conditions: from packed rows, the same from both
/// directions. <see cref="PairFeatures"/> documents each.
/// </summary>
internal static class PairBins
{
    private const int Whole = 32;

    /// <summary>Whether a hard condition of <see cref="HardConditions"/> fails.</summary>
    /// <param name="suggesting">Jobseekers are ranked for a vacancy, so that her consent counts.</param>
    public static bool IsBarred(JobseekerView jobseeker, VacancyView vacancy, int today, bool suggesting)
    {
        ref readonly var j = ref jobseeker.Facts;
        ref readonly var v = ref vacancy.Facts;
        return (v.Flags & PackedFlags.IsOpen) == PackedFlags.None || v.ClosesDay < today || v.OpeningsLeft == 0
            || (j.Flags & PackedFlags.MayWork) == PackedFlags.None
            || ((v.Flags & PackedFlags.IsHazardous) != PackedFlags.None && (j.Flags & PackedFlags.MayDoHazardousWork) == PackedFlags.None)
            || ((byte)j.CannotWork & (byte)v.WorkTimes) != 0
            || (suggesting && (j.Flags & PackedFlags.MayBeSuggested) == PackedFlags.None)
            || PackedList.Shared(vacancy.Licences, jobseeker.Licences) < v.Licences
            || PackedList.Shared(jobseeker.Accommodations, vacancy.Accommodations) < j.Accommodations
            || (j.TravelLimitKm != ushort.MaxValue && !Moves(j, v.Province)
                && (j.Flags & v.Flags & PackedFlags.HasPlace) != PackedFlags.None && GeoPoint.Kilometres(j.Place, v.Place) > j.TravelLimitKm
                && !ReachesAnother(j, vacancy));
    }

    // Her home and limit are known; a place whose coordinates are not known keeps nobody out.
    private static bool ReachesAnother(in JobseekerFacts j, VacancyView vacancy)
    {
        for (var other = 0; other < vacancy.Facts.OtherPlaces; other++)
        {
            var site = vacancy.OtherPlace(other);
            if (site.Place is not { } place || Moves(j, site.Province) || GeoPoint.Kilometres(j.Place, place) <= j.TravelLimitKm)
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="to">A bin a feature, <paramref name="stride"/> apart.</param>
    public static void Fill(JobseekerView jobseeker, VacancyView vacancy, int today, Span<byte> to, int stride)
    {
        ref readonly var j = ref jobseeker.Facts;
        ref readonly var v = ref vacancy.Facts;
        var bins = new Bins(to, stride);

        var essential = PackedList.Shared(vacancy.Essential, jobseeker.Skills);
        var useful = PackedList.Shared(vacancy.Useful, jobseeker.Skills);
        bins.Put(PairFeature.EssentialShare, v.Essential == 0 ? Whole / 2 : Whole * essential / v.Essential);
        bins.Put(PairFeature.EssentialHeld, essential);
        bins.Put(PairFeature.EssentialMissing, v.Essential - essential);
        bins.Put(PairFeature.UsefulShare, v.Useful == 0 ? Whole / 2 : Whole * useful / v.Useful);
        bins.Put(PairFeature.UsefulHeld, useful);
        bins.Put(PairFeature.SkillsMatched, essential + useful);
        bins.Put(PairFeature.SkillsHeld, j.Skills);
        bins.Put(PairFeature.SkillsAsked, v.Essential);
        bins.Put(PairFeature.LicencesRequired, v.Licences);
        bins.Put(PairFeature.NearSkillsHeld, PackedList.Shared(vacancy.Near, jobseeker.Skills));
        bins.Put(PairFeature.TitleShare, v.Words == 0 ? 0 : Whole * PackedList.Shared(vacancy.Words, jobseeker.Words) / v.Words);
        Experience(jobseeker, vacancy, bins);

        var known = j.Education >= 0 && v.EducationAsked > 0;
        bins.Put(PairFeature.EducationAbove, known ? j.Education - v.EducationAsked + 8 : 8);
        bins.Put(PairFeature.EducationHeld, j.Education + 1);
        bins.Put(PairFeature.EducationAsked, v.EducationAsked);
        Languages(jobseeker, vacancy, bins);
        Place(j, vacancy, bins);

        bins.Put(PairFeature.WageRatio, j.WageExpected > 0 && v.WageMiddle > 0 ? (int)Math.Min(40L * v.WageMiddle / j.WageExpected, 255) : 40);
        bins.Put(PairFeature.WageOffered, v.WageMiddle / 50_000);
        bins.Put(PairFeature.WageExpected, j.WageExpected / 50_000);
        bins.Put(PairFeature.WageGiven, v.WageMiddle > 0 ? 1 : 0);
        bins.Put(PairFeature.HoursApart, j.Hours > 0 && v.Hours > 0 ? Math.Abs(j.Hours - v.Hours) : 12);
        bins.Put(PairFeature.HoursOffered, v.Hours);
        bins.Put(PairFeature.ContractWished, j.Contracts == Contracts.None || v.Contract == Contracts.None ? 1 : ((byte)j.Contracts & (byte)v.Contract) != 0 ? 2 : 0);
        bins.Put(PairFeature.ContractOffered, v.Contract == Contracts.None ? 0 : 1 + BitOperations.TrailingZeroCount((uint)v.Contract));
        bins.Put(PairFeature.WorkTimesAsked, BitOperations.PopCount((uint)v.WorkTimes));
        bins.Put(PairFeature.Hazardous, (v.Flags & PackedFlags.IsHazardous) != PackedFlags.None ? 1 : 0);

        bins.Put(PairFeature.DaysOld, v.PublishedDay == 0 ? 30 : today - v.PublishedDay);
        bins.Put(PairFeature.DaysLeft, v.ClosesDay == int.MaxValue ? 255 : v.ClosesDay - today);
        bins.Put(PairFeature.OpeningsLeft, v.OpeningsLeft);
        bins.Put(PairFeature.ReferralsPerOpening, 8 * v.ReferralsPending / Math.Max((int)v.OpeningsLeft, 1));
        bins.Put(PairFeature.EmployerAnswered, v.EmployerAnswered < 0 ? 50 : v.EmployerAnswered / 10);
        bins.Put(PairFeature.EmployerAnswerDays, v.EmployerAnswerDays < 0 ? 10 : v.EmployerAnswerDays);
    }

    public static bool Moves(in JobseekerFacts jobseeker, byte province) =>
        (jobseeker.Flags & PackedFlags.MovesAnywhere) != PackedFlags.None || (province != 0 && (jobseeker.MovesTo >> province & 1) != 0);

    private static void Experience(JobseekerView jobseeker, VacancyView vacancy, Bins bins)
    {
        ref readonly var v = ref vacancy.Facts;
        var wished = jobseeker.Facts.Wished == 0 ? 2 : 0;
        foreach (var occupation in jobseeker.Wished)
        {
            wished = Math.Max(wished, AbilityTerms.SharedDigits((ushort)occupation, v.Occupation));
        }

        int held = 0, inOccupation = 0, quarters = 0, inAll = 0;
        foreach (var step in jobseeker.Career)
        {
            var (digits, months) = (AbilityTerms.SharedDigits((ushort)(step >> 16), v.Occupation), step & 0xFFFF);
            held = Math.Max(held, digits);
            inOccupation += digits >= 3 ? months : 0;
            quarters += months * (v.Occupation == 0 || digits >= 3 ? 4 : digits == 2 ? 2 : 1);
            inAll += months;
        }

        bins.Put(PairFeature.OccupationWished, wished);
        bins.Put(PairFeature.OccupationHeld, held);
        bins.Put(PairFeature.CareerMove, held == 4 ? CareerMoves.Whole : PackedList.ValueOf(v.Occupation, jobseeker.Moves));
        bins.Put(PairFeature.MonthsInOccupation, inOccupation / 3);
        bins.Put(PairFeature.ExperienceCounted, quarters / 12);
        bins.Put(PairFeature.ExperienceShare, v.ExperienceAsked == 0 ? Whole : Whole * Math.Min(quarters / 4, v.ExperienceAsked) / v.ExperienceAsked);
        bins.Put(PairFeature.ExperienceInAll, inAll / 6);
    }

    private static void Languages(JobseekerView jobseeker, VacancyView vacancy, Bins bins)
    {
        int asked = 0, met = 0, missing = 0;
        foreach (var language in vacancy.Languages)
        {
            var (level, held) = (language & 255, PackedList.LevelOf(language >> 8, jobseeker.Languages));
            asked += level;
            met += Math.Min(level, held);
            missing += held < level ? 1 : 0;
        }

        bins.Put(PairFeature.LanguagesShare, asked == 0 ? Whole / 2 : Whole * met / asked);
        bins.Put(PairFeature.LanguagesMissing, missing);
    }

    // Of several places each feature takes its best, so that one more place never counts against a vacancy.
    private static void Place(in JobseekerFacts j, VacancyView vacancy, Bins bins)
    {
        ref readonly var v = ref vacancy.Facts;
        var (kilometres, same, moves) = Place(j, v.Province, v.Place, (v.Flags & PackedFlags.HasPlace) != PackedFlags.None);
        for (var other = 0; other < v.OtherPlaces; other++)
        {
            var site = vacancy.OtherPlace(other);
            var (ownKilometres, ownSame, ownMoves) = Place(j, site.Province, site.Place.GetValueOrDefault(), site.Place is not null);
            (kilometres, same, moves) = (Math.Min(kilometres, ownKilometres), Math.Max(same, ownSame), moves || ownMoves);
        }

        bins.Put(PairFeature.Distance, kilometres / 2);
        bins.Put(PairFeature.SameProvince, same);
        bins.Put(PairFeature.WouldMove, moves ? 1 : 0);
        bins.Put(PairFeature.BeyondLimit, Math.Max(0, kilometres - j.TravelLimitKm) / 2);
    }

    private static (int Kilometres, int SameProvince, bool WouldMove) Place(in JobseekerFacts j, byte province, GeoPoint place, bool hasPlace)
    {
        var same = j.Province == 0 || province == 0 ? 1 : j.Province == province ? 2 : 0;
        var kilometres = hasPlace && (j.Flags & PackedFlags.HasPlace) != PackedFlags.None
            ? GeoPoint.Kilometres(j.Place, place)
            : same switch { 2 => 20, 1 => 60, _ => 120 };
        return (kilometres, same, Moves(j, province));
    }

    /// <summary>A column of a row; what is out of range goes to the nearest bin.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly ref struct Bins
    {
        private readonly ref byte to;
        private readonly nint stride;

        // One check for all columns: the last is the farthest.
        public Bins(Span<byte> columns, int stride)
        {
            to = ref columns[0];
            this.stride = stride;
            _ = columns[(PairFeatures.Count - 1) * stride];
        }

        public void Put(PairFeature feature, int bin) => Unsafe.Add(ref to, (nint)feature * stride) = (byte)Math.Clamp(bin, 0, 255);
    }
}
