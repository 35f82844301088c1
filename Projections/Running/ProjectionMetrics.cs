using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
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
    private long _end;

    /// <param name="meters">Makes the meter.</param>
    /// <param name="clock">The marketplace's clock, which events are stamped by.</param>
    public ProjectionMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        _meter = meters.Create(MeterName);
        _events = _meter.CreateCounter<long>("projections.events", "{event}", "Events of the log that a build has passed; its rate is the build's speed.");
        _documents = _meter.CreateCounter<long>("projections.documents", "{document}", "Documents written.");
        _failures = _meter.CreateCounter<long>(
            "projections.failures", "{failure}",
            "Times that the log or the database failed the runner, by the builds that were held up.");
        _meter.CreateObservableGauge(
            "projections.position", () => Observe(standing => standing.Position),
            description: "The log position up to which everything is in the build.");
        _meter.CreateObservableGauge(
            "projections.halted", () => Observe(standing => standing.Halted ? 1L : 0L),
            description: "1 while the build cannot take an event.");
        _meter.CreateObservableGauge(
            "projections.lag", () => Observe(Lag, standing => standing.Current > DateTimeOffset.MinValue), "s",
            "For how long, at most, the oldest event that the build has not taken has been in the log; "
            + "0 at the log's end, and nothing while that is not known.");
        _meter.CreateObservableGauge(
            "projections.lag.events", () => Observe(LagInEvents), "{event}",
            "Events in the log that the build has not taken: counted where positions number events (PostgreSQL); where they are bytes (EventStoreDB) "
            + "an estimate, by how close together the events lay that this process has passed. 0 is exact on both.");
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>These builds, and no others, are followed by this process now.</summary>
    internal void Follows(IReadOnlyList<(Build Build, Checkpoint Stands)> builds)
    {
        foreach (var gone in _standing.Keys.Except(builds.Select(held => held.Build)))
        {
            _standing.TryRemove(gone, out _);
        }

        foreach (var (build, stands) in builds)
        {
            _standing.AddOrUpdate(
                build,
                _ => new Standing(stands.Position.Value, stands.Halt is not null, DateTimeOffset.MinValue, 0, 0),
                (_, known) => known with { Position = stands.Position.Value, Halted = stands.Halt is not null });
        }
    }

    /// <summary>The log ends here now.</summary>
    internal void Seen(LogPosition end)
    {
        Interlocked.Exchange(ref _end, end.Value);
        var now = _clock.GetUtcNow();
        foreach (var (build, standing) in _standing)
        {
            if (standing.Position >= end.Value)
            {
                _standing.TryUpdate(build, standing with { Current = now }, standing);
            }
        }
    }

    internal void Failed(IEnumerable<Build> builds)
    {
        foreach (var build in builds)
        {
            _failures.Add(1, TagsOf(build));
        }
    }

    /// <summary>The database failed what the runner does for all builds together.</summary>
    internal void Failed() => _failures.Add(1);

    internal void Committed(LogPage page, IReadOnlyList<Advance> advances)
    {
        foreach (var advance in advances)
        {
            var (build, passed) = (advance.Held.Build, page.Events.Where(passed => passed.Position > advance.From && passed.Position <= advance.To).ToList());
            _events.Add(passed.Count, TagsOf(build));
            _documents.Add(advance.Documents.Count, TagsOf(build));
            var recorded = passed.Count > 0 ? RecordedAt(passed[^1]) : DateTimeOffset.MinValue;
            var before = _standing.GetValueOrDefault(build);
            _standing[build] = new Standing(
                advance.To.Value, advance.Halt is not null, recorded > before.Current ? recorded : before.Current,
                before.Events + passed.Count, before.Distance + (advance.To.Value - advance.From.Value));
        }
    }

    /// <param name="figure">What is measured.</param>
    /// <param name="known">Of which builds it is known; of all unless given.</param>
    private IEnumerable<Measurement<T>> Observe<T>(Func<Standing, T> figure, Func<Standing, bool>? known = null)
        where T : struct =>
        _standing.Where(pair => known?.Invoke(pair.Value) ?? true).Select(pair => new Measurement<T>(figure(pair.Value), TagsOf(pair.Key)));

    private static KeyValuePair<string, object?>[] TagsOf(Build build) => [new("projection", build.Projection.Name), new("build", build.Storage)];

    private double Lag(Standing standing) =>
        standing.Position < Interlocked.Read(ref _end) ? Math.Max(0, (_clock.GetUtcNow() - standing.Current).TotalSeconds) : 0;

    private long LagInEvents(Standing standing)
    {
        var distance = Interlocked.Read(ref _end) - standing.Position;
        return distance <= 0 ? 0 : Math.Max(1, (long)Math.Round(distance * (standing.Distance > 0 ? standing.Events / (double)standing.Distance : 1)));
    }

    /// <summary>An event that cannot be read halts the builds that declare it; here it only says nothing.</summary>
    private static DateTimeOffset RecordedAt(RecordedEvent last)
    {
        try
        {
            return JsonSerializer.Deserialize<EventMetadata>(last.Metadata.Span, MarketplaceJson.Options)?.RecordedAt ?? DateTimeOffset.MinValue;
        }
        catch (JsonException)
        {
            return DateTimeOffset.MinValue;
        }
    }

    /// <param name="Current">A time up to which, for certain, everything recorded is in the build; the least where that is not known yet.</param>
    /// <param name="Events">How many events it has passed in this process.</param>
    /// <param name="Distance">From position to position, what they took.</param>
    private readonly record struct Standing(long Position, bool Halted, DateTimeOffset Current, long Events, long Distance);
}
