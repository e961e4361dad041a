using FsCheck;
using FsCheck.Fluent;
using Pes.Ranking.Text;
using Xunit;

namespace Pes.Ranking.Tests.Text;

public sealed class KhmerTextTests
{
    // Letters, every kind of mark, joiners, accents and a lone surrogate: what real and hostile input is made of.
    private static readonly Arbitrary<string> Mixed = Gen.Elements(
            'ក', 'ស', 'រ', 'ម', 'ដ', 'ត', 'ឥ', '\u17D2', '\u17D2', '\u17C9', '\u17CA', '\u17CC', '\u17B6', '\u17B8', '\u17BB', '\u17C1',
            '\u17BE', '\u17C4', '\u17C6', '\u17C7', '\u17D0', '\u17CD', '\u17DD', '\u17A4', '\u17D3', '\u17D8', '\u17B4', '\u200B', '\u200D', '\uFEFF',
            'e', 'A', 'ß', '\u0301', '\u0323', '\uD83D', '\uDE00', '，', 'Ａ', ' ', '7', '\u17E7', 'Ⅷ', '™', '\u3000')
        .ListOf().Select(cs => string.Concat(cs)).ToArbitrary();

    [Theory]
    [InlineData("\u1780\u17B6\u17D2\u179A", "\u1780\u17D2\u179A\u17B6")]                              // vowel typed before the subscript
    [InlineData("\u179F\u17D2\u179A\u17D2\u178F\u17B8", "\u179F\u17D2\u178F\u17D2\u179A\u17B8")]      // ស្ត្រី: coeng ro goes last
    [InlineData("\u179F\u17B8\u17CA", "\u179F\u17CA\u17B8")]                                          // ស៊ី
    [InlineData("\u179F\u17BB\u17B8", "\u179F\u17CA\u17B8")]                                          // ស៊ី typed with the vowel u
    [InlineData("\u1798\u17BB\u17BA\u1784", "\u1798\u17C9\u17BA\u1784")]                              // second series takes muusikatoan
    [InlineData("\u1787\u17C6\u17BB", "\u1787\u17BB\u17C6")]                                          // ជុំ
    [InlineData("\u1787\u17BB\u17C6", "\u1787\u17BB\u17C6")]                                          // stays: u + nikahit is a vowel
    [InlineData("\u1792\u17B6\u17B6", "\u1792\u17B6")]                                                // doubled vowel
    [InlineData("\u1781\u17D2\u17D2\u1798\u17C2\u179A", "\u1781\u17D2\u1798\u17C2\u179A")]            // ខ្មែរ with a doubled coeng
    [InlineData("\u1781\u17D2\u200B\u1798\u17C2\u179A\uFEFF", "\u1781\u17D2\u1798\u17C2\u179A")]      // hidden characters
    [InlineData("\u1798\u17C1\u17B8\u179B", "\u1798\u17BE\u179B")]                                    // មើល from two halves
    [InlineData("\u1798\u17B8\u17C1\u179B", "\u1798\u17BE\u179B")]
    [InlineData("\u1780\u17C1\u17B6\u17C7", "\u1780\u17C4\u17C7")]                                    // កោះ from two halves
    [InlineData("\u1792\u1798\u17CC\u17B6", "\u1792\u1798\u17CC\u17B6")]
    [InlineData("\u1798\u17B6\u17CC", "\u1798\u17CC\u17B6")]                                          // robat before the vowel
    [InlineData("\u17A4", "\u17A2\u17B6")]
    [InlineData("\u17A3\u17B6", "\u17A2\u17B6")]
    [InlineData("\u1785\u17D3", "\u1785\u17C6")]
    [InlineData("\u17D8", "\u17D4\u179B\u17D4")]
    [InlineData("\u1780\u17D2", "\u1780")]                                                            // coeng with nothing under it
    [InlineData("Age：18～35，（Male）　Ａ１", "Age:18~35,(Male) A1")]
    [InlineData("cafe\u0301", "café")]
    [InlineData("plain ASCII.", "plain ASCII.")]
    public void Normalises(string typed, string expected) => Assert.Equal(expected, KhmerText.Normalise(typed));

