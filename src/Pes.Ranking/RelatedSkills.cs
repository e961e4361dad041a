namespace Pes.Ranking;

/// <summary>
/// Which skills stand near one another: those that the same occupations use. Nearness is the share of the minor groups of
/// ISCO-08 (3 digits) that both serve among those that either serves (Jaccard 1901).
/// </summary>
public sealed class RelatedSkills
{
    private const double Near = 1.0 / 3;

    // A skill of everywhere would otherwise stand near to half of the list.
    private const int Most = 8;

    private const int MostOnStack = 128;

    private readonly Dictionary<int, int[]> related;

    /// <param name="uses">A skill and an ISCO-08 code of any length whose work uses it.</param>
    public RelatedSkills(IEnumerable<(int SkillId, string IscoCode)> uses)
    {
        ArgumentNullException.ThrowIfNull(uses);
        var groups = uses.Where(u => u.IscoCode.Length >= 3)
            .GroupBy(u => u.SkillId, u => u.IscoCode[..3])
            .ToDictionary(g => g.Key, g => g.ToHashSet(StringComparer.Ordinal));
        var skillsOf = groups.SelectMany(g => g.Value.Select(group => (Group: group, SkillId: g.Key))).ToLookup(p => p.Group, p => p.SkillId, StringComparer.Ordinal);
        related = groups.ToDictionary(
            g => g.Key,
            g => (int[])
            [
                .. g.Value.SelectMany(group => skillsOf[group]).Distinct().Where(other => other != g.Key)
                    .Select(other => (Id: other, Nearness: Nearness(g.Value, groups[other])))
                    .Where(other => other.Nearness >= Near)
                    .OrderByDescending(other => other.Nearness).ThenBy(other => other.Id)
                    .Take(Most).Select(other => other.Id),
            ]);
    }

    /// <summary>The skills near any of these, without these, ascending.</summary>
    public int[] Of(ReadOnlySpan<int> skillIds)
    {
        Span<int> near = skillIds.Length * Most <= MostOnStack ? stackalloc int[MostOnStack] : new int[skillIds.Length * Most];
        var count = 0;
        foreach (var id in skillIds)
        {
            ReadOnlySpan<int> others = related.GetValueOrDefault(id);
            others.CopyTo(near[count..]);
            count += others.Length;
        }

        near[..count].Sort();
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            if ((kept == 0 || near[i] != near[kept - 1]) && !skillIds.Contains(near[i]))
            {
                near[kept++] = near[i];
            }
        }

        return near[..kept].ToArray();
    }

    private static double Nearness(HashSet<string> one, HashSet<string> other)
    {
        var shared = one.Count(other.Contains);
        return shared / (double)(one.Count + other.Count - shared);
    }
}
