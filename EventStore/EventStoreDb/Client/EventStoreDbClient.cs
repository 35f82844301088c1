using System.Runtime.CompilerServices;
using EventStoreDb.Client.Appending;
using EventStoreDb.Client.Asking;
using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Connection;
using EventStoreDb.Client.Reading;
using Google.Protobuf.WellKnownTypes;

namespace EventStoreDb.Client;

/// <summary>
/// Appends to, reads and follows the streams of an EventStoreDB. One client serves a whole program: appends share one call, and all calls
/// share few connections. Thread-safe.
/// </summary>
/// <remarks>
/// Every operation ends in time: with the deadline of the connection string, or, where it lasts, as long as something is heard. What may
/// help is tried again a few times: a write keeps its event ids, and counts once. Then an <see cref="EventStoreDbException"/> says what
/// is wrong. A cancelled operation throws <see cref="OperationCanceledException"/>; whether a cancelled write was done is not known.
/// </remarks>
public sealed class EventStoreDbClient : IAsyncDisposable
{
    private readonly ClusterNodes _nodes;
    private readonly Calls _calls;
    private readonly BatchAppends _appends;
    private readonly Duration _deadline;

    /// <summary>Makes a client; nothing is asked before the first operation.</summary>
    /// <param name="time">Measures pauses and patience; the system's where it is not given.</param>
    /// <exception cref="ArgumentException">The connection string asks for what cannot be done.</exception>
    public EventStoreDbClient(EventStoreDbConnectionString settings, TimeProvider? time = null)
        : this(settings, time ?? TimeProvider.System, Random.Shared)
    {
    }

    private EventStoreDbClient(EventStoreDbConnectionString settings, TimeProvider time, Random random)
    {
        _nodes = new ClusterNodes(settings, time, random);
        _calls = new Calls(_nodes, settings, time, random);
        _appends = new BatchAppends(_calls);
        _deadline = Duration.FromTimeSpan(settings.DefaultDeadline);
    }

    /// <summary>Appends all the events or none. Appends of many callers travel together over one call, each with its own answer.</summary>
    /// <param name="events">One or more, each with an id of its own.</param>
    /// <exception cref="ArgumentException">The stream has no right name, or the events are none, or not right.</exception>
    /// <exception cref="EventStoreDbException">It came to nothing, or what it came to is not known.</exception>
    public async Task<AppendOutcome> Append(
        string stream, StreamState expected, IReadOnlyList<ProposedEvent> events, CancellationToken cancellation = default)
    {
        Proposals.Check(stream, events);
        using var operation = Operation.Begin("append", stream);
        var outcome = await _calls.Ask(operation, Append, cancellation).ConfigureAwait(false);
        return Counted(outcome);

        async Task<AppendOutcome> Append(Node node, CancellationToken asking)
        {
            var append = AppendMessages.Batch(stream, expected, events, _deadline);
            return AppendMessages.Outcome(await _appends.Append(node, append, asking).ConfigureAwait(false));
        }
    }

    /// <summary>Appends as <see cref="Append"/> does, in a call of its own: for a server that knows no other, or events that would hold others up.</summary>
    /// <inheritdoc cref="Append"/>
    public async Task<AppendOutcome> AppendAlone(
        string stream, StreamState expected, IReadOnlyList<ProposedEvent> events, CancellationToken cancellation = default)
    {
        Proposals.Check(stream, events);
        using var operation = Operation.Begin("append", stream);
        var outcome = await _calls.Ask(
            operation, (node, asking) => AppendCall.Make(node, _calls.InTime(asking), stream, expected, events), cancellation).ConfigureAwait(false);
        return Counted(outcome);
    }

