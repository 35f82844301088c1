using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Helpers;
using NpgsqlTypes;

namespace LaborMarketplace.ReadApi.Lists;

/// <summary>Conditions on places.</summary>
internal static class Nearness
{
    /// <summary>A box for the index, to be narrowed by the exact distance.</summary>
    public static NpgsqlBox Box(GeoPoint point, double radiusInKilometres)
    {
        var bounds = Bounds.Around(point, radiusInKilometres);
        return new NpgsqlBox(bounds.North, bounds.East, bounds.South, bounds.West);
    }
}
