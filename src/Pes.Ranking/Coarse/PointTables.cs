using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pes.Ranking.Coarse;

/// <summary>The points of a query as tables of bytes, looked up 32 rows at a time.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct PointTables(CoarseQuery query)
{
    private readonly Vector256<byte> placeLow = ByteTables.Table(query.PlacePoints);
    private readonly Vector256<byte> placeHigh = ByteTables.Table(query.PlacePoints, 16);
    private readonly Vector256<byte> barredLow = ByteTables.Table(Bytes(query.PlacesBarred));
    private readonly Vector256<byte> barredHigh = ByteTables.Table(Bytes(query.PlacesBarred), 16);
    private readonly bool barsPlaces = query.PlacesBarred != 0;
    private readonly Vector256<byte> count0 = ByteTables.Table(query.CountPoints);
    private readonly Vector256<byte> count1 = ByteTables.Table(query.CountPoints, 16);
    private readonly Vector256<byte> count2 = ByteTables.Table(query.CountPoints, 32);
    private readonly Vector256<byte> count3 = ByteTables.Table(query.CountPoints, 48);
    private readonly Vector256<byte> bandA = ByteTables.Table(query.BandAPoints);
    private readonly Vector256<byte> bandB = ByteTables.Table(query.BandBPoints);
    private readonly Vector256<byte> bandC = ByteTables.Table(query.BandCPoints);
    private readonly Vector256<byte> bandD = ByteTables.Table(query.BandDPoints);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<byte> PlaceAndCounted(Vector256<byte> placeAndAsked, Vector256<byte> held)
    {
        var place = placeAndAsked & Vector256.Create((byte)31);
        var index = held | ((placeAndAsked.AsUInt16() >>> 2).AsByte() & Vector256.Create((byte)0x38));
        return Vector256.AddSaturate(
            ByteTables.Choose(place, 4, ByteTables.Lookup(placeLow, place), ByteTables.Lookup(placeHigh, place)),
            ByteTables.Choose(
                index, 5,
                ByteTables.Choose(index, 4, ByteTables.Lookup(count0, index), ByteTables.Lookup(count1, index)),
                ByteTables.Choose(index, 4, ByteTables.Lookup(count2, index), ByteTables.Lookup(count3, index))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<byte> Bands(Vector256<byte> bandsAB, Vector256<byte> bandsCD)
    {
        var low = Vector256.Create((byte)15);
        var first = Vector256.AddSaturate(ByteTables.Lookup(bandA, bandsAB & low), ByteTables.Lookup(bandB, (bandsAB.AsUInt16() >>> 4).AsByte() & low));
        var second = Vector256.AddSaturate(ByteTables.Lookup(bandC, bandsCD & low), ByteTables.Lookup(bandD, (bandsCD.AsUInt16() >>> 4).AsByte() & low));
        return Vector256.AddSaturate(first, second);
    }

    /// <summary>A bit a row whose place is not barred.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint LetIn(Vector256<byte> placeAndAsked)
    {
        if (!barsPlaces)
        {
            return uint.MaxValue;
        }

        var place = placeAndAsked & Vector256.Create((byte)31);
        return ~ByteTables.Choose(place, 4, ByteTables.Lookup(barredLow, place), ByteTables.Lookup(barredHigh, place)).ExtractMostSignificantBits();
    }

    private static byte[] Bytes(uint places) => [.. Enumerable.Range(0, CoarseQuery.Places).Select(place => (places >> place & 1) != 0 ? byte.MaxValue : (byte)0)];
}
