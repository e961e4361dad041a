using Pes.Ranking.Text;
using Xunit;

namespace Pes.Ranking.Tests.Text;

public sealed class SkillFinderTests
{
    private static readonly SkillFinder Finder = new(
    [
        new("excel", ["Excel", "spreadsheets"]), new("office", ["Microsoft Office", "MS Office"]), new("drive", ["drive a car", "driving", "បើកឡាន"]),
        new("it", ["IT"]), new("marketing", ["marketing"]), new("digital-marketing", ["digital marketing"]), new("csharp", ["C#"]), new("dotnet", [".NET"]),
        new("english", ["English", "ភាសាអង់គ្លេស"]), new("teamwork", ["work in a team", "ការងារជាក្រុម"]), new("train", ["បណ្តុះបណ្តាល"]),
    ]);

    [Theory]
    [InlineData("Must know Excel.", "excel:Essential")]
    [InlineData("Knowledge of spreadsheet", "excel:Unstated")]
    [InlineData("Excels at sports", "excel:Unstated")]
    [InlineData("excellent person", "")]
    [InlineData("MS-Office is a plus", "office:Useful")]
    [InlineData("MS. Office required", "office:Essential")]
    [InlineData("Driving; English is preferred", "drive:Unstated english:Useful")]
    [InlineData("He does it well", "")]
    [InlineData("IT skills are not required", "it:Useful")]
    [InlineData("local market", "")]
    [InlineData("Digital marketing and marketing", "digital-marketing:Unstated marketing:Unstated")]
    [InlineData("digital, marketing", "marketing:Unstated")]
    [InlineData("C# and .NET, at least 2 years", "csharp:Essential dotnet:Essential")]
    [InlineData("net salary 200$", "")]
    [InlineData("working in a team", "teamwork:Unstated")]
    [InlineData("ត្រូវមានចំណេះដឹងភាសាអង់គ្លេស", "english:Essential")]
    [InlineData("ចេះភាសា\u200Bអង់គ្លេស នឹងផ្តល់អាទិភាព។ ចេះបើកឡាន", "english:Useful drive:Unstated")]
    [InlineData("បណ្ដុះបណ្ដាល", "train:Unstated")]
    [InlineData("ចេះ Excel យ៉ាងតិច ១ឆ្នាំ", "excel:Essential")]
    [InlineData("ចេះExcel", "excel:Unstated")]
    [InlineData("ＭＳ Ｏｆｆｉｃｅ，Ｅｘｃｅｌ", "office:Unstated excel:Unstated")]
    [InlineData("Excel is a plus. Excel must be known.", "excel:Essential")]
    [InlineData("", "")]
    public void Finds(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Finder.Find(text).Select(f => $"{f.Id}:{f.Importance}")));

    [Theory]
    [InlineData("Good MS-Office skills", "MS-Office")]
    [InlineData("ចេះភាសា\u200Bអង់គ្លេសល្អ", "ភាសា\u200Bអង់គ្លេស")]
    [InlineData("Uses Spreadsheets and Excel", "Spreadsheets|Excel")]
    public void Gives_the_advertisers_own_words(string text, string words) =>
        Assert.Equal(words, string.Join('|', Finder.Find(text)[0].Words.Select(w => text.Substring(w.Offset, w.Length))));

    private static readonly SkillFinder Wide = new(
    [
        new("maintain", ["maintain wind turbines", "ថែទាំម៉ាស៊ីន"]) { Doubtful = ["turbine upkeep"] }, new("debug", ["debug software"]), new("java", ["Java (computer programming)", "Java"]),
        new("cash", ["handle cash payments"]) { Doubtful = ["cash", "till"] }, new("customers", ["communicate with customers"]), new("drawer", ["count a till drawer", "till float"]),
    ]);

    [Theory]
    [InlineData("Maintenance of wind turbines", "maintain:Unstated")]
    [InlineData("Maintaining large wind turbines is required", "maintain:Essential")]
    [InlineData("The wind turbines you maintain", "maintain:Unstated")]
    [InlineData("wind; you; turbines; they; maintain", "")]
    [InlineData("Handling of payments in cash", "cash:Unstated")]
    [InlineData("a till", "")]
    [InlineData("communicating in English with customers is a plus", "customers:Useful")]
    [InlineData("customers", "")]
    public void Finds_names_said_in_other_words(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Wide.Find(text).Select(f => $"{f.Id}:{f.Importance}")));

    private static readonly SkillFinder Joined = new(
    [
        new("programming", ["Programming", "Java"]) { IsOwn = true }, new("java", ["Java (computer programming)"]), new("vaccination", ["animal health"]) { IsOwn = true },
        new("welfare", ["monitor animal health daily"]), new("sheets", ["Excel sheets"]) { IsOwn = true }, new("office", ["Excel"]), new("shop", ["shop"]) { IsOwn = true },
        new("keep", ["shop keeping"]) { IsOwn = true }, new("talk", ["talk to guests"]), new("guests", ["greet guests"]) { IsOwn = true },
    ]);

    [Theory]
    [InlineData("Java is required", "java:Essential programming:Essential")]
    [InlineData("Programming", "programming:Unstated")]
    [InlineData("monitor animal health", "welfare:Unstated vaccination:Unstated")]
    [InlineData("Excel sheets", "office:Unstated sheets:Unstated")]
    [InlineData("keeping a shop", "shop:Unstated")]
    [InlineData("talk to guests", "talk:Unstated")]
    public void A_skill_of_a_classification_is_found_over_words_of_an_own_one(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Joined.Find(text).Select(f => $"{f.Id}:{f.Importance}")));

    [Theory]
    [InlineData("…;;; \u200B () – maintain\n\nwind turbines; turbines wind maintain ថែទាំម៉ាស៊ីន java JAVA \uD83D\uDE00 cash payments handled")]
    [InlineData("\uFF2D\uFF33 wind \u0301turbines maintain")]
    [InlineData("((((")]
    public void Words_lie_in_the_text_and_do_not_overlap(string text)
    {
        var words = Wide.Find(text).SelectMany(f => f.Words).OrderBy(w => w.Offset).ToList();
        Assert.All(words, w => Assert.True(w.Offset >= 0 && w.Length > 0 && w.End <= text.Length));
        Assert.All(words.Zip(words.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Offset));
        Assert.Equal(Wide.Find(text).Select(f => f.Id), Wide.Find(text).Select(f => f.Id));
    }
}
