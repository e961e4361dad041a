using System.Globalization;
using System.Runtime.InteropServices;
using Pes.Ranking.Pairs;

namespace Pes.Ranking.Allocation;

/// <summary>Who is to be assigned to what.</summary>
public sealed record GroupAssignmentInput
{
    public required DateOnly Today { get; init; }

    public required IReadOnlyList<JobseekerProfile> People { get; init; }

    public required IReadOnlyList<VacancyProfile> Vacancies { get; init; }

    /// <summary>Positions (person, vacancy) of pairs that are out of the question.</summary>
    public IReadOnlyList<int[]> Excluded { get; init; } = [];

    /// <summary>The least of the five bands, so that nobody is sent to what does not fit.</summary>
    public required int LeastBand { get; init; }

    /// <summary>How many people are sent for one opening, since not all who are sent are taken.</summary>
    public required int PeopleForOpening { get; init; }
}

/// <summary>What came of one person.</summary>
/// <param name="Vacancy">Its position; -1: none.</param>
/// <param name="Suiting">Vacancies that she could have been assigned to.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AssignedPerson(int Vacancy, int Suiting);

/// <summary>
/// Assigns people to openings together, by the scores of a ranking, among the pairs that no hard condition keeps out and whose band
/// is good enough. The sum of scores is the greatest that is possible; one person more weighs as much as the whole range of scores. Of each person the
/// hundred vacancies that fit her best count. The same input gives the same assignment.
/// </summary>
public static class GroupAssignment
{
    private const int MostEach = 100;

    private const int PeopleBetweenReports = 50;

    /// <param name="model">Null: the prior.</param>
    /// <param name="progress">Told how many people have been looked at.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static async Task<IReadOnlyList<AssignedPerson>> SolveAsync(
        GroupAssignmentInput input, LearnedRanking? model, Func<int, Task>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        Func<JobseekerProfile, IEnumerable<(int Vacancy, int Score)>> suiting = model is null ? ByPrior(input) : ByModel(input, model);
        var excluded = input.Excluded.Select(e => (e[0], e[1])).ToHashSet();
        List<int> starts = [0], vacancies = [], scores = [];
        for (var person = 0; person < input.People.Count; person++)
        {
            if (person % PeopleBetweenReports == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await (progress?.Invoke(person) ?? Task.CompletedTask);
            }

            foreach (var (vacancy, score) in suiting(input.People[person])
                         .Where(s => !excluded.Contains((person, s.Vacancy)))
                         .OrderByDescending(s => s.Score).ThenBy(s => s.Vacancy).Take(MostEach))
            {
                vacancies.Add(vacancy);
                scores.Add(score);
            }

            starts.Add(vacancies.Count);
        }

        var found = OpeningAssigner.Solve(new([.. starts], [.. vacancies], Worth(scores), [.. input.Vacancies.Select(v => v.OpeningsLeft * input.PeopleForOpening)]), cancellationToken);
        return [.. found.VacancyOf.Select((vacancy, person) => new AssignedPerson(vacancy, starts[person + 1] - starts[person]))];
    }

    /// <summary>
    /// Scores as what an assignment is worth: from the range of all plus one, so that one person more weighs as much as the whole range. A range too wide
    /// for the solver loses its last bits, the same of every score.
    /// </summary>
    internal static int[] Worth(IReadOnlyList<int> scores)
    {
        var (least, most) = scores.Count == 0 ? (0L, 0L) : (scores.Min(), scores.Max());
        var bits = 0;
        while ((2 * ((most - least) >> bits)) + 1 > AssignmentProblem.MostWorth)
        {
            bits++;
        }

        return [.. scores.Select(score => (int)(((score - least) >> bits) + ((most - least) >> bits) + 1))];
    }

    /// <summary>32 hexadecimal digits over everything that an assignment depends on.</summary>
    public static string ChecksumOf(GroupAssignmentInput input, string modelVersion)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Checksum.OfRun(
            string.Create(CultureInfo.InvariantCulture, $"{modelVersion} {input.LeastBand} {input.PeopleForOpening} {string.Join(' ', input.Excluded.Select(e => string.Join('-', e)))}"),
            "assignment", Checksum.Sum(Checksum.OfEach([.. input.People])), Checksum.Sum(Checksum.OfEach([.. input.Vacancies])), input.People.Count, input.Today, input.Vacancies.Count);
    }

    private static Func<JobseekerProfile, IEnumerable<(int Vacancy, int Score)>> ByPrior(GroupAssignmentInput input)
    {
        return Suiting;

        IEnumerable<(int Vacancy, int Score)> Suiting(JobseekerProfile person)
        {
            for (var vacancy = 0; vacancy < input.Vacancies.Count; vacancy++)
            {
                if (HardConditions.Failed(person, input.Vacancies[vacancy], input.Today, suggesting: true) == HardCondition.None
                    && ScoreOf(person, input.Vacancies[vacancy], input.Today) is var score && ScoreBand.Of(score) >= input.LeastBand)
                {
                    yield return (vacancy, score);
                }
            }
        }
    }

    private static Func<JobseekerProfile, IEnumerable<(int Vacancy, int Score)>> ByModel(GroupAssignmentInput input, LearnedRanking model)
    {
        var index = VacancyIndex.Build([.. input.Vacancies.Select((v, i) => (i, v))], input.Today);
        var scratch = new SearchScratch();
        return person => person.MayBeSuggested
            ? index.Ranked(person, model, input.Today, input.Vacancies.Count, scratch, portionSize: Math.Max(1, input.Vacancies.Count))
                .Where(row => model.Band(row.Score) >= input.LeastBand).Select(row => (row.Id, row.Score))
            : [];
    }

    private static int ScoreOf(JobseekerProfile person, VacancyProfile vacancy, DateOnly today)
    {
        Span<Finding> findings = stackalloc Finding[TermWeights.Count];
        return PairScore.Of(person, vacancy, today, findings);
    }
}
