using Pes.Ranking.Text;
using Xunit;
using Xunit.Abstractions;

namespace Pes.Ranking.Tests.Text;

public sealed class TitleCoderTests(ITestOutputHelper output)
{
    private static readonly TitleCoder Small = new(
    [
        new("cook", "5120"), new("hotel cook", "5120"), new("ចុងភៅ", "5120"), new("ចុងភៅសណ្ឋាគារ", "5120"),
        new("truck driver", "8332"), new("heavy goods vehicle driver", "8332"), new("អ្នកបើកឡានដឹកទំនិញ", "8332"),
        new("taxi driver", "8322"), new("car driver", "8322"), new("អ្នកបើកតាក់ស៊ី", "8322"),
        new("accountant", "2411"), new("គណនេយ្យករ", "2411"), new("accounting assistant", "3313"), new("ជំនួយការគណនេយ្យ", "3313"),
        new("software developer", "2512"), new("primary school teacher", "2341"), new("គ្រូបឋមសិក្សា", "2341"), new("human resources officer", "2423"),
    ]);

    [Theory]
    [InlineData("Cook", "5120")]
    [InlineData("URGENT!! Senior Cooks (2 positions) 250$-350$", "5120")]
    [InlineData("Truck driver - Phnom Penh", "8332")]
    [InlineData("lorry drivers", "8332")]
    [InlineData("Taxi Driver (Male Only)", "8322")]
    [InlineData("Acct. Asst", "3313")]
    [InlineData("programmer, software", "2512")]
    [InlineData("HR officer", "2423")]
    [InlineData("sofware develper", "2512")]
    [InlineData("ចុងភៅ", "5120")]
    [InlineData("ត្រូវការចុងភៅបន្ទាន់", "5120")]
    [InlineData("គ្រូបង្រៀនបឋមសិក្សា", "2341")]
    [InlineData("អ្នកបើកឡាន\u200Bដឹកទំនិញ", "8332")]
    [InlineData("ជំនួយការ គណនេយ្យ", "3313")]
    public void Codes_everyday_titles(string title, string code) => Assert.Equal(code, Small.Code(title)[0].Code);

    [Theory]
    [InlineData("")]
    [InlineData("123 ()")]
    [InlineData("zzz")]
    public void Says_nothing_where_it_knows_no_word(string title) => Assert.Empty(Small.Code(title));

    [Fact]
    public void Confidences_fall_sum_to_at_most_one_and_repeat()
    {
        var first = Small.Code("accounting driver", 10);
        Assert.True(first.Count > 2);
        Assert.Equal(first, Small.Code("accounting driver", 10));
        Assert.Equal(first.OrderByDescending(c => c.Confidence), first);
        Assert.InRange(first.Sum(c => c.Confidence), 0.01, 1);
        Assert.Equal(first.Take(2), Small.Code("accounting driver", 2));
    }

    [Fact]
    public void Many_threads_get_the_same_answer()
    {
        var alone = Small.Code("hotel driver");
        Assert.All(Enumerable.Range(0, 64).AsParallel().Select(_ => Small.Code("hotel driver")).ToList(), c => Assert.Equal(alone, c));
    }

    [Fact]
    public void A_half_known_title_is_less_sure() =>
        Assert.True(Small.Code("taxi driver")[0].Confidence > Small.Code("taxi qwxyzk")[0].Confidence);

    [Fact]
    public void The_evaluation_counts_what_it_is_shown()
    {
        var figures = TitleCodingEvaluation.Of(Small.Code,
            [new("cook", "5120"), new("cook", "5120"), new("taxi driver", "8332"), new("zzz", "2411")]);
        Assert.Equal(4, figures.Titles);
        Assert.Equal(0.5, figures.Right);
        Assert.Equal([0.75, 0.75, 0.5, 0.5], figures.AgreeingDigits);
        Assert.Equal(0.75, figures.RightInFive);
        Assert.Equal(0.75, figures.Coded);
        Assert.Equal(0.625, figures.MeanReciprocalRank);
    }

    [SharedDataFact(EscoTitles.Esco, EscoTitles.Judged)]
    public void Codes_the_titles_of_a_real_service_it_was_not_trained_on()
    {
        var figures = TitleCodingEvaluation.Of(new TitleCoder(EscoTitles.Examples()).Code, EscoTitles.JudgedTitles());
        output.WriteLine($"{figures.Titles} titles; digits 1-4 right at rank 1: {string.Join(" ", figures.AgreeingDigits.Select(d => $"{d:F3}"))}; "
            + $"4 digits in 5: {figures.RightInFive:F3}; MRR {figures.MeanReciprocalRank:F3}; coded {figures.Coded:F3}; calibration error {figures.CalibrationError:F3}");
        foreach (var band in figures.Bands)
        {
            output.WriteLine($"stated {band.MeanConfidence:F2} right {band.Right:F2} of {band.Titles}");
        }
        Assert.True(figures.Titles > 15_000);
        Assert.True(figures.Right >= 0.34, $"isco4 {figures.Right:F4}");
        Assert.True(figures.RightInFive >= 0.56, $"top 5 {figures.RightInFive:F4}");
        Assert.True(figures.CalibrationError <= 0.06, $"calibration error {figures.CalibrationError:F4}");
    }
}
