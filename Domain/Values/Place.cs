namespace LaborMarketplace.Domain.Values;

/// <summary>A point on the earth, WGS 84, in degrees.</summary>
public sealed record GeoPoint
{
    private const double EarthRadiusInMetres = 6_371_008.8;

    /// <exception cref="ShapeException">A coordinate is out of range.</exception>
    public GeoPoint(double latitude, double longitude)
    {
        Latitude = Shape.InRange(latitude, -90, 90, "A latitude");
        Longitude = Shape.InRange(longitude, -180, 180, "A longitude");
    }

    public double Latitude { get; }

    public double Longitude { get; }

    /// <summary>The great-circle distance, by the haversine formula on a sphere: within half a percent of the ellipsoid's.</summary>
    public double MetresTo(GeoPoint other)
    {
        var latitudes = Radians(other.Latitude - Latitude) / 2;
        var longitudes = Radians(other.Longitude - Longitude) / 2;
        var chord = (Math.Sin(latitudes) * Math.Sin(latitudes))
            + (Math.Cos(Radians(Latitude)) * Math.Cos(Radians(other.Latitude)) * Math.Sin(longitudes) * Math.Sin(longitudes));
        return 2 * EarthRadiusInMetres * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}

/// <summary>A street address that has been located.</summary>
public sealed record Place(Name Address, GeoPoint Point, Region Region);

/// <summary>Where a helper works: a circle or a polygon, exactly one of the two.</summary>
public sealed record ServiceArea
{
    private const double LargestRadiusInKilometres = 200;

    /// <exception cref="ShapeException">Neither or both are given, the radius is out of range, or the polygon is not simple.</exception>
    public ServiceArea(GeoPoint? centre, double? radiusInKilometres, ValueList<GeoPoint>? polygon)
    {
        var circle = centre is not null && radiusInKilometres is not null && polygon is null;
        var shape = centre is null && radiusInKilometres is null && polygon is not null;
        Shape.Require(this, circle || shape, "A service area is either a centre with radiusInKilometres, or a polygon.");
        if (radiusInKilometres is { } radius)
        {
            Shape.Require(
                radius, radius is > 0 and <= LargestRadiusInKilometres, $"A service area's radius is above 0 and at most {LargestRadiusInKilometres} km.");
        }

        if (polygon is not null)
        {
            Shape.Require(polygon, polygon.Count is >= 3 and <= 100, "A polygon has from 3 to 100 corners.");
            Shape.Require(polygon, Ring.IsSimple(polygon), "A polygon's edges do not cross or touch, and its corners differ.");
        }

        (Centre, RadiusInKilometres, Polygon) = (centre, radiusInKilometres, polygon);
    }

    public GeoPoint? Centre { get; }

    public double? RadiusInKilometres { get; }

    /// <summary>The corners in order; the last is joined to the first.</summary>
    public ValueList<GeoPoint>? Polygon { get; }

    public bool Contains(GeoPoint point) =>
        Centre is not null ? Centre.MetresTo(point) <= RadiusInKilometres * 1000 : Ring.Contains(Polygon!, point);
}
