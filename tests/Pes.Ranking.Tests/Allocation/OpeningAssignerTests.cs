using FsCheck;
using FsCheck.Fluent;
using Pes.Ranking.Allocation;
using Xunit;

namespace Pes.Ranking.Tests.Allocation;

public sealed class OpeningAssignerTests
{
    private static Gen<AssignmentProblem> Problems(int people, int vacancies, int edges, int openings, int worth) =>
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from p in Gen.Choose(0, people)
        from v in Gen.Choose(1, vacancies)
        select Random(new(seed), p, v, edges, openings, worth);

    [Fact]
    public void No_way_of_assigning_is_worth_more() => Given.Holds(
        Problems(people: 5, vacancies: 4, edges: 4, openings: 2, worth: 6),
        problem => OpeningAssigner.Solve(problem).Worth == Best(problem, 0, [.. problem.Openings]),
        3_000);

    [Fact]
    public void Every_assignment_comes_with_its_proof() => Given.Holds(
        Problems(people: 60, vacancies: 25, edges: 8, openings: 3, worth: 40), IsProven, 1_000);

    [Fact]
    public void Large_scores_and_many_who_go_without_are_proven_too() => Given.Holds(
        Problems(people: 400, vacancies: 40, edges: 12, openings: 4, worth: AssignmentProblem.MostWorth), IsProven, 30);

    [Fact]
    public void The_same_problem_gives_the_same_assignment()
    {
        var problem = Random(new(7), 300, 60, 10, 3, 20);
        Assert.Equal(OpeningAssigner.Solve(problem).VacancyOf, OpeningAssigner.Solve(problem).VacancyOf);
    }

    [Fact]
    public void The_best_for_one_gives_way_to_the_best_for_all()
    {
        // Both want the first vacancy; the second person has nothing else.
        var found = OpeningAssigner.Solve(new([0, 2, 3], [0, 1, 0], [10, 9, 8], [1, 1]));
        Assert.Equal([1, 0], found.VacancyOf);
        Assert.Equal(17, found.Worth);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new AssignmentProblem([0, 1], [0, 1], [1, 1], [1, 1]));
        Assert.Throws<ArgumentException>(() => new AssignmentProblem([0, 2, 1], [0], [1], [1]));
        Assert.Throws<ArgumentException>(() => new AssignmentProblem([0, 1], [1], [1], [1]));
        Assert.Throws<ArgumentException>(() => new AssignmentProblem([0, 1], [0], [-1], [1]));
        Assert.Throws<ArgumentException>(() => new AssignmentProblem([0, 1], [0], [1], [-1]));
        Assert.Throws<ArgumentException>(() => new AssignmentProblem([0, 2], [0, 0], [1, 2], [1]));
    }

    // Weak duality: whoever is assigned, no worth exceeds the bound. Equal to it, an assignment is the best.
    private static bool IsProven(AssignmentProblem problem)
    {
        var found = OpeningAssigner.Solve(problem);
        var taken = new int[problem.Openings.Length];
        long worth = 0;
        for (var person = 0; person < problem.People; person++)
        {
            var (own, isFound) = (found.VacancyOf[person], found.VacancyOf[person] < 0);
            for (var entry = problem.Starts[person]; entry < problem.Starts[person + 1]; entry++)
            {
                if (found.Profits[person] + found.Prices[problem.Vacancies[entry]] < problem.Scores[entry])
                {
                    return false;
                }

                if (problem.Vacancies[entry] == own)
                {
                    (isFound, worth) = (true, worth + problem.Scores[entry]);
                    taken[own]++;
                }
            }

            if (!isFound || found.Profits[person] < 0)
            {
                return false;
            }
        }

        return worth == found.Worth && worth == found.Bound(problem) && found.Prices.All(p => p >= 0) && taken.Zip(problem.Openings).All(t => t.First <= t.Second);
    }

    private static long Best(AssignmentProblem problem, int person, int[] left)
    {
        if (person == problem.People)
        {
            return 0;
        }

        var best = Best(problem, person + 1, left);
        for (var entry = problem.Starts[person]; entry < problem.Starts[person + 1]; entry++)
        {
            var vacancy = problem.Vacancies[entry];
            if (left[vacancy] > 0)
            {
                left[vacancy]--;
                best = Math.Max(best, problem.Scores[entry] + Best(problem, person + 1, left));
                left[vacancy]++;
            }
        }

        return best;
    }

    private static AssignmentProblem Random(Random random, int people, int vacancies, int edges, int openings, int worth)
    {
        List<int> starts = [0], of = [], scores = [];
        for (var person = 0; person < people; person++)
        {
            var own = Enumerable.Range(0, random.Next(edges + 1)).Select(_ => random.Next(vacancies)).Distinct().ToList();
            of.AddRange(own);
            scores.AddRange(own.Select(_ => random.Next(worth) + 1));
            starts.Add(of.Count);
        }

        return new([.. starts], [.. of], [.. scores], [.. Enumerable.Range(0, vacancies).Select(_ => random.Next(openings + 1))]);
    }
}
