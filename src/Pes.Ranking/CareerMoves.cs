using System.Runtime.InteropServices;
using Pes.Ranking.Learning;

namespace Pes.Ranking;

/// <summary>That people go from one ISCO-08 unit group to another.</summary>
/// <param name="Share">Of those who leave the first, in 1/200.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OccupationMove(ushort From, ushort To, byte Share);

/// <summary>People of whom it is known that they went from one unit group to another.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CountedMove(ushort From, ushort To, int Moves);

/// <summary>
/// How often people go from one unit group of ISCO-08 to another: what is counted, smoothed by what the occupations share.
/// share(to | from) = (moves(from, to) + 50 × prior(to | from)) / (moves(from) + 50). The prior goes by the skills that both
/// use, weighted by how rare they are: the square of the weighted Jaccard index, divided by the sum over all groups.
/// The same inputs give the same bits.
/// </summary>
public sealed class CareerMoves
{
    /// <summary>Parts of the whole in which a share is given.</summary>
    public const int Whole = 200;

    // As many moves as the prior is worth: what twenty people did tells of it, what five hundred did tells over it.
    private const double PriorMoves = 50;

    // A profile carries the list, and there are some million profiles in memory: the less frequent ways say little.
    private const int Most = 8;

    // Entries of one profile: what a packed list holds.
    private const int MostOfCareer = byte.MaxValue;

    private readonly Dictionary<ushort, OccupationMove[]> movesFrom = [];

    /// <param name="unitGroups">All codes of four digits.</param>
    /// <param name="uses">A skill and an ISCO-08 code of any length whose work uses it.</param>
    /// <param name="counted">Each pair of groups once.</param>
    public CareerMoves(IEnumerable<string> unitGroups, IEnumerable<(int SkillId, string IscoCode)> uses, IEnumerable<CountedMove> counted)
    {
        ArgumentNullException.ThrowIfNull(unitGroups);
        ArgumentNullException.ThrowIfNull(uses);
        ArgumentNullException.ThrowIfNull(counted);
        string[] groups = [.. unitGroups.Where(code => code.Length == 4).Order(StringComparer.Ordinal)];
        var prior = PriorOf(groups, uses);
        var moves = counted.Where(m => m.From != m.To).ToLookup(m => m.From);
        ushort[] codes = [.. groups.Select(code => ushort.Parse(code, System.Globalization.CultureInfo.InvariantCulture))];
        for (var from = 0; from < codes.Length; from++)
        {
            var known = moves[codes[from]].ToDictionary(m => m.To, m => m.Moves);
            var all = known.Values.Sum();
            var own = prior.AsSpan(from * codes.Length, codes.Length);
            List<(OccupationMove Move, double Share)> shares = [];
            for (var to = 0; to < codes.Length; to++)
            {
                var share = (known.GetValueOrDefault(codes[to]) + (PriorMoves * own[to])) / (all + PriorMoves);
                if ((byte)((share * Whole) + 0.5) is > 0 and var parts)
                {
                    shares.Add((new(codes[from], codes[to], parts), share));
                }
            }

            if (shares.Count > 0)
            {
                movesFrom.Add(codes[from], [.. shares.OrderByDescending(m => m.Share).ThenBy(m => m.Move.To).Take(Most).Select(m => m.Move)]);
            }
        }
    }

    /// <summary>Where people go who have had any of these occupations, each place once, from where most do.</summary>
    public OccupationMove[] Of(IReadOnlyCollection<ushort> career) =>
    [
        .. career.Distinct().SelectMany(from => movesFrom.GetValueOrDefault(from, []))
            .Where(m => !career.Contains(m.To))
            .GroupBy(m => m.To).Select(OftenestOf)
            .OrderByDescending(m => m.Share).ThenBy(m => m.To).Take(MostOfCareer),
    ];

    /// <summary>Of several ways to one group the one that most take.</summary>
    internal static OccupationMove OftenestOf(IEnumerable<OccupationMove> moves) => moves.OrderByDescending(m => m.Share).ThenBy(m => m.From).First();

    // A row a group it goes from; each sums to 1, or to 0 where nothing is known of the group's skills.
    private static double[] PriorOf(string[] groups, IEnumerable<(int SkillId, string IscoCode)> uses)
    {
        var count = groups.Length;
        var (shared, used) = (new double[count * count], new double[count]);
        foreach (var skill in uses.GroupBy(u => u.SkillId, u => u.IscoCode).OrderBy(g => g.Key))
        {
            var prefixes = skill.Distinct(StringComparer.Ordinal).ToArray();
            int[] users = [.. Enumerable.Range(0, count).Where(i => Array.Exists(prefixes, p => p.Length > 0 && groups[i].StartsWith(p, StringComparison.Ordinal)))];
            var weight = users.Length == 0 ? 0 : StableMath.Log2(count / (double)users.Length);
            foreach (var one in users)
            {
                used[one] += weight;
                foreach (var other in users)
                {
                    shared[(one * count) + other] += weight;
                }
            }
        }

        for (var from = 0; from < count; from++)
        {
            var row = shared.AsSpan(from * count, count);
            var sum = 0.0;
            for (var to = 0; to < count; to++)
            {
                var either = used[from] + used[to] - row[to];
                var alike = to == from || either <= 0 ? 0 : row[to] / either;
                row[to] = alike * alike;
                sum += row[to];
            }

            for (var to = 0; to < count && sum > 0; to++)
            {
                row[to] /= sum;
            }
        }

        return shared;
    }
}
