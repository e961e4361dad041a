using System.Globalization;
using System.Text;
using System.Text.Json;
using Pes.Features.Matching;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Tests.Support;
using Xunit.Abstractions;

namespace Pes.Tests.Features.Matching;

/// <summary>
/// Row 43: a thousand pairs who differ in sex, age within the law's bands, disability, ethnicity and religion (as a name
/// tells them), IDPoor, return from abroad and citizenship (as her papers tell it), and in nothing else. Every list, through
/// the whole product and its database, is the same for both.
/// </summary>
public sealed class TwinTests(PesHost host, ITestOutputHelper output) : IClassFixture<PesHost>
{
    private const int Pairs = 1_000;

    private const int Vacancies = 60;

    private static readonly string[] Occupations = ["8153", "5120", "5223", "7231", "9313", "4110"];

    private static readonly string[] Provinces = ["15", "12", "02", "08"];

    private static readonly string[] Schooling = ["primary", "lower-secondary", "upper-secondary", "bachelor"];

    // Names by which people are told apart as Khmer, Cham, Vietnamese, Chinese, or by their faith.
    private static readonly (string Family, string Given)[] Names = [("សុខ", "ដារ៉ា"), ("ម៉ាត់", "យូសុះ"), ("ង្វៀន", "ហ័ង"), ("តាន់", "គឹមហុង"), ("អ៊ុក", "ម៉ារីយ៉ា")];

    private static int serial;

    private Guid? officer;

    [Fact]
    public async Task What_must_never_count_moves_no_rank()
    {
        await VacanciesAsync();
        var twins = await TwinsAsync(Pairs, (left, right, random) => { });
        Assert.Equal(Pairs, twins.Count);
        var scope = await host.Given.ScopeAsync(await host.Given.CentreManagerAsync());
        var vacancies = await host.QueryAsync<Guid>("SELECT Id FROM Vacancy WHERE Status = 'live' ORDER BY Seq");
        await SameForBothAsync(scope, twins, vacancies);

        // A learned model sees no more of them than the prior does.
        await host.Given.LearnedModelInChargeAsync();
        await SameForBothAsync(scope, [.. twins.Where((_, i) => i % 4 == 0)], vacancies);
        await host.Given.PriorInChargeAsync();
    }

    private async Task SameForBothAsync(Scope scope, List<(Guid Left, Guid Right)> twins, IReadOnlyList<Guid> vacancies)
    {
        List<string> wrong = [];
        var rows = 0;
        foreach (var (left, right) in twins)
        {
            var (one, two) = (await ListAsync(scope, left), await ListAsync(scope, right));
            rows += one.Rows;
            if (one.Text != two.Text)
            {
                wrong.Add($"{left}: {one.Text[..Math.Min(300, one.Text.Length)]} / {two.Text[..Math.Min(300, two.Text.Length)]}");
            }
        }

        output.WriteLine($"{twins.Count} pairs, {rows} rows of vacancies");
        Assert.True(wrong.Count == 0, $"{wrong.Count} pairs: {string.Join('\n', wrong.Take(5))}");
        Assert.True(rows > 10 * twins.Count, $"{rows} rows");

        // And the other way round: for a vacancy both stand at the same score, band and reasons.
        var compared = 0;
        foreach (var vacancy in vacancies.Take(5))
        {
            var shown = await JobseekersAsync(scope, vacancy);
            foreach (var (left, right) in twins.Where(t => shown.ContainsKey(t.Left) && shown.ContainsKey(t.Right)))
            {
                compared++;
                Assert.Equal(shown[left], shown[right]);
            }
        }

        Assert.True(compared > 20, $"{compared} compared");
    }

