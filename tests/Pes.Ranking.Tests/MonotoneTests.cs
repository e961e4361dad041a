using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Pes.Ranking.Tests;

/// <summary>More of what is good never lowers a score: each improvement on 100,000 random pairs.</summary>
public sealed class MonotoneTests
{
    private const int Cases = 100_000;

    private static readonly Gen<Case> Pairs =
        from jobseeker in Given.Jobseekers
        from vacancy in Given.Vacancies
        from step in Gen.Choose(1, 12)
        from job in Given.Step
        select new Case(jobseeker, vacancy, step, job);

    private static readonly Dictionary<string, Func<Case, Case>> Improvements = new(StringComparer.Ordinal)
    {
        ["one more skill"] = c => c with { J = c.J with { Skills = [.. c.J.Skills, c.Step] } },
        ["more months in a job"] = c => c with { J = c.J with { Career = [.. c.J.Career.Select(s => s with { Months = (ushort)(s.Months + c.Step) })] } },
        ["one more job in the career"] = c => c with { J = c.J with { Career = [.. c.J.Career, c.Job] } },
        ["a higher qualification"] = c => c with { J = c.J with { Education = (byte?)(c.J.Education + c.Step) } },
        ["one more or better language"] = c => c with { J = c.J with { Languages = [.. c.J.Languages, new((byte)(1 + (c.Step % 3)), (byte)(1 + (c.Step / 2)))] } },
        ["willing to move"] = c => c with { J = c.J with { MovesAnywhere = true } },
        ["a higher wage"] = c => c with { V = c.V with { WageLow = c.V.WageLow + (c.Step * 20_000), WageHigh = c.V.WageHigh + (c.Step * 30_000) } },
        ["published later"] = c => c with { V = c.V with { PublishedOn = c.V.PublishedOn?.AddDays(c.Step) } },
        ["more referrals answered"] = c => c with { V = c.V with { EmployerAnswered = (ushort?)(c.V.EmployerAnswered + (c.Step * 20)) } },
        ["answered sooner"] = c => c with { V = c.V with { EmployerAnswerDays = (ushort?)Less(c.V.EmployerAnswerDays, c.Step) } },
        ["more openings"] = c => c with { V = c.V with { OpeningsLeft = (ushort)(c.V.OpeningsLeft + c.Step) } },
        ["fewer referrals pending"] = c => c with { V = c.V with { ReferralsPending = (ushort?)Less(c.V.ReferralsPending, c.Step) } },
    };

    [Fact]
    public void No_improvement_lowers_a_score() => NeverLower(Improvements);

    [Fact]
    public void The_check_finds_what_is_no_improvement() =>
        Assert.ThrowsAny<Exception>(() => NeverLower(new(StringComparer.Ordinal)
        {
            ["a higher expectation"] = c => c with { J = c.J with { WageExpected = c.J.WageExpected + (c.Step * 50_000) } },
        }));

    [Fact]
    public void Each_improvement_raises_some_score()
    {
        var pairs = Pairs.Drawn(1_000, 2_000).ToArray();
        Assert.All(Improvements, i => Assert.Contains(pairs, c => Score(i.Value(c)) > Score(c)));
    }

    [Fact]
    public void One_more_essential_skill_raises_every_score() => Given.Holds(
        Pairs.Where(c => Lacks(c).Any()),
        c => Score(c with { J = c.J with { Skills = [.. c.J.Skills, Lacks(c).First()] } }) > Score(c),
        Cases / 5);

    [Fact]
    public void A_nearer_home_never_lowers_a_score() => Given.Holds(
        from pair in Pairs
        from workplace in Given.KnownPlace
        from one in Given.KnownPlace
        from other in Given.KnownPlace
        select (Pair: pair with { V = pair.V with { Place = workplace } }, one, other, workplace),
        c =>
        {
            var oneIsNearer = GeoPoint.Kilometres(c.one, c.workplace) <= GeoPoint.Kilometres(c.other, c.workplace);
            var (near, far) = oneIsNearer ? (c.one, c.other) : (c.other, c.one);
            return Score(c.Pair with { J = c.Pair.J with { Place = near } }) >= Score(c.Pair with { J = c.Pair.J with { Place = far } });
        },
        Cases);

    private static void NeverLower(Dictionary<string, Func<Case, Case>> improvements) => Given.Holds(
        Pairs,
        c =>
        {
            var before = Score(c);
            foreach (var (name, improve) in improvements)
            {
                Assert.True(Score(improve(c)) >= before, name);
            }

            return true;
        },
        Cases);

    private static IEnumerable<int> Lacks(Case c) => c.V.EssentialSkills.Except(c.J.Skills);

    private static int Score(Case c) => Given.Score(c.J, c.V);

    private static int? Less(ushort? value, int step) => value is { } known ? Math.Max(0, known - step) : null;

    private sealed record Case(JobseekerProfile J, VacancyProfile V, int Step, CareerStep Job);
}
