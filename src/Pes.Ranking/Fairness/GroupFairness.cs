using System.Runtime.InteropServices;
using Pes.Ranking.Learning;

namespace Pes.Ranking.Fairness;

/// <summary>How a group of people fared against the others.</summary>
/// <param name="Group">Number of the group.</param>
/// <param name="Count">Lists that say something of it.</param>
/// <param name="Ratio">1 is parity; null where the group is too small to say.</param>
/// <param name="Low">Bounds of the 95 % interval.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GroupFinding(int Group, int Count, double? Ratio, double? Low, double? High);

/// <summary>A list of relevant rows for one person: her group (-1 not known) and the share of them that the ranking found.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RecallOf(int Group, double Recall);

/// <summary>
/// Whether groups of people fare alike in rankings. Groups come as numbers, joined by who audits; nothing here knows what
/// they stand for. Intervals are bootstrapped over lists.
/// </summary>
public static class GroupFairness
{
    private const int Draws = 1_000;
    private const double Tail = 0.025;

    /// <summary>
    /// Exposure by presence: the share of the looks (1 ÷ log2(1 + place), the first places only) that a group has in each list,
    /// against its share of the people in it, summed over the lists where the group and others are (Singh and Joachims 2018,
    /// with presence as merit: who is in a list has passed every condition and wishes such work).
    /// </summary>
    /// <param name="lists">Of each list the groups of its people, best first; -1 not known.</param>
    /// <param name="places">Places that are looked at.</param>
    /// <param name="least">A group in fewer lists is too small.</param>
    public static IReadOnlyList<GroupFinding> Exposure(IReadOnlyList<int[]> lists, int groups, int places, int least)
    {
        ArgumentNullException.ThrowIfNull(lists);
        return [.. Enumerable.Range(0, groups).Select(group =>
        {
            List<(double Exposure, double Presence)> shares = [.. lists.Select(l => Shares(l, group, places)).OfType<(double, double)>()];
            return Finding(group, shares.Count, least, pick =>
            {
                double exposure = 0, presence = 0;
                foreach (var index in pick)
                {
                    exposure += shares[index].Exposure;
                    presence += shares[index].Presence;
                }

                return presence > 0 ? exposure / presence : null;
            });
        })];
    }

    /// <summary>Mean recall of a group against that of everybody else whose group is known.</summary>
    /// <inheritdoc cref="Exposure" path="/param[@name='least']"/>
    public static IReadOnlyList<GroupFinding> Recall(IReadOnlyList<RecallOf> lists, int groups, int least)
    {
        ArgumentNullException.ThrowIfNull(lists);
        RecallOf[] known = [.. lists.Where(l => l.Group >= 0)];
        return [.. Enumerable.Range(0, groups).Select(group =>
        {
            var own = known.Count(l => l.Group == group);
            var enough = known.Length - own >= least ? own : 0;
            return Finding(group, known.Length, least, pick => RatioOfMeans(pick, known, group), count: own, isEnough: enough >= least);
        })];
    }

    private static double? RatioOfMeans(IEnumerable<int> pick, RecallOf[] known, int group)
    {
        double own = 0, ownCount = 0, others = 0, othersCount = 0;
        foreach (var index in pick)
        {
            if (known[index].Group == group)
            {
                own += known[index].Recall;
                ownCount++;
            }
            else
            {
                others += known[index].Recall;
                othersCount++;
            }
        }

        return ownCount > 0 && others > 0 ? own / ownCount / (others / othersCount) : null;
    }

    // A group that is alone in a list, or not in it, cannot fare worse or better there.
    private static (double Exposure, double Presence)? Shares(int[] list, int group, int places)
    {
        double own = 0, all = 0;
        int present = 0, known = 0;
        for (var place = 0; place < list.Length; place++)
        {
            if (list[place] < 0)
            {
                continue;
            }

            var look = place < places ? 1 / StableMath.Log2(place + 2) : 0;
            known++;
            all += look;
            if (list[place] == group)
            {
                present++;
                own += look;
            }
        }

        return present == 0 || present == known || all == 0 ? null : (own / all, present / (double)known);
    }

    private static GroupFinding Finding(int group, int rows, int least, Func<IEnumerable<int>, double?> ratio, int? count = null, bool? isEnough = null)
    {
        if (!(isEnough ?? rows >= least) || ratio(Enumerable.Range(0, rows)) is not { } whole)
        {
            return new(group, count ?? rows, null, null, null);
        }

        var draw = new Draw((ulong)group + 1);
        var drawn = new List<double>(Draws);
        var pick = new int[rows];
        for (var i = 0; i < Draws; i++)
        {
            for (var j = 0; j < rows; j++)
            {
                pick[j] = draw.Next(rows);
            }

            if (ratio(pick) is { } value)
            {
                drawn.Add(value);
            }
        }

        drawn.Sort();
        return new(group, count ?? rows, whole, drawn[(int)(Tail * (drawn.Count - 1))], drawn[(int)Math.Ceiling((1 - Tail) * (drawn.Count - 1))]);
    }
}
