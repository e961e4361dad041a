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

    // 1 serves 751 to 754, 2 serves 751 alone: a quarter, which is too little by itself.
    [Theory]
    [InlineData(null, false, false)]
    [InlineData(SkillRelation.SameGroup, false, true)]
    [InlineData(SkillRelation.SameGroup, true, false)] // one group alone is not enough
    [InlineData(SkillRelation.Optional, true, true)]
    [InlineData(SkillRelation.Essential, true, true)]
    [InlineData(SkillRelation.Broader, true, true)]
    public void What_a_classification_says_adds_to_what_occupations_share(SkillRelation? relation, bool sharesNothing, bool isNear)
    {
        (int, string)[] uses = [(1, "7511"), (1, "7521"), (1, "7531"), (1, "7541"), (2, sharesNothing ? "2512" : "7511")];
        (int, string)[] groups = relation == SkillRelation.SameGroup ? [(1, "S1.2"), (2, "S1.2"), (2, "S3"), (3, "S3.1")] : [];
        (int, int, SkillRelation)[] relations = relation is { } said and not SkillRelation.SameGroup ? [(2, 1, said)] : [];
        var related = new RelatedSkills(uses, relations, groups);
        Assert.Equal(isNear ? [2] : [], related.Of([1]));
        Assert.Equal(isNear ? [1] : [], related.Of([2]));
    }
}
