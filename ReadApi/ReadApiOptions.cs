namespace LaborMarketplace.ReadApi;

/// <summary>The configuration section <c>ReadApi</c>.</summary>
public sealed record ReadApiOptions
{
    public const string Section = "ReadApi";

    /// <summary>How long a request waits for the read model to come to the position that it asks for.</summary>
    public TimeSpan AtLeastWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many bytes of documents are kept in memory.</summary>
    public long CacheBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many may listen to server-sent events at the same time; each keeps a connection.</summary>
    public int Listeners { get; init; } = 100;
}
