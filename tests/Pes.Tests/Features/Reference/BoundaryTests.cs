using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Reference;

public sealed class BoundaryTests(PesHost host) : IClassFixture<PesHost>
{
    private const string Real = "cambodia/khm_adm1_simplified_with_codes.geojson";

    private const string Two = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"code":"12"},"geometry":{"type":"Polygon","coordinates":[[[104.123456,11.5],[104.123459,11.50001],[105,11],[104.123456,11.5]],[[104.5,11.4],[104.6,11.4],[104.5,11.4]]]}},
        {"type":"Feature","properties":{"iso":"KH-8"},"geometry":{"type":"MultiPolygon","coordinates":[[[[1,2],[3,4],[1,2]]],[[[5,6],[7,8],[5,6]]]]}},
        {"type":"Feature","properties":{"code":"12"},"geometry":{"type":"Polygon","coordinates":[[[1,1],[2,2],[1,1]]]}},
        {"type":"Feature","properties":{"code":"99"},"geometry":{"type":"Polygon","coordinates":[[[1,1],[2,2],[1,1]]]}},
        {"type":"Feature","properties":{"code":"13"},"geometry":{"type":"Point","coordinates":[1,1]}}]}
        """;

    [Fact]
    public async Task Keeps_rings_of_four_decimals_and_refuses_what_is_no_province_or_no_area()
    {
        var report = await ImportAsync(Two);
        Assert.Equal((2, 0), (report.Added, report.Updated));
        Assert.Equal(["3 twice", "4 unknown-province", "5 no-area"], report.Refused.Select(r => $"{r.Line} {r.Code}"));
        Assert.Equal(
            "[[[104.1235,11.5],[105,11],[104.1235,11.5]],[[104.5,11.4],[104.6,11.4],[104.5,11.4]]]",
            await host.SingleAsync<string>("SELECT Rings FROM ProvinceBoundary WHERE ProvinceCode = '12'"));
        Assert.Equal("[[[1,2],[3,4],[1,2]],[[5,6],[7,8],[5,6]]]", await host.SingleAsync<string>("SELECT Rings FROM ProvinceBoundary WHERE ProvinceCode = '08'"));
        Assert.Equal(23, report.Notes.Count);

        Assert.True((await ImportAsync(Two)).ChangedNothing);
        Assert.Equal(1, (await ImportAsync(Two.Replace("[3,4]", "[3,5]", StringComparison.Ordinal))).Updated);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"type\":\"Topology\"}")]
    public void What_is_no_collection_of_features_is_said_to_be_unreadable(string text) =>
        Assert.Contains("map.geojson cannot be read", Assert.Throws<ImportFileException>(() => Open(text)).Message, StringComparison.Ordinal);

    [SharedDataFact(Real)]
    public async Task The_25_provinces_have_outlines_within_the_country()
    {
        var shapes = ProvinceShapes.Open(SharedData.Path(Real), "ODbL 1.0");
        var report = (await host.SendAsync(new ImportBoundaries.Command { Scope = Scope.Product, Shapes = shapes })).Value;
        Assert.Equal(25, report.Added + report.Updated);
        Assert.Empty(report.Refused);
        var rings = System.Text.Json.JsonSerializer.Deserialize<double[][][]>(await host.SingleAsync<string>("SELECT Rings FROM ProvinceBoundary WHERE ProvinceCode = '18' AND Source = 'ODbL 1.0'"))!;
        Assert.All(rings.SelectMany(r => r), p => Assert.True(p[0] is > 102 and < 108 && p[1] is > 9 and < 15));
    }

    private async Task<ReferenceReport> ImportAsync(string text) =>
        (await host.SendAsync(new ImportBoundaries.Command { Scope = Scope.Product, Shapes = Open(text) })).Value;

    private ProvinceShapes Open(string text)
    {
        var path = Path.Combine(host.Folder, "map.geojson");
        File.WriteAllText(path, text);
        return ProvinceShapes.Open(path);
    }
}
