using Pes.Ranking.Text;
using Xunit;

namespace Pes.Ranking.Tests.Text;

public sealed class AdvertisementTextTests
{
    private const string Advertisement = "We look for a cook with two years of experience in a hotel kitchen. The cook prepares Khmer and "
        + "Western dishes, keeps the kitchen clean, orders goods and trains two assistants. Meals and a room are given. Please send a letter.";

    [Theory]
    [InlineData("One. Two！Three；Four\n• Five", "One|Two|Three|Four|Five")]
    [InlineData("Node.js and 2.5 years", "Node.js and 2.5 years")]
    [InlineData("មួយ។ ពីរ។", "មួយ|ពីរ")]
    [InlineData(" \n ", "")]
    public void Splits_sentences(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', AdvertisementText.Sentences(text).Select(s => text.Substring(s.Offset, s.Length))));

    [Theory]
    [InlineData("Closing Date：Sep-29-2022", "Closing Date", "Sep-29-2022")]
    [InlineData("Sex: Male", "Sex", "Male")]
    [InlineData("អាយុ៖ ១៨", "អាយុ", "១៨")]
    [InlineData("no label ", "", "no label")]
    public void Splits_fields(string text, string label, string value) => Assert.Equal((label, value), AdvertisementText.Field(text));

    [Fact]
    public void One_text_laid_out_in_two_ways_has_one_signature() =>
        Assert.Equal(AdvertisementText.Signature(Advertisement), AdvertisementText.Signature(Advertisement.ToUpperInvariant().Replace(". ", "。\n", StringComparison.Ordinal)));

    [Fact]
    public void A_near_duplicate_is_near_and_another_text_is_not()
    {
        var near = Advertisement.Replace("two years", "three years", StringComparison.Ordinal);
        var other = "Driver wanted for a delivery van in Siem Reap, own telephone, knows the roads, starts on Monday, pay by the week.";
        Assert.InRange(AdvertisementText.Jaccard(Advertisement, near), 0.75, 0.95);
        Assert.InRange(Estimate(Advertisement, near), 0.55, 1);
        Assert.InRange(AdvertisementText.Jaccard(Advertisement, other), 0, 0.05);
        Assert.InRange(Estimate(Advertisement, other), 0, 0.4);
        Assert.Equal(0, AdvertisementText.Jaccard("", Advertisement));
        Assert.Equal(0ul, AdvertisementText.Signature(" ** "));
    }

    // A signature is stored: a change of the hash would part old rows from new ones.
    [Fact]
    public void The_signature_is_the_same_on_every_machine() =>
        Assert.Equal(StoredSignature, AdvertisementText.Signature("ត្រូវការចុងភៅម្នាក់ for a hotel in Phnom Penh"));

    private const ulong StoredSignature = 18123032948530709532;

    private static double Estimate(string a, string b) =>
        AdvertisementText.EstimateJaccard(AdvertisementText.Signature(a), AdvertisementText.Signature(b));
}
