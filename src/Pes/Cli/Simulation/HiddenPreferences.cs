using Pes.Ranking;

namespace Pes.Cli.Simulation;

/// <summary>
/// What people and employers want, unknown to every policy and unlike any score of the product: tastes that no record
/// names, few skills that decide and many that do not, ability, care for wage and distance that differ between people,
/// and employers of whom some think less of a group.
/// </summary>
internal static class HiddenPreferences
{
    private const double LessOfDisabled = 0.5;

    /// <summary>The chance that she applies once she has looked at it.</summary>
    public static double Applies(SimulatedPerson person, SimulatedVacancy vacancy)
    {
        var taste = 0.0;
        for (var i = 0; i < person.Taste.Length; i++)
        {
            taste -= Math.Abs(person.Taste[i] - vacancy.Taste[i]);
        }

        var (own, asked) = (person.Profile, vacancy.Profile);
        var wage = (asked.WageLow, own.WageExpected) is ({ } offered, { } expected) ? Math.Clamp((offered / (double)expected) - 1, -0.5, 0.5) : -0.1;
        var far = Math.Sqrt(GeoPoint.Kilometres(own.Place!.Value, asked.Place!.Value) / 20.0) * (Array.IndexOf(own.MovesTo, asked.Province) >= 0 ? 0.4 : 1);
        return Chance(1.6 + (1.1 * taste) + (5 * person.WageCare * wage) - (person.DistanceCare * far) + (0.7 * vacancy.Attraction) - (asked.WorkTimes == WorkTimes.Nights ? 0.8 : 0));
    }

    /// <summary>The chance that the employer hires her once he has looked at her.</summary>
    public static double Hires(SimulatedPerson person, SimulatedVacancy vacancy)
    {
        double held = 0, all = 0;
        foreach (var skill in vacancy.Profile.EssentialSkills)
        {
            var weight = skill % 4 == 0 ? 4.0 : 0.5;
            all += weight;
            held += Array.BinarySearch(person.Profile.Skills, skill) >= 0 ? weight : 0;
        }

        var covered = held / all;
        var months = person.Profile.Career.Where(c => c.Occupation / 10 == vacancy.Profile.Occupation / 10).Sum(c => c.Months);
        var bias = (person.Groups & Groups.Disabled) != Groups.None ? LessOfDisabled : 0;
        return Chance(-1.6 + (3 * covered * covered) + (0.5 * Math.Log2(1 + (months / 12.0))) + (0.8 * person.Ability) - vacancy.Pickiness - bias);
    }

    /// <summary>The chance that looking at it ends in a job, were she alone: what a list should bring up.</summary>
    public static double Worth(SimulatedPerson person, SimulatedVacancy vacancy) => Applies(person, vacancy) * Hires(person, vacancy);

    private static double Chance(double logit) => 1 / (1 + Math.Exp(-logit));
}
