using Pes.Ranking.Coarse;

namespace Pes.Ranking.Pairs;

/// <summary>Where people and work of each province are: the mean place, and the box that holds all.</summary>
internal sealed class ProvincePlaces
{
    // A box is measured to its nearest corner or side on a plane; this much is more than that can be wrong inside a country.
    private const int SlackKm = 3;
    private const int SlackShare = 50;

    private readonly GeoPoint?[] centres = new GeoPoint?[CoarseQuery.Places];
    private readonly (GeoPoint Least, GeoPoint Most)?[] boxes = new (GeoPoint, GeoPoint)?[CoarseQuery.Places];

    // Provinces with a place whose coordinates are not known.
    private uint uncertain;

    // Provinces with work of which nobody said where in them it is.
    private uint whole;

    public static ProvincePlaces Of(IEnumerable<WorkSite> sites)
    {
        var places = new ProvincePlaces();
        var sums = new (long Latitude, long Longitude, long Count)[CoarseQuery.Places];
        foreach (var site in sites)
        {
            places.Widen(site);
            if (site.Place is { } known)
            {
                ref var sum = ref sums[site.Province];
                sum = (sum.Latitude + known.LatitudeE4, sum.Longitude + known.LongitudeE4, sum.Count + 1);
            }
        }

        for (var province = 0; province < sums.Length; province++)
        {
            var (latitude, longitude, count) = sums[province];
            places.centres[province] = count == 0 ? null : new((int)(latitude / count), (int)(longitude / count));
        }

        return places;
    }

    /// <summary>The mean places of before, and boxes that hold these too.</summary>
    public ProvincePlaces With(IEnumerable<WorkSite> sites)
    {
        var places = new ProvincePlaces { uncertain = uncertain, whole = whole };
        centres.CopyTo(places.centres, 0);
        boxes.CopyTo(places.boxes, 0);
        foreach (var site in sites)
        {
            places.Widen(site);
        }

        return places;
    }

    /// <summary>Null where no place is known.</summary>
    public GeoPoint? Centre(int province) => centres[province];

    /// <summary>Whether every place of a province is certainly farther than so many kilometres.</summary>
    /// <param name="isOwn">The home is in that province.</param>
    public bool IsBeyond(int province, GeoPoint home, int kilometres, bool isOwn)
    {
        if (((isOwn ? uncertain | whole : uncertain) >> province & 1) != 0 || boxes[province] is not var (least, most))
        {
            return false;
        }

        var nearest = new GeoPoint(Math.Clamp(home.LatitudeE4, least.LatitudeE4, most.LatitudeE4), Math.Clamp(home.LongitudeE4, least.LongitudeE4, most.LongitudeE4));
        return GeoPoint.Kilometres(home, nearest) > kilometres + (kilometres / SlackShare) + SlackKm;
    }

    private void Widen(WorkSite site)
    {
        whole |= site.IsWholeProvince ? 1u << site.Province : 0;
        if (site.Place is not { } place)
        {
            uncertain |= 1u << site.Province;
            return;
        }

        var (least, most) = boxes[site.Province] ?? (place, place);
        boxes[site.Province] = (
            new(Math.Min(least.LatitudeE4, place.LatitudeE4), Math.Min(least.LongitudeE4, place.LongitudeE4)),
            new(Math.Max(most.LatitudeE4, place.LatitudeE4), Math.Max(most.LongitudeE4, place.LongitudeE4)));
    }
}
