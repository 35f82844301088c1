using System.Text.Json;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.ReadApi.Lists;

/// <summary>Values in the form in which documents hold them, to compare with.</summary>
internal static class StoredText
{
    /// <summary>An instant; all are in UTC, so their text sorts as they do.</summary>
    public static string Of(DateTimeOffset instant) => JsonSerializer.SerializeToElement(instant.ToUniversalTime(), MarketplaceJson.Options).GetString()!;

    /// <summary>An enum's word.</summary>
    public static string Of<T>(T word)
        where T : struct, Enum => MarketplaceJson.WordOf(word);
}
