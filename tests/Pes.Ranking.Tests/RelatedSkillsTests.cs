using Xunit;

namespace Pes.Ranking.Tests;

public sealed class RelatedSkillsTests
{
    private static readonly RelatedSkills Related = new([
        (1, "7531"), (1, "7533"),
        (2, "7532"),
        (3, "7531"), (3, "8153"), (3, "5223"), (3, "9112"),
        (4, "8153"),
        (5, "75"),
        .. Enumerable.Range(20, 12).Select(id => (id, "2512")),
    ]);

    [Theory]
    [InlineData(new[] { 1 }, new[] { 2 })] // 753 alone serves both; 3 serves four groups, one of them shared
    [InlineData(new[] { 2 }, new[] { 1 })]
    [InlineData(new[] { 1, 2 }, new int[0])] // what is held or asked itself is not near
    [InlineData(new[] { 5 }, new int[0])] // two digits say too little
    [InlineData(new[] { 99 }, new int[0])]
    [InlineData(new[] { 31 }, new[] { 20, 21, 22, 23, 24, 25, 26, 27 })] // eight at most, ties by id
    public void Near_are_skills_that_the_same_occupations_use(int[] skills, int[] near) => Assert.Equal(near, Related.Of(skills).Order());
}
