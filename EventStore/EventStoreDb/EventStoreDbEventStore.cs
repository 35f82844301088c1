using EventStoreDb.Client;
using System.Runtime.CompilerServices;

namespace LaborMarketplace.EventStore.EventStoreDb;

/// <summary>
/// The log on EventStoreDB, 23.10 or newer. A position is the byte where the event begins in the server's log. An append is one write.
/// </summary>
public sealed class EventStoreDbEventStore : IEventStore, IAppendStatus, IAsyncDisposable
{
    private const int LargestAppend = 1024 * 1024;
    private const int MostRounds = 100;

    /// <summary>Holds the mark of this log; the mark's type begins with a dollar sign, as the server's own do, so that readers pass over it.</summary>
    private static readonly StreamName Mark = new("marketplace-log");

    private static readonly TimeSpan UntilWrittenIsRead = TimeSpan.FromMilliseconds(10);

    private readonly EventStoreDbClient _client;
    private readonly AppendStatus _appends;
    private readonly TimeProvider _time;

    private EventStoreDbEventStore(EventStoreDbClient client, TimeProvider time) =>
        (_client, _time, _appends) = (client, time, new AppendStatus(time));

    /// <summary>Opens the log of a node, which is asked once whether it is there.</summary>
    /// <param name="time">Measures pauses and deadlines; the system's where it is not given.</param>
    /// <exception cref="ArgumentException">The connection string asks for what cannot be done.</exception>
    /// <exception cref="EventStoreUnavailableException">The node cannot be reached, or refuses.</exception>
    public static async Task<EventStoreDbEventStore> Open(
        EventStoreDbConnectionString settings, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        var client = new EventStoreDbClient(settings, time ?? TimeProvider.System);
        try
        {
            await client.Head(cancellation);
            return new EventStoreDbEventStore(client, time ?? TimeProvider.System);
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    public string StandsOn => "EventStoreDB";

    public string? Fault => _appends.Fault;

    public async Task<IReadOnlyList<RecordedEvent>> Load(StreamName stream, long fromRevision, CancellationToken cancellation)
    {
        var events = await _client.Load(stream, fromRevision, long.MaxValue, cancellation);
        for (var index = 0; index < events.Count; index++)
        {
            if (events[index].Revision != fromRevision + index || events[index].Stream != stream)
            {
                throw new LogCorruptedException($"The log lacks revision {fromRevision + index} of {stream}.");
            }
        }

        return events;
    }

    /// <inheritdoc/>
    /// <exception cref="LogCorruptedException">The server's answer cannot be.</exception>
    public async Task<AppendResult> Append(StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation)
    {
        AppendLimits.Check(stream, events);
        CheckSize(events);
        cancellation.ThrowIfCancellationRequested();
        using var activity = EventStoreTelemetry.Source.StartActivity("log.append", System.Diagnostics.ActivityKind.Client);
        activity?.SetTag("db.system.name", "eventstoredb").SetTag("marketplace.log.events", events.Count);
        var result = await _appends.Watch(() => Record(stream, expected, events, cancellation));
        EventStoreTelemetry.Count(result, events.Count);
        return result;
    }

    public async IAsyncEnumerable<LogPage> Read(LogPosition after, ReadUntil until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (after > LogPosition.Start && !await _client.Reaches(after, cancellation))
        {
            throw new LogCorruptedException($"The log has no event at position {after}, or ends before it.");
        }

        LogPosition? end = until == ReadUntil.End ? await _client.Head(cancellation) : null;
        LogPages? reading = null;
        try
        {
            for (LogPage? page = null; page is null || until == ReadUntil.Cancelled || !page.AtEnd;)
            {
                // A call that broke is opened again after the last page.
                page = await _client.Ask(asking => Next(page?.Position ?? after, asking), cancellation);
                yield return page;
            }
        }
        finally
        {
            reading?.Dispose();
        }

        async Task<LogPage> Next(LogPosition position, CancellationToken asking)
        {
            reading ??= new LogPages(_client, position, end, _time);
            try
            {
                return await reading.Next(asking);
            }
            catch
            {
                reading.Dispose();
                reading = null;
                throw;
            }
        }
    }

    public Task<LogPosition> End(CancellationToken cancellation) => _client.Head(cancellation);

    /// <summary>Tells this log from others: the id of a mark, which the first who asks leaves in it.</summary>
    /// <exception cref="EventStoreUnavailableException">The store is away.</exception>
    public async Task<Guid> Identity(CancellationToken cancellation)
    {
        if (await Load(Mark, 0, cancellation) is [var there, ..])
        {
            return there.Id;
        }

        var mark = new EventData(Guid.CreateVersion7(_time.GetUtcNow()), "$marketplace-log", "{}"u8.ToArray(), ReadOnlyMemory<byte>.Empty);
        await Append(Mark, ExpectedRevision.NoStream, [mark], cancellation);
        return (await Load(Mark, 0, cancellation))[0].Id;
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
        switch (await _client.Append(Wire.Append(stream, revision, events), cancellation))
        {
            case AppendResult.Conflict conflict:
                await BeReadable(stream, conflict.Revision, cancellation);
                return conflict;
            case AppendResult.Appended appended when appended.Revision != revision + events.Count:
                throw new LogCorruptedException(
                    $"EventStoreDB has appended {events.Count} events after revision {revision} of {stream}, and says that the last is at {appended.Revision}.");
            case AppendResult.Appended { Position.Value: 0 } unplaced:
                // So a node may answer a repeat whose events it has not indexed yet.
                await BeReadable(stream, unplaced.Revision, cancellation);
                return unplaced with { Position = (await _client.Load(stream, unplaced.Revision, 1, cancellation))[0].Position };
            case var appended:
                return appended;
        }
    }

    /// <summary>
    /// An append to the stream's end is one after a revision, too: were its answer lost, the server would know it again only for a while.
    /// </summary>
    private async Task<AppendResult> RecordAtEnd(StreamName stream, IReadOnlyList<EventData> events, CancellationToken cancellation)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var last = await _client.Last(stream, cancellation);
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
        for (var round = 0; (await _client.Last(stream, cancellation) is { } last ? last.Revision : -1) < revision; round++)
        {
            if (round == MostRounds)
            {
                throw new EventStoreUnavailableException($"EventStoreDB has revision {revision} of {stream}, and does not let it be read.");
            }

            await Task.Delay(UntilWrittenIsRead, _time, cancellation);
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
