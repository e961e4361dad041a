using Pes.Features.Matching;
using Pes.Platform.Text;
using Pes.Ranking;

namespace Pes.Cli.DemoData;

/// <summary>What was chosen from a list, and how well the employer would find the person fits (0 to 1).</summary>
internal sealed record DemoChoice(DemoVacancy Vacancy, Guid RunId, double Fit);

/// <summary>
/// Match lists of the past, made by the product's own matcher and kept as the product keeps them, and what the invented
/// people did with them: lower places are looked at less, and what is chosen follows preferences that the prior does not
/// have (the wage above all). Everything here is invented: a model that learns from it shows that learning works, not
/// what people in Cambodia want.
/// </summary>
internal sealed class DemoLists(DemoCountry country, DemoMarket market, Dice dice, DemoRows rows, int most)
{
    private const double LookPower = 0.7;

    /// <summary>What she looks at and likes less than this is passed over unopened.</summary>
    private const double LikesToOpen = 0.9;

    /// <summary>Younger lists are still worked with, and would come with an officer's marks already.</summary>
    private const int DaysBeforeMarks = 60;

    private readonly HashSet<(Guid, Guid)> marked = [];
    private int kept;

    /// <summary>Shows a list and lets her choose.</summary>
    /// <returns>Null where no list is kept any more, or nothing fits.</returns>
    public DemoChoice? Choose(DemoPerson person, DateOnly day)
    {
        if (kept >= most || day >= country.Today)
        {
            return null;
        }

        var open = market.OpenOn(day, person.IsGrown).ToDictionary(v => v.Id);
        var profiles = open.Values.Select(v => v.ProfileNow()).ToDictionary(p => p.Id);
        var own = person.ProfileOn(day);
        var run = Matcher.Prior.VacanciesFor(own, VacancySnapshot.Build(profiles.Values), day, MatchVacancies.PageSize).Explain();
        if (run.Rows.Count < 2)
        {
            return null;
        }

        kept++;
        var opens = Formats.BeginsUtc(day).AddHours(6.75);
        var at = opens > person.RegisteredAt ? opens : person.RegisteredAt.AddMinutes(8);
        var id = Keep(person, own, run, [.. run.Rows.Select(r => profiles[r.Id])], day, at);
        var looked = run.Rows.Where((_, i) => dice.Chance(Math.Pow(i + 1, -LookPower))).DefaultIfEmpty(run.Rows[0])
            .Select(r => (Vacancy: profiles[r.Id], Likes: Likes(own, profiles[r.Id]))).OrderByDescending(l => l.Likes).ToList();
        foreach (var (index, (vacancy, _)) in looked.Where((l, i) => i == 0 || l.Likes >= LikesToOpen).Index())
        {
            rows.Add(new MatchOpeningRow(id, vacancy.Id, person.Officer, at.AddMinutes(1).AddSeconds(20 * index)));
        }

        Mark(person, id, looked, at, day);
        var chosen = looked[0].Vacancy;
        return new(open[chosen.Id], id, Fit(own, chosen));
    }

    private Guid Keep(DemoPerson person, JobseekerProfile own, MatchRun run, IReadOnlyList<VacancyProfile> shown, DateOnly day, DateTime at)
    {
        var id = dice.Id(at);
        var input = new RunInput { Today = day, Jobseeker = own, Vacancies = shown, Filter = new MatchFilter() };
        rows.Add(new MatchRunRow(id, "vacancies", person.CaseFileId, null, run.ModelVersion, run.InputsChecksum, input.ToBytes(), run.Considered, at, person.Officer));
        foreach (var (index, row) in run.Rows.Index())
        {
            rows.Add(new MatchRowRow(id, index + 1, row.Id, row.Score, row.Band, RowRecord.Of(row)));
        }

        return id;
    }

    private void Mark(DemoPerson person, Guid run, List<(VacancyProfile Vacancy, double Likes)> looked, DateTime at, DateOnly day)
    {
        if (country.Today.DayNumber - day.DayNumber < DaysBeforeMarks)
        {
            return;
        }

        foreach (var (index, (vacancy, likes)) in looked.Index().Skip(1))
        {
            var action = index == 1 && dice.Chance(0.35) ? MatchActions.Pin : likes < 0.5 && dice.Chance(0.15) ? MatchActions.Hide : null;
            if (action is not null && marked.Add((person.CaseFileId, vacancy.Id)))
            {
                rows.Add(new MatchActionRow(dice.Id(at), run, person.CaseFileId, vacancy.Id, action, action == MatchActions.Hide ? "too-far" : null, person.Officer, at.AddMinutes(3)));
            }
        }
    }

    // What she likes, which no file says: pay before all, then the province, permanent work, and what she can.
    private double Likes(JobseekerProfile person, VacancyProfile vacancy)
    {
        var pay = person.WageExpected is { } expected && vacancy.WageLow is { } low ? Math.Clamp((((low + (vacancy.WageHigh ?? low)) / 2.0) / expected) - 1, -0.5, 0.5) : 0;
        return (2.4 * pay) + (person.Province == vacancy.Province ? 0.7 : 0) + (vacancy.Contract == Contracts.Permanent ? 0.5 : 0)
            + (0.6 * Share(person, vacancy)) + (0.4 * dice.Share());
    }

    /// <summary>How well the employer finds that she fits: skills asked and held, and months in the minor group; 0 to 1.</summary>
    public static double Fit(JobseekerProfile person, VacancyProfile vacancy)
    {
        var months = person.Career.Where(c => c.Occupation / 10 == vacancy.Occupation / 10).Sum(c => c.Months);
        return (0.6 * Share(person, vacancy)) + (0.4 * (vacancy.ExperienceAsked is > 0 and { } asked ? Math.Min(1, months / (double)asked) : 1));
    }

    private static double Share(JobseekerProfile person, VacancyProfile vacancy) =>
        vacancy.EssentialSkills.Length == 0 ? 0.5 : vacancy.EssentialSkills.Count(s => person.Skills.Contains(s)) / (double)vacancy.EssentialSkills.Length;
}
