using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.Matching;
using Pes.Features.Reference;
using Pes.Features.Vacancies;
using Pes.Platform.Data;
using Pes.Ranking.Text;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>Kept extracts are what ranking reads, and only those that hold. That they agree with the tables whatever happens is in <see cref="PictureTests"/>.</summary>
public sealed class VacancyExtractTests(PesHost host) : IClassFixture<PesHost>
{
    // Of all that an extract says through code and not through a list. Another sum: give VacancyExtract.CurrentFormat the next number, and this test both.
    private const int Format = 2;

    private const string SumOfFormat = "47032df6e63d3126";

    [Fact]
    public async Task An_extract_is_read_where_version_and_format_are_those_of_today()
    {
        var vacancy = await FullVacancyAsync();
        var seq = await host.SingleAsync<long>("SELECT Seq FROM Vacancy WHERE Id = @vacancy", new { vacancy });
        var tables = await ReadAsync(vacancy);
        Assert.True(await Extracts.KeepUpAsync(default) > 0);
        Assert.Equal(0, await Extracts.KeepUpAsync(default));
        Assert.Equal(tables, await ReadAsync(vacancy));

        // Behind the product's back the table says something else, and the extract holds still.
        await ChangeAsync("UPDATE Vacancy SET IscoCode = '5120' WHERE Id = @vacancy", new { vacancy });
        Assert.Equal(tables, await ReadAsync(vacancy));

        foreach (var (version, format) in ((int, int)[])[(1, 0), (0, 1)])
        {
            await ChangeAsync("UPDATE VacancyExtract SET Version = Version - @version, Format = Format + @format WHERE VacancySeq = @seq", new { seq, version, format });
            Assert.Equal(tables.Replace("\"Occupation\":8153", "\"Occupation\":5120", StringComparison.Ordinal), await ReadAsync(vacancy));
            Assert.Equal(1, await Extracts.KeepUpAsync(default));
        }
    }

    [Fact]
    public async Task Extracts_of_vacancies_that_are_live_no_more_go()
    {
        var vacancy = await FullVacancyAsync();
        await Extracts.KeepUpAsync(default);
        var kept = await CountAsync();
        var version = await host.SingleAsync<int>("SELECT Version FROM Vacancy WHERE Id = @vacancy", new { vacancy });
        await host.Given.DoneAsync(new CloseVacancy.Command { Scope = await host.Given.OfficerAsync(), VacancyId = vacancy, Version = version, ReasonCode = "filled-otherwise" });
        Assert.Equal("", await ReadAsync(vacancy));
        Assert.Equal(0, await Extracts.KeepUpAsync(default));
        Assert.Equal(kept - 1, await CountAsync());
    }

    [Fact]
    public async Task A_taken_opening_needs_no_other_extract()
    {
        var vacancy = await FullVacancyAsync();
        await Extracts.KeepUpAsync(default);
        await host.Given.DoneAsync(new TakeOpening.Command { Scope = await host.Given.OfficerAsync(), VacancyId = vacancy });
        Assert.Equal(0, await Extracts.KeepUpAsync(default));
        Assert.Contains("\"OpeningsLeft\":3", await ReadAsync(vacancy), StringComparison.Ordinal);
    }

    [Fact]
    public void What_code_makes_of_titles_and_codes_is_that_of_the_format()
    {
        using var titles = typeof(PesApp).Assembly.GetManifestResourceStream("db/reference/isco08.csv")!;
        using var lines = new StreamReader(titles);
        var said = new StringBuilder();
        while (lines.ReadLine() is { } line)
        {
            said.AppendJoin(' ', KhmerVocabulary.Titles.Of(line)).Append('\n');
        }

        foreach (var code in (string?[])["permanent", "fixed-term", "probation", "temporary", "seasonal", "day-work", "piece-work", "internship", "apprenticeship", "freelance", null])
        {
            said.Append((int)RankingCodes.ContractOf(code)).Append('\n');
        }

        said.AppendJoin(' ', RankingCodes.Occupation("51"), RankingCodes.Province("05"), RankingCodes.District("0512"), RankingCodes.Riel(0), RankingCodes.Riel(800_000));
        Assert.Equal((Format, SumOfFormat), (VacancyExtract.CurrentFormat, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said.ToString())))[..16]));
    }

    private VacancyExtracts Extracts => host.App.Services.GetRequiredService<VacancyExtracts>();

    // Every part, and none in the order of its numbers.
    private async Task<Guid> FullVacancyAsync() => await host.Given.LiveVacancyAsync(await host.Given.EmployerAsync(), content => content with
    {
        IscoCode = "8153", Openings = 4, EssentialSkills = [30, 7, 12], UsefulSkills = [9, 2], Licences = ["driving-b", "driving-a"],
        Languages = [new() { LanguageCode = "zh", Level = 3 }, new() { LanguageCode = "en", Level = 2 }], Accommodations = ["seated-work"],
        Places = [new() { ProvinceCode = "15" }, new() { ProvinceCode = "12" }], ExperienceMonths = 24, EducationCode = "upper-secondary", HoursCode = "night",
    });

    [Fact]
    public void Lists_that_repeat_are_one_and_others_are_their_own_whatever_place_they_share()
    {
        var lists = new RepeatedLists<int[]>(1, list => list);
        var first = lists.Of([1, 2]);
        Assert.Same(first, lists.Of([1, 2]));
        Assert.Equal([2, 1], lists.Of([2, 1]));
        Assert.Empty(lists.Of([]));
        Assert.Equal([1, 2], lists.Of([1, 2]));
        Assert.Equal([1, 2], first);
    }

    // As the node reads it that starts now; empty where it is not live.
    private async Task<string> ReadAsync(Guid vacancyId)
    {
        var picture = await ActivatorUtilities.CreateInstance<VacancySnapshotSource>(host.App.Services).CurrentAsync(default);
        return picture.All.Where(v => v.Profile.Id == vacancyId).Select(v => JsonSerializer.Serialize(v)).FirstOrDefault("");
    }

    private Task ChangeAsync(string sql, object args) => host.InDatabaseAsync(db => db.ExecuteAsync(sql, args));

    private Task<int> CountAsync() => host.SingleAsync<int>("SELECT COUNT(*) FROM VacancyExtract");
}
