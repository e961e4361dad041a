using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Pes.Ranking.Pairs;
using Xunit;

namespace Pes.Ranking.Tests.Pairs;

public sealed class PairBinsTests
{
    private static readonly Gen<(JobseekerProfile J, VacancyProfile V, int Step, CareerStep Job)> Pairs =
        from jobseeker in Given.Jobseekers
        from vacancy in Given.Vacancies
        from licences in Gen.Choose(0, 3)
        from bits in Gen.Choose(0, 255)
        from step in Gen.Choose(1, 12)
        from job in Given.Step
        from places in Given.OtherPlaces
        select (
            jobseeker with
            {
                Licences = (licences & 1) != 0 ? [1, 5] : [],
                AccommodationsWanted = (bits & 3) == 3 ? [4] : [],
                MayWork = (bits & 0x1C) != 0,
                MayDoHazardousWork = (bits & 32) != 0,
                MayBeSuggested = (bits & 0xC0) != 0,
            },
            vacancy with
            {
                LicencesRequired = (licences & 2) != 0 ? [5] : [],
                LicencesByLaw = (bits & 3) == 1 ? [1] : [],
                Accommodations = (bits & 8) != 0 ? [2, 4] : [],
                IsHazardous = (bits & 16) != 0,
                IsOpen = (bits & 0x54) != 0,
                OpeningsLeft = (bits & 0x70) == 0x70 ? (ushort)0 : vacancy.OpeningsLeft,
                OtherPlaces = places,
                IsWholeProvince = (bits & 0x24) == 0x24,
            },
            step,
            job);

    // What never lowers any feature that counts for, nor raises one that counts against.
    private static readonly Dictionary<string, Func<JobseekerProfile, VacancyProfile, int, CareerStep, (JobseekerProfile, VacancyProfile)>> Improvements = new(StringComparer.Ordinal)
    {
        ["one more skill"] = (j, v, step, _) => (j with { Skills = [.. j.Skills, step] }, v),
        ["one more title"] = (j, v, step, _) => (j with { TitleWords = [.. j.TitleWords, step] }, v),
        ["one more way on"] = (j, v, step, job) => (j with { CareerMoves = [.. j.CareerMoves, new(job.Occupation, v.Occupation, (byte)step)] }, v),
        ["more months in a job"] = (j, v, step, _) => (j with { Career = [.. j.Career.Select(s => s with { Months = (ushort)(s.Months + step) })] }, v),
        ["a later end of a job"] = (j, v, step, _) => (j with { Career = [.. j.Career.Select(s => s with { MonthsSince = s.MonthsSince is { } since ? (ushort)Math.Max(0, since - (step * 3)) : null })] }, v),
        ["one more job in the career"] = (j, v, _, job) => (j with { Career = [.. j.Career, job] }, v),
        ["a higher qualification"] = (j, v, step, _) => (j with { Education = (byte?)(j.Education + step) }, v),
        ["one more or better language"] = (j, v, step, _) => (j with { Languages = [.. j.Languages, new((byte)(1 + (step % 3)), (byte)(1 + (step / 2)))] }, v),
        ["willing to move"] = (j, v, _, _) => (j with { MovesAnywhere = true }, v),
        ["one more place"] = (j, v, step, job) => (j, v with { OtherPlaces = [.. v.OtherPlaces, new(new(104_000 + (step * 3_000), 1_023_000 + (job.Months * 500)), (byte)(step % 5))] }),
        ["a higher wage"] = (j, v, step, _) => (j, v with { WageLow = v.WageLow + (step * 20_000), WageHigh = v.WageHigh + (step * 30_000) }),
        ["published later"] = (j, v, step, _) => (j, v with { PublishedOn = v.PublishedOn?.AddDays(step) }),
        ["more referrals answered"] = (j, v, step, _) => (j, v with { EmployerAnswered = (ushort?)(v.EmployerAnswered + (step * 20)) }),
        ["living where the work is"] = (j, v, _, _) => (v is { Place: { } place, Province: not 0 } ? j with { Place = place, Province = v.Province } : j, v),
        ["the hours that she wishes"] = (j, v, _, _) => (j with { HoursWished = v.Hours }, v),
        ["the contract that she wishes"] = (j, v, _, _) => (j with { ContractsWished = j.ContractsWished | v.Contract }, v),
        ["fewer referrals pending"] = (j, v, step, _) => (j, v with { ReferralsPending = (ushort?)Math.Max(0, (v.ReferralsPending ?? 0) - step) }),
        ["answers sooner"] = (j, v, step, _) => (j, v with { EmployerAnswerDays = v.EmployerAnswerDays is { } days ? (ushort)Math.Max(0, days - step) : null }),
        ["more openings"] = (j, v, step, _) => (j, v with { OpeningsLeft = (ushort)(v.OpeningsLeft + step) }),
    };

