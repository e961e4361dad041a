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

    [Theory]
    [InlineData(10, 10, 10, 100, 0.5)] // never apart: 1, and half of it for ten
    [InlineData(5, 5, 5, 100, 0.333_333)]
    [InlineData(1_000, 1_000, 1_000, 10_000, 0.990_099)]
    [InlineData(40, 100, 100, 1_000, 0.344_541)] // four times as often as by chance: log2 4 ÷ log2 25, and four fifths of it for forty
    [InlineData(36, 60, 60, 100, 0)] // by chance
    [InlineData(30, 60, 60, 100, 0)] // seldomer
    [InlineData(45, 60, 60, 100, 0.228_641)] // both of everywhere, yet somewhat oftener
    [InlineData(100, 100, 100, 100, 0)] // everybody has both
    [InlineData(0, 0, 0, 0, 0)]
    public void How_much_oftener_than_by_chance_two_skills_stand_together(int owners, int ofSkill, int ofOther, int ofAll, double expected) =>
        Assert.Equal(expected, new SkillsTogether(1, 2, owners, ofSkill, ofOther, ofAll).Association, 6);

    // 1 and 2 share a quarter of their groups: too little by itself. 3 and 4 share nothing.
    [Theory]
    [InlineData(1, 2, 0, 0, false)]
    [InlineData(1, 2, 38, 0, true)] // a ninth of what is left is enough
    [InlineData(1, 2, 34, 0, false)]
    [InlineData(3, 4, 40, 0, true)]
    [InlineData(3, 4, 38, 0, false)] // .32
    [InlineData(3, 4, 38, 40, true)] // advertisements or CVs: the greater of the two, not the sum
    [InlineData(3, 4, 38, 38, false)]
    public void What_stands_together_adds_to_what_occupations_share(int one, int other, int vacancies, int cvs, bool isNear)
    {
        (int, string)[] uses = [(1, "7511"), (1, "7521"), (1, "7531"), (1, "7541"), (2, "7511"), (3, "2512")];
        var related = new RelatedSkills(uses, counted: [Together(vacancies), Together(cvs)]);
        Assert.Equal(isNear ? [other] : [], related.Of([one]));
        Assert.Equal(isNear ? [one] : [], related.Of([other]));

        SkillsTogether Together(int owners) => new(one, other, owners, one == 1 ? 150 : 100, one == 1 ? 150 : 100, 1_000);
    }
}
