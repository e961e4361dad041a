using Pes.Features.Matching;
using Pes.Platform.Text;
using Pes.Ranking;

namespace Pes.Cli.DemoData;

/// <summary>Whom an officer chose from a list for a vacancy, and how well the employer would find her fits (0 to 1).</summary>
internal sealed record DemoSuggestion(DemoPerson Person, Guid RunId, double Fit);

/// <summary>
/// Lists of jobseekers of the past, made by the product's own matcher for officers who looked for a vacancy, and whom they opened and
/// referred: lower places are looked at less, and whom they like follows what she can, whether she did such work lately and whether the pay
/// would do, by a rule of its own that is neither the prior's nor that of <see cref="DemoLists"/>. As invented as the rest.
/// </summary>
internal sealed class DemoSuggestions(Dice dice, DemoRows rows)
{
    private const double LookPower = 0.8;

    private const double LikesToOpen = 0.7;

    private const double LikesToRefer = 1.1;

    private const int MostReferred = 2;

    private const int MonthsOfLately = 24;

    /// <summary>Shows a list to an officer of the centre on a day and lets her choose.</summary>
    /// <param name="candidates">The centre's people who look for work on that day and agreed to be suggested.</param>
    public IReadOnlyList<DemoSuggestion> Choose(DemoVacancy offered, DateOnly day, Guid officer, IEnumerable<DemoPerson> candidates)
    {
        var people = candidates.ToDictionary(p => p.CaseFileId, p => (Person: p, Profile: p.ProfileOn(day)));
        var vacancy = offered.ProfileNow();
        var run = Matcher.Prior.JobseekersFor(vacancy, JobseekerSnapshot.Build(people.Values.Select(p => p.Profile)), day, MatchVacancies.PageSize).Explain();
        if (run.Rows.Count < 2)
        {
            return [];
        }

        var at = Formats.BeginsUtc(day).AddHours(6.75);
        var id = Keep(run, vacancy, [.. run.Rows.Select(r => people[r.Id].Profile)], day, at, officer);
        var looked = run.Rows.Where((_, i) => dice.Chance(Math.Pow(i + 1, -LookPower))).Select(r => people[r.Id])
            .Select(p => (p.Person, p.Profile, Likes: Likes(p.Profile, vacancy))).OrderByDescending(l => l.Likes).ToList();
        foreach (var (index, (person, _, _)) in looked.Where(l => l.Likes >= LikesToOpen).Index())
        {
            rows.Add(new MatchOpeningRow(id, person.CaseFileId, officer, at.AddMinutes(1).AddSeconds(20 * index)));
        }

        return [.. looked.Where(l => l.Likes >= LikesToRefer).Take(MostReferred).Select(l => new DemoSuggestion(l.Person, id, DemoLists.Fit(l.Profile, vacancy)))];
    }

    private Guid Keep(MatchRun run, VacancyProfile vacancy, IReadOnlyList<JobseekerProfile> shown, DateOnly day, DateTime at, Guid officer)
    {
        var id = dice.Id(at);
        var input = new RunInput { Today = day, Vacancy = vacancy, Jobseekers = shown };
        rows.Add(new MatchRunRow(id, "jobseekers", null, vacancy.Id, run.ModelVersion, run.InputsChecksum, input.ToBytes(), run.Considered, at, officer));
        foreach (var (index, row) in run.Rows.Index())
        {
            rows.Add(new MatchRowRow(id, index + 1, row.Id, row.Score, row.Band, RowRecord.Of(row)));
        }

        return id;
    }

    // What the officer thinks of, which no file says: what she can, and of late, whether she would take the pay, and that it is what she wishes first.
    private double Likes(JobseekerProfile person, VacancyProfile vacancy)
    {
        var pay = person.WageExpected is { } expected && vacancy.WageHigh is { } high ? Math.Clamp((high / (double)expected) - 1, -0.5, 0.3) : 0;
        var lately = person.Career.Any(s => s.Occupation / 10 == vacancy.Occupation / 10 && s.MonthsSince <= MonthsOfLately);
        return (1.4 * DemoLists.Fit(person, vacancy)) + (lately ? 0.3 : 0) + (1.2 * pay) + (person.WishedOccupations.Contains(vacancy.Occupation) ? 0.4 : 0) + (0.4 * dice.Share());
    }
}
