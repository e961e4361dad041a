using Pes.Ranking.Text;
using Xunit;

namespace Pes.Ranking.Tests.Text;

public sealed class TitlePlacementTests
{
    private static readonly OccupationTitle[] Labels =
    [
        Label("baker", "7512", "e/baker"), Label("bread maker", "7512", "e/baker"), Label("oven tender", "7512", "e/baker"), Label("pastry cook", "7512", "e/pastry"),
        Label("blacksmith", "7221", "e/smith"), Label("farrier", "7221", "e/smith"), Label("forge hand", "7221", "e/smith"), Label("helper", "9412", "e/kitchen"), Label("helper", "9329", "e/factory"),
        new("street vendor", "9520", null, TitleSource.Own),
    ];

    private static readonly ForeignTitle[] Titles =
    [
        new("B", "Bakers"), new("B", "Bread Maker"), new("B", "Oven Tenders"), new("B", "Qwvx Zjpk"), new("B", "Helper"), new("B", "Bread Wrangler (BW)"), new("B", "Forge Hand"),
        new("S", "Blacksmiths"), new("S", "Farriers"), new("S", "Helper"), new("S", "Forge Hand"), new("S", "Ggvv Zzbb"),
        new("V", "Street Vendors"), new("N", "Xxyy Jjkk"), new("M", "Baker"), new("M", "Blacksmith"), new("M", "Uuqq Wwpp"),
    ];

    private static readonly TitlePlacement Placement = new(Labels);

    [Theory]
    [InlineData("B", "Bakers", "7512", "e/baker")]
    [InlineData("B", "Qwvx Zjpk", "7512", "e/baker")]
    [InlineData("B", "Bread Wrangler (BW)", "7512", "e/baker")]
    [InlineData("S", "Farriers", "7221", "e/smith")]
    [InlineData("S", "Ggvv Zzbb", "7221", "e/smith")]
    [InlineData("S", "Forge Hand", "7221", "e/smith")]
    [InlineData("V", "Street Vendors", "9520", null)]
    public void Places(string code, string title, string isco, string? occupation)
    {
        var place = Of(code, title)!;
        Assert.Equal((isco, occupation), (place.IscoCode, place.Occupation));
        Assert.InRange(place.Share, TitlePlacement.LeastShare, 1);
        Assert.InRange(place.OccupationShare, occupation is null ? 0 : TitlePlacement.LeastShare, place.Share);
        Assert.Equal(new OccupationTitle(title, isco, occupation, TitleSource.Placed), place.Lesson);
    }

    [Fact]
    public void Is_less_sure_of_what_is_said_in_two_ways()
    {
        Assert.Null(Of("N", "Xxyy Jjkk"));
        Assert.InRange(Of("M", "Uuqq Wwpp")!.Share, 0.49, 0.51);
        Assert.True(Of("B", "Helper") is { Share: < 0.51, Lesson: null });
        Assert.True(Of("S", "Ggvv Zzbb")!.Share > Of("M", "Uuqq Wwpp")!.Share);
        Assert.Null((Of("B", "Helper")! with { Share = 0.49 }).Lesson);
        Assert.Null((Of("B", "Bakers")! with { OccupationShare = 0.49 }).Lesson!.Occupation);
    }

    [Fact]
    public void A_crosswalk_takes_the_place_of_votes()
    {
        var told = new Dictionary<string, string> { ["N"] = "e/smith", ["B"] = "9520" }.ToLookup(t => t.Key, t => t.Value);
        var places = Placement.Place(Titles, told).ToDictionary(p => p.Title);
        Assert.Equal(("7221", "e/smith", 1), (places[new("N", "Xxyy Jjkk")].IscoCode, places[new("N", "Xxyy Jjkk")].Occupation, places[new("N", "Xxyy Jjkk")].Share));
        Assert.All(Titles.Where(t => t.Code == "B"), t => Assert.Equal("9520", places[t].IscoCode));
        Assert.Equal("7221", places[new("S", "Ggvv Zzbb")].IscoCode);
    }

    [Fact]
    public void The_check_hides_what_it_asks_for()
    {
        OccupationTitle[] labels = [.. "bcdfghjklmnp".Select((c, i) => Label(new string(c, 5), i < 6 ? "7512" : "7221", i < 6 ? "e/baker" : "e/smith"))];
        var together = TitlePlacement.HeldOut(labels, [.. labels.Select(l => new ForeignTitle(l.IscoCode, l.Title))]);
        Assert.InRange(together.Count, 1, labels.Length - 1);
        Assert.All(together, t => Assert.True(t.Right));
        Assert.Empty(TitlePlacement.HeldOut(labels, [.. labels.Select(l => new ForeignTitle(l.Title, l.Title))]));
        Assert.All(TitlePlacement.HeldOut(labels, [.. labels.Select(l => new ForeignTitle(l.IscoCode == "7512" ? l.Title : "Z", l.Title))]), t => Assert.True(t.Right));
    }

    [Fact]
    public void The_same_titles_have_the_same_places() => Assert.Equal(Placement.Place(Titles), new TitlePlacement(Labels).Place(Titles));

    private static PlacedTitle? Of(string code, string title) => Placement.Place(Titles).SingleOrDefault(p => p.Title == new ForeignTitle(code, title));

    private static OccupationTitle Label(string title, string isco, string occupation) => new(title, isco, occupation, TitleSource.Label);
}
