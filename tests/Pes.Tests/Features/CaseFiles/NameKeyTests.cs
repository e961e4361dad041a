using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.CaseFiles;
using Pes.Platform.Data;
using Pes.Tests.Support;

namespace Pes.Tests.Features.CaseFiles;

/// <summary>Keys of names beside the persons: by what they are found, and how those of earlier versions get theirs.</summary>
public sealed class NameKeyTests(PesHost host) : IClassFixture<PesHost>
{
    private static readonly DateOnly Born = new(1991, 2, 3);

    [Theory]

    // Another spelling of the same sound, another day, the same sex and province.
    [InlineData("""{"familyName":"ជាប","givenName":"វណ្ណា","sex":"female","bornOn":"1992-06-30","provinceCode":"15"}""", "possible")]
    [InlineData("""{"familyName":"វន្នា","givenName":"ជាប","sex":"female","bornOn":"1990-06-30","provinceCode":"15"}""", "possible")]
    [InlineData("""{"familyName":"ជាប","givenName":"វន្នា","sex":"female","bornOn":"1992-06-30","provinceCode":"12"}""", "")]
    [InlineData("""{"familyName":"ជាប","givenName":"វន្នា","sex":"female","bornOn":"1994-06-30","provinceCode":"15"}""", "")]
    [InlineData("""{"familyName":"ជាប","givenName":"វន្នា"}""", "possible")]

    // Latin letters alone, in either order, with the year off by one.
    [InlineData("""{"familyName":"Cheab","givenName":"Vanna","bornOn":"1991-02-03"}""", "possible")]
    [InlineData("""{"familyName":"Vannah","givenName":"Cheap","bornOn":"1992-02-03"}""", "possible")]
    [InlineData("""{"familyNameLatin":"Cheab","givenNameLatin":"Vanna","bornOn":"1991-03-02"}""", "possible")]
    [InlineData("""{"familyName":"Cheab","givenName":"Vanna","phone":"012919191"}""", "likely")]
    [InlineData("""{"familyName":"Cheab","givenName":"Vanna","sex":"female","bornOn":"1989-12-30","provinceCode":"15"}""", "possible")]
    [InlineData("""{"familyName":"Cheab","givenName":"Vanna","sex":"male","bornOn":"1989-12-30","provinceCode":"15"}""", "")]
    [InlineData("""{"familyName":"Cheab","givenName":"Vanna","sex":"female","provinceCode":"15"}""", "possible")]
    [InlineData("""{"familyName":"Cheab","givenName":"Vanna"}""", "")]
    [InlineData("""{"familyName":"Cheab","givenName":"Bopha","bornOn":"1991-02-03"}""", "")]
    public async Task A_person_known_by_a_Khmer_name_is_found_by_another_spelling(string question, string likelihood)
    {
        var file = await OneAsync("វណ្ណា/ជាប", c => c with { FamilyName = "ជាប", GivenName = "វណ្ណា", Sex = "female", Phone = "012919191", ProvinceCode = "15" });
        Assert.Equal(likelihood, await AnswerAsync(file, question));
    }

    [Theory]
    [InlineData("""{"familyName":"ឡុច","givenName":"ពិសិដ្ឋ","bornOn":"1991-02-03"}""", "possible")]
    [InlineData("""{"familyName":"ពិសិដ្ឋ","givenName":"ឡុច","bornOn":"1990-02-03"}""", "possible")]
    [InlineData("""{"familyName":"ឡុច","givenName":"ពិសិដ្ឋ","familyNameLatin":"Lauch","givenNameLatin":"Piseth","bornOn":"1991-02-03"}""", "likely")]
    [InlineData("""{"familyName":"ឡុច","givenName":"ពិសិដ្ឋ","sex":"male","bornOn":"1991-06-30","provinceCode":"15"}""", "possible")]
    [InlineData("""{"familyName":"ឡុច","givenName":"ពិសិដ្ឋ","sex":"male","bornOn":"1991-06-30","provinceCode":"12"}""", "")]
    public async Task A_person_known_in_Latin_letters_alone_is_found_by_the_Khmer_name(string question, string likelihood)
    {
        var file = await OneAsync("Loch/Piseth", c => c with { FamilyName = "Loch", GivenName = "Piseth", Sex = "male" });
        Assert.Equal(likelihood, await AnswerAsync(file, question));
    }

    [Fact]
    public async Task Who_is_renamed_is_found_by_the_new_name_and_no_more_by_the_old()
    {
        var counsellor = await host.Given.CounsellorAsync();
        var file = await host.Given.CaseFileAsync(counsellor: counsellor, with: c => c with { FamilyName = "ហ៊ុន", GivenName = "សម្បត្តិ", BornOn = Born });
        await RenameAsync(file, counsellor, "ហ៊ុន", "រតនៈ");
        Assert.Equal("possible", await AnswerAsync(file, """{"familyName":"Hun","givenName":"Ratana","bornOn":"1991-02-03"}"""));
        Assert.Equal("", await AnswerAsync(file, """{"familyName":"Hun","givenName":"Sambat","bornOn":"1991-02-03"}"""));
        Assert.Equal(0, await host.SingleAsync<int>("SELECT COUNT(*) FROM Person WHERE NameKeysFormat < @Format AND FamilyName = 'ហ៊ុន'", new { MeetingNames.Format }));
    }