    [Fact]
    public void Normalising_and_folding_twice_change_nothing() => Prop.ForAll(Mixed, s =>
    {
        var normal = KhmerText.Normalise(s);
        var key = KhmerText.FoldKey(s);
        return normal == KhmerText.Normalise(normal) && key == KhmerText.FoldKey(key) && key == KhmerText.FoldKey(normal);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(40));

    [Fact]
    public void A_cut_never_ends_in_coeng_nor_inside_a_cluster() => Prop.ForAll(Mixed, s =>
    {
        for (var length = 0; length <= s.Length + 1; length++)
        {
            var cut = KhmerText.SafeCut(s, length);
            if (cut.Length > length || !s.StartsWith(cut, StringComparison.Ordinal) || cut.EndsWith('\u17D2')
                || (!KhmerText.IsBoundary(s, cut.Length) && s[cut.Length..].Trim('\u17D2').Length > 0))
            {
                return false;
            }
        }
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(40));

    [Theory]
    [InlineData("ខ្មែរ", 0, "")]
    [InlineData("ខ្មែរ", 1, "")]
    [InlineData("ខ្មែរ", 2, "")]
    [InlineData("ខ្មែរ", 3, "")]
    [InlineData("ខ្មែរ", 4, "ខ្មែ")]
    [InlineData("ខ្មែរ", 5, "ខ្មែរ")]
    [InlineData("ខ្មែរ", 50, "ខ្មែរ")]
    [InlineData("a\uD83D\uDE00b", 2, "a")]
    [InlineData("e\u0301x", 1, "")]
    [InlineData("ក្", 9, "ក")]
    [InlineData("", 3, "")]
    public void Cuts_between_clusters(string text, int max, string expected) => Assert.Equal(expected, KhmerText.SafeCut(text, max));

    [Theory]
    [InlineData("០១២៣៤៥៦៧៨៩", "0123456789")]
    [InlineData("អាយុ ១៨ ឆ្នាំ", "អាយុ 18 ឆ្នាំ")]
    public void Turns_digits_to_ascii(string khmer, string ascii) => Assert.Equal(ascii, KhmerText.ToAsciiDigits(khmer));

    [Theory]
    [InlineData("  Sôk-Dara, Jr. ", "sokdarajr")]
    [InlineData("BUNTHOEUN Đ", "bunthoeund")]
    [InlineData("បណ្ដុះបណ្ដាល", "បណ្តុះបណ្តាល")]
    [InlineData("ភ្នំ\u200B ពេញ ១២", "ភ្នំពេញ12")]
    [InlineData("（Ｓｏｋ）", "sok")]
    public void Folds(string text, string key) => Assert.Equal(key, KhmerText.FoldKey(text));

    [Theory]
    [InlineData("Sok", "Sokh")]
    [InlineData("Chan", "Chann")]
    [InlineData("Srey", "Srei")]
    [InlineData("Srey", "Sreï")]
    [InlineData("Phally", "Pali")]
    [InlineData("Sou", "Su")]
    [InlineData("Bunthoeun", "Bunthoeurn")]
    [InlineData("Vuthy", "Wuthy")]
    [InlineData("Sophea", "Sophia")]
    [InlineData("Phorn", "Phon")]
    [InlineData("Chhay", "Chay")]
    [InlineData("Sokha", "Soka")]
    [InlineData("Kim Heng", "KimHeng")]
    public void Romanised_spellings_of_one_name_share_a_key(string a, string b) =>
        Assert.Equal(KhmerText.LatinNameKey(a), KhmerText.LatinNameKey(b));

    [Theory]
    [InlineData("Sok", "Sak")]
    [InlineData("Chan", "Kan")]
    [InlineData("Dara", "Dary")]
    [InlineData("Heng", "Leng")]
    public void Different_names_keep_different_keys(string a, string b) =>
        Assert.NotEqual(KhmerText.LatinNameKey(a), KhmerText.LatinNameKey(b), StringComparer.Ordinal);

    [Theory]
    [InlineData("សុវណ្ណ", "សុវណ")]
    [InlineData("ជ័យ", "ជៃ")]
    [InlineData("ចាន់", "ចាន")]
    [InlineData("អ៊ូច", "អ៊ុច")]
    [InlineData("ឧត្តម", "ឧតម")]
    [InlineData("សំអាត", "សម្អាត")]
    [InlineData("រដ្ឋា", "រដ្ឋា\u200B")]
    public void Khmer_spellings_of_one_name_share_a_key(string a, string b) =>
        Assert.True(NameSimilarity.Score(a, b) > 0.93, $"{KhmerText.KhmerNameKey(a)} {KhmerText.KhmerNameKey(b)}");

    [Theory]
    [InlineData("ចន្ទ្រា", "Chantrea", "cnt")]
    [InlineData("បុប្ផា", "Bopha", "p")]
    [InlineData("កំពង់ឆ្នាំង", "Kampong Chhnang", "kmpNcnN")]
    [InlineData("សំពៅ", "Sampov", "smpv")]
    [InlineData("ពោធិ៍", "Pou", "p")]
    [InlineData("ឫទ្ធី", "Rithy", "rt")]
    [InlineData("វណ្ណា", "VANNA", "vn")]
    [InlineData("", "aeiou 123", "")]
    public void A_name_and_its_romanisation_share_a_key(string khmer, string latin, string key)
    {
        Assert.Equal(key, KhmerText.CrossScriptKey(khmer));
        Assert.Equal(key, KhmerText.CrossScriptKey(latin));
    }
}
