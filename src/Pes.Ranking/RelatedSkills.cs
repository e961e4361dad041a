using System.Numerics;

namespace Pes.Ranking;

/// <summary>What a classification says of two skills; in either order it says the same.</summary>
public enum SkillRelation
{
    /// <summary>They belong to one narrowest group of skills.</summary>
    SameGroup,

    /// <summary>One is of use for the other.</summary>
    Optional,

    /// <summary>One is needed for the other.</summary>
    Essential,

    /// <summary>One is a kind of the other.</summary>
    Broader,
}

/// <summary>
/// Which skills stand near one another. Nearness = 1 - (1 - u) × (1 - r) × (1 - t), from 0 to 1: u is the share of the minor groups of ISCO-08
/// (3 digits) that both serve among those that either serves (Jaccard 1901), r what a classification says of the two, the strongest relation,
/// t how much oftener than by chance they stand together in advertisements or CVs (<see cref="SkillsTogether.Association"/>), the greater of the two.
/// </summary>
public sealed class RelatedSkills
{
    private const double Near = 1.0 / 3;

    // A skill of everywhere would otherwise stand near to half of the list.
    private const int Most = 8;

    // By relation, this project's judgement: one group says least, and never enough alone.
    private static readonly double[] Strengths = [0.2, 0.4, 0.5, 0.5];
    private const int MostOnStack = 128;

    private readonly Dictionary<int, int[]> related;

    /// <param name="uses">A skill and an ISCO-08 code of any length whose work uses it.</param>
    /// <param name="relations">Two skills and what a classification says of them, but not their groups.</param>
    /// <param name="groups">A skill and the name of a narrowest group that it belongs to.</param>
    /// <param name="counted">Two skills, each pair once for advertisements and once for CVs.</param>
    public RelatedSkills(
        IEnumerable<(int SkillId, string IscoCode)> uses,
        IEnumerable<(int SkillId, int OtherId, SkillRelation Relation)>? relations = null,
        IEnumerable<(int SkillId, string Group)>? groups = null,
        IEnumerable<SkillsTogether>? counted = null)
    {
        ArgumentNullException.ThrowIfNull(uses);
        var served = Numbered(uses.Where(u => u.IscoCode.Length >= 3).Select(u => (u.SkillId, u.IscoCode[..3])), out var minorGroups);
        var belongs = Numbered(groups ?? [], out _);
        var said = BothWays((relations ?? []).Select(r => (r.SkillId, r.OtherId, Strengths[(int)r.Relation])));
        var together = BothWays((counted ?? []).Select(c => (c.SkillId, c.OtherId, c.Association)));
        int[] ids = [.. served.Keys.Union(belongs.Keys).Union(said.Select(s => s.Key)).Union(together.Select(s => s.Key)).Order()];
        var words = (minorGroups + 63) / 64;
        var bits = new ulong[ids.Length * words];
        var counts = new int[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            foreach (var group in served.GetValueOrDefault(ids[i], []))
            {
                bits[(i * words) + (group / 64)] |= 1UL << (group % 64);
                counts[i]++;
            }
        }

        int[][] groupsOf = [.. ids.Select(id => belongs.GetValueOrDefault(id, []))];
        var near = new int[ids.Length][];
        Parallel.For(0, ids.Length, one => near[one] = NearestTo(one));
        related = ids.Zip(near).Where(n => n.Second.Length > 0).ToDictionary(n => n.First, n => n.Second);

        int[] NearestTo(int one)
        {
            var own = bits.AsSpan(one * words, words);
            var (strengths, associations) = (Strongest(said[ids[one]]), Strongest(together[ids[one]]));
            List<(int Id, double Nearness)> found = [];
            for (var other = 0; other < ids.Length; other++)
            {
                var relation = strengths.Count > 0 && strengths.TryGetValue(ids[other], out var strength) ? strength
                    : groupsOf[one].AsSpan().ContainsAny(groupsOf[other]) ? Strengths[(int)SkillRelation.SameGroup] : 0;
                var evidence = associations.Count > 0 && associations.TryGetValue(ids[other], out var association) ? Joined(relation, association) : relation;
                var shared = Shared(own, bits.AsSpan(other * words, words));
                if ((shared == 0 && evidence < Near) || other == one)
                {
                    continue;
                }

                if (Joined(shared == 0 ? 0 : shared / (double)(counts[one] + counts[other] - shared), evidence) is >= Near and var nearness)
                {
                    found.Add((ids[other], nearness));
                }
            }

            return [.. found.OrderByDescending(f => f.Nearness).ThenBy(f => f.Id).Take(Most).Select(f => f.Id)];
        }
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

    private static int Shared(ReadOnlySpan<ulong> one, ReadOnlySpan<ulong> other)
    {
        var shared = 0;
        for (var word = 0; word < one.Length; word++)
        {
            shared += BitOperations.PopCount(one[word] & other[word]);
        }

        return shared;
    }

    // Two evidences that stand apart; with 0 the other stays as it is, to the bit.
    private static double Joined(double one, double other) => one + other - (one * other);

    private static ILookup<int, (int OtherId, double Strength)> BothWays(IEnumerable<(int SkillId, int OtherId, double Strength)> pairs) => pairs
        .Where(p => p.SkillId != p.OtherId && p.Strength > 0)
        .SelectMany(p => ((int One, int Other, double Strength)[])[(p.SkillId, p.OtherId, p.Strength), (p.OtherId, p.SkillId, p.Strength)])
        .ToLookup(p => p.One, p => (p.Other, p.Strength));

    private static Dictionary<int, double> Strongest(IEnumerable<(int OtherId, double Strength)> evidence) =>
        evidence.GroupBy(e => e.OtherId).ToDictionary(g => g.Key, g => g.Max(e => e.Strength));

    // Of each skill the numbers that its names have, each once.
    private static Dictionary<int, int[]> Numbered(IEnumerable<(int SkillId, string Name)> named, out int names)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        var of = named.GroupBy(n => n.SkillId).ToDictionary(
            g => g.Key,
            g => (int[])[.. g.Select(n => numbers.TryGetValue(n.Name, out var number) ? number : numbers[n.Name] = numbers.Count).Distinct()]);
        names = numbers.Count;
        return of;
    }
}
