using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;

namespace LaborMarketplace.Projections.Running;

/// <summary>What rebuilds of this process measure, under the same meter as <see cref="ProjectionMetrics"/>. Thread-safe.</summary>
public sealed class RebuildMetrics : IDisposable
{
    private readonly ConcurrentDictionary<(string Projection, string Build), double> _done = new();
    private readonly Meter _meter;
    private readonly Counter<long> _events;

    public RebuildMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(ProjectionMetrics.MeterName);
        _events = _meter.CreateCounter<long>("projections.rebuild.events", "{event}", "Events of the log that rebuilds have read.");
        _meter.CreateObservableGauge(
            "projections.rebuild.progress", () => _done.Select(pair => new Measurement<double>(pair.Value, TagsOf(pair.Key))),
            description: "From 0 to 1: how much of the log a rebuild has read; not there while none is at work.");
    }

    /// <summary>Measures a rebuild for as long as it is listened to.</summary>
    /// <param name="projections">What is rebuilt.</param>
    /// <param name="rebuild">What it tells.</param>
    public async IAsyncEnumerable<RebuildProgress> Measured(IReadOnlyList<Projection> projections, IAsyncEnumerable<RebuildProgress> rebuild)
    {
        var builds = (IReadOnlyList<(string Projection, string Build)>)[];
        var events = 0L;
        try
        {
            await foreach (var progress in rebuild)
            {
                builds = [.. projections.Select(projection => projection.Name).Zip(progress.Builds)];
                foreach (var build in builds)
                {
                    _events.Add(progress.Events - events, TagsOf(build));
                    _done[build] = progress.Done ?? 1; // After reading, all has been read.
                }

                events = progress.Events;
                yield return progress;
            }
        }
        finally
        {
            foreach (var build in builds)
            {
                _done.TryRemove(build, out _);
            }
        }
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?>[] TagsOf((string Projection, string Build) build) =>
        [new("projection", build.Projection), new("build", build.Build)];
}
