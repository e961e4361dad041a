using System.Reflection;
using System.Text.Json;
using Xunit;

namespace Pes.Ranking.Tests;

/// <summary>The same inputs give the same bits, here and on any other machine; other inputs give another checksum.</summary>
public sealed class ReplayTests
{
    [Fact]
    public void A_known_pair_scores_the_same_on_every_machine()
    {
        // Worked out by hand and by another program. A change here is a change of the model: give it a new version.
        // What came later is left out: runs kept before it have to repeat.
        var (jobseeker, vacancy) = (Given.FullJobseeker with { TitleWords = [], CareerMoves = [], Career = [new(8153, 30), new(5223, 8)] }, Given.FullVacancy with { NearSkills = [], TitleWords = [] });
        var match = Matcher.Prior.Explain(jobseeker, vacancy, Given.Today);
        Assert.Equal("prior-1", match.ModelVersion);
        Assert.Equal(445_130, match.Score);
        Assert.Equal("15795221c66f77892d11862b33236a38", match.InputsChecksum);
    }

    [Fact]
    public void A_run_repeats_from_profiles_that_were_kept_as_json()
    {
        VacancyProfile[] vacancies = [.. Enumerable.Range(1, 40).Select(i => Given.FullVacancy with { Id = Given.IdOf(i), WageHigh = 900_000 + (i * 7_919 % 400_000) })];
        var first = Matcher.Prior.VacanciesFor(Given.FullJobseeker, VacancySnapshot.Build(vacancies), Given.Today, 10).Explain();
        var again = Matcher.Prior.VacanciesFor(Kept(Given.FullJobseeker), VacancySnapshot.Build(vacancies.Select(Kept)), Given.Today, 10).Explain();
        Assert.Equal(JsonSerializer.Serialize(first), JsonSerializer.Serialize(again));
    }

    [Fact]
    public void A_row_of_an_old_run_repeats_without_its_snapshot()
    {
        var row = Matcher.Prior.VacanciesFor(Given.FullJobseeker, VacancySnapshot.Build([Given.FullVacancy]), Given.Today, 1).Explain().Rows[0];
        var again = Matcher.Prior.Explain(Kept(Given.FullJobseeker), Kept(Given.FullVacancy), Given.Today);
        Assert.Equal(JsonSerializer.Serialize(row), JsonSerializer.Serialize(again with { Rank = row.Rank }));
        var tomorrow = Matcher.Prior.Explain(Given.FullJobseeker, Given.FullVacancy, Given.Today.AddDays(1));
        Assert.False(row.InputsChecksum == tomorrow.InputsChecksum);
    }

    [Theory]
    [InlineData(typeof(JobseekerProfile))]
    [InlineData(typeof(VacancyProfile))]
    public void Every_field_is_part_of_the_checksum(Type profile)
    {
        foreach (var field in profile.GetProperties())
        {
            var changed = profile == typeof(JobseekerProfile) ? (object)Kept(Given.FullJobseeker) : Kept(Given.FullVacancy);
            var before = ChecksumOf(changed);
            field.SetValue(changed, Other(field, changed));
            Assert.True(before != ChecksumOf(changed), $"{profile.Name}.{field.Name} is not part of the checksum.");
        }
    }

    [Fact]
    public void When_a_job_ended_is_kept_and_is_part_of_the_checksum()
    {
        (ushort? Shop, ushort? Sewing)[] ends = [(null, null), (0, null), (null, 0), (5, null), (5, 5), (6, 5)];
        var careers = Array.ConvertAll(ends, e => Given.FullJobseeker with { Career = [new(5223, 8, e.Shop), new(8153, 30, e.Sewing)] });
        Assert.Equal(careers.Length, careers.Select(ChecksumOf).Distinct(StringComparer.Ordinal).Count());
        Assert.All(careers, profile => Assert.Equal(profile.Career, Kept(profile).Career));

        // As lists kept it before, and as they keep it where it is not known.
        const string Before = """{"Occupation":5223,"Months":8}""";
        Assert.Equal(new CareerStep(5223, 8), JsonSerializer.Deserialize<CareerStep>(Before));
        Assert.Equal(Before, JsonSerializer.Serialize(new CareerStep(5223, 8)));
    }