    /// <summary>A stream's events, one after the other as the caller takes them; none when there is no such stream.</summary>
    /// <param name="from">The revision to begin with; null for the stream's beginning, or its end when it is read backwards.</param>
    /// <param name="count">How many events at most; from 1.</param>
    /// <exception cref="EventStoreDbException">Reading fails; told while the events are taken.</exception>
    public IAsyncEnumerable<StoredEvent> ReadStream(
        string stream, Direction direction = Direction.Forwards, long? from = null, long count = long.MaxValue, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from ?? 0);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Wire.Name(stream);
        return Events(
            () =>
            {
                var place = new Place<long>(direction);
                return new EventReading(
                    _calls,
                    Operation.Begin("read", stream),
                    left => ReadMessages.Stream(stream, direction, place.Last ?? from, Again(left, place.Last is null)),
                    stored => place.Takes(stored.InStream(stream).Revision),
                    count);
            },
            cancellation);
    }

    /// <summary>The events of the log of all streams, one after the other as the caller takes them.</summary>
    /// <param name="from">The position to begin with, that of an event; null for the log's beginning, or its end when it is read backwards.</param>
    /// <param name="count">How many events at most; from 1.</param>
    /// <param name="filter">Which events; null for all. Where few events of a long log are of interest, a subscription also tells how far it is.</param>
    /// <exception cref="EventStoreDbException">Reading fails; told while the events are taken.</exception>
    public IAsyncEnumerable<StoredEvent> ReadAll(
        Direction direction = Direction.Forwards,
        LogPosition? from = null,
        long count = long.MaxValue,
        EventFilter? filter = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return Events(
            () =>
            {
                var place = new Place<LogPosition>(direction);
                return new EventReading(
                    _calls,
                    Operation.Begin("read", Operation.All),
                    left => ReadMessages.All(direction, place.Last ?? from, Again(left, place.Last is null), filter),
                    stored => place.Takes(stored.Position),
                    count);
            },
            cancellation);
    }

    /// <summary>Follows the log of all streams: what happened, then what happens, without end. A slow reader stops the server, and fills no memory.</summary>
    /// <param name="after">The position to go on after; null for the log's beginning, <see cref="LogPosition.End"/> for what comes from now on.</param>
    /// <param name="filter">Which events; null for all.</param>
    /// <exception cref="EventStoreDbException">The server refuses; told while the messages are taken. That it is away is a message.</exception>
    public async IAsyncEnumerable<SubscriptionMessage> SubscribeToAll(
        LogPosition? after = null, EventFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var begin = after == LogPosition.End
            ? await Last(ReadAll(Direction.Backwards, count: 1, cancellation: cancellation), stored => stored.Position).ConfigureAwait(false)
            : after;
        var place = new Place<LogPosition>(Direction.Forwards, begin);
        using var subscription = new Subscription(
            _calls,
            Operation.All,
            () => ReadMessages.ToAll(place.Last, filter),
            stored => place.Takes(stored.Position),
            checkpoint => !(checkpoint <= place.Last) && place.Takes(checkpoint),
            new SkippedEvent(_calls, place, filter).Find);
        while (true)
        {
            yield return await subscription.Next(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Follows a stream, which need not exist yet: what happened, then what happens, without end.</summary>
    /// <param name="after">The revision to go on after; null for the stream's beginning, <see cref="long.MaxValue"/> for what comes from now on.</param>
    /// <exception cref="EventStoreDbException">The server refuses; told while the messages are taken. That it is away is a message.</exception>
    public async IAsyncEnumerable<SubscriptionMessage> SubscribeToStream(
        string stream, long? after = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after ?? 0);
        var begin = after == long.MaxValue
            ? await Last(ReadStream(stream, Direction.Backwards, count: 1, cancellation: cancellation), stored => stored.Revision).ConfigureAwait(false)
            : after;
        var place = new Place<long>(Direction.Forwards, begin);
        using var subscription = new Subscription(
            _calls,
            Wire.Name(stream),
            () => ReadMessages.ToStream(stream, place.Last),
            stored => place.Takes(stored.InStream(stream).Revision),
            _ => false);
        while (true)
        {
            yield return await subscription.Next(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes a stream. It can be written again, and its revisions go on.</summary>
    /// <exception cref="EventStoreDbException">It came to nothing, or what it came to is not known.</exception>
    public Task<DeleteOutcome> Delete(string stream, StreamState expected, CancellationToken cancellation = default) =>
        Deletion("delete", stream, (node, asking) => DeleteCalls.Delete(node, _calls.InTime(asking), stream, expected), cancellation);

    /// <summary>Deletes a stream for ever: it can never be read or written again.</summary>
    /// <exception cref="EventStoreDbException">It came to nothing, or what it came to is not known.</exception>
    public Task<DeleteOutcome> Tombstone(string stream, StreamState expected, CancellationToken cancellation = default) =>
        Deletion("tombstone", stream, (node, asking) => DeleteCalls.Tombstone(node, _calls.InTime(asking), stream, expected), cancellation);

    /// <summary>What the node that is asked can do.</summary>
    /// <exception cref="EventStoreDbException">It does not say.</exception>
    public async Task<ServerFeatures> ServerFeatures(CancellationToken cancellation = default)
    {
        using var operation = Operation.Begin("server_features");
        return await _calls.Ask(operation, (node, asking) => FeaturesCall.Make(node, _calls.InTime(asking)), cancellation).ConfigureAwait(false);
    }

    /// <summary>Which nodes there are, as the node that is asked sees them.</summary>
    /// <exception cref="EventStoreDbException">It does not say.</exception>
    public async Task<IReadOnlyList<ClusterMember>> Gossip(CancellationToken cancellation = default)
    {
        using var operation = Operation.Begin("gossip");
        return await _calls.Ask(operation, (node, asking) => ClusterGossip.Ask(node, _calls.InTime(asking)), cancellation).ConfigureAwait(false);
    }

    /// <summary>Waits for the answers that are under way, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _appends.DisposeAsync().ConfigureAwait(false);
        await _nodes.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<DeleteOutcome> Deletion(
        string name, string stream, Func<Node, CancellationToken, Task<DeleteOutcome>> ask, CancellationToken cancellation)
    {
        using var operation = Operation.Begin(name, Wire.Name(stream));
        return await _calls.Ask(operation, ask, cancellation).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<StoredEvent> Events(Func<EventReading> read, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reading = read();
        while (await reading.Next(cancellation).ConfigureAwait(false) is { } stored)
        {
            yield return stored;
        }
    }

    /// <summary>Where a stream or the log ends; null when it is empty.</summary>
    private static async Task<T?> Last<T>(IAsyncEnumerable<StoredEvent> events, Func<StoredEvent, T> where)
        where T : struct
    {
        await foreach (var stored in events.ConfigureAwait(false))
        {
            return where(stored);
        }

        return null;
    }

    /// <summary>How many events to ask for: a call that goes on begins with the event that was taken last.</summary>
    private static long Again(long left, bool first) => first || left == long.MaxValue ? left : left + 1;

    private static AppendOutcome Counted(AppendOutcome outcome)
    {
        (outcome is AppendOutcome.Appended ? EventStoreDbTelemetry.Appends : EventStoreDbTelemetry.Conflicts).Add(1);
        return outcome;
    }
}
