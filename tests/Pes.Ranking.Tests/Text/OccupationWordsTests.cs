using Pes.Ranking.Text;
using Pes.Ranking.Text.Words;
using Xunit;

namespace Pes.Ranking.Tests.Text;

public sealed class OccupationWordsTests
{
    private static readonly KhmerWords Cut = new(KhmerLexicon.Of([.. ((string[])["អ្នក", "ដំណើរការ", "ម៉ាស៊ីន", "ដេរ", "ជ្រើសរើស"]).Select(w => new ListedWord(w, 100, 3))]));

    private static readonly OccupationWords Words = new(new TitleNumbers(Cut),
        [new("Sewing machine operators", "8153"), new("អ្នកដំណើរការម៉ាស៊ីនដេរ", "8153"), new("Seamstress", "8153"), new("Waiters", "5131")]);

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

    [Theory]
    [InlineData("ជ្រើសរើសម៉ាស៊ីនដេរ", "ម៉ាស៊ីនដេរ")]
    [InlineData("ដេរអ្នកម៉ាស៊ីន", "ដេរ ម៉ាស៊ីន អ្នក")]
    [InlineData("ស៊ីនដេ", "")]
    [InlineData("គ្រូបង្រៀន", "")]
    public void Khmer_titles_share_the_words_into_which_they_are_cut(string title, string shared)
    {
        var known = Words.Of(title);
        Assert.All(shared.Split(' ', StringSplitOptions.RemoveEmptyEntries), word => Assert.Superset(Words.Of(word).ToHashSet(), known.ToHashSet()));
        Assert.Equal(shared.Length > 0, known.Contains(Words.Of("ដេរ").Single()));
    }

    [Fact]
    public void Clusters_beside_the_words_tell_what_no_list_has()
    {
        // Without words, and with words that the list lacks, neighbouring clusters are shared.
        var clusters = new TitleNumbers(null);
        Assert.NotEmpty(clusters.Of("ជាងកាត់សក់").Intersect(clusters.Of("កាត់សក់")));
        Assert.NotEmpty(new TitleNumbers(Cut).Of("ជាងកាត់សក់").Intersect(new TitleNumbers(Cut).Of("កាត់សក់")));

        // Letters drawn alike are one.
        Assert.Equal(clusters.Of("បណ្ដាញ"), clusters.Of("បណ្តាញ"));
    }

    [Fact]
    public void An_occupation_has_the_words_of_its_everyday_titles_as_well()
    {
        var sewing = Words.OfOccupation("8153");
        Assert.Contains(Words.Of("seamstress").Single(), sewing);
        Assert.Equal(sewing, sewing.Order().Distinct());
        Assert.Empty(sewing.Intersect(Words.OfOccupation("5131")));
        Assert.Empty(Words.OfOccupation("9999"));
        Assert.Empty(Words.OfOccupation(null));
    }
}
