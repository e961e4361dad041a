using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Pes.Ranking.Pairs;

/// <summary>
/// Hints to the memory. Candidates lie anywhere in the packed rows, and one row is too much code for the processor to see
/// the next; asked for ahead, they are there in time.
/// </summary>
internal static class Prefetch
{
    /// <summary>Rows ahead for facts; half as many for lists, which the facts point to.</summary>
    public const int Ahead = 16;

    public static unsafe void Line<T>(ref T at)
    {
        // A hint needs no pinning: an address that has moved meanwhile is only a hint in vain.
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref at));
        }
    }
}
