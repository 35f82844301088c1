using System.Diagnostics.Metrics;
using System.Text;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LaborMarketplace.Tests.Unit.Projections;

public sealed class ProjectionMetricsTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly Build Build = new(JobCard.Projection, 2);

    private readonly FakeTimeProvider _clock = new(Start);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ProjectionMetrics _metrics;
    private readonly RebuildMetrics _rebuilds;
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _measured = [];

    public ProjectionMetricsTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        (_metrics, _rebuilds) = (new ProjectionMetrics(meters, _clock), new RebuildMetrics(meters));
        var meter = meters.Create(ProjectionMetrics.MeterName);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    [Fact]
    public void Counts_what_a_build_passes_and_tells_where_it_stands()
    {
        Follows(0);
        Passes(0, 3, 1, 2, 3);
        Passes(3, 5, 4, 5);
        Assert.Equal((5, 5, 0), (Figure("projections.events"), Figure("projections.position"), Figure("projections.halted")));
    }

    [Fact]
    public void Tells_that_a_build_has_halted()
    {
        Follows(0);
        Passes(0, 1, new Halt(new StreamName("job-1"), 0, new LogPosition(2), new LogPosition(1), "job.edited.v1", "There is no document."), 1, 2);
        Assert.Equal((1, 1), (Figure("projections.halted"), Figure("projections.events")));
    }

    [Fact]
    public void Counts_what_waits_where_positions_number_events()
    {
        Follows(0);
        _metrics.Seen(new LogPosition(7));
        Assert.Equal(7, Figure("projections.lag.events"));
        Passes(0, 3, 1, 2, 3);
        Assert.Equal(4, Figure("projections.lag.events"));
        Passes(3, 7, 4, 5, 6, 7);
        Assert.Equal(0, Figure("projections.lag.events"));
    }

    [Fact]
    public void Estimates_what_waits_where_positions_are_bytes()
    {
        Follows(0);
        Passes(0, 2_000, 900, 2_000);
        _metrics.Seen(new LogPosition(5_100));
        Assert.Equal(3, Figure("projections.lag.events"));
        _metrics.Seen(new LogPosition(2_001));
        Assert.Equal(1, Figure("projections.lag.events"));
        _metrics.Seen(new LogPosition(2_000));
        Assert.Equal(0, Figure("projections.lag.events"));
    }

    [Fact]
    public void Lags_by_the_time_that_the_oldest_waiting_event_can_have_waited()
    {
        Follows(0);
        Passes(0, 2, 1, 2);
        _metrics.Seen(new LogPosition(9));
        _clock.SetUtcNow(Start.AddMinutes(10));
        Assert.Equal(600 - 2, Figure("projections.lag"));
        _metrics.Seen(new LogPosition(2));
        Assert.Equal(0, Figure("projections.lag"));
        _clock.SetUtcNow(Start.AddMinutes(70));
        _metrics.Seen(new LogPosition(2));
        _clock.Advance(TimeSpan.FromSeconds(4));
        _metrics.Seen(new LogPosition(3));
        Assert.Equal(4, Figure("projections.lag"));
    }

    [Fact]
    public void Says_nothing_of_the_lag_of_a_build_of_which_nobody_knows_since_when_it_waits()
    {
        Follows(4);
        _metrics.Seen(new LogPosition(9));
        Figures();
        Assert.DoesNotContain(_measured.Keys, name => name.StartsWith("projections.lag ", StringComparison.Ordinal));
    }

    [Fact]
    public void Counts_failures_by_the_builds_that_they_hold_up()
    {
        _metrics.Failed([Build]);
        _metrics.Failed([Build]);
        Assert.Equal(2, Figure("projections.failures"));
    }

    [Fact]
    public void Forgets_builds_that_another_process_follows()
    {
        Follows(4);
        _metrics.Follows([]);
        Figures();
        Assert.DoesNotContain(_measured.Keys, name => name.StartsWith("projections.position", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tells_how_far_a_rebuild_is_and_nothing_when_none_is_at_work()
    {
        var told = _rebuilds.Measured([JobCard.Projection], Progress(10, 25)).GetAsyncEnumerator();
        Assert.True(await told.MoveNextAsync());
        Assert.Equal(0.1, Figure("projections.rebuild.progress"));
        Assert.True(await told.MoveNextAsync());
        Assert.Equal((0.25, 25), (Figure("projections.rebuild.progress"), Figure("projections.rebuild.events")));
        Assert.False(await told.MoveNextAsync());
        _measured.Clear();
        Figures();
        Assert.DoesNotContain(_measured.Keys, name => name.StartsWith("projections.rebuild.progress", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _rebuilds.Dispose();
        _metrics.Dispose();
        _services.Dispose();
    }

    private static async IAsyncEnumerable<RebuildProgress> Progress(params IEnumerable<int> events)
    {
        foreach (var read in events)
        {
            await Task.Yield();
            yield return new RebuildProgress(
                [Build.Storage], RebuildStage.Reading, read, new LogPosition(read), new LogPosition(100), 1, null, new Dictionary<string, string>())
            { Done = read / 100.0 };
        }
    }

    private void Follows(long position) =>
        _metrics.Follows([(Build, new Checkpoint(Build.Storage, "job-board", 1, 2, true, new LogPosition(position), null))]);

    private void Passes(long from, long to, params long[] positions) => Passes(from, to, null, positions);

    private void Passes(long from, long to, Halt? halt, params long[] positions) => _metrics.Committed(
        new LogPage([.. positions.Select(At)], new LogPosition(positions[^1]), AtEnd: false),
        [new Advance(new Held(Build, 1), new LogPosition(from), new LogPosition(to), new Dictionary<Guid, Guid>(), new Dictionary<Guid, byte[]?>(), halt)]);

    /// <summary>An event that was recorded as many seconds after the start as its position says.</summary>
    private static RecordedEvent At(long position) => new(
        new StreamName("job-1"), 0, new LogPosition(position), Guid.Empty, "job.edited.v1", default, Encoding.UTF8.GetBytes(
            $$"""
            {"commandId":"{{Guid.Empty}}","correlationId":"{{Guid.Empty}}","actor":"process:test","region":"us-east",
            "recordedAt":"{{Start.AddSeconds(position):O}}","schemaVersion":1}
            """));

    private double Figure(string name)
    {
        Figures();
        return _measured[$"{name} job-board job_board_v1_2"];
    }

    private void Figures()
    {
        _measured.Where(figure => !figure.Key.Contains("events ", StringComparison.Ordinal) && !figure.Key.Contains("failures ", StringComparison.Ordinal))
            .ToList().ForEach(figure => _measured.Remove(figure.Key));
        _listener.RecordObservableInstruments();
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => tag.Value)]);
        _measured[name] = instrument is Counter<long> ? _measured.GetValueOrDefault(name) + value : value;
    }
}
