using System.Runtime.CompilerServices;
using EventStoreDb.Client;
using ClientPosition = EventStoreDb.Client.LogPosition;

namespace LaborMarketplace.EventStore.EventStoreDb;

/// <summary>
/// The log on EventStoreDB, 23.10 or newer. A position is the byte where the event begins in the server's log. An append is one write.
/// </summary>
public sealed class EventStoreDbEventStore : IEventStore, IAppendStatus, IAsyncDisposable
{
    private const int LargestAppend = 1024 * 1024;
    private const int MostRounds = 100;

    private static readonly TimeSpan UntilWrittenIsRead = TimeSpan.FromMilliseconds(10);

    private readonly EventStoreDbClient _client;
    private readonly LogStreams _streams;
    private readonly LastAppend _lastAppend;
    private readonly TimeProvider _time;

    private EventStoreDbEventStore(EventStoreDbClient client, LogStreams streams, TimeProvider time) =>
        (_client, _streams, _time, _lastAppend) = (client, streams, time, new LastAppend(time));

    /// <summary>Opens the log of a node, which is asked once whether it is there.</summary>
    /// <param name="time">Measures pauses and deadlines; the system's where it is not given.</param>
    /// <param name="prefix">How the names of the log's streams begin on the server, where the server holds other things too.</param>
    /// <exception cref="ArgumentException">The connection string asks for what cannot be done.</exception>
    /// <exception cref="FormatException">The prefix cannot be one.</exception>
    /// <exception cref="EventStoreUnavailableException">The node cannot be reached, or refuses.</exception>
    public static async Task<EventStoreDbEventStore> Open(
        EventStoreDbConnectionString settings, TimeProvider? time = null, string prefix = "", CancellationToken cancellation = default)
    {
        time ??= TimeProvider.System;
        var streams = new LogStreams(prefix);
        var client = new EventStoreDbClient(settings, time);
        try
        {
            var store = new EventStoreDbEventStore(client, streams, time);
            await store.End(cancellation);
            return store;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    public string StandsOn => "EventStoreDB";

    public string? Fault => _lastAppend.Fault;

    public Task<IReadOnlyList<RecordedEvent>> Load(StreamName stream, long fromRevision, CancellationToken cancellation) =>
        Ask<IReadOnlyList<RecordedEvent>>(async () =>
        {
            var events = new List<RecordedEvent>();
            await foreach (var stored in _client.ReadStream(_streams.Of(stream), from: Math.Max(0, fromRevision), cancellation: cancellation))
            {
                if (stored.Revision != fromRevision + events.Count)
                {
                    throw new LogCorruptedException($"The log lacks revision {fromRevision + events.Count} of {stream}.");
                }

                events.Add(_streams.Recorded(stored));
            }

            return events;
        });

    /// <inheritdoc/>
    /// <exception cref="LogCorruptedException">The server's answer cannot be.</exception>
    public async Task<AppendResult> Append(StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation)
    {
        AppendLimits.Check(stream, events);
        CheckSize(events);
        cancellation.ThrowIfCancellationRequested();
        var result = await _lastAppend.Watch(() => Record(stream, expected, events, cancellation));
        EventStoreTelemetry.Count(result, events.Count);
        return result;
    }

    public async IAsyncEnumerable<LogPage> Read(LogPosition after, ReadUntil until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await CheckPosition(after, cancellation);
        LogPosition? end = until == ReadUntil.End ? await Head(null, cancellation) : null;
        await using var pages = new LogPages(_client, _streams, after, end, _time, cancellation);
        LogPage page;
        do
        {
            page = await Ask(pages.Next);
            yield return page;
        }
        while (until == ReadUntil.Cancelled || !page.AtEnd);
    }

    public Task<LogPosition> End(CancellationToken cancellation) => Head(_streams.Filter, cancellation);

    /// <summary>Tells this log from others: the id of a mark, which the first who asks leaves in it.</summary>
    /// <exception cref="EventStoreUnavailableException">The store is away.</exception>
    public async Task<Guid> Identity(CancellationToken cancellation)
    {
        var mark = new ProposedEvent(Guid.CreateVersion7(_time.GetUtcNow()), "$marketplace-log", "{}"u8.ToArray());
        return await Marked() ?? await Ask(async () =>
        {
            await _client.Append(_streams.Mark, StreamState.NoStream, [mark], cancellation);
            return await Marked();
        }) ?? throw new EventStoreUnavailableException("EventStoreDB does not let the log's mark be read yet.");

        Task<Guid?> Marked() => Ask(async () => (await First(_client.ReadStream(_streams.Mark, count: 1, cancellation: cancellation)))?.Id);
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private Task<AppendResult> Record(
        StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation) =>
        expected == ExpectedRevision.Any
            ? RecordAtEnd(stream, events, cancellation)
            : RecordAfter(expected.Value, stream, events, cancellation);

    /// <summary>One write. The server answers the same events at the same revision as the first time, whatever has come since.</summary>
    private async Task<AppendResult> RecordAfter(
        long revision, StreamName stream, IReadOnlyList<EventData> events, CancellationToken cancellation)
    {
        switch (await Ask(() => _client.Append(_streams.Of(stream), Messages.At(revision), [.. events.Select(Messages.Proposed)], cancellation)))
        {
            case AppendOutcome.WrongExpectedVersion wrong:
                await BeReadable(stream, wrong.Revision, cancellation);
                return new AppendResult.Conflict(wrong.Revision);
            case AppendOutcome.Appended appended when appended.Revision != revision + events.Count:
                throw new LogCorruptedException(
                    $"EventStoreDB has appended {events.Count} events after revision {revision} of {stream}, "
                    + $"and says that the last is at {appended.Revision}.");
            case AppendOutcome.Appended { Position: { } position } appended:
                return new AppendResult.Appended(appended.Revision, new LogPosition(position.Commit));
            default:
                // So a node may answer a repeat whose events it has not indexed yet.
                await BeReadable(stream, revision + events.Count, cancellation);
                return new AppendResult.Appended(revision + events.Count, (await Last(stream, revision + events.Count, cancellation))!.Position);
        }
    }

    /// <summary>
    /// An append to the stream's end is one after a revision, too: were its answer lost, the server would know it again only for a while.
    /// </summary>
    private async Task<AppendResult> RecordAtEnd(StreamName stream, IReadOnlyList<EventData> events, CancellationToken cancellation)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var last = await Last(stream, null, cancellation);
            if (await RecordAfter(last?.Revision ?? -1, stream, events, cancellation) is AppendResult.Appended appended)
            {
                return appended;
            }
        }

        throw new EventStoreUnavailableException($"Others append to {stream} all the time; the same append may be sent again.");
    }

    /// <summary>A node refuses the second of two writes a moment before it lets the first be read.</summary>
    private async Task BeReadable(StreamName stream, long revision, CancellationToken cancellation)
    {
        for (var round = 0; (await Last(stream, null, cancellation) is { } last ? last.Revision : -1) < revision; round++)
        {
            if (round == MostRounds)
            {
                throw new EventStoreUnavailableException($"EventStoreDB has revision {revision} of {stream}, and does not let it be read.");
            }

            await Task.Delay(UntilWrittenIsRead, _time, cancellation);
        }
    }

    /// <summary>
    /// The position of the last event that passes the filter. Whoever reads to the end reads to that of all events: so two who do come to one
    /// position, even if one of them followed the log and was told of a checkpoint among events that are not the log's.
    /// </summary>
    private Task<LogPosition> Head(EventFilter? filter, CancellationToken cancellation) => Ask(async () =>
        await First(_client.ReadAll(Direction.Backwards, count: 1, filter: filter, cancellation: cancellation)) is { } last
            ? new LogPosition(last.Position.Commit)
            : LogPosition.Start);

    /// <summary>A stream's last event up to a revision; null when it has none.</summary>
    private Task<RecordedEvent?> Last(StreamName stream, long? revision, CancellationToken cancellation) => Ask(async () =>
        await First(_client.ReadStream(_streams.Of(stream), Direction.Backwards, revision, count: 1, cancellation)) is { } last
            ? _streams.Recorded(last)
            : null);

    /// <summary>Reading can begin where the log reaches, and no event goes across.</summary>
    private async Task CheckPosition(LogPosition position, CancellationToken cancellation)
    {
        if (position > LogPosition.Start && !await Ask(() => Reaches(position, cancellation)))
        {
            throw new LogCorruptedException($"The log has no event at position {position}, or ends before it.");
        }
    }

    private async Task<bool> Reaches(LogPosition position, CancellationToken cancellation)
    {
        try
        {
            return await First(_client.ReadAll(from: ClientPosition.At(position.Value), count: 1, cancellation: cancellation)) is not null;
        }
        catch (ProtocolMismatchException exception) when (exception.InnerException is not null)
        {
            // So the server answers for a position inside an event.
            return false;
        }
    }

    private static async Task<StoredEvent?> First(IAsyncEnumerable<StoredEvent> events)
    {
        await foreach (var stored in events)
        {
            return stored;
        }

        return null;
    }

    /// <summary>Tells the client's errors as the log's.</summary>
    private static async Task<T> Ask<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (EventStoreDbException error)
        {
            throw Messages.Error(error);
        }
    }

    private static void CheckSize(IReadOnlyList<EventData> events)
    {
        var (data, metadata) = (events.Sum(one => (long)one.Data.Length), events.Sum(one => (long)one.Metadata.Length));
        if (Math.Max(data, metadata) > LargestAppend)
        {
            throw new ArgumentException(
                $"On EventStoreDB an append has at most {LargestAppend} bytes of data, and as many of metadata, not {data} and {metadata}.", nameof(events));
        }
    }
}
