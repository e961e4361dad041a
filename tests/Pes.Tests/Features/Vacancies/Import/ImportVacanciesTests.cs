using Microsoft.Extensions.DependencyInjection;
using Pes.Features.Reference;
using Pes.Features.Vacancies.Import;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Vacancies.Import;

public sealed class ImportVacanciesTests(PesHost host) : IClassFixture<PesHost>
{
    private const string Header = "job,text,place,pay,people,sex,age,from,until\n";

    private const string LongText =
        "We run a small workshop and look for somebody who keeps our books in order, writes invoices, checks the cash every evening and speaks with suppliers. "
        + "You must know Excel. Experience with QuickBooks is a plus. Good communication with customers is required.";

    private static readonly ColumnMap Map = new()
    {
        Title = "job", Text = "text", Places = "place", Wage = "pay", Openings = "people", Sex = "sex", Age = "age", PublishedOn = "from", ClosesOn = "until",
    };

    [Fact]
    public async Task Takes_in_merges_flags_refuses_and_leaves_no_trace_of_a_restriction()
    {
        var file = Csv("first.csv",
            $"Accountant,{Quoted(LongText)},Phnom Penh，Kandal,$200-$500,2,,,2026-11-01,2026-12-01",
            $"Accountant,{Quoted(LongText)},Phnom Penh，Kandal,$200-$500,2,,,2026-11-01,2026-12-01",
            $"Accountant (urgent),{Quoted(LongText + " Apply today.")},Kandal，Phnom Penh,$200-$500,2,,,2026-11-05,2026-12-10",
            $"Accountant,{Quoted(LongText)},Siem Reap,$200-$500,2,,,2026-11-01,2026-12-01",
            "Driver,#NAME?,Atlantis,Negotiable,~,Male,18 ~ 35,2026-11-01,2026-12-01",
            "Cook,Young lady only,Takeo,,1,Male/Female,Age Unlimited,2026-10-01,2026-11-01",
            ",no title,Kep,,1,,,2026-11-01,2026-12-01",
            "Cook,,Kep,,1,,,2026-11-01,tomorrow",
            "Cook,,Kep,,1,,,,",
            "Cook,,Kep,,1,,,2026-12-01,2026-11-01");
        var report = await ImportAsync(file);

        Assert.Equal((10, 4, 2, 1, 0), (report.RowsRead, report.Added, report.Merged, report.MergedExactly, report.AlreadyThere));
        Assert.Equal(["8 missing-title", "9 bad-date", "10 missing-closing-date", "11 closes-before-publication"], report.Refused.Select(r => $"{r.Line} {r.Code}"));
        Assert.Equal(4, await host.SingleAsync<int>("SELECT COUNT(*) FROM VacancyImportRefusal WHERE ImportId = @ImportId", new { report.ImportId }));
        Assert.Equal(6, await host.SingleAsync<int>("SELECT COUNT(*) FROM VacancySource WHERE ImportId = @ImportId", new { report.ImportId }));

        var accountant = await VacancyAsync(report, line: 2);
        Assert.Equal(("live", "2411", 2, 20_000L, 2_050_000L, new DateOnly(2026, 12, 10)), (accountant.Status, accountant.IscoCode, accountant.Openings, accountant.WageFrom, accountant.MonthlyWageToKhr, accountant.ClosesOn));
        Assert.InRange(accountant.IscoConfidence!.Value, 0.15, 1);
        Assert.Equal(["08", "12"], await host.QueryAsync<string>("SELECT ProvinceCode FROM VacancyPlace WHERE VacancyId = @Id ORDER BY ProvinceCode", new { accountant.Id }));
        Assert.Equal(
            ["accounting-software-use 0 QuickBooks", "spreadsheet-use 1 Excel"],
            (await host.QueryAsync<SkillRow>("SELECT s.Code, v.IsEssential, v.FoundAs FROM VacancySkill v JOIN Skill s ON s.Id = v.SkillId WHERE v.VacancyId = @Id AND s.Code LIKE '%-use' ORDER BY s.Code", new { accountant.Id }))
                .Select(s => $"{s.Code} {(s.IsEssential ? 1 : 0)} {s.FoundAs}"));

        var driver = await VacancyAsync(report, line: 6);
        Assert.Equal(("submitted", 1, null, null), (driver.Status, driver.Openings, driver.TextEn, driver.WageFrom));
        Assert.Equal(
            ["age-restriction Age: 18 ~ 35", "missing-openings ~", "missing-place Atlantis", "missing-text #NAME?", "sex-restriction Sex: Male"],
            await FlagsAsync(driver.Id));

        var cook = await VacancyAsync(report, line: 7);
        Assert.Equal(("closed", "expired"), (cook.Status, cook.CloseReason));
        Assert.Equal(["sex-restriction Young lady"], await FlagsAsync(cook.Id));

        const string SourceSql = "SELECT COUNT(*) FROM Employer WHERE NameEn LIKE '%first.csv' AND Status = 'source' AND VerifiedAt IS NULL";
        Assert.Equal(1, await host.SingleAsync<int>(SourceSql));

        var again = await ImportAsync(file);
        Assert.Equal((0, 0, 6), (again.Added, again.Merged, again.AlreadyThere));
        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM VacancyImport WHERE Checksum = @Checksum", new { file.Checksum }));

        var grown = await ImportAsync(Csv("first.csv",
            "Plumber,Repairs pipes.,Kampot,,1,,,2026-11-01,2026-12-01",
            $"Accountant,{Quoted(LongText)},Phnom Penh，Kandal,$200-$500,2,,,2026-11-01,2026-12-01",
            $"Accountant,{Quoted(LongText + " Bring your papers.")},Phnom Penh，Kandal,,,,,2026-11-01,2026-12-01"));
        Assert.Equal((1, 1, 1), (grown.Added, grown.Merged, grown.AlreadyThere));
        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM Vacancy WHERE Number LIKE 'S-0000%' AND TitleEn = 'Plumber'"));
        Assert.Equal(1, await host.SingleAsync<int>(SourceSql));
    }

