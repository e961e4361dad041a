using System.IO.Compression;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Reference;

public sealed class EscoTests(PesHost host) : IClassFixture<PesHost>
{
    private const string Classification = "taxonomies/esco-v1.1.1-classification-en-csv.zip";

    private const string Relations = "taxonomies/esco-v1.1.1-relations-csv.zip";

    [Fact]
    public async Task A_newer_edition_updates_keeps_what_left_and_says_what_moved()
    {
        var first = await ImportAsync("9.1.0", ["u/baker,7512,baker,bread maker", "u/smith,7221,smith,", "u/odd,9999,oddity,"], ["u/bake,bake", "u/forge,forge"],
            ["u/baker,u/bake,essential", "u/smith,u/forge,optional", "u/none,u/bake,optional", "u/baker,u/none,optional"]);
        Assert.Equal((6, 0, 0, 0), (first.Added, first.Updated, first.Retired, first.Moved));
        Assert.Equal(
            ["occupations_en.csv:4 unknown-isco", "occupationSkillRelations.csv:4 unknown-occupation", "occupationSkillRelations.csv:5 unknown-skill"],
            first.Refused.Select(r => $"{r.File}:{r.Line} {r.Code}"));
        Assert.Equal("7512", host.App.Services.GetRequiredService<OccupationCoder>().Code("bread maker", 1)[0].Code);
        Assert.True(await host.SingleAsync<bool>("SELECT IsGreen FROM EscoSkill WHERE Uri = 'u/forge'"));

        var second = await ImportAsync("9.2.0", ["u/baker,5120,baker,bread maker", "u/tailor,7531,tailor,"], ["u/bake,bake", "u/sew,sew"], ["u/baker,u/bake,optional"]);
        Assert.Equal(1, second.Moved);
        Assert.Contains("moved baker: 7512 -> 5120", second.Notes);
        Assert.Equal((2, 2, 2), (second.Added, second.Updated, second.Retired));
        Assert.Equal("9.1.0", await host.SingleAsync<string>("SELECT Version FROM EscoOccupation WHERE Uri = 'u/smith' AND ValidTo IS NOT NULL"));
        Assert.Equal("9.2.0", await host.SingleAsync<string>("SELECT Version FROM EscoOccupation WHERE Uri = 'u/baker' AND ValidTo IS NULL"));
        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM EscoOccupationSkill WHERE OccupationUri = 'u/smith'"));

        var older = await host.SendAsync(Command("9.1.0", ["u/baker,7512,baker,"], [], []));
        Assert.Equal("esco-older", older.Refusal?.Code);
    }

    [Fact]
    public void A_download_without_its_relations_or_version_is_refused_in_words()
    {
        Assert.Contains("skills_en.csv", Assert.Throws<ImportFileException>(() => EscoDownload.Open([Zip("v1.0.0", ("occupations_en.csv", "x\n"))])).Message, StringComparison.Ordinal);
        Assert.Contains("--edition", Assert.Throws<ImportFileException>(() => Download(null, [], [], [])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null, "1.0.0", "no-reference-data")]
    [InlineData(619, null, "1.0.0", null)]
    [InlineData(619, "1.1.1", "1.1.1", null)]
    [InlineData(619, "1.1.1", "1.2.0", null)]
    [InlineData(619, "1.2.0", "1.1.2", "esco-older")]
    [InlineData(619, "1.10.0", "1.9.0", "esco-older")]
    [InlineData(619, "spring", "1.9.0", null)]
    public void Refuses(int groups, string? stored, string offered, string? code) => Assert.Equal(code, ImportEsco.Handler.Refuse(groups, stored, offered)?.Code);

    [SharedDataFact(Classification)]
    public async Task The_shipped_ISCO_groups_are_those_of_ESCO()
    {
        var (_, groups) = EscoDownload.OpenTitles(SharedData.Path(Classification));
        var shipped = await host.QueryAsync<IscoGroupRow>("SELECT Code, LabelEn FROM OccupationGroup");
        Assert.Equal(619, groups.Count);
        Assert.Empty(ImportEsco.Handler.GroupNotes(shipped, groups));
        var plain = shipped.ToDictionary(g => g.Code, g => g.LabelEn.ToUpperInvariant(), StringComparer.Ordinal);
        Assert.All(groups, g => Assert.Equal(g.LabelEn.Replace('’', '\'').ToUpperInvariant(), plain[g.Code]));
    }

    private Task<ReferenceReport> ImportAsync(string version, string[] occupations, string[] skills, string[] relations) => EscoFiles.ImportAsync(host, version, occupations, skills, relations);

    private ImportEsco.Command Command(string version, string[] occupations, string[] skills, string[] relations) => EscoFiles.Command(host, version, occupations, skills, relations);

    private EscoDownload Download(string? version, string[] occupations, string[] skills, string[] relations) => EscoFiles.Download(host, version, occupations, skills, relations);

    private string Zip(string name, params (string Entry, string Text)[] entries) => EscoFiles.Zip(host, name, entries);
}

/// <summary>The skills of ESCO in the product's list, on a database of its own.</summary>
public sealed class EscoSkillTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task Its_skills_are_in_the_list_found_in_texts_and_near_one_another()
    {
        var services = host.App.Services;
        var (finding, vocabulary) = (services.GetRequiredService<SkillFinding>(), services.GetRequiredService<Vocabulary>());
        Assert.Empty(finding.InText("You must temper zirconium daily."));
        await EscoFiles.ImportAsync(host, "9.3.0", ["u/baker,2114,baker,bread maker", "u/smith,3155,smith,"],
            ["u/bake,bake sourdough", "u/forge,temper zirconium", "u/wash,dish washing", "u/glaze,glaze pretzels"], ["u/baker,u/bake,essential", "u/baker,u/glaze,optional", "u/smith,u/forge,essential"]);
        vocabulary.Refresh();

