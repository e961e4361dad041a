using Microsoft.Extensions.DependencyInjection;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Reference;

public sealed class OnetTests(PesHost host) : IClassFixture<PesHost>
{
    private const string Onet = "taxonomies/onet-27.0";

    private const string Occupations = "11-1111.00\tBakers\tThey bake.\n22-2222.00\tBlacksmiths\tThey forge.\n33-3333.00\tXyloqux Vibbers\t\n";

    private const string Alternates = "11-1111.00\tBread Maker\tn/a\t08\n11-1111.00\tOuzq Jfwk\tn/a\t08\n22-2222.00\tFarrier\tn/a\t08\n";

    [Fact]
    public async Task Titles_are_placed_kept_taught_closed_and_opened_again()
    {
        await EscoAsync();
        var report = await ImportAsync(
            "winter", Occupations, Alternates + "11-1111.00\t\tn/a\n44-4444.00\tGhost\tn/a\nbaker\tBaker\tn/a\n22-2222.00\tFarrier\tn/a\n",
            "11-1111.00\tBread Maker\tY\n11-1111.00\tDough Master (DM)\tN\n");
        Assert.Equal((12, 7, 0), (report.Read, report.Added, report.Retired));
        Assert.Equal(
            ["Alternate_Titles.txt:5 no-title", "Alternate_Titles.txt:6 unknown-code", "Alternate_Titles.txt:7 bad-code", "Alternate_Titles.txt:8 twice"],
            report.Refused.Select(r => $"{r.File}:{r.Line} {r.Code}"));
        Assert.Equal("alternate", await host.SingleAsync<string>("SELECT Kind FROM OnetTitle WHERE Title = 'Bread Maker'"));

        // Its own words say nothing, its neighbours under the code do; of a code that nobody knows nothing is learnt.
        Assert.Equal("7512 u/baker", await PlaceAsync("Ouzq Jfwk"));
        Assert.Equal("7221 u/smith", await PlaceAsync("Farrier"));
        Assert.Equal(0, await host.SingleAsync<int>("SELECT COUNT(*) FROM OnetTitle WHERE OnetCode = '33-3333.00' AND IscoShare > 500"));
        Assert.Contains(report.Notes, n => n.StartsWith("occupations: 3, 2 with a title that is placed, 1 left out", StringComparison.Ordinal));
        Assert.Equal("7512", host.App.Services.GetRequiredService<OccupationCoder>().Code("ouzq jfwk", 1)[0].Code);
        Assert.True((await ImportAsync("winter", Occupations, Alternates, "11-1111.00\tDough Master (DM)\tN\n")).ChangedNothing);

        var less = await ImportAsync("spring", Occupations, "11-1111.00\tBread Maker\n", "");
        Assert.Equal((0, 3), (less.Added, less.Retired));
        Assert.Equal(host.Clock.TodayInCambodia(), await host.SingleAsync<DateOnly>("SELECT ValidTo FROM OnetTitle WHERE Title = 'Farrier'"));
        var back = await ImportAsync("summer", Occupations, Alternates, "11-1111.00\tDough Master (DM)\tN\n");
        Assert.Equal((0, 3, 0), (back.Added, back.Updated, back.Retired));
    }

    [Fact]
    public async Task A_crosswalk_says_where_its_codes_belong()
    {
        await EscoAsync();
        var report = await ImportAsync("winter", Occupations, Alternates, "", "onet,soc,esco,isco\n,33-3333,,6113\n22-2222.00,,u/cook,\n11-1111.00,,u/none,\n,77-7777,,6113\n11-1111.00,,,9999\n11-1111.00,,,\n,33-3333,,6113\n");
        Assert.Equal(
            ["crosswalk.csv:4 unknown-occupation", "crosswalk.csv:5 unknown-code", "crosswalk.csv:6 unknown-isco", "crosswalk.csv:7 no-occupation", "crosswalk.csv:8 twice"],
            report.Refused.Select(r => $"{r.File}:{r.Line} {r.Code}"));
        Assert.Equal("6113 ", await PlaceAsync("Xyloqux Vibbers"));
        Assert.Equal("5120 u/cook", await PlaceAsync("Farrier"));
        Assert.Equal("7512 u/baker", await PlaceAsync("Ouzq Jfwk"));
        Assert.Contains("crosswalk: 2 occupations", report.Notes);
    }

    [Fact]
    public async Task Titles_placed_beforehand_are_kept_and_placed_again_where_the_classification_has_changed_since()
    {
        await EscoAsync();
        var download = OnetDownload.Open(Folder("onet", Occupations, Alternates, ""), "autumn");
        var places = await host.InDatabaseAsync(db => OnetPlaces.OfAsync(db, download, null, null, default));
        Assert.Equal((true, 0), await PlacedInsideAsync(null));
        Assert.Equal((false, 0), await PlacedInsideAsync(places));

        // Meanwhile ESCO was imported anew and has farriers as bakers.
        await EscoFiles.ImportAsync(host, "9.1.0", ["u/baker,7512,baker,\"bread maker\nfarrier\"", "u/smith,7221,blacksmith,", "u/cook,5120,cook,"], ["u/bake,bake"], ["u/baker,u/bake,essential"]);
        var (inside, updated) = await PlacedInsideAsync(places);
        Assert.True(inside);
        Assert.InRange(updated, 1, 6);
        Assert.Equal("7512 u/baker", await PlaceAsync("Farrier"));

        // Whether it was placed in the transaction, and how many titles it placed elsewhere than the time before.
        async Task<(bool, int)> PlacedInsideAsync(OnetPlaces? before)
        {
            List<string> told = [];
            var report = (await host.SendAsync(new ImportOnet.Command { Scope = Scope.Product, Download = download, Places = before, Progress = (what, _) => told.Add(what) })).Value;
            return (told.Contains("titles placed"), report.Updated);
        }
    }

