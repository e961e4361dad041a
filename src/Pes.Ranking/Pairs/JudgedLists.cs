using System.Runtime.InteropServices;

namespace Pes.Ranking.Pairs;

/// <summary>A vacancy of a list that was shown, and what came of it.</summary>
/// <param name="Grade">0 shown only, then as far as it went.</param>
/// <param name="Place">From 1, as it was shown.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct JudgedVacancy(VacancyProfile Vacancy, byte Grade, int Place);

/// <summary>A list that was shown to a jobseeker, and what came of it.</summary>
/// <param name="Rows">By id of the vacancy, so that an order that cannot tell two rows apart gains nothing from the order shown.</param>
/// <param name="Day">On which it was shown, in Cambodia.</param>
public sealed record JudgedList(JobseekerProfile Jobseeker, DateOnly Day, IReadOnlyList<JudgedVacancy> Rows);