    [Fact]
    public async Task Keys_of_earlier_versions_are_made_up_for_where_they_were_left_off_and_no_edit_is_lost()
    {
        const string Question = """{"familyName":"Kong","givenName":"Sothea","sex":"female","bornOn":"1990-12-31","provinceCode":"15"}""";
        const string Edited = """{"familyName":"Kong","givenName":"Dara","sex":"female","bornOn":"1990-12-31","provinceCode":"15"}""";
        var counsellor = await host.Given.CounsellorAsync();
        var files = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            files.Add(await host.Given.CaseFileAsync(counsellor: counsellor, with: c => c with { FamilyName = "គង់", GivenName = "សុធា", Sex = "female", BornOn = Born }));
        }

        // As a database of the version before: no keys at all. Another format, and a run that ended half way, leave some as well.
        await host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync("DELETE FROM PersonNameKey");
            return await db.ExecuteAsync("UPDATE Person SET NameKeysFormat = 0");
        });
        Assert.Equal("", await AnswerAsync(files[0], Question));
        Assert.Equal("likely", await AnswerAsync(files[0], """{"familyName":"គង់","givenName":"សុធា","bornOn":"1991-02-03"}"""));
        Assert.Equal("possible", await AnswerAsync(files[0], """{"familyName":"គង់","givenName":"សុធា"}"""));

        // An officer corrects one meanwhile; hers stand, and the rest follow.
        await RenameAsync(files[1], counsellor, "គង់", "ដារា");
        Assert.Equal("possible", await AnswerAsync(files[1], Edited));
        var people = await host.SingleAsync<int>("SELECT COUNT(*) FROM Person");
        Assert.Equal(people - 1, await Keys.KeepUpAsync(default));
        Assert.Equal(0, await Keys.KeepUpAsync(default));
        Assert.Equal("possible", await AnswerAsync(files[0], Question));
        Assert.Equal("possible", await AnswerAsync(files[1], Edited));
        Assert.Equal("", await AnswerAsync(files[1], Question));

        await host.InDatabaseAsync(db => db.ExecuteAsync(
            "UPDATE Person SET NameKeysFormat = -1 WHERE Id IN (SELECT c.PersonId FROM CaseFile c WHERE c.Id IN (@One, @Other))", new { One = files[2], Other = files[3] }));
        var rows = await host.SingleAsync<int>("SELECT COUNT(*) FROM PersonNameKey");
        Assert.Equal(2, await Keys.KeepUpAsync(default));
        Assert.Equal(rows, await host.SingleAsync<int>("SELECT COUNT(*) FROM PersonNameKey"));
    }

    [Fact]
    public async Task While_officers_rename_people_every_run_leaves_keys_of_the_last_name()
    {
        var counsellor = await host.Given.CounsellorAsync();
        var file = await host.Given.CaseFileAsync(counsellor: counsellor, with: c => c with { FamilyName = "ឃឹម", GivenName = "ក", BornOn = Born });
        for (var round = 1; round <= 12; round++)
        {
            await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE Person SET NameKeysFormat = 0"));
            var given = round % 2 == 0 ? "ពេជ្រ" : "មករា";
            await Task.WhenAll(
                Task.Run(() => Keys.KeepUpAsync(default)), Task.Run(() => Keys.KeepUpAsync(default)), Task.Run(() => RenameAsync(file, counsellor, "ឃឹម", given)));
            await Keys.KeepUpAsync(default);
            var kept = await host.InDatabaseAsync(db => db.QueryAsync<string>(
                "SELECT k.NameKey FROM PersonNameKey k JOIN Person p ON p.Seq = k.PersonSeq JOIN CaseFile c ON c.PersonId = p.Id WHERE c.Id = @file", new { file }));
            Assert.Equal(new MeetingNames("ឃឹម", given, null, null).Keys.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
        }
    }

    private PersonNameKeys Keys => host.App.Services.GetRequiredService<PersonNameKeys>();

    // One a class and name, whatever number of rows of the theory asks for her.
    private async Task<Guid> OneAsync(string given, Func<RegisterJobseeker.Command, RegisterJobseeker.Command> with)
    {
        var known = await host.InDatabaseAsync(db => db.QueryAsync<Guid>(
            "SELECT c.Id FROM CaseFile c JOIN Person p ON p.Id = c.PersonId WHERE p.GivenName IN (SELECT value FROM OPENJSON(@Ids))", new { Ids = System.Text.Json.JsonSerializer.Serialize(given.Split('/')) }));
        return known is [var one, ..] ? one : await host.Given.CaseFileAsync(with: c => with(c) with { BornOn = Born });
    }

    private async Task RenameAsync(Guid file, Guid counsellor, string family, string given)
    {
        var version = await host.SingleAsync<int>("SELECT p.Version FROM Person p JOIN CaseFile c ON c.PersonId = p.Id WHERE c.Id = @file", new { file });
        await host.Given.DoneAsync(new ChangePerson.Command
        {
            CaseFileId = file, Version = version, FamilyName = family, GivenName = given, Sex = "female", BornOn = Born, Language = "km", ProvinceCode = "15",
            Scope = await host.Given.ScopeAsync(counsellor),
        });
    }

    // How likely this file is said to be the person; empty where it is not shown.
    private async Task<string> AnswerAsync(Guid file, string question)
    {
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        using var answer = await api.PostAsJsonAsync(new Uri("case-files/duplicate-search", UriKind.Relative), JsonNode.Parse(question));
        var found = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!["within"]!.AsArray();
        return found.Where(c => (string)c!["caseFileId"]! == file.ToString()).Select(c => ((string)c!["likelihood"]!).ToLowerInvariant()).SingleOrDefault("");
    }
}
