namespace LaborMarketplace.Http;

/// <summary>The headers that HTTP itself does not know, as both doors and whoever calls them write them.</summary>
public static class MarketplaceHeaders
{
    /// <summary>On a command: the same key with the same request has no second effect.</summary>
    public const string IdempotencyKey = "Idempotency-Key";

    /// <summary>On an answer: where a command's effect stands in the log, or up to where all events are in what was read.</summary>
    public const string Position = "Marketplace-Position";

    /// <summary>On a request to read: a position that a command was answered with; what is read includes it.</summary>
    public const string AtLeast = "Marketplace-At-Least";
}
