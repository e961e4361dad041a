using Pes.Features.Monitoring;
using Pes.Platform.Text;

namespace Pes.Tests.Features.Monitoring;

public sealed class ExportTests
{
    [Theory]
    [InlineData(new long[] { 10, 20, 30 }, new[] { "10", "20", "30" })]
    [InlineData(new long[] { 0, 20, 30 }, new[] { "0", "20", "30" })]
    [InlineData(new long[] { 4, 20, 30 }, new[] { "<5", "x", "30" })]
    [InlineData(new long[] { 4, 3, 30 }, new[] { "<5", "<5", "30" })]
    [InlineData(new long[] { 5, 20 }, new[] { "5", "20" })]
    [InlineData(new long[] { 4 }, new[] { "<5" })]
    [InlineData(new long[] { 4, 0, 0 }, new[] { "<5", "0", "0" })]
    public void A_count_under_five_is_hidden_and_cannot_be_told_from_the_sum(long[] counts, string[] published) =>
        Assert.Equal(published, ExportFigures.Published(counts, ofPersons: true).Select(p => $"{p}"));

    [Fact]
    public void Vacancies_are_no_persons() => Assert.Equal([4L, 1L], ExportFigures.Published([4, 1], ofPersons: false));

    /// <summary>Signs that begin a formula, behind what a spreadsheet overlooks, before what does harm.</summary>
    public static TheoryData<string> Payloads()
    {
        string[] signs = ["=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"];
        string[] before = ["", " ", "\u00A0", "\u200B"];
        string[] after = ["1+1", "HYPERLINK(\"http://x\")", "cmd|' /C calc'!A0", "SUM(A1:A9)"];
        TheoryData<string> payloads = [];
        foreach (var payload in signs.SelectMany(s => before.SelectMany(b => after.Select(a => b + s + a))))
        {
            payloads.Add(payload);
        }

        return payloads;
    }

    [Fact]
    public void There_are_two_hundred_payloads() => Assert.True(Payloads().Count >= 200);

    [Theory]
    [MemberData(nameof(Payloads))]
    public void A_formula_becomes_text(string payload)
    {
        var field = CsvText.Harmless(payload);
        Assert.StartsWith("'", field, StringComparison.Ordinal);
        Assert.Equal("\uFEFF", new CsvText().Row(payload).ToString()[..1]);
        Assert.DoesNotContain(new CsvText().Row("a", payload).ToString().Split(','), cell => cell.TrimStart('"').StartsWith('='));
    }

    [Theory]
    [InlineData("ពោធិ៍សាត់", "ពោធិ៍សាត់")]
    [InlineData("15–24", "15–24")]
    [InlineData("<5", "<5")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"yes\"", "\"say \"\"yes\"\"\"")]
    public void Other_text_stays(string text, string written) => Assert.Equal($"\uFEFF{written}\r\n", new CsvText().Row(text).ToString());

    [Fact]
    public void Our_own_numbers_stay_numbers() => Assert.Equal("\uFEFF-3,2026-11-22\r\n", new CsvText().Row(-3L, new DateOnly(2026, 11, 22)).ToString());
}
