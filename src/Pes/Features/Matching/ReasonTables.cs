using Pes.Ranking.Pairs;

namespace Pes.Features.Matching;

/// <summary>A kept list tells its reasons as on its day, all of its rows by one table, which it does not name.</summary>
internal static class ReasonTables
{
    /// <summary>What is different by the table by which the least is; today's is tried first.</summary>
    public static List<int> Fewest(Func<ReasonTable, List<int>> differences)
    {
        var fewest = differences(ReasonTable.Today);
        foreach (var table in (ReasonTable[])[ReasonTable.HazardWithExperience, ReasonTable.TermsAlone])
        {
            fewest = fewest.Count > 0 && differences(table) is var other && other.Count < fewest.Count ? other : fewest;
        }

        return fewest;
    }
}