    [Fact]
    public async Task What_may_count_moves_ranks()
    {
        await VacanciesAsync();
        var scope = await host.Given.ScopeAsync(await host.Given.CentreManagerAsync());
        foreach (var (what, change) in (IEnumerable<(string, Action<Profile, Profile, Random>)>)
            [
                ("occupation", (_, right, random) => right.Occupation = Occupations[(Array.IndexOf(Occupations, right.Occupation) + 1) % 6]),
                ("wage", (_, right, _) => right.Wage += 200_000),
                ("the law's age", (left, right, _) => (left.BornOn, right.BornOn) = (new DateOnly(2008, 11, 1), new DateOnly(2009, 6, 1))),
                ("a filter that she set herself", (_, right, _) => (right.Needs, right.FiltersByNeed) = (["seated-work"], true)),
            ])
        {
            var moved = 0;
            foreach (var (left, right) in await TwinsAsync(30, change))
            {
                moved += (await ListAsync(scope, left)).Text == (await ListAsync(scope, right)).Text ? 0 : 1;
            }

            Assert.True(moved > 10, $"{what} moved {moved} of 30 lists");
        }
    }

    private async Task VacanciesAsync()
    {
        for (var i = 0; i < Vacancies; i++)
        {
            await host.Given.LiveVacancyAsync(
                provinceCode: Provinces[i % 4], isco: Occupations[i % 6], wageKhr: 700_000 + (i * 7_919 % 600_000), title: $"Work {i}", hazardous: i % 3 == 0, publishedDaysAgo: i % 20);
        }
    }

    /// <summary>What is shown, without the name of the run and of the case.</summary>
    private async Task<(string Text, int Rows)> ListAsync(Scope scope, Guid file)
    {
        var answer = await host.Given.DoneAsync(new MatchVacancies.Query { Scope = scope, CaseFileId = file });
        return (JsonSerializer.Serialize(new { answer.Considered, answer.HasMore, answer.Rows, answer.Hidden, answer.ModelVersion }), answer.Rows.Count);
    }

    private async Task<Dictionary<Guid, string>> JobseekersAsync(Scope scope, Guid vacancy)
    {
        Dictionary<Guid, string> shown = [];
        for (var page = 1; page <= 10; page++)
        {
            var answer = await host.Given.DoneAsync(new MatchJobseekers.Query { Scope = scope, VacancyId = vacancy, Page = page });
            foreach (var row in answer.Rows)
            {
                shown[row.Case.CaseFileId] = JsonSerializer.Serialize(new { row.Band, row.For, row.Against, row.Missing });
            }
        }

        return shown;
    }

