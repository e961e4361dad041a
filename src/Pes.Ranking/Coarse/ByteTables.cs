using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pes.Ranking.Coarse;

/// <summary>Lookups of 32 bytes at once in small tables, and bits made bytes.</summary>
internal static class ByteTables
{
    private static readonly Vector256<byte> Places = Vector256.Create(0x8040201008040201UL).AsByte();

    private static readonly Vector256<byte> Spread = Vector256.Create(
        (byte)0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);

    /// <summary>A table of 16 bytes, twice: each half of a register looks up in its own.</summary>
    public static Vector256<byte> Table(ReadOnlySpan<byte> table, int from = 0)
    {
        var half = Vector128.Create(table.Slice(from, 16));
        return Vector256.Create(half, half);
    }

    /// <param name="index">0 to 15; higher bits but the highest do not matter where there is AVX2, and must be 0 elsewhere.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Lookup(Vector256<byte> table, Vector256<byte> index) =>
        Avx2.IsSupported ? Avx2.Shuffle(table, index) : Vector256.Shuffle(table, index & Vector256.Create((byte)15));

    /// <summary>Where bit <paramref name="bit"/> of the index is set the second, else the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Choose(Vector256<byte> index, int bit, Vector256<byte> first, Vector256<byte> second)
    {
        // The shift moves 16 bits at a time; only the highest bit of each byte is looked at, and that is its own.
        var highest = (index.AsInt16() << (7 - bit)).AsByte();
        return Avx2.IsSupported
            ? Avx2.BlendVariable(first, second, highest)
            : Vector256.ConditionalSelect(Vector256.LessThan(highest.AsSByte(), Vector256<sbyte>.Zero).AsByte(), second, first);
    }

    /// <summary>32 bits as 32 bytes, each 0 or 255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Bytes(uint bits)
    {
        var copies = Vector256.Create(bits).AsByte();
        var own = Avx2.IsSupported ? Avx2.Shuffle(copies, Spread) : Vector256.Shuffle(copies, Spread);
        return Vector256.Equals(own & Places, Places);
    }

    /// <summary>Bits 32 × <paramref name="part"/> onwards of 256.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref uint Part(ref Vector256<ulong> bits, int part) => ref Unsafe.Add(ref Unsafe.As<Vector256<ulong>, uint>(ref bits), part);
}
