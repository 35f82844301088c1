using System.Text.Json;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.ReadApi.Lists;

/// <summary>Values in the form in which documents hold them, to compare with.</summary>
internal static class StoredText
{
    /// <summary>An instant; all are in UTC, so their text sorts as they do.</summary>
    public static string Of(DateTimeOffset instant) => JsonSerializer.SerializeToElement(instant.ToUniversalTime(), MarketplaceJson.Options).GetString()!;

    /// <summary>An enum's word.</summary>
    public static string Of<T>(T word)
        where T : struct, Enum => JsonSerializer.SerializeToElement(word, MarketplaceJson.Options).GetString()!;
}

/// <summary>Conditions on places.</summary>
internal static class Nearness
{
    /// <summary>A box for the index, to be narrowed by the exact distance.</summary>
    public static NpgsqlTypes.NpgsqlBox Box(GeoPoint point, double radiusInKilometres)
    {
        var bounds = Projections.Helpers.Bounds.Around(point, radiusInKilometres);
        return new NpgsqlTypes.NpgsqlBox(bounds.North, bounds.East, bounds.South, bounds.West);
    }
}