        // An own skill of that name is that skill; the others have numbers of their own, which stay with them.
        var own = vocabulary.Skills.Values.Single(s => s.Code == "dish-washing").Id;
        Assert.Equal("u/wash", await host.SingleAsync<string>("SELECT EscoUri FROM Skill WHERE Id = @own", new { own }));
        var (bake, forge, glaze) = (await IdAsync("u/bake"), await IdAsync("u/forge"), await IdAsync("u/glaze"));
        Assert.True(bake >= ListedSkills.FirstOfEsco && vocabulary.Skills[bake] is { IsOwn: false, Label: "bake sourdough" });
        var (found, essential, words) = Assert.Single(finding.InText("You must temper zirconium daily."));
        Assert.Equal((forge, true, "temper zirconium"), (found, essential, words));
        Assert.Equal([bake], finding.Find("sourdou", 5));
        Assert.Equal(glaze, finding.Exactly("Glaze pretzels"));

        // Near: one occupation alone uses both, one is a kind of the other, one is of use for the other.
        Assert.Equal(new HashSet<int> { own, forge, glaze }, [.. vocabulary.RelatedSkills.Of([bake])]);
        Assert.Equal([bake], vocabulary.RelatedSkills.Of([forge]));

        // What left an edition is closed, found no more, and has its number when it comes back.
        await EscoFiles.ImportAsync(host, "9.4.0", [], ["u/bake,bake sourdough"], []);
        finding.Refresh();
        Assert.Empty(finding.InText("You must temper zirconium daily."));
        await EscoFiles.ImportAsync(host, "9.5.0", [], ["u/bake,bake sourdough", "u/forge,temper zirconium"], []);
        Assert.Equal((bake, forge), (await IdAsync("u/bake"), await IdAsync("u/forge")));

        Task<int> IdAsync(string uri) => host.SingleAsync<int>("SELECT Id FROM Skill WHERE EscoUri = @uri AND ValidTo IS NULL", new { uri });
    }
}