    [Fact]
    public void The_table_has_each_feature_in_its_place() =>
        Assert.Equal(Enum.GetValues<PairFeature>(), PairFeatures.All.Select(m => m.Feature));

    [Fact]
    public void Packed_rows_are_barred_exactly_where_a_hard_condition_fails() => Given.Holds(
        Pairs,
        p => new[] { true, false }.All(suggesting =>
            PairBins.IsBarred(Packed(p.J).At(0), Packed(p.V).At(0), Given.Today.DayNumber, suggesting)
            == (HardConditions.Failed(p.J, p.V, Given.Today, suggesting) != HardCondition.None)),
        30_000);

    [Fact]
    public void Of_several_places_each_feature_has_the_best_of_what_one_alone_would_give()
    {
        PairFeature[] ofPlace = [PairFeature.Distance, PairFeature.SameProvince, PairFeature.WouldMove, PairFeature.BeyondLimit];
        var (several, otherIsBest) = (0, 0);
        Given.Holds(
            Pairs,
            p =>
            {
                var together = Bins(p.J, p.V);
                List<byte[]> apart = [.. p.V.Sites.Select(site => Bins(p.J, p.V with { Place = site.Place, Province = site.Province, OtherPlaces = [] }))];
                several += apart.Count > 1 ? 1 : 0;
                otherIsBest += together.AsSpan().SequenceEqual(apart[0]) ? 0 : 1;
                return PairFeatures.All.All(m => together[(int)m.Feature] == (!ofPlace.Contains(m.Feature) ? apart[0][(int)m.Feature]
                    : m.Direction > 0 ? apart.Max(bins => bins[(int)m.Feature]) : apart.Min(bins => bins[(int)m.Feature])));
            },
            10_000);
        Assert.True(several > 1_000 && otherIsBest > 1_000, $"{several} {otherIsBest}");
    }

    [Fact]
    public void An_improvement_moves_every_feature_that_has_a_direction_the_right_way()
    {
        var moved = Improvements.Keys.ToDictionary(k => k, _ => 0, StringComparer.Ordinal);
        Given.Holds(
            Pairs,
            p => Improvements.All(improvement =>
            {
                var (before, (j, v)) = (Bins(p.J, p.V), improvement.Value(p.J, p.V, p.Step, p.Job));
                var after = Bins(j, v);
                moved[improvement.Key] += after.AsSpan().SequenceEqual(before) ? 0 : 1;
                return PairFeatures.All.All(m => (after[(int)m.Feature] - before[(int)m.Feature]) * m.Direction >= 0);
            }),
            20_000);
        Assert.All(moved, m => Assert.True(m.Value > 100, m.Key));
    }

    [Fact]
    public void Every_feature_varies() => Assert.All(
        Enumerable.Range(0, PairFeatures.Count),
        feature => Assert.True(Sample.Select(bins => bins[feature]).Distinct().Count() > 1, $"{(PairFeature)feature}"));

    [Fact]
    public void A_known_pair_has_known_bins()
    {
        var bins = Bins(Given.FullJobseeker, Given.FullVacancy);
        (PairFeature Feature, int Bin)[] expected =
        [
            (PairFeature.EssentialShare, 21), (PairFeature.EssentialHeld, 2), (PairFeature.EssentialMissing, 1),
            (PairFeature.UsefulShare, 16), (PairFeature.UsefulHeld, 1), (PairFeature.SkillsMatched, 3),
            (PairFeature.OccupationWished, 3), (PairFeature.OccupationHeld, 0), (PairFeature.MonthsInOccupation, 0),
            (PairFeature.ExperienceCounted, 3), (PairFeature.ExperienceShare, 12), (PairFeature.ExperienceInAll, 6),
            (PairFeature.EducationAbove, 7), (PairFeature.EducationHeld, 3), (PairFeature.EducationAsked, 3),
            (PairFeature.LanguagesShare, 32), (PairFeature.LanguagesMissing, 0),
            (PairFeature.Distance, 7), (PairFeature.SameProvince, 2), (PairFeature.WouldMove, 0), (PairFeature.BeyondLimit, 0),
            (PairFeature.WageRatio, 40), (PairFeature.WageOffered, 18), (PairFeature.WageExpected, 18), (PairFeature.WageGiven, 1),
            (PairFeature.HoursApart, 0), (PairFeature.HoursOffered, 48), (PairFeature.ContractWished, 2), (PairFeature.ContractOffered, 2),
            (PairFeature.DaysOld, 5), (PairFeature.DaysLeft, 10), (PairFeature.OpeningsLeft, 4), (PairFeature.ReferralsPerOpening, 12),
            (PairFeature.EmployerAnswered, 80), (PairFeature.EmployerAnswerDays, 4), (PairFeature.WorkTimesAsked, 1),
            (PairFeature.Hazardous, 0), (PairFeature.LicencesRequired, 1), (PairFeature.SkillsHeld, 3), (PairFeature.SkillsAsked, 3),
            (PairFeature.NearSkillsHeld, 1), (PairFeature.TitleShare, 16), (PairFeature.CareerMove, 24),
            (PairFeature.MonthsSinceOccupation, 255),
        ];
        Assert.Equal(expected, Enum.GetValues<PairFeature>().Select(f => (f, (int)bins[(int)f])));
    }

