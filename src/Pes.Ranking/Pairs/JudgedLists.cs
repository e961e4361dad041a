using System.Runtime.InteropServices;

namespace Pes.Ranking.Pairs;

/// <summary>A row of a list that was shown, and what came of it.</summary>
/// <param name="Grade">0 shown only, then as far as it went.</param>
/// <param name="Place">From 1, as it was shown.</param>
/// <param name="IsDismissed">Of grade 0, and somebody looked at it and turned it down.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct JudgedPair(JobseekerProfile Jobseeker, VacancyProfile Vacancy, byte Grade, int Place, bool IsDismissed = false);

/// <summary>A list that was shown for one jobseeker or for one vacancy, and what came of it.</summary>
/// <param name="Day">On which it was shown, in Cambodia.</param>
/// <param name="Rows">By id of what was found, so that an order that cannot tell two rows apart gains nothing from the order shown.</param>
public sealed record JudgedList(DateOnly Day, IReadOnlyList<JudgedPair> Rows);
