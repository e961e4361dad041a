using System.Collections.Concurrent;
using System.Globalization;

namespace Pes.Ranking;

/// <summary>
/// Checksums of profiles, snapshots and runs, the same on every machine. Fields go in the order of the type; a new
/// field is appended here, and the model version changes with it.
/// </summary>
internal static class Checksum
{
    private const int RowsAtOnce = 8_192;

    [ThreadStatic]
    private static CanonicalBytes? kept;

    // Of this thread, and empty again after each hash.
    private static CanonicalBytes Bytes => kept ??= new();

    public static string Format(UInt128 checksum) => checksum.ToString("x32", CultureInfo.InvariantCulture);

    public static UInt128 Of(JobseekerProfile profile)
    {
        var bytes = Bytes;
        return Of(profile, bytes);
    }

    public static UInt128 Of(VacancyProfile profile)
    {
        var bytes = Bytes;
        return Of(profile, bytes);
    }

    /// <summary>One a row.</summary>
    public static UInt128[] OfEach(JobseekerProfile[] profiles) => Each(profiles, Of);

    /// <inheritdoc cref="OfEach(JobseekerProfile[])"/>
    public static UInt128[] OfEach(VacancyProfile[] profiles) => Each(profiles, Of);

    /// <summary>The sum over all rows: the order does not matter, and one row can be exchanged without reading the others.</summary>
    public static UInt128 Sum(UInt128[] each)
    {
        var whole = UInt128.Zero;
        foreach (var sum in each)
        {
            whole = unchecked(whole + sum);
        }

        return whole;
    }

    /// <summary>Everything that a run depends on.</summary>
    public static string OfRun(string modelVersion, string direction, UInt128 query, UInt128 snapshot, int count, DateOnly today, int take)
    {
        var bytes = Bytes;
        bytes.Add(modelVersion);
        bytes.Add(direction);
        bytes.AddWide(query);
        bytes.AddWide(snapshot);
        bytes.Add(count);
        bytes.Add(today.DayNumber);
        bytes.Add(take);
        return Format(bytes.TakeHash());
    }

    /// <summary>Texts in their order.</summary>
    public static UInt128 OfTexts(IEnumerable<string> texts)
    {
        // Whatever the texts are made of may hash on this thread meanwhile.
        var bytes = new CanonicalBytes();
        foreach (var text in texts)
        {
            bytes.Add(text);
        }

        return bytes.TakeHash();
    }

    /// <summary>Everything that one pair's score and reasons depend on.</summary>
    /// <param name="jobseeker">Of her profile.</param>
    /// <param name="vacancy">Of its profile.</param>
    public static string OfPair(string modelVersion, UInt128 jobseeker, UInt128 vacancy, DateOnly today)
    {
        var bytes = Bytes;
        bytes.Add(modelVersion);
        bytes.AddWide(jobseeker);
        bytes.AddWide(vacancy);
        bytes.Add(today.DayNumber);
        return Format(bytes.TakeHash());
    }

    private static UInt128[] Each<T>(T[] profiles, Func<T, CanonicalBytes, UInt128> of)
    {
        var each = new UInt128[profiles.Length];
        Parallel.ForEach(
            Partitioner.Create(0, Math.Max(1, profiles.Length), RowsAtOnce),
            range =>
            {
                var bytes = Bytes;
                for (var i = range.Item1; i < range.Item2 && i < profiles.Length; i++)
                {
                    each[i] = of(profiles[i], bytes);
                }
            });
        return each;
    }

    private static UInt128 Of(JobseekerProfile profile, CanonicalBytes bytes)
    {
        bytes.Add(profile.Id);
        bytes.AddAll(profile.Skills);
        bytes.AddAll(profile.Licences);
        bytes.AddAll(profile.Languages);
        bytes.AddAll(profile.WishedOccupations);
        bytes.AddAll(profile.Career);
        bytes.AddOptional(profile.Education);
        bytes.Add(profile.Place);
        bytes.Add(profile.Province);
        bytes.AddOptional(profile.TravelLimitKm);
        bytes.Add(profile.MovesAnywhere);
        bytes.AddAll(profile.MovesTo);
        bytes.AddOptional(profile.WageExpected);
        bytes.AddOptional(profile.HoursWished);
        bytes.Add((int)profile.ContractsWished);
        bytes.Add((int)profile.CannotWork);
        bytes.AddAll(profile.AccommodationsWanted);
        bytes.Add(profile.MayWork);
        bytes.Add(profile.MayDoHazardousWork);
        bytes.Add(profile.MayBeSuggested);
        bytes.AddAny(profile.TitleWords);
        bytes.AddAny(profile.CareerMoves);
        bytes.AddAnyEnds(profile.Career);
        return bytes.TakeHash();
    }

    private static UInt128 Of(VacancyProfile profile, CanonicalBytes bytes)
    {
        bytes.Add(profile.Id);
        bytes.Add(profile.IsOpen);
        bytes.AddOptional(profile.ClosesOn?.DayNumber);
        bytes.AddOptional(profile.PublishedOn?.DayNumber);
        bytes.Add(profile.OpeningsLeft);
        bytes.AddOptional(profile.ReferralsPending);
        bytes.Add(profile.Occupation);
        bytes.AddAll(profile.EssentialSkills);
        bytes.AddAll(profile.UsefulSkills);
        bytes.AddAll(profile.LicencesRequired);
        bytes.AddAll(profile.LanguagesAsked);
        bytes.AddOptional(profile.ExperienceAsked);
        bytes.AddOptional(profile.EducationAsked);
        bytes.Add(profile.Place);
        bytes.Add(profile.Province);
        bytes.AddOptional(profile.WageLow);
        bytes.AddOptional(profile.WageHigh);
        bytes.AddOptional(profile.Hours);
        bytes.Add((int)profile.Contract);
        bytes.Add((int)profile.WorkTimes);
        bytes.Add(profile.IsHazardous);
        bytes.AddAll(profile.Accommodations);
        bytes.AddOptional(profile.EmployerAnswered);
        bytes.AddOptional(profile.EmployerAnswerDays);
        if (profile.OtherPlaces.Length > 0)
        {
            // One place alone gives the sum that it gave before there could be several, so kept runs repeat.
            bytes.AddAll(profile.OtherPlaces);
        }

        bytes.AddAny(profile.NearSkills);
        bytes.AddAny(profile.TitleWords);
        bytes.AddAny(profile.LicencesByLaw is [] ? [] : [int.MinValue, .. profile.LicencesByLaw]);
        bytes.AddAny([.. profile.Sites.Index().Where(s => s.Item.IsWholeProvince).Select(s => -1 - s.Index)]);
        return bytes.TakeHash();
    }
}
