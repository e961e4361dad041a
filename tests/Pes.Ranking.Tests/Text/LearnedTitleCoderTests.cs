using Pes.Ranking.Text;
using Xunit;

namespace Pes.Ranking.Tests.Text;

public sealed class LearnedTitleCoderTests
{
    private static readonly (string Isco, string Occupation, string[] Names)[] Work =
    [
        ("5120", "cook", ["cook", "kitchen cook", "commis"]),
        ("8332", "truck-driver", ["truck driver", "lorry driver", "heavy vehicle driver"]),
        ("8322", "car-driver", ["car driver", "taxi driver", "personal driver"]),
        ("2411", "accountant", ["accountant", "tax accountant", "account manager finance"]),
        ("3313", "bookkeeper", ["bookkeeper", "accounts assistant", "account clerk"]),
        ("2512", "developer", ["software developer", "backend programmer", "java developer"]),
        ("2512", "analyst", ["software analyst", "systems programmer", "software architect"]),
        ("5223", "shop-assistant", ["shop assistant", "retail crew", "sales promoter"]),
    ];

    private static readonly string[] Additions = ["senior", "junior", "urgent", "kuala lumpur", "penang", "night shift", "trainee", "head", "group", "full time"];

    private static readonly OccupationTitle[] Titles =
    [
        .. Judged(), .. Work.Select(w => new OccupationTitle(w.Names[0], w.Isco, w.Occupation, TitleSource.Label)),
        new("ចុងភៅ", "5120", null, TitleSource.Own), new("ចុងភៅសណ្ឋាគារ", "5120", null, TitleSource.Own), new("អ្នកបើកឡានដឹកទំនិញ", "8332", null, TitleSource.Own), new("អ្នកដឹកទំនិញ", "8332", null, TitleSource.Own),
        new("អ្នកបើកឡាន", "8322", null, TitleSource.Own),
    ];

    private static readonly LearnedTitleCoder Coder = new(Titles);

    [Theory]
    [InlineData("Cook", "5120", "cook")]
    [InlineData("URGENT: Lorry Driver (2 pax)", "8332", "truck-driver")]
    [InlineData("personal driver, Melaka", "8322", "car-driver")]
    [InlineData("Java Developper", "2512", "developer")]
    [InlineData("Retail Crew 24 hours", "5223", "shop-assistant")]
    public void Codes_titles_like_those_it_learnt(string title, string isco, string occupation)
    {
        Assert.Equal(isco, Coder.Code(title)[0].Code);
        Assert.Equal(occupation, Coder.Occupations(title)[0].Code);
    }

    [Theory]
    [InlineData("ចុងភៅ", "5120")]
    [InlineData("ត្រូវការចុងភៅសណ្ឋាគារ", "5120")]
    [InlineData("អ្នកបើកឡាន\u200Bដឹកទំនិញ", "8332")]
    public void Codes_Khmer_titles_by_their_group(string title, string isco) => Assert.Equal(isco, Coder.Code(title)[0].Code);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("123 (456)")]
    [InlineData("()[]{}!?")]
    [InlineData("qqqq wwww")]
    [InlineData("ឞ")]
    public void Says_nothing_where_it_knows_nothing(string title)
    {
        Assert.Empty(Coder.Code(title));
        Assert.Empty(Coder.Occupations(title));
    }

    [Fact]
    public void Confidences_fall_lie_between_0_and_1_and_sum_to_at_most_1()
    {
        foreach (var title in new[] { "driver", "software", "account", "head of kitchen software drivers", "urgent" })
        {
            foreach (var proposals in new[] { Coder.Code(title, 8), Coder.Occupations(title, 8) })
            {
                Assert.NotEmpty(proposals);
                Assert.All(proposals, p => Assert.InRange(p.Confidence, 0, 1));
                Assert.Equal(proposals.OrderByDescending(p => p.Confidence).Select(p => p.Confidence), proposals.Select(p => p.Confidence));
                Assert.InRange(proposals.Sum(p => p.Confidence), 0, 1 + 1e-9);
            }

            Assert.Equal(Coder.Code(title, 8).Take(2).Select(p => p.Code), Coder.Code(title, 2).Select(p => p.Code));
        }
    }

    [Fact]
    public void The_mean_with_the_plain_coder_states_how_often_it_is_right()
    {
        BlendedTitleCoder mean = new(new TitleCoder(Titles.Where(t => t.Source != TitleSource.Judged).Select(t => new TitleExample(t.Title, t.IscoCode))), Coder);

        // One judgement in ten is wrong; the plain coder never states more than .72, so half of what both say could not come near.
        var known = mean.Code("penang truck driver kedah", 1)[0];
        Assert.Equal("8332", known.Code);
        Assert.InRange(known.Confidence, 0.83, 0.97);
        foreach (var title in new[] { "driver", "software", "head of kitchen software drivers" })
        {
            var proposals = mean.Code(title, 8);
            Assert.Equal(proposals.OrderByDescending(p => p.Confidence).Select(p => p.Confidence), proposals.Select(p => p.Confidence));
            Assert.InRange(proposals.Sum(p => p.Confidence), 0, 1 + 1e-9);
        }
    }

    [Fact]
    public void The_same_titles_give_the_same_bits_on_any_thread()
    {
        LearnedTitleCoder again = new(Titles);
        Assert.Equal(Coder.NeighbourShare, again.NeighbourShare);
        string[] asked = ["cook", "driver", "software account", "អ្នកបើកឡាន", "penang retail head"];
        var alone = asked.Select(t => Coder.Code(t, 8)).ToList();
        Assert.All(Enumerable.Range(0, 8).AsParallel().Select(_ => asked.Select(t => again.Code(t, 8)).ToList()), answers => Assert.Equal(alone, answers));
    }

    [Fact]
    public void Too_few_judged_titles_are_refused() =>
        Assert.Throws<ArgumentException>(() => new LearnedTitleCoder([.. Titles.Where(t => t.Source != TitleSource.Judged)]));

    [Fact]
    public void The_answers_to_a_count_below_one_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Coder.Code("cook", 0));

    // Every name with every pair of additions; one in ten is judged wrongly, as people do.
    private static IEnumerable<OccupationTitle> Judged()
    {
        var number = 0;
        foreach (var (work, name, first, second) in
            from w in Work from n in w.Names from a in Additions from b in Additions where string.CompareOrdinal(a, b) < 0 select (w, n, a, b))
        {
            var judged = ++number % 10 == 0 ? Work[number / 10 % Work.Length] : work;
            yield return new($"{first} {name} {second}", judged.Isco, judged.Occupation, TitleSource.Judged);
        }
    }
}
