namespace LaborMarketplace.Domain.Values;

/// <summary>Plane geometry on degrees: good enough for areas that a helper can work in, away from the poles and the 180th meridian.</summary>
internal static class Ring
{
    public static bool IsSimple(ValueList<GeoPoint> corners)
    {
        for (var first = 0; first < corners.Count; first++)
        {
            if (FoldsBack(corners, first))
            {
                return false;
            }

            for (var second = first + 1; second < corners.Count; second++)
            {
                var neighbours = second == first + 1 || (first == 0 && second == corners.Count - 1);
                if (corners[first] == corners[second] || (!neighbours && Cross(corners, first, second)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Counts how often a ray from the point crosses an edge: odd is inside.</summary>
    public static bool Contains(ValueList<GeoPoint> corners, GeoPoint point)
    {
        var inside = false;
        for (int here = 0, before = corners.Count - 1; here < corners.Count; before = here++)
        {
            var (a, b) = (corners[here], corners[before]);
            if ((a.Latitude > point.Latitude) != (b.Latitude > point.Latitude)
                && point.Longitude < ((b.Longitude - a.Longitude) * (point.Latitude - a.Latitude) / (b.Latitude - a.Latitude)) + a.Longitude)
            {
                inside = !inside;
            }
        }

        return inside;
    }

    /// <summary>Whether the edge that leaves a corner lies on the one that came to it.</summary>
    private static bool FoldsBack(ValueList<GeoPoint> corners, int corner)
    {
        var (a, b, c) = (corners[(corner + corners.Count - 1) % corners.Count], corners[corner], corners[(corner + 1) % corners.Count]);
        return Side(a, b, c) == 0
            && ((a.Longitude - b.Longitude) * (c.Longitude - b.Longitude)) + ((a.Latitude - b.Latitude) * (c.Latitude - b.Latitude)) > 0;
    }

    /// <summary>Whether two edges have a point in common: their boxes do, and each has the other's ends on both its sides.</summary>
    private static bool Cross(ValueList<GeoPoint> corners, int first, int second)
    {
        var (a, b) = (corners[first], corners[(first + 1) % corners.Count]);
        var (c, d) = (corners[second], corners[(second + 1) % corners.Count]);
        return Meet(a.Latitude, b.Latitude, c.Latitude, d.Latitude) && Meet(a.Longitude, b.Longitude, c.Longitude, d.Longitude)
            && Side(a, b, c) * Side(a, b, d) <= 0 && Side(c, d, a) * Side(c, d, b) <= 0;
    }

    private static int Side(GeoPoint from, GeoPoint to, GeoPoint point) => Math.Sign(
        ((to.Longitude - from.Longitude) * (point.Latitude - from.Latitude)) - ((to.Latitude - from.Latitude) * (point.Longitude - from.Longitude)));

    private static bool Meet(double a, double b, double c, double d) => Math.Min(a, b) <= Math.Max(c, d) && Math.Min(c, d) <= Math.Max(a, b);
}