    private async Task<List<(Guid Left, Guid Right)>> TwinsAsync(int pairs, Action<Profile, Profile, Random> change)
    {
        var random = new Random(43 + pairs);
        var centre = await host.Given.CentreAsync();
        officer ??= await host.Given.CounsellorAsync();
        var today = DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime);
        return await host.InDatabaseAsync(async db =>
        {
            List<(Guid, Guid)> twins = [];
            for (var i = 0; i < pairs; i++)
            {
                var isMinor = i % 5 == 0;
                var left = new Profile
                {
                    Occupation = Occupations[random.Next(6)], Past = Occupations[random.Next(6)], Province = Provinces[random.Next(4)], WishProvince = Provinces[random.Next(4)],
                    Education = Schooling[random.Next(4)], Wage = 600_000 + (random.Next(10) * 50_000), Skills = [.. Enumerable.Range(1, 40).OrderBy(_ => random.Next()).Take(3)],
                    Sex = "female", BornOn = Age(random, today, isMinor), Groups = ["woman", "disability", "idpoor", "returnee"], Name = Names[random.Next(Names.Length)], Papers = "national-id",
                };
                var right = left with
                {
                    Sex = random.Next(2) == 0 ? "male" : "other", BornOn = Age(random, today, isMinor), Groups = [], Name = Names[random.Next(Names.Length)], Papers = "passport",
                    Needs = [],
                };
                change(left, right, random);
                twins.Add((await InsertAsync(db, centre, left), await InsertAsync(db, centre, right)));
            }

            return twins;
        });
    }

    // 15 to 17, or 18 and older: the law asks no more.
    private static DateOnly Age(Random random, DateOnly today, bool isMinor) =>
        isMinor ? today.AddYears(-15).AddDays(-1 - random.Next(1_000)) : today.AddYears(-18).AddDays(-1 - random.Next(15_000));

    private async Task<Guid> InsertAsync(Database db, Guid centre, Profile who)
    {
        var (person, file) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var number = string.Create(CultureInfo.InvariantCulture, $"TW-{Interlocked.Increment(ref serial):000000}");
        var now = host.Clock.GetUtcNow().UtcDateTime;
        var args = new
        {
            person, file, centre, number, now, who.Sex, who.BornOn, who.Province, who.Education, who.Wage, who.Occupation, who.Past, who.WishProvince, who.Papers,
            who.Name.Family, who.Name.Given, Key = Encoding.UTF8.GetBytes(number), Consent = Guid.CreateVersion7(), Job = Guid.CreateVersion7(), Started = new DateOnly(2020, 1, 1), Ended = new DateOnly(2024, 1, 1),
            Account = officer,
        };
        await db.ExecuteAsync(
            """
            INSERT INTO Person (Id, FamilyName, GivenName, FamilyNameLatin, GivenNameLatin, NameKey, LatinKey, SortKey, Sex, BornOn, Language, ProvinceCode, EducationCode, CreatedAt, Version)
            VALUES (@person, @Family, @Given, '', '', @number, '', @Key, @Sex, @BornOn, 'km', @Province, @Education, @now, 1)
            """,
            args);
        await db.ExecuteAsync("INSERT INTO CaseFile (Id, Number, PersonId, CentreId, Status, OpenedAt, Version) VALUES (@file, @number, @person, @centre, 'open', @now, 1)", args);
        await db.ExecuteAsync("INSERT INTO Consent (Id, PersonId, Purpose, GivenAt, RecordedBy) VALUES (@Consent, @person, 'share-with-employer', @now, @Account)", args);
        await db.ExecuteAsync("INSERT INTO PersonIdentity (PersonId, Kind, NumberKey, NumberProtected) VALUES (@person, @Papers, @number, 'x')", args);
        await db.ExecuteAsync("INSERT INTO Wish (PersonId, MinimumWageKhr, MayMove, Version) VALUES (@person, @Wage, 1, 1)", args);
        await db.ExecuteAsync("INSERT INTO WishOccupation (PersonId, IscoCode, Rank) VALUES (@person, @Occupation, 1)", args);
        await db.ExecuteAsync("INSERT INTO WishProvince (PersonId, ProvinceCode) VALUES (@person, @WishProvince)", args);
        await db.ExecuteAsync("INSERT INTO WorkHistory (Id, PersonId, IscoCode, Title, Country, StartedOn, EndedOn) VALUES (@Job, @person, @Past, 'Earlier work', 'KH', @Started, @Ended)", args);
        foreach (var skill in who.Skills)
        {
            await db.ExecuteAsync("INSERT INTO PersonSkill (PersonId, SkillId, Level) VALUES (@person, @skill, 2)", new { person, skill });
        }

        foreach (var group in who.Groups)
        {
            await db.ExecuteAsync("INSERT INTO PersonPriorityGroup (PersonId, GroupCode) VALUES (@person, @group)", new { person, group });
        }

        foreach (var need in who.Needs)
        {
            await db.ExecuteAsync("INSERT INTO AccommodationNeed (PersonId, AccommodationCode, UseAsFilter) VALUES (@person, @need, @FiltersByNeed)", new { person, need, who.FiltersByNeed });
        }

        return file;
    }

    /// <summary>What counts, then what never does.</summary>
    private sealed record Profile
    {
        public required string Occupation { get; set; }

        public required string Past { get; init; }

        public required string Province { get; init; }

        public required string WishProvince { get; init; }

        public required string Education { get; init; }

        public required long Wage { get; set; }

        public required int[] Skills { get; init; }

        public bool FiltersByNeed { get; set; }

        public required string Sex { get; init; }

        public required DateOnly BornOn { get; set; }

        public required string[] Groups { get; init; }

        public required (string Family, string Given) Name { get; init; }

        public required string Papers { get; init; }

        public string[] Needs { get; set; } = ["seated-work"];
    }
}
