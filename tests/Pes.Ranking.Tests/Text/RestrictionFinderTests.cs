using Pes.Ranking.Text;
using Xunit;

namespace Pes.Ranking.Tests.Text;

public sealed class RestrictionFinderTests
{
    [Theory]
    [InlineData("Male only", "Sex:Male only")]
    [InlineData("Accountant (Female)", "Sex:(Female)")]
    [InlineData("Female candidates are preferred", "Sex:Female candidates are preferred")]
    [InlineData("must be male", "Sex:must be male")]
    [InlineData("Sex：Male", "Sex:Sex：Male")]
    [InlineData("Sex: Male/Female", "")]
    [InlineData("Male or female candidates only", "")]
    [InlineData("Women are encouraged to apply", "")]
    [InlineData("Email only", "")]
    [InlineData("Age 18-35", "Age:Age 18-35")]
    [InlineData("Age： 18 ～ 35 years old", "Age:Age： 18 ～ 35 years old")]
    [InlineData("age between 20 and 30, male only", "Age:age between 20 and 30|Sex:male only")]
    [InlineData("not over 35 years old", "Age:not over 35 years old")]
    [InlineData("under the age of 30", "Age:under the age of 30")]
    [InlineData("age between 18 years and 35 years", "Age:age between 18 years and 35 years")]
    [InlineData("អាយុ ១៨ឆ្នាំ\n- ចេះ", "Age:អាយុ ១៨ឆ្នាំ")]
    [InlineData("អាយុ ១៨ ឆ្នាំឡើងទៅ", "Age:អាយុ ១៨ ឆ្នាំឡើងទៅ")]
    [InlineData("ត្រូវការទាំងពីរភេទ", "")]
    [InlineData("Only\nMen's wear", "")]
    [InlineData("Age Unlimited", "")]
    [InlineData("10 years of experience", "")]
    [InlineData("manager with 15 years experience", "")]
    [InlineData("ភេទស្រី", "Sex:ភេទស្រី")]
    [InlineData("ភេទ៖ ប្រុស", "Sex:ភេទ៖ ប្រុស")]
    [InlineData("ភេទ ប្រុស ឬ ស្រី", "")]
    [InlineData("ភេទស្រី/ប្រុស", "")]
    [InlineData("ទទួលតែបុរស", "Sex:ទទួលតែបុរស")]
    [InlineData("អាយុចាប់ពី ១៨ ដល់ ៣៥ ឆ្នាំ", "Age:អាយុចាប់ពី ១៨ ដល់ ៣៥ ឆ្នាំ")]
    [InlineData("អាយុ\u200Bក្រោម៣០ឆ្នាំ", "Age:អាយុ\u200Bក្រោម៣០ឆ្នាំ")]
    [InlineData("មិនកំណត់អាយុ", "")]
    [InlineData("", "")]
    public void Finds_in_text(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', RestrictionFinder.Find(text).Select(r => $"{r.Kind}:{r.Words}")));

    [Theory]
    [InlineData("Sex", "Male", "Sex")]
    [InlineData("Sex", "Male/Female", "")]
    [InlineData("Sex", "Unlimited", "")]
    [InlineData("ភេទ", "ស្រី", "Sex")]
    [InlineData("Age", "25 ~ 35", "Age")]
    [InlineData("Age", "Age Unlimited", "")]
    [InlineData("អាយុ", "១៨-៣៥", "Age")]
    [InlineData("Location", "Phnom Penh", "")]
    public void Finds_in_fields(string label, string value, string kinds) =>
        Assert.Equal(kinds, string.Join(' ', RestrictionFinder.FindInField(label, value).Select(r => r.Kind)));

    [SharedDataFact("jobads/camhr_2022.csv")]
    public void Agrees_with_the_sex_field_of_real_advertisements()
    {
        var rows = EscoTitles.Rows(File.ReadAllText(SharedData.Path("jobads/camhr_2022.csv"))).ToList();
        var men = rows.Count(r => string.Equals(r["Sex"], "Male", StringComparison.Ordinal));
        var women = rows.Count(r => string.Equals(r["Sex"], "Female", StringComparison.Ordinal));
        Assert.Equal((237, 125), (men, women));
        Assert.Equal(men + women, rows.Count(r => RestrictionFinder.FindInField("Sex", r["Sex"]).Count > 0));
        Assert.All(rows, r => Assert.All(RestrictionFinder.Find(r["Job Requirement"]),
            found => Assert.Equal(r["Job Requirement"].Substring(found.Place.Offset, found.Place.Length), found.Words)));
    }
}
