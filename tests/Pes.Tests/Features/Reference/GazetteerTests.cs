using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Reference;

public sealed class GazetteerTests(PesHost host) : IClassFixture<PesHost>
{
    private const string Real = "cambodia/gazetteer-2026-06";

    private const string Header = "code,parent_code,type_km,type_en,name_km,name_latin,name_ungegn,iso3166_2,lat,lng,bbox\n";

    [Fact]
    public async Task Takes_over_updates_closes_and_reopens_and_refuses_what_hangs_on_nothing()
    {
        var first = Folder("9901,99,ស្រុក,District,ក,Nowhere,,,,,\n1290,12,ខណ្ឌ,Khan,ខ,Old Name,,,11.5,104.9,\n1290,12,ខណ្ឌ,Khan,ខ,Twice,,,,,\n12x,12,ខណ្ឌ,Khan,គ,Bad,,,,,\n1291,12,ខណ្ឌ,Khan,ឃ,,,,,,\n",
            "129001,1290,សង្កាត់,Sangkat,ង,Riverside,,,,,\n129101,1291,សង្កាត់,Sangkat,ច,Below Refused,,,,,\n",
            "12900101,129001,ភូមិ,Village,ឆ,Village One,,,,,\n");
        var report = await ImportAsync(first);
        Assert.Equal(3, report.Added);
        Assert.Equal(
            ["districts.csv:2 orphan", "districts.csv:4 twice", "districts.csv:5 bad-code", "districts.csv:6 no-name", "communes.csv:3 orphan"],
            report.Refused.Select(r => $"{r.File}:{r.Line} {r.Code}"));
        Assert.Equal("oldname", await host.SingleAsync<string>("SELECT FoldedEn FROM Place WHERE Code = '1290'"));

        var again = await ImportAsync(first);
        Assert.True(again.ChangedNothing);
        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM ReferenceImport WHERE Kind = 'gazetteer' AND Checksum = @Checksum", new { first.Checksum }));

        var newer = await ImportAsync(Folder("1290,12,ខណ្ឌ,Khan,ខ,New Name,,,11.5,104.9,\n", "129001,1290,សង្កាត់,Sangkat,ង,Riverside,,,,,\n", ""));
        Assert.Equal((0, 1, 1), (newer.Added, newer.Updated, newer.Retired));
        Assert.Equal("New Name", await host.SingleAsync<string>("SELECT NameEn FROM Place WHERE Code = '1290'"));
        Assert.Equal(host.Clock.TodayInCambodia(), await host.SingleAsync<DateOnly>("SELECT ValidTo FROM Place WHERE Code = '12900101'"));

        var back = await ImportAsync(first);
        Assert.Equal((0, 2, 0), (back.Added, back.Updated, back.Retired));
        Assert.Equal(0, await host.SingleAsync<int>("SELECT COUNT(*) FROM Place WHERE ValidTo IS NOT NULL"));
    }

    [Fact]
    public void A_missing_file_is_said_by_its_name()
    {
        var folder = Directory.CreateDirectory(Path.Combine(host.Folder, "half"));
        File.WriteAllText(Path.Combine(folder.FullName, "provinces.csv"), Header);
        Assert.Contains("districts.csv is missing", Assert.Throws<ImportFileException>(() => Gazetteer.Open(folder.FullName)).Message, StringComparison.Ordinal);
    }

    [SharedDataFact(Real)]
    public void The_national_gazetteer_hangs_together()
    {
        var provinces = Enumerable.Range(1, 25).Select(n => $"{n:00}").ToHashSet(StringComparer.Ordinal);
        var (places, refused) = Gazetteer.Open(SharedData.Path(Real)).Check(provinces);
        Assert.Equal([210, 1652], places.Values.Where(p => p.Level < 4).GroupBy(p => p.Level).OrderBy(g => g.Key).Select(g => g.Count()));
        Assert.True(places.Values.Count(p => p.Level == 4) > 14_500);
        Assert.All(refused, r => Assert.Equal("no-name", r.Code));
        Assert.True(refused.Count <= 5);
    }

    private async Task<ReferenceReport> ImportAsync(Gazetteer gazetteer) =>
        (await host.SendAsync(new ImportGazetteer.Command { Scope = Scope.Product, Gazetteer = gazetteer })).Value;

    private Gazetteer Folder(string districts, string communes, string villages)
    {
        var folder = Directory.CreateDirectory(Path.Combine(host.Folder, Guid.CreateVersion7().ToString("N"))).FullName;
        File.WriteAllText(Path.Combine(folder, "provinces.csv"), Header + "12,,រាជធានី,Capital,ភ្នំពេញ,Phnom Penh,,KH-12,,,\n");
        File.WriteAllText(Path.Combine(folder, "districts.csv"), Header + districts);
        File.WriteAllText(Path.Combine(folder, "communes.csv"), Header + communes);
        File.WriteAllText(Path.Combine(folder, "villages.csv"), Header + villages);
        return Gazetteer.Open(folder);
    }
}
