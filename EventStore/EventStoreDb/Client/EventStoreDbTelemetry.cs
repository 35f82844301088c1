using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using EventStoreDb.Client.Calling;

namespace EventStoreDb.Client;

/// <summary>What the client tells of itself, for whoever listens (OpenTelemetry: add the source and the meter by <see cref="Name"/>).</summary>
/// <remarks>Names and tags are OpenTelemetry's semantic conventions for database clients where those have one.</remarks>
public static class EventStoreDbTelemetry
{
    /// <summary>The name of the client's <see cref="ActivitySource"/> and <see cref="Meter"/>.</summary>
    public const string Name = "EventStoreDb.Client";

    /// <summary>How many collections are told apart; the streams of further categories are told without one.</summary>
    internal const int MostCollections = 100;

    private static readonly Meter Meter = new(Name);
    private static readonly ConcurrentDictionary<string, string> Collections = new();

    internal static ActivitySource Source { get; } = new(Name);

    internal static Histogram<double> Duration { get; } = Meter.CreateHistogram(
        "db.client.operation.duration", "s", "How long operations took.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] });

    internal static Counter<long> Appends { get; } = Meter.CreateCounter<long>("eventstoredb.client.appends", "{append}", "Appends that the server took.");

    internal static Counter<long> Conflicts { get; } =
        Meter.CreateCounter<long>("eventstoredb.client.conflicts", "{append}", "Appends that found the stream in another state than expected.");

    internal static Counter<long> Retries { get; } =
        Meter.CreateCounter<long>("eventstoredb.client.retries", "{attempt}", "Calls that were made again after they failed.");

    internal static Counter<long> Reconnects { get; } =
        Meter.CreateCounter<long>("eventstoredb.client.reconnects", "{call}", "Subscriptions and calls for appending that were opened again after they broke.");

    /// <summary>
    /// The collection of a stream: its category, which is what comes before the first dash. Null without a dash, and for the categories
    /// beyond <see cref="MostCollections"/>, so that whatever names the streams have, the number of time series is bounded.
    /// </summary>
    internal static string? Collection(string stream)
    {
        var dash = stream.IndexOf('-', StringComparison.Ordinal);
        if (dash <= 0)
        {
            return stream == Operation.All ? stream : null;
        }

        var known = Collections.GetAlternateLookup<ReadOnlySpan<char>>();
        return known.TryGetValue(stream.AsSpan(0, dash), out var collection) ? collection
            : Collections.Count < MostCollections ? Collections.GetOrAdd(stream[..dash], static category => category)
            : null;
    }
}