    [Fact]
    public async Task Nothing_is_placed_beforehand_for_an_import_that_will_be_refused()
    {
        await EscoAsync();
        await host.InDatabaseAsync(db => db.ExecuteAsync("DELETE FROM ReferenceImport WHERE Kind = 'onet'"));
        await ImportAsync("28.0", Occupations, Alternates, "");
        Assert.Null(await host.InDatabaseAsync(db => OnetPlaces.OfAsync(db, OnetDownload.Open(Folder("onet", Occupations, Alternates, ""), "27.3"), null, null, default)));
        await host.InDatabaseAsync(db => db.ExecuteAsync("DELETE FROM ReferenceImport WHERE Kind = 'onet'"));
    }

    [SharedDataFact(Onet)]
    public async Task The_titles_of_an_edition_come_in_whole()
    {
        await EscoAsync();
        var report = (await host.SendAsync(new ImportOnet.Command { Scope = Scope.Product, Download = OnetDownload.Open(SharedData.Path(Onet), "winter") })).Value;
        Assert.Equal(1_016 + 52_754 + 7_541, report.Read);
        Assert.Equal(["twice", "twice"], report.Refused.Select(r => r.Code));
        Assert.Equal(report.Added, await host.SingleAsync<int>("SELECT COUNT(*) FROM OnetTitle WHERE ValidTo IS NULL"));
        Assert.InRange(report.Added, 52_754, report.Read);
        Assert.Equal("7512 u/baker", await PlaceAsync("Bakers"));
    }

    [Theory]
    [InlineData(0, 0, false, null, "27.0", "no-reference-data")]
    [InlineData(436, 0, false, null, "27.0", "onet-without-esco")]
    [InlineData(436, 0, true, null, "27.0", null)]
    [InlineData(436, 3007, false, "27.0", "27.0", null)]
    [InlineData(436, 3007, false, "27.3", "28.0", null)]
    [InlineData(436, 3007, false, "28.0", "27.3", "onet-older")]
    [InlineData(436, 3007, false, "spring", "27.3", null)]
    public void Refuses(int groups, int occupations, bool hasCrosswalk, string? stored, string offered, string? code) =>
        Assert.Equal(code, ImportOnet.Refuse(groups, occupations, hasCrosswalk, stored, offered)?.Code);

    [Fact]
    public void What_is_no_download_of_ONET_is_refused_in_words()
    {
        Assert.Equal("27.1", OnetDownload.Open(Folder("db_27.1_text", Occupations, Alternates, "")).Version);
        Assert.Contains("--edition", Assert.Throws<ImportFileException>(() => OnetDownload.Open(Folder("onet", Occupations, Alternates, ""))).Message, StringComparison.Ordinal);
        var folder = Folder("db_27.2_text", Occupations, Alternates, "");
        File.WriteAllText(Path.Combine(folder, "Alternate_Titles.txt"), "title,code\n");
        Assert.Contains("Alternate_Titles.txt has no column O*NET-SOC Code", Assert.Throws<ImportFileException>(() => OnetDownload.Open(folder)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(folder, "Alternate_Titles.txt"));
        Assert.Contains("Alternate_Titles.txt is missing", Assert.Throws<ImportFileException>(() => OnetDownload.Open(folder)).Message, StringComparison.Ordinal);
        Assert.Contains("no column onet", Assert.Throws<ImportFileException>(() => OnetCrosswalk.Open(Written("wrong.csv", "code,isco\n1,2\n"))).Message, StringComparison.Ordinal);
    }

    private async Task EscoAsync()
    {
        await host.InDatabaseAsync(db => db.ExecuteAsync("DELETE FROM OnetTitle"));
        await EscoFiles.ImportAsync(host, "9.1.0", ["u/baker,7512,baker,\"bread maker\ndough master\"", "u/smith,7221,blacksmith,farrier", "u/cook,5120,cook,"], ["u/bake,bake"], ["u/baker,u/bake,essential"]);
    }

    private Task<string> PlaceAsync(string title) => host.SingleAsync<string>("SELECT CONCAT(IscoCode, ' ', EscoUri) FROM OnetTitle WHERE Title = @title AND ValidTo IS NULL", new { title });

    private async Task<ReferenceReport> ImportAsync(string edition, string occupations, string alternates, string reported, string? crosswalk = null)
    {
        var table = crosswalk is null ? null : Written("crosswalk.csv", crosswalk);
        return (await host.SendAsync(new ImportOnet.Command
        {
            Scope = Scope.Product, Download = OnetDownload.Open(Folder("onet", occupations, alternates, reported), edition, table), Crosswalk = table is null ? null : OnetCrosswalk.Open(table),
        })).Value;
    }

    private string Folder(string name, string occupations, string alternates, string reported)
    {
        var folder = Directory.CreateDirectory(Path.Combine(host.Folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "Occupation_Data.txt"), $"O*NET-SOC Code\tTitle\tDescription\n{occupations}");
        File.WriteAllText(Path.Combine(folder, "Alternate_Titles.txt"), $"O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\r\n{alternates.ReplaceLineEndings("\r\n")}");
        File.WriteAllText(Path.Combine(folder, "Sample_of_Reported_Titles.txt"), $"O*NET-SOC Code\tReported Job Title\tShown in My Next Move\n{reported}");
        return folder;
    }

    private string Written(string name, string text)
    {
        var path = Path.Combine(host.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
