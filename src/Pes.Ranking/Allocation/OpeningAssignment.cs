// What is checked here came as the argument of a caller, who named it.
#pragma warning disable MA0015
namespace Pes.Ranking.Allocation;

/// <summary>Who could take what: of each person the vacancies that suit, with a score each.</summary>
public sealed class AssignmentProblem
{
    /// <param name="starts">First entry of each person, and the number of entries last: ascending from 0.</param>
    /// <param name="vacancies">Vacancy of each entry, from 0; no person has one twice.</param>
    /// <param name="scores">Worth of each entry, 0 to 1,000,000,000; an entry worth 0 is never needed.</param>
    /// <param name="openings">Of each vacancy, 0 or more.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a number is out of range.</exception>
    public AssignmentProblem(int[] starts, int[] vacancies, int[] scores, int[] openings)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(vacancies);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(openings);
        if (starts is not [0, ..] || starts[^1] != vacancies.Length || scores.Length != vacancies.Length || starts.Zip(starts.Skip(1)).Any(s => s.First > s.Second))
        {
            throw new ArgumentException("Starts ascend from 0 to the number of entries, which have a vacancy and a score each.");
        }

        if (openings.AsSpan().ContainsAnyExceptInRange(0, int.MaxValue) || scores.AsSpan().ContainsAnyExceptInRange(0, MostWorth)
            || vacancies.AsSpan().ContainsAnyExceptInRange(0, openings.Length - 1))
        {
            throw new ArgumentException($"Openings are 0 or more, scores 0 to {MostWorth}, vacancies have openings.");
        }

        var lastPerson = new int[openings.Length];
        for (var person = 1; person < starts.Length; person++)
        {
            foreach (var vacancy in vacancies.AsSpan(starts[person - 1]..starts[person]))
            {
                if (lastPerson[vacancy] == person)
                {
                    throw new ArgumentException($"Person {person - 1} has vacancy {vacancy} twice.");
                }

                lastPerson[vacancy] = person;
            }
        }

        (Starts, Vacancies, Scores, Openings) = (starts, vacancies, scores, openings);
    }

    /// <summary>The most that one entry is worth.</summary>
    public const int MostWorth = 1_000_000_000;

    public int People => Starts.Length - 1;

    /// <summary>First entry of each person, and the number of entries last.</summary>
    public int[] Starts { get; }

    /// <summary>Of each entry.</summary>
    public int[] Vacancies { get; }

    /// <summary>Of each entry.</summary>
    public int[] Scores { get; }

    /// <summary>Of each vacancy.</summary>
    public int[] Openings { get; }
}

/// <summary>An assignment of the greatest worth, and the proof of it.</summary>
/// <param name="VacancyOf">Of each person; -1: none.</param>
/// <param name="Worth">The sum of the scores of all assigned.</param>
/// <param name="Prices">Of each vacancy, 0 or more; 0 where an opening stays free, the most where there is none.</param>
/// <param name="Profits">Of each person, 0 or more: no entry is worth more than its person's profit and its vacancy's price.</param>
public sealed record Assignment(int[] VacancyOf, long Worth, long[] Prices, long[] Profits)
{
    /// <summary>
    /// An upper bound of what any assignment can be worth: all profits, and the price of every opening. It equals
    /// <see cref="Worth"/>, which proves that there is no better one (duality of linear programmes).
    /// </summary>
    public long Bound(AssignmentProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var bound = Profits.Sum();
        for (var vacancy = 0; vacancy < Prices.Length; vacancy++)
        {
            bound += Prices[vacancy] * problem.Openings[vacancy];
        }

        return bound;
    }
}
