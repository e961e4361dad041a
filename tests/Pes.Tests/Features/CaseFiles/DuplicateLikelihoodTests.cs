using System.Globalization;
using Pes.Features.CaseFiles;

namespace Pes.Tests.Features.CaseFiles;

/// <summary>The rule that calls two descriptions one person, and the keys by which their names meet.</summary>
public sealed class DuplicateLikelihoodTests
{
    private const string Dara = "សុខ ដារ៉ា";

    // The one who is asked for was born on 4 May 1990 in Pursat, a woman.
    [Theory]

    // Names in Latin letters, as they sound.
    [InlineData("Sok Dara", "Sok Dara", "1990-05-04", "", Likelihood.Likely)]
    [InlineData("Sok Dara", "Sokh Dara", "1990-05-04", "", Likelihood.Likely)]
    [InlineData("Sok Dara", "Dara Sok", "1990-04-05", "", Likelihood.Likely)]
    [InlineData("Sok Dara", "Sok Dara", "1991-05-04", "", Likelihood.Likely)]
    [InlineData("Sok Dara", "Sok Dara", "", "", Likelihood.Possible)]
    [InlineData("Sok Dara", "Chea Bopha", "1975-01-01", "phone", Likelihood.Possible)]
    [InlineData("Sok Dara", "Chea Bopha", "1990-05-04", "phone", Likelihood.Likely)]
    [InlineData("Sok Dara", "Chea Bopha", "1975-01-01", "identity", Likelihood.Certain)]
    [InlineData("Sok Dara", "Sok Dara", "1975-01-01", "", Likelihood.No)]
    [InlineData("Sok Dara", "Sok Dara", "1975-01-01", "phone", Likelihood.Likely)]
    [InlineData("Sok Dara", "Chea Bopha", "1990-05-04", "", Likelihood.No)]

    // In Khmer script, spelt otherwise with the same sound; where only the year is about right, sex and province have to agree.
    [InlineData(Dara, "សុខ តារា", "1990-05-04", "", Likelihood.Likely)]
    [InlineData(Dara, "ដារា សុខ", "1990-04-05", "", Likelihood.Likely)]
    [InlineData(Dara, "សុខ ដារា", "", "", Likelihood.Possible)]
    [InlineData(Dara, "សុខ ដារា", "1992-01-01", "home", Likelihood.Possible)]
    [InlineData(Dara, "សុខ ដារា", "1988-11-30", "home", Likelihood.Possible)]
    [InlineData(Dara, "សុខ ដារា", "1992-01-01", "", Likelihood.No)]
    [InlineData(Dara, "សុខ ដារា", "1993-01-01", "home", Likelihood.No)]

    // One in Khmer script, the other in Latin letters alone: possible, likely only with the same telephone, never certain.
    [InlineData(Dara, "Sok Dara", "1990-05-04", "", Likelihood.Possible)]
    [InlineData(Dara, "Sok Dara", "1990-05-04", "home", Likelihood.Possible)]
    [InlineData(Dara, "Dara Sokh", "1990-04-05", "", Likelihood.Possible)]
    [InlineData("Sok Dara", Dara, "1991-05-04", "", Likelihood.Possible)]
    [InlineData(Dara, "Sok Dara", "1975-01-01", "phone", Likelihood.Likely)]
    [InlineData(Dara, "Sok Dara", "", "home", Likelihood.Possible)]
    [InlineData(Dara, "Sok Dara", "", "", Likelihood.No)]
    [InlineData(Dara, "Sok Dara", "1992-01-01", "home", Likelihood.Possible)]
    [InlineData(Dara, "Sok Dara", "1992-01-01", "", Likelihood.No)]
    [InlineData(Dara, "Sok Dara", "1993-01-01", "home", Likelihood.No)]
    [InlineData(Dara, "Chea Bopha", "1990-05-04", "home", Likelihood.No)]

    // Latin letters typed where the Khmer name belongs are compared with the Latin spelling.
    [InlineData("Sok Dara", "ឈិន ស្រីមុំ/Sokh Dara", "1990-05-04", "", Likelihood.Likely)]

    // Both known in Khmer script: that says they differ, and a romanisation with the same consonants says no more.
    [InlineData("ចាន់ ធីតា", "ចិន ដាតេ/Chen Date", "1990-05-04", "home", Likelihood.No)]
    public void Signs_that_agree_make_a_duplicate_likely(string asked, string known, string born, string shares, Likelihood expected)
    {
        var (one, other) = (Traits(asked, "1990-05-04", "phone identity home"), Traits(known, born, shares));
        Assert.Equal(expected, DuplicateLikelihood.Of(one, other));
        Assert.Equal(expected, DuplicateLikelihood.Of(other, one));
    }

    [Theory]
    [InlineData(Dara, "តារា សុក", false)]
    [InlineData(Dara, "ដារា សុខ", true)]
    [InlineData("Sok Dara", "DARA SOKH", true)]
    [InlineData("Chan Dara", "Chandara Chan", false)]
    [InlineData(Dara, "Sok Dara", true)]
    [InlineData("គឹម ចាន់ត្រា", "Chantra Kim", true)]
    [InlineData("សុខ ដារ៉ា/Sok Dara", "Sauk Dara", true)]
    [InlineData("លី អ៊ី", "Ly Y", false)]
    [InlineData("王 小明", "王 小明", true)]
    public void Stored_keys_and_asked_ones_meet(string stored, string asked, bool meet)
    {
        var (one, other) = (Names(stored), Names(asked));
        Assert.Equal(meet, one.Keys.Intersect([.. other.Sounds, .. other.Across]).Any());
        Assert.Equal(meet, other.Keys.Intersect([.. one.Sounds, .. one.Across]).Any());
    }

    [Fact]
    public void A_name_without_letters_has_no_key_and_a_long_one_fits_its_column()
    {
        Assert.Empty(new MeetingNames("-", "?", null, "").Keys);
        Assert.All(new MeetingNames(new string('ឯ', 80), new string('ក', 80), new string('k', 80), new string('b', 80)).Keys, key => Assert.InRange(key.Length, 1, 100));
    }

    private static DuplicateTraits Traits(string name, string born, string shares) => new(
        Names(name),
        "female",
        born.Length == 0 ? null : DateOnly.Parse(born, CultureInfo.InvariantCulture),
        shares.Contains("home", StringComparison.Ordinal) ? "15" : "12",
        shares.Contains("phone", StringComparison.Ordinal) ? "012345678" : null,
        shares.Contains("identity", StringComparison.Ordinal) ? "K" : null);

    // Family and given name, behind a slash those in Latin letters.
    private static MeetingNames Names(string name) => name.Split('/', ' ') switch
    {
        [var family, var given, var familyLatin, var givenLatin] => new(family, given, familyLatin, givenLatin),
        [var family, var given] => new(family, given, null, ""),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