    [Fact]
    public void A_run_has_its_own_checksum()
    {
        var some = VacancySnapshot.Build([Given.FullVacancy]);
        string[] checksums =
        [
            Run(some, Given.Today, 10),
            Run(some, Given.Today.AddDays(1), 10),
            Run(some, Given.Today, 11),
            Run(VacancySnapshot.Build([]), Given.Today, 10),
            Run(VacancySnapshot.Build([Given.FullVacancy with { WageLow = 820_001 }]), Given.Today, 10),
        ];
        Assert.Equal(checksums.Length, checksums.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(checksums[0], Run(VacancySnapshot.Build([Kept(Given.FullVacancy)]), Given.Today, 10));
        Assert.All(checksums, c => Assert.Matches("^[0-9a-f]{32}$", c));

        static string Run(VacancySnapshot vacancies, DateOnly today, int take) =>
            Matcher.Prior.VacanciesFor(Given.FullJobseeker, vacancies, today, take).Explain().InputsChecksum;
    }

    [Fact]
    public void A_snapshot_of_some_rows_or_with_changes_is_the_snapshot_built_of_them()
    {
        VacancyProfile[] vacancies = [.. Enumerable.Range(1, 300).Select(i => Given.FullVacancy with { Id = Given.IdOf(i * 7_919 % 1_009), WageHigh = 900_000 + i })];
        var all = VacancySnapshot.Build(vacancies);
        var some = all.Where(v => v.WageHigh > 900_100);
        Assert.Equal(200, some.Count);
        Assert.Equal(VacancySnapshot.Build(vacancies.Where(v => v.WageHigh > 900_100)).Checksum, some.Checksum);

        VacancyProfile[] changed = [.. Enumerable.Range(1, 60).Select(i => Given.FullVacancy with { Id = Given.IdOf(i * 31), WageLow = 1 })];
        Guid[] gone = [vacancies[3].Id, vacancies[77].Id, Given.IdOf(5_000_000)];
        var with = all.With(changed, gone);
        var anew = VacancySnapshot.Build([.. changed, .. vacancies.Where(v => !gone.Contains(v.Id) && changed.All(c => c.Id != v.Id))]);
        Assert.Equal((anew.Count, anew.Checksum), (with.Count, with.Checksum));
        Assert.Equal(
            JsonSerializer.Serialize(Matcher.Prior.VacanciesFor(Given.FullJobseeker, anew, Given.Today, 400).Explain()),
            JsonSerializer.Serialize(Matcher.Prior.VacanciesFor(Given.FullJobseeker, with, Given.Today, 400).Explain()));
    }

    [Fact]
    public void A_profile_keeps_its_own_sorted_copy_of_a_list()
    {
        int[] skills = [9, 2, 9, 5];
        var profile = Given.Jobseeker with { Skills = skills, Languages = [new(2, 1), new(1, 6), new(2, 4)], Career = [new(7531, 10, 20), new(5223, 1, 90), new(7531, 5, 7), new(5223, 1)] };
        skills[0] = 77;
        Assert.Equal([2, 5, 9], profile.Skills);
        Assert.Equal([new(1, 6), new(2, 4)], profile.Languages);
        Assert.Equal([new(5223, 2), new(7531, 15, 7)], profile.Career); // the latest end; one that is not known counts as 36 months ago
    }

    private static string ChecksumOf(object profile) => profile is JobseekerProfile jobseeker
        ? JobseekerSnapshot.Build([jobseeker]).Checksum
        : VacancySnapshot.Build([(VacancyProfile)profile]).Checksum;

    private static T Kept<T>(T profile) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(profile))!;

    private static object Other(PropertyInfo field, object profile) => field.GetValue(profile) switch
    {
        Guid => Given.IdOf(99),
        bool value => !value,
        byte value => (byte)(value + 1),
        ushort value => (ushort)(value + 1),
        int value => value + 1,
        DateOnly value => value.AddDays(1),
        GeoPoint value => value with { LongitudeE4 = value.LongitudeE4 + 1 },
        Contracts value => value ^ Contracts.Daily,
        WorkTimes value => value ^ WorkTimes.RotatingShifts,
        int[] value => (int[])[.. value, 1_000],
        ushort[] value => (ushort[])[.. value, 1_000],
        byte[] value => (byte[])[.. value, 25],
        LanguageLevel[] value => (LanguageLevel[])[.. value, new(9, 1)],
        CareerStep[] value => (CareerStep[])[.. value, new(9_999, 1)],
        OccupationMove[] value => (OccupationMove[])[.. value, new(9_999, 9_998, 1)],
        WorkSite[] value => (WorkSite[])[.. value, new(null, 7)],
        var value => throw new InvalidOperationException($"No other value is known for {field.Name} ({value})."),
    };
}
