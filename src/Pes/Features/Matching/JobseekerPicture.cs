using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Pes.Ranking;
using Pes.Ranking.Coarse;
using Pes.Ranking.Pairs;

namespace Pes.Features.Matching;

/// <summary>A jobseeker of an open case: what ranking needs of her, and whose lists she may stand on.</summary>
/// <param name="Seq">The number of the case file in the table, by which the index knows her.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OpenCase(int Seq, Guid CentreId, JobseekerProfile Profile);

/// <summary>
/// The jobseekers of all open cases at one moment, packed, and the centre of each. Immutable: readers share it, and changes give another.
/// It narrows a search to centres; who is shown is read anew from the database, in the reader's scope.
/// </summary>
public sealed class JobseekerPicture
{
    private const int MostMasks = 40;

    private readonly Dictionary<Guid, ushort> centres;

    // By number of the case: the centre of her who agreed to be suggested, from 1; 0: nobody.
    private readonly ushort[] centreOf;
    private readonly ConcurrentDictionary<string, (CoarseMask Mask, int Count)> masks = new(StringComparer.Ordinal);

    private JobseekerPicture(JobseekerIndex index, Dictionary<Guid, ushort> centres, ushort[] centreOf) => (Index, this.centres, this.centreOf) = (index, centres, centreOf);

    public int Count => Index.Count;

    /// <summary>Ids are <see cref="OpenCase.Seq"/>.</summary>
    public JobseekerIndex Index { get; }

    /// <summary>Those of some centres who agreed to be suggested, and how many they are.</summary>
    public (CoarseMask Mask, int Count) In(IReadOnlyCollection<Guid> ofCentres)
    {
        if (masks.Count >= MostMasks)
        {
            masks.Clear();
        }

        return masks.GetOrAdd(string.Join(' ', ofCentres.Order()), static (_, at) => at.Self.MaskOf(at.OfCentres), (Self: this, OfCentres: ofCentres));
    }

    /// <summary>The same but for some cases: new or other than before, or open no more.</summary>
    public JobseekerPicture With(IReadOnlyCollection<OpenCase> changed, IReadOnlyCollection<int> goneSeqs)
    {
        var numbers = new Dictionary<Guid, ushort>(centres);
        var next = new ushort[Math.Max(centreOf.Length, changed.Select(c => c.Seq + 1).DefaultIfEmpty().Max())];
        centreOf.CopyTo(next, 0);
        foreach (var seq in goneSeqs.Where(seq => seq < next.Length))
        {
            next[seq] = 0;
        }

        foreach (var one in changed)
        {
            next[one.Seq] = NumberOf(numbers, one);
        }

        return new(Index.With([.. changed.Select(c => (c.Seq, c.Profile))], goneSeqs), numbers, next);
    }

    private (CoarseMask Mask, int Count) MaskOf(IReadOnlyCollection<Guid> ofCentres)
    {
        var wanted = new bool[centres.Count + 1];
        foreach (var centre in ofCentres)
        {
            wanted[centres.GetValueOrDefault(centre)] = true;
        }

        wanted[0] = false;
        List<int> seqs = [];
        for (var seq = 0; seq < centreOf.Length; seq++)
        {
            if (wanted[centreOf[seq]])
            {
                seqs.Add(seq);
            }
        }

        return (Index.Coarse.Only(seqs), seqs.Count);
    }

    private static ushort NumberOf(Dictionary<Guid, ushort> numbers, OpenCase one)
    {
        if (!one.Profile.MayBeSuggested)
        {
            return 0;
        }

        if (!numbers.TryGetValue(one.CentreId, out var number))
        {
            numbers.Add(one.CentreId, number = checked((ushort)(numbers.Count + 1)));
        }

        return number;
    }

    /// <summary>Takes them one by one, so that no more than a few profiles are in memory at a time.</summary>
    public sealed class Builder
    {
        private readonly JobseekerIndex.Builder index = new();
        private readonly Dictionary<Guid, ushort> centres = [];
        private readonly List<ushort> centreOf = [];

        /// <param name="one">With a greater number than those before.</param>
        public void Add(OpenCase one)
        {
            index.Add(one.Seq, one.Profile);
            while (centreOf.Count < one.Seq)
            {
                centreOf.Add(0);
            }

            centreOf.Add(NumberOf(centres, one));
        }

        public JobseekerPicture Build() => new(index.Build(), centres, [.. centreOf]);
    }
}