    [Fact]
    public async Task Shifted_dates_keep_their_distances_and_end_in_thirty_days()
    {
        var report = await ImportAsync(Csv("old.csv", "Gardener,,Kep,,1,,,2020-01-01,2020-01-20", "Waiter,,Kep,,1,,,2020-01-05,2020-02-10"), shift: true);
        var today = host.Clock.TodayInCambodia();
        Assert.Equal(today.AddDays(30).DayNumber - new DateOnly(2020, 2, 10).DayNumber, report.ShiftedDays);
        var waiter = await host.SingleAsync<VacancyRow>(VacancyRow.Sql + " WHERE TitleEn = 'Waiter'");
        Assert.Equal(("live", today.AddDays(30)), (waiter.Status, waiter.ClosesOn));
        Assert.Equal(today.AddDays(9), (await host.SingleAsync<VacancyRow>(VacancyRow.Sql + " WHERE TitleEn = 'Gardener'")).ClosesOn);
    }

    [Fact]
    public async Task An_import_that_is_cut_off_leaves_nothing()
    {
        using var cut = new CancellationTokenSource();
        var file = Csv("cut.csv", "Florist,,Kep,,1,,,2026-11-01,2026-12-01");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.SendAsync(
            new ImportVacancies.Command
            {
                Scope = Scope.Product,
                File = file,
                Progress = (what, _) =>
                {
                    if (what == "vacancies to write")
                    {
                        cut.Cancel();
                    }
                },
            },
            cut.Token));
        Assert.Equal(0, await host.SingleAsync<int>("SELECT COUNT(*) FROM Vacancy WHERE TitleEn = 'Florist'"));
        Assert.Equal(0, await host.SingleAsync<int>("SELECT COUNT(*) FROM Employer WHERE NameEn LIKE '%cut.csv'"));
    }

    [Fact]
    public void A_column_of_the_map_that_the_file_lacks_is_named()
    {
        var path = Write("few.csv", "job,text\nCook,\n");
        Assert.Contains("\"until\"", Assert.Throws<ImportFileException>(() => AdvertisementFile.Open(path, "csv", Map)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<ImportFileException>(() => ColumnMap.Open(Write("map.json", "{\"title\":\"job\",\"colour\":\"red\"}"))).Message, StringComparison.Ordinal);
        Assert.Equal("Lieu", ColumnMap.Open(Write("map.json", "{\"title\":\"job\",\"places\":\"Lieu\"}")).Places);
    }

    [Fact]
    public void Positions_of_HR_Open_become_advertisements()
    {
        var path = Write("opening.json", """
            {"positionOpenings":[{"positionProfiles":[
              {"positionTitle":"Cashier","positionLocation":[{"city":"Siem Reap","countryCode":"KH"}],"positionOpenQuantity":4,
               "positionQualifications":[{"educationRequirement":{"iscedEducationLevelCode":"3"},"positionCompetencies":[{"competencyName":"Spreadsheets"}]}],
               "positionFormattedDescriptions":[{"descriptionId":{"value":"company_description"},"content":"About us"},{"content":"Counts the till."}],
               "positionScheduleTypeCodes":["PartTime"],"workingLanguages":[{"name":"English","code":"en-US"}],
               "postingInstructions":[{"start":"2026-11-01","end":"2026-12-01","applicationMethods":[{"applicationCloseDate":{"end":"2026-11-30"}}]}],
               "offeredRemunerationPackage":{"ranges":[{"typeCode":"BasePay","intervalCode":"Month","minimumAmount":{"value":200,"currency":"USD"},"maximumAmount":{"value":250,"currency":"USD"}}]}},
              {"positionTitle":"Clerk","positionLocation":[{"city":"New York","countryCode":"US","countrySubDivisions":[{"value":"NY"}]}]}]}]}
            """);
        var read = AdvertisementFile.Open(path, "hropen").Advertisements;
        Assert.Equal(
            new Advertisement
            {
                Line = 1, Title = "Cashier", Text = "Counts the till.\nSpreadsheets", Places = "Siem Reap", Openings = "4", Education = "upper secondary", Languages = "English",
                Term = "PartTime", Wage = "USD 200 - 250", WagePeriod = "Month", PublishedOn = "2026-11-01", ClosesOn = "2026-11-30",
            },
            read[0]);
        Assert.Equal("Overseas", read[1].Places);
        Assert.Contains("positionProfiles", Assert.Throws<ImportFileException>(() => AdvertisementFile.Open(Write("none.json", "{}"), "hropen")).Message, StringComparison.Ordinal);
    }

    [SharedDataFact("standards/hropen-4.2.1/recruiting/json/samples/PositionOpening_UC3_exchange_from_HRIS_to_ATS.json")]
    public async Task Samples_of_HR_Open_are_read()
    {
        var file = AdvertisementFile.Open(SharedData.Path("standards/hropen-4.2.1/recruiting/json/samples/PositionOpening_UC3_exchange_from_HRIS_to_ATS.json"), "hropen");
        var report = await ImportAsync(file);
        Assert.Equal((1, 1), (report.RowsRead, report.Added));
        Assert.Equal(1, report.Flags["work-abroad"]);
        var vacancy = await host.SingleAsync<VacancyRow>(VacancyRow.Sql + " WHERE SourceCode = 'hropen'");
        Assert.Equal(("closed", 10_000_000L, new DateOnly(2018, 1, 15)), (vacancy.Status, vacancy.WageFrom, vacancy.ClosesOn));
    }

    [Fact]
    public async Task Only_an_administrator_imports()
    {
        var refused = await host.SendAsync(new ImportVacancies.Command { Scope = Scope.Product with { Role = Role.Counsellor }, File = Csv("no.csv", "Cook,,Kep,,1,,,2026-11-01,2026-12-01") });
        Assert.Equal("not-found", refused.Refusal?.Code);
    }

    private static string Quoted(string text) => $"\"{text}\"";

    private async Task<VacancyImportReport> ImportAsync(AdvertisementFile file, bool shift = false)
    {
        var outcome = await host.SendAsync(new ImportVacancies.Command { Scope = Scope.Product, File = file, ShiftDates = shift });
        Assert.Null(outcome.Refusal);
        return outcome.Value;
    }

    private AdvertisementFile Csv(string name, params string[] rows) => AdvertisementFile.Open(Write(name, Header + string.Join('\n', rows) + "\n"), "csv", Map);

    private string Write(string name, string text)
    {
        var path = Path.Combine(host.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private Task<VacancyRow> VacancyAsync(VacancyImportReport report, int line) => host.SingleAsync<VacancyRow>(
        VacancyRow.Sql + " WHERE Id = (SELECT s.VacancyId FROM VacancySource s WHERE s.ImportId = @ImportId AND s.LineNumber = @Line)", new { report.ImportId, Line = line });

    private async Task<IEnumerable<string>> FlagsAsync(Guid id) =>
        (await host.QueryAsync<FlagRow>("SELECT Kind, Words FROM VacancyFlag WHERE VacancyId = @Id ORDER BY Kind", new { Id = id })).Select(f => $"{f.Kind} {f.Words}");

    internal sealed record VacancyRow
    {
        public const string Sql = "SELECT Id, Status, IscoCode, IscoConfidence, Openings, TextEn, WageFrom, MonthlyWageToKhr, ClosesOn, CloseReason FROM Vacancy";

        public required Guid Id { get; init; }

        public required string Status { get; init; }

        public string? IscoCode { get; init; }

        public double? IscoConfidence { get; init; }

        public required int Openings { get; init; }

        public string? TextEn { get; init; }

        public long? WageFrom { get; init; }

        public long? MonthlyWageToKhr { get; init; }

        public required DateOnly ClosesOn { get; init; }

        public string? CloseReason { get; init; }
    }

    private sealed record SkillRow
    {
        public required string Code { get; init; }

        public required bool IsEssential { get; init; }

        public string? FoundAs { get; init; }
    }

    private sealed record FlagRow
    {
        public required string Kind { get; init; }

        public string? Words { get; init; }
    }
}

/// <summary>The real advertisements, on a database of their own.</summary>
public sealed class CamhrTests(PesHost host) : IClassFixture<PesHost>
{
    private const string Real = "jobads/camhr_2022.csv";

    [SharedDataFact(Real)]
    public async Task Real_advertisements_come_in_whole_and_once()
    {
        var file = AdvertisementFile.Open(SharedData.Path(Real), "camhr");
        var report = (await host.SendAsync(new ImportVacancies.Command { Scope = Scope.Product, File = file })).Value;
        Assert.Equal(3402, report.RowsRead);
        Assert.Empty(report.Refused);
        Assert.Equal(3402, report.Added + report.Merged);
        Assert.True(report.MergedExactly >= 57, $"{report.MergedExactly} exact duplicates");
        Assert.InRange(report.Merged, 100, 400);
        Assert.True(report.ShareWithPlace >= 0.99, $"with a place {report.ShareWithPlace}");
        Assert.True(report.ShareCoded >= 0.9, $"coded {report.ShareCoded}");
        Assert.True(report.ShareWithThreeSkills >= 0.6, $"three skills {report.ShareWithThreeSkills}");
        Assert.InRange(report.Flags["missing-openings"], 450, 506);
        Assert.True(report.Flags["sex-restriction"] >= 300);
        Assert.True(report.Flags["age-restriction"] >= 900);
        Assert.Equal(0, report.Live);
        Assert.Equal(report.Added, await host.SingleAsync<int>("SELECT COUNT(*) FROM Vacancy WHERE Status = 'closed' AND CloseReason = 'expired' AND ClosesOn < '2022-10-13'"));

        var again = (await host.SendAsync(new ImportVacancies.Command { Scope = Scope.Product, File = file })).Value;
        Assert.Equal((0, 0, 3402), (again.Added, again.Merged, again.AlreadyThere));
        Assert.NotEmpty(host.App.Services.GetRequiredService<OccupationCoder>().Code("Accountant"));
    }
}
