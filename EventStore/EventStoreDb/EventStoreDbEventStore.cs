using EventStoreDb.Client;
using System.Runtime.CompilerServices;
using EventStoreDb.Client.Protocol;

namespace LaborMarketplace.EventStore.EventStoreDb;

/// <summary>
/// The log on EventStoreDB, 23.10 or newer. A position is the byte where the event begins in the server's log. An append is two writes:
/// a claim that tells where the command is recorded, then the events (docs/adr/0006).
/// </summary>
public sealed class EventStoreDbEventStore : IEventStore, ICommandReceipts, IAppendStatus, IAsyncDisposable
{
    private const int LargestAppend = 1024 * 1024;
    private const int MostRounds = 100;

    private static readonly TimeSpan UntilWrittenIsRead = TimeSpan.FromMilliseconds(10);

    private readonly EventStoreDbClient _client;
    private readonly CommandClaims _claims;
    private readonly AppendStatus _appends;
    private readonly TimeProvider _time;

    private EventStoreDbEventStore(EventStoreDbClient client, TimeProvider time) => 
        (_client, _claims, _time, _appends) = (client, new CommandClaims(client), time, new AppendStatus(time));

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

    public async Task<RecordedEvent?> Find(Guid firstEventId, CancellationToken cancellation)
    {
        if (await _claims.Latest(firstEventId, cancellation) is not { } claim)
        {
            return null;
        }

        var there = await Claimed(claim.Append, 1, cancellation);
        return there.Count > 0 && there[0].Id == firstEventId ? there[0] : null;
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

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task<AppendResult> Record(
        StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation)
    {
        var lastClaim = -1L;
        for (var round = 0; round < MostRounds; round++)
        {
            // A claim says the revision that its events will have, so that it can be seen later whether they have come, or never will.
            var revision = expected == ExpectedRevision.Any ? (await _client.Last(stream, cancellation))?.Revision ?? -1 : expected.Value;
            var append = Wire.Append(stream, revision, events);
            if (await _claims.Make(events[0].Id, append, lastClaim, cancellation))
            {
                var result = await _client.Append(append, cancellation);
                if (result is AppendResult.Appended || expected != ExpectedRevision.Any)
                {
                    return result;
                }

                lastClaim++;
                continue;
            }

            if (await _claims.Latest(events[0].Id, cancellation) is not { } earlier)
            {
                // A node refuses the second of two writes a moment before it lets the first be read.
                await Task.Delay(UntilWrittenIsRead, _time, cancellation);
                continue;
            }

            // Whoever made it may have been stopped before its events were appended. They are appended now, or already were, or never can be.
            if (await _client.Append(earlier.Append, cancellation) is AppendResult.Appended)
            {
                return await Recorded(earlier.Append, stream, events, cancellation);
            }

            lastClaim = earlier.Revision;
        }

        throw new EventStoreUnavailableException($"Others append to {stream} all the time; the same append may be sent again.");
    }

    /// <summary>The answer to events whose first is in the log where the claim says.</summary>
    private async Task<AppendResult> Recorded(
        BatchAppendReq claim, StreamName stream, IReadOnlyList<EventData> events, CancellationToken cancellation)
    {
        var there = await Claimed(claim, events.Count, cancellation);
        if (there.Count == 0 || there[0].Id != events[0].Id)
        {
            throw new LogCorruptedException($"EventStoreDB acknowledged {events[0].Id}, and does not hold it.");
        }

        return there[0].Stream == stream && there.Select(recorded => recorded.Id).SequenceEqual(events.Select(data => data.Id))
            ? new AppendResult.Appended(there[^1].Revision, there[^1].Position, Repeated: true)
            : new AppendResult.RecordedElsewhere(there[0]);
    }

    private Task<List<RecordedEvent>> Claimed(BatchAppendReq claim, int count, CancellationToken cancellation) =>
        _client.Load(Wire.Name(claim.Options?.StreamIdentifier), Wire.Expected(claim) + 1, (ulong)count, cancellation);

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
