using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Projections.Running;

/// <summary>What the runner measures, under the meter <c>LaborMarketplace.Projections</c>; each figure by projection and build.</summary>
public sealed class ProjectionMetrics : IDisposable
{
    public const string MeterName = "LaborMarketplace.Projections";

    private readonly ConcurrentDictionary<Build, Standing> _standing = new();
    private readonly Meter _meter;
    private readonly Counter<long> _documents;
    private readonly Counter<long> _events;
    private readonly Counter<long> _failures;
    private readonly TimeProvider _clock;

    /// <param name="meters">Makes the meter.</param>
    /// <param name="clock">The marketplace's clock, which events are stamped by.</param>
    public ProjectionMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        _meter = meters.Create(MeterName);
        _events = _meter.CreateCounter<long>("projections.events", description: "Events that the runner has passed.");
        _documents = _meter.CreateCounter<long>("projections.documents", description: "Documents written.");
        _failures = _meter.CreateCounter<long>("projections.failures", description: "Times that the log or the database failed the runner.");
        _meter.CreateObservableGauge("projections.position", () => Observe(standing => standing.Position));
        _meter.CreateObservableGauge("projections.halted", () => Observe(standing => standing.Halted ? 1L : 0L));
        _meter.CreateObservableGauge("projections.lag", () => Observe(Lag), "s", "How long ago the last event taken was recorded; 0 at the log's end.");
    }

    public void Dispose() => _meter.Dispose();

    internal void Failed() => _failures.Add(1);

    internal void Committed(LogPage page, IReadOnlyList<Advance> advances)
    {
        _events.Add(page.Events.Count);
        var passed = page.AtEnd ? (DateTimeOffset?)null : _clock.GetUtcNow();
        foreach (var advance in advances)
        {
            _documents.Add(advance.Documents.Count, TagsOf(advance.Held.Build));
            _standing[advance.Held.Build] = new Standing(advance.To.Value, passed, advance.Halt is not null);
        }
    }

    private IEnumerable<Measurement<T>> Observe<T>(Func<Standing, T> figure)
        where T : struct =>
        _standing.Select(pair => new Measurement<T>(figure(pair.Value), TagsOf(pair.Key)));

    private static KeyValuePair<string, object?>[] TagsOf(Build build) => [new("projection", build.Projection.Name), new("build", build.Storage)];

    private double Lag(Standing standing) => standing.BehindSince is { } since ? Math.Max(0, (_clock.GetUtcNow() - since).TotalSeconds) : 0;

    private sealed record Standing(long Position, DateTimeOffset? BehindSince, bool Halted);
}
