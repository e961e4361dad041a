using Pes.Ranking.Text;
using Xunit;

namespace Pes.Ranking.Tests.Text;

public sealed class NameSimilarityTests
{
    [Theory]
    [InlineData("Sok Dara", "Sok Dara", 1.0, 1.0)]
    [InlineData("Sok Dara", "DARA SOKH", 1.0, 1.0)]
    [InlineData("Chan Srey", "Chann Srei", 1.0, 1.0)]
    [InlineData("Sok Dara", "Sok Darith", 0.8, 0.99)]
    [InlineData("Sok Dara", "Meas Phalla", 0.0, 0.7)]
    [InlineData("សុខ ដារ៉ា", "សុខ ដារា", 1.0, 1.0)]
    [InlineData("សុខ ដារា", "ដារា សុខ", 1.0, 1.0)]
    [InlineData("សុខ ដារា", "មាស ផល្លា", 0.0, 0.7)]
    [InlineData("សុខ", "Sok", 0.0, 0.0)]
    [InlineData("", "Sok", 0.0, 0.0)]
    [InlineData("...", "...", 0.0, 0.0)]
    public void Scores(string a, string b, double least, double most)
    {
        Assert.InRange(NameSimilarity.Score(a, b), least, most);
        Assert.Equal(NameSimilarity.Score(a, b), NameSimilarity.Score(b, a));
    }

    // The published examples of Winkler's paper.
    [Theory]
    [InlineData("MARTHA", "MARHTA", 0.961)]
    [InlineData("DWAYNE", "DUANE", 0.840)]
    [InlineData("DIXON", "DICKSONX", 0.813)]
    public void Jaro_Winkler_gives_the_published_values(string a, string b, double expected) =>
        Assert.Equal(expected, NameSimilarity.JaroWinkler(a, b), 3);
}
