using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LaborMarketplace.EventStore;

/// <summary>What the log tells of itself, for whoever listens (OpenTelemetry: add the source and the meter by <see cref="Name"/>).</summary>
public static class EventStoreTelemetry
{
    public const string Name = "LaborMarketplace.EventStore";

    private static readonly Meter Meter = new(Name);

    internal static ActivitySource Source { get; } = new(Name);

    internal static Counter<long> Appended { get; } = Meter.CreateCounter<long>("marketplace.log.appended", "{event}", "Events appended to the log.");

    internal static Counter<long> Conflicts { get; } =
        Meter.CreateCounter<long>("marketplace.log.conflicts", "{append}", "Appends that found the stream at another revision.");

    internal static Counter<long> Batches { get; } =
        Meter.CreateCounter<long>("marketplace.log.batches", "{batch}", "Commits that appends were gathered into.");

    /// <summary>Counts what an append came to.</summary>
    internal static void Count(AppendResult result, int events)
    {
        if (result is AppendResult.Appended)
        {
            Appended.Add(events);
        }
        else
        {
            Conflicts.Add(1);
        }
    }
}
