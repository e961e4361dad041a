using System.Runtime.InteropServices;

namespace Pes.Ranking;

/// <summary>The named terms of the score. The numbers are stored with match runs: append, never renumber.</summary>
public enum Term : byte
{
    EssentialSkills = 0,
    UsefulSkills = 1,
    Occupation = 2,
    Experience = 3,
    Education = 4,
    Distance = 5,
    Wage = 6,
    Languages = 7,
    WorkHours = 8,
    Contract = 9,
    Freshness = 10,
    EmployerAnswering = 11,
    OpeningsLeft = 12,
    Congestion = 13,
}

/// <summary>
/// How much each term counts, in points. The weights sum to 1,000, so a score lies between -1,000,000 and 1,000,000
/// (points × the per mille of a term). docs/matching.md gives the rationale of each, and a test keeps the two equal.
/// </summary>
public static class TermWeights
{
    private static readonly int[] Points = [220, 60, 170, 90, 70, 120, 90, 50, 30, 20, 20, 30, 10, 20];

    /// <summary>Number of terms.</summary>
    public static int Count => Points.Length;

    /// <summary>Points of a term; they sum to 1,000 over all terms.</summary>
    public static int Of(Term term) => Points[(int)term];
}

/// <summary>What one term adds to (or takes from) a score, in the score's unit.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Contribution(Term Term, int Points);
