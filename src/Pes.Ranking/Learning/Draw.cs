namespace Pes.Ranking.Learning;

/// <summary>Random numbers that are the same everywhere for one seed (SplitMix64, Steele, Lea and Flood 2014).</summary>
internal sealed class Draw(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        var mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>0 to <paramref name="below"/> - 1.</summary>
    public int Next(int below) => (int)(((Next() >> 32) * (ulong)below) >> 32);

    /// <summary>The numbers from 0 in a random order.</summary>
    public int[] Shuffled(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (var left = count; left > 1; left--)
        {
            var other = Next(left);
            (order[left - 1], order[other]) = (order[other], order[left - 1]);
        }

        return order;
    }

    /// <summary>True for a share of the places, one at least; all of them for share 1.</summary>
    public bool[] Some(int count, double share)
    {
        var some = new bool[count];
        if (share >= 1)
        {
            Array.Fill(some, true);
            return some;
        }

        foreach (var place in Shuffled(count).AsSpan(0, Math.Max(1, (int)Math.Round(count * share))))
        {
            some[place] = true;
        }

        return some;
    }
}
