using Pes.Ranking.Text;
using Xunit;

namespace Pes.Ranking.Tests.Text;

public sealed class OccupationWordsTests
{
    private static readonly OccupationWords Words = new(["Sewing machine operators", "Waiters", "អ្នកដំណើរការម៉ាស៊ីនដេរ"]);

    [Theory]
    [InlineData("Sewing Machine Operator", 3)]
    [InlineData("URGENT!! sewing operator (female only), Phnom Penh, 250$", 2)]
    [InlineData("Machine sewing machine", 2)]
    [InlineData("Female Khmer lady wanted", 0)]
    [InlineData("", 0)]
    [InlineData(null, 0)]
    public void Only_words_of_occupations_have_numbers(string? title, int count) => Assert.Equal(count, Words.Of(title).Length);

    [Fact]
    public void Titles_of_both_languages_add_up_and_order_does_not_matter()
    {
        var both = Words.Of("sewing machine", "អ្នកដេរ");
        Assert.Equal(both.Order(), Words.Of("អ្នកដេរ", "machine sewing").Order());
        Assert.True(both.Length > Words.Of("sewing machine").Length);
        Assert.All(both, number => Assert.True(number >= 0));
    }

    [Fact]
    public void Khmer_titles_that_share_words_share_numbers()
    {
        var known = Words.Of("អ្នកដំណើរការម៉ាស៊ីនដេរ");
        Assert.True(known.Intersect(Words.Of("ជ្រើសរើសម៉ាស៊ីនដេរ")).Count() > 2);
        Assert.Empty(known.Intersect(Words.Of("គ្រូបង្រៀន")));
    }
}
