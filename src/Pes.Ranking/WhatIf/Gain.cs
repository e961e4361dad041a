using System.Runtime.InteropServices;

namespace Pes.Ranking.WhatIf;

/// <summary>What a jobseeker can gain. Licences stand for certificates too, as in the profiles.</summary>
public enum GainKind : byte
{
    Skill = 0,
    Licence = 1,
}

/// <summary>One skill or one licence or certificate that she does not hold.</summary>
/// <param name="Id">Of the skill or of the licence.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Gain(GainKind Kind, int Id)
{
    /// <summary>The same jobseeker with it.</summary>
    public JobseekerProfile AddedTo(JobseekerProfile jobseeker)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        return Kind == GainKind.Skill
            ? jobseeker with { Skills = [.. jobseeker.Skills, Id] }
            : jobseeker with { Licences = [.. jobseeker.Licences, Id] };
    }

    /// <summary>What a vacancy asks, essential or useful, and she does not hold.</summary>
    internal static IEnumerable<Gain> Missing(JobseekerProfile jobseeker, VacancyProfile vacancy) =>
        CodeSet.NotHeld(vacancy.LicencesToHold, jobseeker.Licences).Select(id => new Gain(GainKind.Licence, id))
            .Concat(CodeSet.NotHeld(vacancy.EssentialSkills, jobseeker.Skills).Union(CodeSet.NotHeld(vacancy.UsefulSkills, jobseeker.Skills)).Select(id => new Gain(GainKind.Skill, id)));
}

/// <summary>What one gain does for one vacancy.</summary>
/// <param name="PlaceBefore">Place in her list of all vacancies, from 1; null where a hard condition keeps it out or it is beyond the candidates of the first stage.</param>
/// <param name="PlaceAfter">The same once she has gained it.</param>
/// <param name="ScoreBefore">Score of the pair, whether or not a hard condition fails; its unit is the ranking's.</param>
public sealed record PairGain(Gain Gain, int? PlaceBefore, int? PlaceAfter, int ScoreBefore, int ScoreAfter);

/// <summary>The gain that lifts one vacancy most, and how many vacancies it brings among the first places of her list besides.</summary>
public sealed record Lift(PairGain Pair, int Entering);

/// <summary>What one gain opens to a jobseeker, by ranking every vacancy again as though she had it.</summary>
/// <param name="Entering">Vacancies in the first places of her list that were not there before: what is shown and sorted by.</param>
/// <param name="Passing">
/// Vacancies that ask for it and would stand before the one that is now last of the first places, were all those places
/// hers: how many more are as good for her as what she sees today, beyond what a list has room for.
/// </param>
/// <param name="Opened">Vacancies that the lack of the licence alone kept out.</param>
public sealed record GainValue(Gain Gain, int Entering, int Passing, int Opened);

/// <summary>In what order gains are told: by the place that the vacancy would take, then by the score.</summary>
internal static class GainOrder
{
    public static bool IsBetter(PairGain one, PairGain? other) => other is null || Key(one).CompareTo(Key(other)) < 0;

    public static (int, int, int, int) Key(PairGain gain) => (gain.PlaceAfter ?? int.MaxValue, -gain.ScoreAfter, -(int)gain.Gain.Kind, gain.Gain.Id);

    /// <summary>Whether it changes anything.</summary>
    public static bool IsLifting(PairGain gain) => gain.ScoreAfter > gain.ScoreBefore || (gain.PlaceAfter is { } after && !(gain.PlaceBefore <= after));
}