/// <summary>The whole of ESCO 1.1.1, on a database of its own.</summary>
public sealed class WholeEscoTests(PesHost host) : IClassFixture<PesHost>
{
    [SharedDataFact("taxonomies/esco-v1.1.1-classification-en-csv.zip", "taxonomies/esco-v1.1.1-relations-csv.zip")]
    public async Task Comes_in_whole_twice_and_not_at_all_when_it_is_cut_off()
    {
        var download = EscoDownload.Open([SharedData.Path("taxonomies/esco-v1.1.1-classification-en-csv.zip"), SharedData.Path("taxonomies/esco-v1.1.1-relations-csv.zip")]);
        using var cut = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.SendAsync(
            new ImportEsco.Command { Scope = Scope.Product, Download = download, Progress = (what, _) => CutAt(what, cut) }, cut.Token));
        Assert.Equal(0, await host.SingleAsync<int>("SELECT COUNT(*) FROM EscoSkill"));
        Assert.Equal(0, await host.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'import-esco'"));

        var report = (await host.SendAsync(new ImportEsco.Command { Scope = Scope.Product, Download = download })).Value;
        Assert.Equal(3007, await host.SingleAsync<int>("SELECT COUNT(*) FROM EscoOccupation"));
        Assert.Equal(13_896, await host.SingleAsync<int>("SELECT COUNT(*) FROM EscoSkill"));
        Assert.Equal(1201, await host.SingleAsync<int>("SELECT COUNT(*) FROM EscoSkill WHERE IsDigital = 1"));
        Assert.True(await host.SingleAsync<int>("SELECT COUNT(*) FROM EscoOccupationSkill") > 123_000);
        Assert.True(await host.SingleAsync<int>("SELECT COUNT(*) FROM OccupationTitle WHERE Source = 'esco'") > 30_000);
        Assert.All(report.Refused, r => Assert.Equal("unknown-occupation", r.Code));
        Assert.True(await host.SingleAsync<int>("SELECT COUNT(*) FROM EscoSkillRelation") > 25_000);
        Assert.Equal(13_896, await host.SingleAsync<int>("SELECT COUNT(*) FROM Skill WHERE EscoUri IS NOT NULL AND ValidTo IS NULL"));
        Assert.InRange(await host.SingleAsync<int>("SELECT COUNT(*) FROM Skill WHERE EscoUri IS NOT NULL AND LabelKm <> ''"), 5, 100);
        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'import-esco'"));

        Assert.True((await host.SendAsync(new ImportEsco.Command { Scope = Scope.Product, Download = download })).Value.ChangedNothing);
        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM ReferenceImport WHERE Kind = 'esco'"));
    }

    private static void CutAt(string what, CancellationTokenSource cut)
    {
        if (what == "titles")
        {
            cut.Cancel();
        }
    }
}

/// <summary>Small downloads of ESCO that a test writes itself.</summary>
internal static class EscoFiles
{
    public static async Task<ReferenceReport> ImportAsync(PesHost host, string version, string[] occupations, string[] skills, string[] relations) =>
        (await host.SendAsync(Command(host, version, occupations, skills, relations))).Value;

    public static ImportEsco.Command Command(PesHost host, string version, string[] occupations, string[] skills, string[] relations) =>
        new() { Scope = Scope.Product, Download = Download(host, version, occupations, skills, relations) };

    public static EscoDownload Download(PesHost host, string? version, string[] occupations, string[] skills, string[] relations) => EscoDownload.Open(
    [
        Zip(host, version is null ? "esco" : $"esco v{version}",
            ("occupations_en.csv", "conceptUri,iscoGroup,preferredLabel,altLabels,status,code\n" + string.Concat(occupations.Select(o => $"{o},released,1\n"))),
            ("skills_en.csv", "conceptUri,preferredLabel,altLabels,skillType,reuseLevel,status\n" + string.Concat(skills.Select(s => $"{s},,knowledge,cross-sector,released\n"))),
            ("ISCOGroups_en.csv", "code,preferredLabel,description\n7512,Bakers,\n"),
            ("digitalSkillsCollection_en.csv", "conceptUri\n"),
            ("greenSkillsCollection_en.csv", "conceptUri\nu/forge\n")),
        Zip(host, "relations",
            ("skillSkillRelations.csv", "originalSkillUri,relationType,relatedSkillUri\n" + (skills.Length > 2 ? "u/bake,optional,u/forge\nu/bake,essential,u/none\n" : "")),
            ("broaderRelationsSkillPillar.csv", "conceptType,conceptUri,broaderType,broaderUri\nSkillGroup,g/1,SkillGroup,g\n" + (skills.Length > 2 ? "KnowledgeSkillCompetence,u/bake,KnowledgeSkillCompetence,u/wash\nKnowledgeSkillCompetence,u/bake,SkillGroup,g/1\n" : "")),
            ("occupationSkillRelations.csv", "occupationUri,skillUri,relationType\n" + string.Concat(relations.Select(r => $"{r}\n")))),
    ]);

    public static string Zip(PesHost host, string name, params (string Entry, string Text)[] entries)
    {
        var path = Path.Combine(host.Folder, $"{name}.zip");
        File.Delete(path);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (entry, text) in entries)
        {
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            writer.Write(text);
        }

        return path;
    }
}