    // Jobs as occupation, or occupation and months since its end.
    [Theory]
    [InlineData(7533, "", 255)] // never worked
    [InlineData(7533, "5223:4 7412:0", 255)] // never in the same minor group, though of the same sub-major group still
    [InlineData(7533, "7533:0", 0)]
    [InlineData(7533, "7531:2", 0)]
    [InlineData(7533, "7531:3", 1)]
    [InlineData(7533, "7531:14 7532:90", 4)] // the latest
    [InlineData(7533, "7531", 12)] // not known is neither recent nor long ago
    [InlineData(7533, "7531 7532:90", 12)]
    [InlineData(7533, "7531 7532:8", 2)]
    [InlineData(7533, "7531:90", 30)]
    [InlineData(7533, "7531:380", 126)]
    [InlineData(7533, "7531:9999", 127)]
    [InlineData(0, "5223:4", 1)] // any work counts where the vacancy is not coded
    [InlineData(0, "", 255)]
    public void How_long_ago_she_last_did_such_work(int occupation, string jobs, int bin)
    {
        CareerStep[] career = [.. jobs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(job => job.Split(':'))
            .Select(j => new CareerStep(ushort.Parse(j[0], CultureInfo.InvariantCulture), 12, j.Length > 1 ? ushort.Parse(j[1], CultureInfo.InvariantCulture) : null))];
        Assert.Equal(bin, Bins(Given.Jobseeker with { Career = career }, Given.Vacancy with { Occupation = (ushort)occupation })[(int)PairFeature.MonthsSinceOccupation]);
    }

    [Theory]
    [InlineData(9629, 2_047, 200, 2_047, 66)]
    [InlineData(110, 65_535, 65_535, 2_047, 127)]
    [InlineData(0, 0, 0, 0, 0)]
    public void A_packed_step_has_what_it_was_made_of(int occupation, int months, int since, int packedMonths, int quarters)
    {
        var packed = PackedStep.Of(new((ushort)occupation, (ushort)months, (ushort)since));
        Assert.Equal((occupation, packedMonths, quarters), ((int)PackedStep.Occupation(packed), PackedStep.Months(packed), PackedStep.QuartersSince(packed)));
    }

    [Fact]
    public void Nothing_known_is_neither_for_nor_against()
    {
        var bins = Bins(Given.Jobseeker, Given.Vacancy);
        Assert.Equal((16, 16, 2, 8, 16), (bins[(int)PairFeature.EssentialShare], bins[(int)PairFeature.UsefulShare], bins[(int)PairFeature.OccupationWished], bins[(int)PairFeature.EducationAbove], bins[(int)PairFeature.LanguagesShare]));
        Assert.Equal((30, 1, 40, 12, 1), (bins[(int)PairFeature.Distance], bins[(int)PairFeature.SameProvince], bins[(int)PairFeature.WageRatio], bins[(int)PairFeature.HoursApart], bins[(int)PairFeature.ContractWished]));
    }

    private static readonly List<byte[]> Sample = [.. Pairs.Drawn(1_000, 2_000).Select(p => Bins(p.J, p.V))];

    private static PackedJobseekers Packed(JobseekerProfile jobseeker) => PackedJobseekers.Of([(0, jobseeker)]);

    private static PackedVacancies Packed(VacancyProfile vacancy) => PackedVacancies.Of([(0, vacancy)]);

    private static byte[] Bins(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        var bins = new byte[PairFeatures.Count];
        PairBins.Fill(Packed(jobseeker).At(0), Packed(vacancy).At(0), Given.Today.DayNumber, bins, stride: 1);
        return bins;
    }
}
