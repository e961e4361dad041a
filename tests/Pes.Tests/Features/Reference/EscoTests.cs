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

    private async Task<ReferenceReport> ImportAsync(string version, string[] occupations, string[] skills, string[] relations) =>
        (await host.SendAsync(Command(version, occupations, skills, relations))).Value;

    private ImportEsco.Command Command(string version, string[] occupations, string[] skills, string[] relations) =>
        new() { Scope = Scope.Product, Download = Download(version, occupations, skills, relations) };

    private EscoDownload Download(string? version, string[] occupations, string[] skills, string[] relations) => EscoDownload.Open(
    [
        Zip(version is null ? "esco" : $"esco v{version}",
            ("occupations_en.csv", "conceptUri,iscoGroup,preferredLabel,altLabels,status,code\n" + string.Concat(occupations.Select(o => $"{o},released,1\n"))),
            ("skills_en.csv", "conceptUri,preferredLabel,altLabels,skillType,reuseLevel,status\n" + string.Concat(skills.Select(s => $"{s},,knowledge,cross-sector,released\n"))),
            ("ISCOGroups_en.csv", "code,preferredLabel,description\n7512,Bakers,\n"),
            ("digitalSkillsCollection_en.csv", "conceptUri\n"),
            ("greenSkillsCollection_en.csv", "conceptUri\nu/forge\n")),
        Zip("relations", ("occupationSkillRelations.csv", "occupationUri,skillUri,relationType\n" + string.Concat(relations.Select(r => $"{r}\n")))),
    ]);

    private string Zip(string name, params (string Entry, string Text)[] entries)
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
