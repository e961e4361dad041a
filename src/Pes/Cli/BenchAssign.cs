using System.CommandLine;
using System.Diagnostics;
using Pes.Cli.MatchBench;
using Pes.Ranking;
using Pes.Ranking.Allocation;
using Pes.Ranking.Coarse;
using Pes.Ranking.Learning;
using Pes.Ranking.Pairs;

namespace Pes.Cli;

/// <summary>
/// The best assignment of people to openings at the size of a mass intake, on one core. The market is made up; it is
/// solved three ways, since few openings and many equal scores are what makes a search long.
/// </summary>
internal static class BenchAssign
{
    private const int Edges = 50;
    private const double TargetSeconds = 60;

    // Of the model whose coarse points are the wishes.
    private const int Lists = 200;
    private const int Trees = 100;

    // Spread inside one coarse point, so that hardly two scores are equal.
    private const int Fine = 1_000;

    public static Command Command()
    {
        var quick = new Option<bool>("--quick") { Description = "A tenth of the people and of the vacancies." };
        var command = new Command("assign", "The best assignment of 20,000 people to the openings of 5,000 vacancies.") { quick };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(quick), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(bool quick, CancellationToken cancellation)
    {
        var (people, vacancies) = quick ? (2_000, 500) : (20_000, 5_000);
        var market = new BenchMarket(1);
        List<(int Id, VacancyProfile Vacancy)> all = [.. Enumerable.Range(0, vacancies).Select(i => (i, market.Vacancy()))];
        var model = new LearnedRanking(LambdaMart.TrainOblivious(BenchPairs.Of(market, all, Lists).ToRows(), new() { Trees = Trees, Monotone = PairFeatures.Directions }, cancellationToken: cancellation));
        var (starts, of, points) = Wishes(market, VacancyIndex.Build(all, BenchMarket.Today), model, people);
        var random = new Random(3);
        int[] fine = [.. points.Select(p => (p * Fine) + random.Next(Fine))];
        int[] openings = [.. all.Select(v => (int)v.Vacancy.OpeningsLeft)];
        int[] few = [.. openings.Select(o => (o + 2) / 3)];

        var usual = Solve(new(starts, of, fine, openings), cancellation);
        var scarce = Solve(new(starts, of, fine, few), cancellation);
        var equal = Solve(new(starts, of, points, few), cancellation);
        var worst = Math.Max(usual.Seconds, Math.Max(scarce.Seconds, equal.Seconds));
        var input = new GroupAssignmentInput
        {
            Today = BenchMarket.Today, People = [.. Enumerable.Range(0, people).Select(_ => market.Jobseeker())], Vacancies = [.. all.Select(v => v.Vacancy)], LeastBand = 1, PeopleForOpening = 1,
        };
        var (byModel, byPrior) = (await WholeAsync(input, model, cancellation), await WholeAsync(input, null, cancellation));
        Bench.Print(
            "assign", quick,
            new Bench.Figure(
                "assignSeconds", Bench.Rounded(worst), "s", FormattableString.Invariant($"<= {TargetSeconds}"), quick ? null : worst <= TargetSeconds,
                new { people, vacancies, edges = of.Length, slowestOf = 3, usual, scarce, equalScoresAndScarce = equal }),
            new Bench.Figure("assignWholeSeconds", byModel.Seconds, "s", FormattableString.Invariant($"<= {TargetSeconds}"), quick ? null : byModel.Seconds <= TargetSeconds, new { people, vacancies, byModel, byPrior }));
        return 0;
    }

    // As the product does it: every pair that may be is ranked first.
    private static async Task<Whole> WholeAsync(GroupAssignmentInput input, LearnedRanking? model, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var found = await GroupAssignment.SolveAsync(input, model, cancellationToken: cancellation);
        return new(Bench.Rounded(watch.Elapsed.TotalSeconds), found.Count(p => p.Vacancy >= 0));
    }

    private static (int[] Starts, int[] Vacancies, int[] Points) Wishes(BenchMarket market, VacancyIndex index, LearnedRanking model, int people)
    {
        List<int> starts = [0], of = [], points = [];
        var (hits, scratch) = (new CoarseHit[Edges], new CoarseScratch());
        for (var person = 0; person < people; person++)
        {
            var found = index.Coarse.Top(index.CoarseQueryOf(market.Jobseeker(), model), hits, scratch);
            foreach (var hit in hits.AsSpan(0, found))
            {
                of.Add(hit.Id);
                points.Add(hit.Score);
            }

            starts.Add(of.Count);
        }

        return ([.. starts], [.. of], [.. points]);
    }

    private static Solved Solve(AssignmentProblem problem, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var found = OpeningAssigner.Solve(problem, cancellation);
        var seconds = watch.Elapsed.TotalSeconds;
        return new(Bench.Rounded(seconds), problem.Openings.Sum(), found.VacancyOf.Count(v => v >= 0), found.Worth, found.Bound(problem) == found.Worth, Bench.Rounded(Greedy(problem) / (double)found.Worth));
    }

    // What a first-come, first-served fair would reach.
    private static long Greedy(AssignmentProblem problem)
    {
        int[] left = [.. problem.Openings];
        long worth = 0;
        for (var person = 0; person < problem.People; person++)
        {
            var best = -1;
            for (var entry = problem.Starts[person]; entry < problem.Starts[person + 1]; entry++)
            {
                best = left[problem.Vacancies[entry]] > 0 && (best < 0 || problem.Scores[entry] > problem.Scores[best]) ? entry : best;
            }

            if (best >= 0)
            {
                left[problem.Vacancies[best]]--;
                worth += problem.Scores[best];
            }
        }

        return worth;
    }

    private sealed record Whole(double Seconds, int Assigned);

    private sealed record Solved(double Seconds, int Openings, int Assigned, long Worth, bool IsProven, double FirstComeShareOfWorth);
}
