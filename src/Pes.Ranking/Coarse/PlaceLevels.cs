using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pes.Ranking.Coarse;

/// <summary>Finds the most points of any place in a set, by falling levels of points.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct PlaceLevels
{
    private PlaceArray<byte> points;
    private PlaceArray<uint> places;
    private readonly int count;

    public PlaceLevels(byte[] pointsOfPlaces, uint barred)
    {
        for (var place = 0; place < pointsOfPlaces.Length; place++)
        {
            if ((barred >> place & 1) != 0)
            {
                continue;
            }

            var level = 0;
            while (level < count && points[level] > pointsOfPlaces[place])
            {
                level++;
            }

            if (level == count || points[level] != pointsOfPlaces[place])
            {
                for (var i = count++; i > level; i--)
                {
                    (points[i], places[i]) = (points[i - 1], places[i - 1]);
                }

                (points[level], places[level]) = (pointsOfPlaces[place], 0);
            }

            places[level] |= 1u << place;
        }
    }

    /// <summary>-1 for a set of barred places alone.</summary>
    public readonly int Most(uint set)
    {
        for (var level = 0; level < count; level++)
        {
            if ((set & places[level]) != 0)
            {
                return points[level];
            }
        }

        return -1;
    }

    [InlineArray(CoarseQuery.Places)]
    [StructLayout(LayoutKind.Auto)]
    private struct PlaceArray<T>
    {
        private T first;
    }
}
