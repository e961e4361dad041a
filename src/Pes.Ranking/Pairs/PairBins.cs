using System.Numerics;

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
            || (j.TravelLimitKm != ushort.MaxValue && !Moves(j, v.Province) && ((v.Flags & PackedFlags.IsWholeProvince) == PackedFlags.None || v.Province != j.Province)
                && (j.Flags & v.Flags & PackedFlags.HasPlace) != PackedFlags.None && GeoPoint.Kilometres(j.Place, v.Place) > j.TravelLimitKm
                && !ReachesAnother(j, vacancy));
    }

    // Her home and limit are known; a place whose coordinates are not known keeps nobody out.
    private static bool ReachesAnother(in JobseekerFacts j, VacancyView vacancy)
    {
        for (var other = 0; other < vacancy.Facts.OtherPlaces; other++)
        {
            var site = vacancy.OtherPlace(other);
            if (site.Place is not { } place || (site.IsWholeProvince && site.Province == j.Province) || Moves(j, site.Province) || GeoPoint.Kilometres(j.Place, place) <= j.TravelLimitKm)
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
        var columns = new PairColumns(to, stride);

        columns.Skills(v.Essential, PackedList.Shared(vacancy.Essential, jobseeker.Skills), v.Useful, PackedList.Shared(vacancy.Useful, jobseeker.Skills));
        columns.Put(PairFeature.SkillsHeld, j.Skills);
        columns.Put(PairFeature.LicencesRequired, v.Licences);
        columns.NearSkills(PackedList.Shared(vacancy.Near, jobseeker.Skills));
        columns.TitleWords(v.Words, PackedList.Shared(vacancy.Words, jobseeker.Words));
        var (months, quarters) = columns.Occupation(jobseeker.Wished, jobseeker.Career, jobseeker.Moves, v.Occupation);
        columns.Experience(months, quarters, v.ExperienceAsked);
        columns.Education(j.Education, v.EducationAsked);
        Languages(jobseeker, vacancy, columns);
        columns.Place(Place(j, vacancy), j.TravelLimitKm);
        columns.Wage(j.WageExpected, v.WageMiddle);
        columns.Put(PairFeature.HoursApart, j.Hours > 0 && v.Hours > 0 ? Math.Abs(j.Hours - v.Hours) : 12);
        columns.Put(PairFeature.HoursOffered, v.Hours);
        columns.Put(PairFeature.ContractWished, j.Contracts == Contracts.None || v.Contract == Contracts.None ? 1 : ((byte)j.Contracts & (byte)v.Contract) != 0 ? 2 : 0);
        columns.Put(PairFeature.ContractOffered, v.Contract == Contracts.None ? 0 : 1 + BitOperations.TrailingZeroCount((uint)v.Contract));
        columns.Put(PairFeature.WorkTimesAsked, BitOperations.PopCount((uint)v.WorkTimes));
        columns.Put(PairFeature.Hazardous, (v.Flags & PackedFlags.IsHazardous) != PackedFlags.None ? 1 : 0);
        columns.Quality(v.PublishedDay == 0 ? 30 : today - v.PublishedDay, v.EmployerAnswered);
        columns.Put(PairFeature.DaysLeft, v.ClosesDay == int.MaxValue ? 255 : v.ClosesDay - today);
        columns.Put(PairFeature.OpeningsLeft, v.OpeningsLeft);
        columns.Put(PairFeature.ReferralsPerOpening, 8 * v.ReferralsPending / Math.Max((int)v.OpeningsLeft, 1));
        columns.Put(PairFeature.EmployerAnswerDays, v.EmployerAnswerDays < 0 ? 10 : v.EmployerAnswerDays);
    }

    public static bool Moves(in JobseekerFacts jobseeker, byte province) =>
        (jobseeker.Flags & PackedFlags.MovesAnywhere) != PackedFlags.None || (province != 0 && (jobseeker.MovesTo >> province & 1) != 0);

    private static void Languages(JobseekerView jobseeker, VacancyView vacancy, PairColumns columns)
    {
        int asked = 0, met = 0, missing = 0;
        foreach (var language in vacancy.Languages)
        {
            var (level, held) = (language & 255, PackedList.LevelOf(language >> 8, jobseeker.Languages));
            asked += level;
            met += Math.Min(level, held);
            missing += held < level ? 1 : 0;
        }

        columns.Put(PairFeature.LanguagesShare, asked == 0 ? Whole / 2 : Whole * met / asked);
        columns.Put(PairFeature.LanguagesMissing, missing);
    }

    // Of several places each feature takes its best, so that one more place never counts against a vacancy.
    private static (int Kilometres, int SameProvince, bool WouldMove) Place(in JobseekerFacts j, VacancyView vacancy)
    {
        ref readonly var v = ref vacancy.Facts;
        var best = Place(j, v.Province, (v.Flags & PackedFlags.HasPlace) != PackedFlags.None ? v.Place : null);
        for (var other = 0; other < v.OtherPlaces; other++)
        {
            var site = vacancy.OtherPlace(other);
            var own = Place(j, site.Province, site.Place);
            best = (Math.Min(best.Kilometres, own.Kilometres), Math.Max(best.SameProvince, own.SameProvince), best.WouldMove || own.WouldMove);
        }

        return best;
    }

    /// <summary>One place for a jobseeker; without coordinates the distance goes by the province.</summary>
    public static (int Kilometres, int SameProvince, bool WouldMove) Place(in JobseekerFacts j, byte province, GeoPoint? place)
    {
        var same = j.Province == 0 || province == 0 ? 1 : j.Province == province ? 2 : 0;
        var kilometres = place is { } known && (j.Flags & PackedFlags.HasPlace) != PackedFlags.None
            ? GeoPoint.Kilometres(j.Place, known)
            : same switch { 2 => 20, 1 => 60, _ => 120 };
        return (kilometres, same, Moves(j, province));
    }
}
