using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pes.Ranking.Text;
using Xunit;

namespace Pes.Ranking.Tests.Text;

public sealed class TitleSplitTests
{
    private const string Advertisements = "jobads/camhr_2022.csv";

    [Theory]
    [InlineData("Sales Executive", "SALES  EXECUTIVE")]
    [InlineData("HR/Admin officer", "hr admin officer")]
    [InlineData("ចុងភៅ", "ចុង\u200Bភៅ ")]
    public void Spellings_of_one_title_stay_together(string one, string other) =>
        Assert.All(Enumerable.Range(0, 20), seed => Assert.Equal(TitleSplit.Part(one, 5, (ulong)seed), TitleSplit.Part(other, 5, (ulong)seed)));

    [Fact]
    public void Parts_are_even_and_another_seed_is_another_split()
    {
        string[] titles = [.. Enumerable.Range(0, 5_000).Select(i => i.ToString("'title' 0", CultureInfo.InvariantCulture))];
        Assert.All(titles.CountBy(t => TitleSplit.Part(t, 5, 1)), part => Assert.InRange(part.Value, 900, 1_100));
        Assert.InRange(titles.Count(t => TitleSplit.Part(t, 5, 1) == TitleSplit.Part(t, 5, 2)), 900, 1_100);
    }

    [SharedDataFact(Advertisements)]
    public void The_advertisements_coded_by_hand_are_those_of_the_shared_file()
    {
        var rows = EscoTitles.Rows(File.ReadAllText(SharedData.Path(Advertisements))).ToList();
        var coded = EscoTitles.Rows(File.ReadAllText(Path.Combine(Folder(), "advertisements-coded.csv"))).ToList();
        Assert.Equal(200, coded.DistinctBy(c => c["row"], StringComparer.Ordinal).Count());
        Assert.All(coded, c =>
        {
            var title = rows[int.Parse(c["row"], CultureInfo.InvariantCulture) - 1]["job title"].Trim();
            Assert.Equal(c["title_sha256_16"], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(title)))[..16]);
            Assert.All(c["also"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(c["isco"]), code => Assert.Matches("^[0-9]{4}$", code));
        });
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "tests", "Pes.Ranking.Tests", "Text", "Data")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("tests/Pes.Ranking.Tests/Text/Data");
        }

        return Path.Combine(folder.FullName, "tests", "Pes.Ranking.Tests", "Text", "Data");
    }
}
