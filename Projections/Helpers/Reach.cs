using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Projections.Helpers;

/// <summary>
/// The circle about where a helper works, by which the directory shows and finds them: the area itself, or the one around a polygon, moved
/// to a centre that tells it to about a kilometre.
/// </summary>
/// <param name="Bounds">The box around the circle.</param>
public sealed record Reach(GeoPoint Centre, double RadiusInKilometres, Bounds Bounds)
{
    /// <summary>About a kilometre, in digits of a degree.</summary>
    private const int RoundedDigits = 2;

    /// <summary>The box as PostgreSQL indexes it.</summary>
    public const string BoxSql =
        "box(point((data #> '{reach,bounds,west}')::float8, (data #> '{reach,bounds,south}')::float8), "
        + "point((data #> '{reach,bounds,east}')::float8, (data #> '{reach,bounds,north}')::float8))";

    public static Reach About(ServiceArea area)
    {
        if (area is { Centre: { } centre, RadiusInKilometres: { } radius })
        {
            return About(centre, radius);
        }

        var corners = area.Polygon!;
        var middle = new GeoPoint(
            (corners.Min(corner => corner.Latitude) + corners.Max(corner => corner.Latitude)) / 2,
            (corners.Min(corner => corner.Longitude) + corners.Max(corner => corner.Longitude)) / 2);
        return About(middle, corners.Max(corner => corner.MetresTo(middle)) / 1000);
    }

    private static Reach About(GeoPoint exact, double radius)
    {
        var centre = new GeoPoint(Math.Round(exact.Latitude, RoundedDigits), Math.Round(exact.Longitude, RoundedDigits));
        return new Reach(centre, radius, Bounds.Around(centre, radius));
    }
}

/// <summary>A box in degrees. Where a circle crosses the date line or holds a pole, the box goes all the way round.</summary>
public sealed record Bounds(double South, double West, double North, double East)
{
    private const double KilometresPerDegree = 111.19;

    /// <summary>The box around a circle, a hair too large rather than too small.</summary>
    public static Bounds Around(GeoPoint centre, double radiusInKilometres)
    {
        var latitudes = (radiusInKilometres / KilometresPerDegree) + 0.001;
        var (south, north) = (Math.Max(-90, centre.Latitude - latitudes), Math.Min(90, centre.Latitude + latitudes));
        var narrowest = Math.Cos(Math.Max(Math.Abs(south), Math.Abs(north)) * Math.PI / 180);
        var longitudes = narrowest > 0.000_001 ? latitudes / narrowest : 180;
        var (west, east) = (centre.Longitude - longitudes, centre.Longitude + longitudes);
        return west < -180 || east > 180 ? new Bounds(south, -180, north, 180) : new Bounds(south, west, north, east);
    }
}
