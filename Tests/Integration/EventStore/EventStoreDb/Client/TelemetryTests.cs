using System.Diagnostics;
using System.Diagnostics.Metrics;
using EventStoreDb.Client;
using static LaborMarketplace.Tests.Integration.EventStore.EventStoreDb.Proposals;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>What the client tells of itself, heard as OpenTelemetry hears it.</summary>
public sealed class TelemetryTests : OnADouble
{
    [Fact]
    public async Task An_operation_has_a_span_with_the_conventions_of_database_clients()
    {
        using var told = new Told(Node);
        await Client.Append("job-1", StreamState.NoStream, Some(1));
        Assert.Equal(
            $"append job: db.collection.name=job db.operation.name=append db.system.name=eventstoredb {Server}", Assert.Single(told.Spans));
    }

    [Theory]
    [InlineData("read job-1", "read job: db.collection.name=job db.operation.name=read")]
    [InlineData("read settings", "read {server}: db.operation.name=read")]
    [InlineData("read all", "read $all: db.collection.name=$all db.operation.name=read")]
    [InlineData("features", "server_features {server}: db.operation.name=server_features")]
    public async Task A_span_is_named_after_what_is_asked_and_of_what(string operation, string span)
    {
        using var told = new Told(Node);
        await (operation switch
        {
            "read all" => Read(Client.ReadAll()),
            "features" => Client.ServerFeatures(),
            _ => Read(Client.ReadStream(operation["read ".Length..])),
        });
        Assert.Equal(
            $"{span.Replace("{server}", $"{Node.Address.Host}:{Node.Address.Port}", StringComparison.Ordinal)} db.system.name=eventstoredb {Server}",
            Assert.Single(told.Spans));

        static async Task Read(IAsyncEnumerable<StoredEvent> events) => await events.ToListAsync();
    }

    [Fact]
    public async Task A_failed_operation_tells_its_error()
    {
        await Client.Append("job-1", StreamState.NoStream, Some(1));
        await Client.Tombstone("job-1", StreamState.Any);
        using var told = new Told(Node);
        await Assert.ThrowsAsync<StreamDeletedException>(() => Client.Delete("job-1", StreamState.Any));
        Assert.Contains("db.response.status_code=9", Assert.Single(told.Spans), StringComparison.Ordinal);
        Assert.Contains("error.type=EventStoreDb.Client.StreamDeletedException", told.Spans[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_duration_of_operations_is_measured_in_seconds()
    {
        using var told = new Told(Node);
        await Client.Append("job-1", StreamState.NoStream, Some(1));
        var (tags, seconds) = Assert.Single(told.Durations);
        Assert.Equal($"db.collection.name=job db.operation.name=append db.system.name=eventstoredb {Server}", tags);
        Assert.InRange(seconds, 0.000_001, 60);
    }

    [Fact]
    public async Task Appends_conflicts_retries_and_reconnects_are_counted()
    {
        using var told = new Told(Node);
        Node.Faults.LoseAnswers(1);
        await Client.Append("job-1", StreamState.NoStream, Some(1));
        await Client.Append("job-1", StreamState.NoStream, Some(1));
        Assert.All(
            (string[])["appends", "conflicts", "retries", "reconnects"],
            name => Assert.InRange(told.Count($"eventstoredb.client.{name}"), 1, int.MaxValue));
    }

    private string Server => $"server.address={Node.Address.Host} server.port={Node.Address.Port}";

    /// <summary>What was told of one node; other tests tell of others at the same time.</summary>
    private sealed class Told : IDisposable
    {
        private readonly List<string> _spans = [];
        private readonly List<(string Tags, double Seconds)> _durations = [];
        private readonly Dictionary<string, long> _counts = [];
        private readonly ActivityListener _activities;
        private readonly MeterListener _meters = new();
        private readonly int _port;

        public Told(EventStoreDbDouble node)
        {
            _port = node.Address.Port;
            _activities = new ActivityListener
            {
                ShouldListenTo = source => source.Name == EventStoreDbTelemetry.Name,
                Sample = (ref _) => ActivitySamplingResult.AllData,
                ActivityStopped = Note,
            };
            ActivitySource.AddActivityListener(_activities);
            _meters.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == EventStoreDbTelemetry.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _meters.SetMeasurementEventCallback<double>((_, seconds, tags, _) => Note(seconds, tags.ToArray()));
            _meters.SetMeasurementEventCallback<long>((counter, count, _, _) => Note(counter.Name, count));
            _meters.Start();
        }

        public List<string> Spans => Locked(() => _spans.ToList());

        public List<(string Tags, double Seconds)> Durations => Locked(() => _durations.ToList());

        public long Count(string name) => Locked(() => _counts.GetValueOrDefault(name));

        public void Dispose()
        {
            _activities.Dispose();
            _meters.Dispose();
        }

        private void Note(Activity activity)
        {
            if (activity.GetTagItem("server.port") is int port && port == _port)
            {
                Locked(() => _spans.Count + Add(_spans, $"{activity.DisplayName}: {Words(activity.TagObjects)}"));
            }
        }

        private void Note(double seconds, KeyValuePair<string, object?>[] tags)
        {
            if (tags.Any(tag => tag.Key == "server.port" && tag.Value is int port && port == _port))
            {
                Locked(() => Add(_durations, (Words(tags), seconds)));
            }
        }

        private void Note(string counter, long count) => Locked(() => _counts[counter] = _counts.GetValueOrDefault(counter) + count);

        private T Locked<T>(Func<T> look)
        {
            lock (_counts)
            {
                return look();
            }
        }

        private static int Add<T>(List<T> list, T item)
        {
            list.Add(item);
            return list.Count;
        }

        private static string Words(IEnumerable<KeyValuePair<string, object?>> tags) =>
            string.Join(' ', tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
    }
}
