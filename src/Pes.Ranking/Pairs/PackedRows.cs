using System.Runtime.CompilerServices;
using Pes.Ranking.Coarse;

namespace Pes.Ranking.Pairs;

/// <summary>The facts of a row that point to its lists.</summary>
internal interface IPackedFacts
{
    /// <summary>Where the lists of the row begin.</summary>
    int Codes { get; }
}

/// <summary>Rows of one size and their lists behind one another: what matching reads of one side. Immutable, by ascending id.</summary>
internal abstract class PackedRows<TFacts>((int[] Ids, TFacts[] Facts, int[] Codes) rows)
    where TFacts : struct, IPackedFacts
{
    private readonly int[] ids = rows.Ids;

    protected TFacts[] Facts { get; } = rows.Facts;

    protected int[] Codes { get; } = rows.Codes;

    /// <summary>Bytes of memory.</summary>
    public long Bytes => (ids.Length * 4L) + ((long)Facts.Length * Unsafe.SizeOf<TFacts>()) + (Codes.Length * 4L);

    /// <summary>Where an id stands; negative where it does not.</summary>
    public int IndexOf(int id) => (uint)id < (uint)ids.Length && ids[id] == id ? id : Array.BinarySearch(ids, id);

    /// <summary>Asks memory for what the hits after <paramref name="place"/> will read: the facts first, some rows later the lists.</summary>
    public void Foresee(ReadOnlySpan<CoarseHit> hits, int place)
    {
        if (place + Prefetch.Ahead < hits.Length && IndexOf(hits[place + Prefetch.Ahead].Id) is >= 0 and var far)
        {
            Prefetch.Line(ref Facts[far]);
        }

        if (place + (Prefetch.Ahead / 2) < hits.Length && IndexOf(hits[place + (Prefetch.Ahead / 2)].Id) is >= 0 and var near && Facts[near].Codes < Codes.Length)
        {
            Prefetch.Line(ref Codes[Facts[near].Codes]);
        }
    }

    /// <param name="profiles">By ascending id.</param>
    /// <inheritdoc cref="PackedBuilder{TProfile, TFacts}"/>
    /// <inheritdoc cref="PackedBuilder{TProfile, TFacts}.Add" path="exception"/>
    protected static (int[] Ids, TFacts[] Facts, int[] Codes) PackAll<TProfile>(IEnumerable<(int Id, TProfile Profile)> profiles, Func<TProfile, List<int>, TFacts> pack)
    {
        var rows = new PackedBuilder<TProfile, TFacts>(pack);
        foreach (var (id, profile) in profiles)
        {
            rows.Add(id, profile);
        }

        return rows.Take();
    }
}

/// <summary>Packs rows one by one.</summary>
/// <param name="pack">The facts of a profile; it adds the lists to the codes.</param>
internal sealed class PackedBuilder<TProfile, TFacts>(Func<TProfile, List<int>, TFacts> pack)
{
    private readonly List<int> ids = [];
    private readonly List<TFacts> facts = [];
    private readonly List<int> codes = [];

    /// <exception cref="ArgumentException">The id is negative, or does not ascend.</exception>
    public void Add(int id, TProfile profile)
    {
        if (id < 0 || (ids.Count > 0 && ids[^1] >= id))
        {
            throw new ArgumentException($"Id {id} is negative or does not ascend.", nameof(id));
        }

        ids.Add(id);
        facts.Add(pack(profile, codes));
    }

    public (int[] Ids, TFacts[] Facts, int[] Codes) Take() => ([.. ids], [.. facts], [.. codes]);
}
