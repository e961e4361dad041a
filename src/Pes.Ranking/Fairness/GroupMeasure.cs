using System.Runtime.InteropServices;
using Pes.Ranking.Learning;

namespace Pes.Ranking.Fairness;

/// <summary>A list of relevant rows for one person: her group (-1 not known) and the share of them that the ranking found.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RecallOf(int Group, double Recall);

/// <summary>
/// How the groups of one attribute fare on one measure: a ratio a group, from any draw of the lists. Groups come as numbers, joined by who
/// audits; nothing here knows what they stand for.
/// </summary>
public abstract class GroupMeasure(int lists, int groups)
{
    /// <summary>Lists of which is drawn, those among them that say nothing of any group included.</summary>
    public int Lists { get; } = lists;

    public int Groups { get; } = groups;

    /// <summary>Lists that say something of a group.</summary>
    internal abstract int CountOf(int group);

    /// <summary>Whether there are enough of them to say how it fared.</summary>
    internal abstract bool IsEnough(int group);

    /// <summary>Of each group its ratio, 1 for parity; not a number where the draw says nothing of it.</summary>
    /// <param name="times">How often each list was drawn.</param>
    internal abstract void Ratios(ReadOnlySpan<int> times, Span<double> ratios);
}

/// <summary>
/// Exposure by presence: the share of the looks (1 ÷ log2(1 + place), the first places only) that a group has in each list,
/// against its share of the people in it, summed over the lists where the group and others are (Singh and Joachims 2018,
/// with presence as merit: who is in a list has passed every condition and wishes such work).
/// </summary>
public sealed class ExposureMeasure : GroupMeasure
{
    private readonly int least;
    private readonly int[] counts;
    private readonly List<(int List, int Group, double Exposure, double Presence)> shares = [];

    /// <param name="lists">Of each list the groups of its people, best first; -1 not known.</param>
    /// <param name="places">Places that are looked at.</param>
    /// <param name="least">A group in fewer lists is too small.</param>
    public ExposureMeasure(IReadOnlyList<int[]> lists, int groups, int places, int least)
        : base(lists.Count, groups)
    {
        (this.least, counts) = (least, new int[groups]);
        var (looks, present) = (new double[groups], new int[groups]);
        for (var list = 0; list < lists.Count; list++)
        {
            Add(list, lists[list], places, looks, present);
        }
    }

    internal override int CountOf(int group) => counts[group];

    internal override bool IsEnough(int group) => counts[group] >= least;

    internal override void Ratios(ReadOnlySpan<int> times, Span<double> ratios)
    {
        Span<double> presence = new double[Groups];
        ratios.Clear();
        foreach (var share in CollectionsMarshal.AsSpan(shares))
        {
            ratios[share.Group] += times[share.List] * share.Exposure;
            presence[share.Group] += times[share.List] * share.Presence;
        }

        for (var group = 0; group < Groups; group++)
        {
            ratios[group] = presence[group] > 0 ? ratios[group] / presence[group] : double.NaN;
        }
    }

    // A group that is alone in a list, or not in it, cannot fare worse or better there.
    private void Add(int list, int[] people, int places, double[] looks, int[] present)
    {
        Array.Clear(looks);
        Array.Clear(present);
        var (all, known) = (0.0, 0);
        for (var place = 0; place < people.Length; place++)
        {
            if (people[place] is >= 0 and var group)
            {
                var look = place < places ? 1 / StableMath.Log2(place + 2) : 0;
                known++;
                all += look;
                present[group]++;
                looks[group] += look;
            }
        }

        for (var group = 0; all > 0 && group < Groups; group++)
        {
            if (present[group] > 0 && present[group] < known)
            {
                shares.Add((list, group, looks[group] / all, present[group] / (double)known));
                counts[group]++;
            }
        }
    }
}

/// <summary>Mean recall of a group against that of everybody else whose group is known.</summary>
public sealed class RecallMeasure : GroupMeasure
{
    // Less is what is left of a difference of equal sums.
    private const double LeastSum = 1e-9;

    private readonly RecallOf[] lists;
    private readonly int least;
    private readonly int[] counts;

    /// <param name="least">A group in fewer lists, or against fewer, is too small.</param>
    public RecallMeasure(IReadOnlyList<RecallOf> lists, int groups, int least)
        : base(lists.Count, groups)
    {
        (this.lists, this.least, counts) = ([.. lists], least, new int[groups]);
        foreach (var list in this.lists.Where(l => l.Group >= 0))
        {
            counts[list.Group]++;
        }
    }

    internal override int CountOf(int group) => counts[group];

    internal override bool IsEnough(int group) => counts[group] >= least && counts.Sum() - counts[group] >= least;

    internal override void Ratios(ReadOnlySpan<int> times, Span<double> ratios)
    {
        Span<int> own = new int[Groups];
        ratios.Clear();
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < lists.Length; i++)
        {
            if (lists[i].Group is >= 0 and var group)
            {
                ratios[group] += times[i] * lists[i].Recall;
                own[group] += times[i];
                sum += times[i] * lists[i].Recall;
                count += times[i];
            }
        }

        for (var group = 0; group < Groups; group++)
        {
            var others = sum - ratios[group];
            ratios[group] = own[group] > 0 && others > LeastSum ? ratios[group] / own[group] / (others / (count - own[group])) : double.NaN;
        }
    }
}
