using System.Runtime.InteropServices;
using Pes.Ranking.Learning;

namespace Pes.Ranking.Fairness;

/// <summary>A row of a list: who she is, by number, and her group (-1 not known).</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ExposedPerson(int Person, int Group);

/// <summary>A list of relevant rows for one person: who she is, by number, her group (-1 not known) and the share of them that the ranking found.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RecallOf(int Person, int Group, double Recall);

/// <summary>
/// How the groups of one attribute fare on one measure: a ratio a group, from any draw of lists and people. Groups and people come as numbers, joined
/// by who audits; nothing here knows what they stand for.
/// </summary>
public abstract class GroupMeasure(int lists, int people, int groups)
{
    /// <summary>Lists of which is drawn, those among them that say nothing of any group included.</summary>
    public int Lists { get; } = lists;

    /// <summary>People of whom is drawn, one above the greatest number.</summary>
    public int People { get; } = people;

    public int Groups { get; } = groups;

    /// <summary>Lists that say something of a group.</summary>
    internal abstract int CountOf(int group);

    /// <summary>Whether there are enough of them to say how it fared.</summary>
    internal abstract bool IsEnough(int group);

    /// <summary>Of each group its ratio, 1 for parity; not a number where the draw says nothing of it.</summary>
    /// <param name="lists">How often each list was drawn.</param>
    /// <param name="people">How often each person was.</param>
    internal abstract void Ratios(ReadOnlySpan<int> lists, ReadOnlySpan<int> people, Span<double> ratios);
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
    private readonly double[] looks;

    // The known people of all lists, one list after the other, and where each list begins.
    private readonly List<(int Person, int Group, double Look)> rows = [];
    private readonly int[] starts;

    /// <param name="lists">Of each list its people, best first.</param>
    /// <param name="places">Places that are looked at.</param>
    /// <param name="least">A group in fewer lists is too small.</param>
    public ExposureMeasure(IReadOnlyList<ExposedPerson[]> lists, int people, int groups, int places, int least)
        : base(lists.Count, people, groups)
    {
        (this.least, counts, looks, starts) = (least, new int[groups], new double[groups], new int[lists.Count + 1]);
        for (var list = 0; list < lists.Count; list++)
        {
            for (var place = 0; place < lists[list].Length; place++)
            {
                if (lists[list][place] is { Group: >= 0 } row)
                {
                    rows.Add((row.Person, row.Group, place < places ? 1 / StableMath.Log2(place + 2) : 0));
                }
            }

            starts[list + 1] = rows.Count;
            var groupsHere = rows[starts[list]..].Select(r => r.Group).Distinct().ToList();
            foreach (var group in groupsHere.Count > 1 ? groupsHere : [])
            {
                counts[group]++;
            }
        }
    }

    internal override int CountOf(int group) => counts[group];

    internal override bool IsEnough(int group) => counts[group] >= least;

    internal override void Ratios(ReadOnlySpan<int> lists, ReadOnlySpan<int> people, Span<double> ratios)
    {
        Span<double> presence = new double[Groups];
        Span<int> present = new int[Groups];
        ratios.Clear();
        var all = CollectionsMarshal.AsSpan(rows);
        for (var list = 0; list < lists.Length; list++)
        {
            if (lists[list] > 0)
            {
                Add(all[starts[list]..starts[list + 1]], lists[list], people, present, ratios, presence);
            }
        }

        for (var group = 0; group < Groups; group++)
        {
            ratios[group] = presence[group] > 0 ? ratios[group] / presence[group] : double.NaN;
        }
    }

    // A group that is alone in a list, or not in it, cannot fare worse or better there.
    private void Add(ReadOnlySpan<(int Person, int Group, double Look)> list, int times, ReadOnlySpan<int> people, Span<int> present, Span<double> exposure, Span<double> presence)
    {
        Array.Clear(looks);
        present.Clear();
        var (all, known) = (0.0, 0);
        foreach (var row in list)
        {
            var drawn = people[row.Person];
            known += drawn;
            present[row.Group] += drawn;
            all += drawn * row.Look;
            looks[row.Group] += drawn * row.Look;
        }

        for (var group = 0; all > 0 && group < Groups; group++)
        {
            if (present[group] > 0 && present[group] < known)
            {
                exposure[group] += times * looks[group] / all;
                presence[group] += times * (present[group] / (double)known);
            }
        }
    }
}

/// <summary>Mean recall of a group against that of everybody else whose group is known. A list is one person's, so people are drawn with all their lists.</summary>
public sealed class RecallMeasure : GroupMeasure
{
    // Less is what is left of a difference of equal sums.
    private const double LeastSum = 1e-9;

    private readonly RecallOf[] recalls;
    private readonly int least;
    private readonly int[] counts;

    /// <param name="least">A group in fewer lists, or against fewer, is too small.</param>
    public RecallMeasure(IReadOnlyList<RecallOf> lists, int people, int groups, int least)
        : base(lists.Count, people, groups)
    {
        (recalls, this.least, counts) = ([.. lists], least, new int[groups]);
        foreach (var list in recalls.Where(l => l.Group >= 0))
        {
            counts[list.Group]++;
        }
    }

    internal override int CountOf(int group) => counts[group];

    internal override bool IsEnough(int group) => counts[group] >= least && counts.Sum() - counts[group] >= least;

    internal override void Ratios(ReadOnlySpan<int> lists, ReadOnlySpan<int> people, Span<double> ratios)
    {
        Span<int> own = new int[Groups];
        ratios.Clear();
        var (sum, count) = (0.0, 0);
        foreach (var list in recalls)
        {
            if (list.Group is >= 0 and var group)
            {
                var times = people[list.Person];
                ratios[group] += times * list.Recall;
                own[group] += times;
                sum += times * list.Recall;
                count += times;
            }
        }

        for (var group = 0; group < Groups; group++)
        {
            var others = sum - ratios[group];
            ratios[group] = own[group] > 0 && others > LeastSum ? ratios[group] / own[group] / (others / (count - own[group])) : double.NaN;
        }
    }
}
