using CsCheck;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Tests.Unit.Domain.Values.ShapeAssertions;

namespace LaborMarketplace.Tests.Unit.Domain.Values;

public sealed class PlaceTests
{
    private static readonly GeoPoint NewYork = new(40.7128, -74.0060);
    private static readonly GeoPoint London = new(51.5074, -0.1278);

    [Theory]
    [InlineData(90.1, 0, "latitude")]
    [InlineData(-90.1, 0, "latitude")]
    [InlineData(double.NaN, 0, "latitude")]
    [InlineData(0, 180.1, "longitude")]
    [InlineData(0, double.NegativeInfinity, "longitude")]
    public void A_point_is_on_the_earth(double latitude, double longitude, string which) =>
        IsOutOfShape(() => new GeoPoint(latitude, longitude), which);

    [Fact] public void The_distance_is_the_great_circles() => Assert.Equal(5_570_222, NewYork.MetresTo(London), tolerance: 1_000);

    [Fact]
    public void The_distance_is_nought_to_itself_and_the_same_both_ways() =>
        Gen.Select(Points, Points).Sample((one, other) =>
        {
            Assert.Equal(0, one.MetresTo(one));
            Assert.Equal(one.MetresTo(other), other.MetresTo(one), tolerance: 0.001);
            Assert.InRange(one.MetresTo(other), 0, 20_015_200);
        });

    [Fact]
    public void An_area_is_a_circle_or_a_polygon()
    {
        IsOutOfShape(() => new ServiceArea(null, null, null), "either a centre");
        IsOutOfShape(() => new ServiceArea(NewYork, null, null), "either a centre");
        IsOutOfShape(() => new ServiceArea(null, 5, null), "either a centre");
        IsOutOfShape(() => new ServiceArea(NewYork, 5, Corners((0, 0), (0, 1), (1, 1))), "either a centre");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(200.1)]
    [InlineData(double.NaN)]
    public void A_circles_radius_is_above_0_and_at_most_200_km(double radius) => IsOutOfShape(() => new ServiceArea(NewYork, radius, null), "200 km");

    [Fact]
    public void A_circle_contains_what_is_near_enough()
    {
        var area = new ServiceArea(NewYork, 10, null);
        Assert.True(area.Contains(new GeoPoint(40.75, -74.0)));
        Assert.False(area.Contains(new GeoPoint(40.85, -74.0)));
    }

    [Fact]
    public void A_polygon_contains_what_is_inside()
    {
        var area = new ServiceArea(null, null, Corners((0, 0), (0, 3), (3, 3), (3, 2), (1, 2), (1, 1), (3, 1), (3, 0)));
        Assert.True(area.Contains(new GeoPoint(0.5, 1.5)));
        Assert.True(area.Contains(new GeoPoint(2, 0.5)));
        Assert.False(area.Contains(new GeoPoint(2, 1.5)));
        Assert.False(area.Contains(new GeoPoint(-1, 1)));
    }

    [Fact]
    public void A_polygon_has_from_3_to_100_corners()
    {
        IsOutOfShape(() => new ServiceArea(null, null, Corners((0, 0), (0, 1))), "3 to 100");
        IsOutOfShape(() => new ServiceArea(null, null, Enumerable.Range(0, 101).Select(Corner).ToValueList()), "3 to 100");
        Assert.Equal(100, new ServiceArea(null, null, Enumerable.Range(0, 100).Select(Corner).ToValueList()).Polygon!.Count);

        static GeoPoint Corner(int number) => new(Math.Sin(number / 20.0), Math.Cos(number / 20.0));
    }

    [Fact] public void A_polygons_edges_do_not_cross() => IsNotSimple((0, 0), (1, 1), (0, 1), (1, 0));

    [Fact] public void A_polygons_edges_do_not_touch() => IsNotSimple((0, 0), (0, 2), (2, 2), (0, 1), (2, 0));

    [Fact] public void A_polygons_corners_differ() => IsNotSimple((0, 0), (0, 1), (1, 1), (0, 0));

    [Fact] public void A_polygon_does_not_fold_back_on_itself() => IsNotSimple((0, 0), (0, 2), (2, 2), (2, 4), (2, 1));

    [Fact] public void A_polygon_is_not_flat() => IsNotSimple((0, 0), (1, 1), (2, 2));

    [Fact]
    public void Edges_on_one_line_that_do_not_meet_are_allowed() =>
        Assert.NotNull(new ServiceArea(null, null, Corners((0, 0), (0, 3), (3, 3), (3, 2), (1, 2), (1, 1), (3, 1), (3, 0))));

    private static void IsNotSimple(params (double, double)[] corners) =>
        IsOutOfShape(() => new ServiceArea(null, null, Corners(corners)), "do not cross or touch");

    private static ValueList<GeoPoint> Corners(params (double Latitude, double Longitude)[] corners) =>
        corners.Select(corner => new GeoPoint(corner.Latitude, corner.Longitude)).ToValueList();

    private static readonly Gen<GeoPoint> Points =
        Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180], (latitude, longitude) => new GeoPoint(latitude, longitude));
}
