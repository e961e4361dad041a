namespace Pes.Ranking.Allocation;

/// <summary>
/// The best assignment of people to openings, exactly: the sum of scores is the greatest that is possible, one opening a
/// person. Shortest augmenting paths (the Hungarian method of Kuhn and Munkres on a sparse graph, with openings as
/// capacities and prices kept so that every step costs 0 or more): people come one by one, and each search ends at the
/// nearest free opening or at the one who is best left without. Whole numbers and one order: deterministic.
/// </summary>
public sealed class OpeningAssigner
{
    private const int Nobody = -1;

    private readonly AssignmentProblem problem;
    private readonly long[] prices;
    private readonly long[] profits;
    private readonly int[] vacancyOf;

    // Who holds the openings of each vacancy, in a part of one array.
    private readonly int[] holders;
    private readonly int[] holderStarts;
    private readonly int[] held;

    // One search: how far each vacancy is, whence it was reached, and those whose distance is settled.
    private readonly long[] distances;
    private readonly int[] reachedFrom;
    private readonly List<int> touched = [];
    private readonly List<int> settled = [];
    private readonly PriorityQueue<int, (long Distance, int Vacancy)> queue = new();

    private OpeningAssigner(AssignmentProblem problem)
    {
        this.problem = problem;
        var vacancies = problem.Openings.Length;
        (prices, distances, reachedFrom, held) = (new long[vacancies], new long[vacancies], new int[vacancies], new int[vacancies]);
        (profits, vacancyOf) = (new long[problem.People], new int[problem.People]);
        Array.Fill(distances, long.MaxValue);
        Array.Fill(vacancyOf, Nobody);
        holderStarts = new int[vacancies + 1];
        var wanted = new int[vacancies];
        foreach (var vacancy in problem.Vacancies)
        {
            wanted[vacancy]++;
        }

        for (var vacancy = 0; vacancy < vacancies; vacancy++)
        {
            // Without openings it costs too much for anybody, and nothing in the bound.
            prices[vacancy] = problem.Openings[vacancy] == 0 ? AssignmentProblem.MostWorth : 0;
            holderStarts[vacancy + 1] = holderStarts[vacancy] + Math.Min(problem.Openings[vacancy], wanted[vacancy]);
        }

        holders = new int[holderStarts[vacancies]];
    }

    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static Assignment Solve(AssignmentProblem problem, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var assigner = new OpeningAssigner(problem);
        for (var person = 0; person < problem.People; person++)
        {
            if (person % 256 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            assigner.Add(person);
        }

        return assigner.Result();
    }

    private Assignment Result()
    {
        long worth = 0;
        for (var person = 0; person < vacancyOf.Length; person++)
        {
            for (var entry = problem.Starts[person]; entry < problem.Starts[person + 1]; entry++)
            {
                worth += problem.Vacancies[entry] == vacancyOf[person] ? problem.Scores[entry] : 0;
            }
        }

        return new(vacancyOf, worth, prices, profits);
    }

    private void Add(int person)
    {
        long profit = 0;
        for (var entry = problem.Starts[person]; entry < problem.Starts[person + 1]; entry++)
        {
            profit = Math.Max(profit, problem.Scores[entry] - prices[problem.Vacancies[entry]]);
        }

        profits[person] = profit;
        if (profit == 0)
        {
            return;
        }

        var (end, atVacancy, idle) = Search(person, profit);
        foreach (var vacancy in settled)
        {
            var less = end - distances[vacancy];
            prices[vacancy] += less;
            for (var i = holderStarts[vacancy]; less > 0 && i < holderStarts[vacancy] + held[vacancy]; i++)
            {
                profits[holders[i]] -= less;
            }
        }

        profits[person] -= end;
        Shift(person, atVacancy, idle);
        foreach (var vacancy in touched)
        {
            distances[vacancy] = long.MaxValue;
        }

        touched.Clear();
        settled.Clear();
        queue.Clear();
    }

    /// <summary>The nearest end of a path: a vacancy with a free opening, or somebody who goes without.</summary>
    /// <returns>How far it is; the free vacancy, or the one whose holder goes; and who goes, or nobody.</returns>
    private (long End, int AtVacancy, int Idle) Search(int person, long profit)
    {
        // To go without herself costs her whole profit.
        var (end, atVacancy, idle) = (profit, Nobody, person);
        Reach(person, 0, end);
        while (queue.TryDequeue(out var vacancy, out var key) && key.Distance < end)
        {
            if (key.Distance > distances[vacancy])
            {
                continue;
            }

            if (held[vacancy] < holderStarts[vacancy + 1] - holderStarts[vacancy])
            {
                return (key.Distance, vacancy, Nobody);
            }

            settled.Add(vacancy);
            for (var i = holderStarts[vacancy]; i < holderStarts[vacancy + 1]; i++)
            {
                if (key.Distance + profits[holders[i]] < end)
                {
                    (end, atVacancy, idle) = (key.Distance + profits[holders[i]], vacancy, holders[i]);
                }
            }

            for (var i = holderStarts[vacancy]; i < holderStarts[vacancy + 1]; i++)
            {
                Reach(holders[i], key.Distance, end);
            }
        }

        return (end, atVacancy, idle);
    }

    private void Reach(int person, long from, long end)
    {
        var start = from + profits[person];
        for (var entry = problem.Starts[person]; entry < problem.Starts[person + 1]; entry++)
        {
            var vacancy = problem.Vacancies[entry];
            var distance = start + prices[vacancy] - problem.Scores[entry];
            if (distance < end && distance < distances[vacancy])
            {
                if (distances[vacancy] == long.MaxValue)
                {
                    touched.Add(vacancy);
                }

                (distances[vacancy], reachedFrom[vacancy]) = (distance, person);
                queue.Enqueue(vacancy, (distance, vacancy));
            }
        }
    }

    // Everybody on the path moves on by one; whoever goes without makes the first room.
    private void Shift(int person, int atVacancy, int idle)
    {
        if (idle == person)
        {
            return;
        }

        var vacancy = atVacancy;
        if (idle != Nobody)
        {
            vacancyOf[idle] = Nobody;
            Leave(vacancy, idle);
        }

        while (true)
        {
            var mover = reachedFrom[vacancy];
            var before = vacancyOf[mover];
            holders[holderStarts[vacancy] + held[vacancy]++] = mover;
            vacancyOf[mover] = vacancy;
            if (mover == person)
            {
                return;
            }

            Leave(before, mover);
            vacancy = before;
        }
    }

    private void Leave(int vacancy, int person)
    {
        var own = holders.AsSpan(holderStarts[vacancy], held[vacancy]);
        own[own.IndexOf(person)] = own[^1];
        held[vacancy]--;
    }
}
