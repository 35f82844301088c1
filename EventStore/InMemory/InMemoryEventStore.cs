using System.Runtime.CompilerServices;

namespace LaborMarketplace.EventStore.InMemory;

/// <summary>A log that lives as long as the process: for unit tests.</summary>
public sealed class InMemoryEventStore : IEventStore
{
    private const int PageSize = 500;

    private readonly Lock _gate = new();
    private readonly List<RecordedEvent> _log = [];
    private readonly Dictionary<StreamName, List<RecordedEvent>> _streams = [];
    private readonly Dictionary<Guid, RecordedEvent> _byId = [];
    private TaskCompletionSource _grown = NewSignal();

    public Task<IReadOnlyList<RecordedEvent>> Load(StreamName stream, long fromRevision, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<RecordedEvent>>(
                _streams.TryGetValue(stream, out var events) ? [.. events.Skip((int)Math.Min(int.MaxValue, fromRevision))] : []);
        }
    }

    public Task<AppendResult> Append(StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation)
    {
        AppendLimits.Check(stream, events);
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var head = _streams.GetValueOrDefault(stream, []).Count - 1;
            return Task.FromResult(
                Earlier(stream, expected, events)
                ?? (expected == ExpectedRevision.Any || expected.Value == head ? Record(stream, events) : new AppendResult.Conflict(head)));
        }
    }

    public async IAsyncEnumerable<LogPage> Read(LogPosition after, ReadUntil until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var head = Head(after);
        var end = until == ReadUntil.End ? head : long.MaxValue;
        var position = after;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var (page, grown) = Page(position, end);
            yield return page;
            position = page.Position;
            if (position.Value >= end)
            {
                yield break;
            }

            if (page.AtEnd)
            {
                await grown.WaitAsync(cancellation);
            }
        }
    }

    public Task<LogPosition> End(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(new LogPosition(_log.Count));
        }
    }

    private long Head(LogPosition after)
    {
        lock (_gate)
        {
            return after.Value <= _log.Count ? _log.Count : throw new LogCorruptedException($"The log ends at position {_log.Count}, before {after}.");
        }
    }

    private (LogPage Page, Task Grown) Page(LogPosition after, long end)
    {
        lock (_gate)
        {
            var count = (int)Math.Min(PageSize, Math.Min(_log.Count, end) - after.Value);
            var position = new LogPosition(after.Value + count);
            return (new LogPage(_log.GetRange((int)after.Value, count), position, position.Value == _log.Count), _grown.Task);
        }
    }

    /// <summary>What an append comes to when some of its events are there already; null when none is.</summary>
    private AppendResult? Earlier(StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events)
    {
        var recorded = events.Select(data => _byId.GetValueOrDefault(data.Id)).ToList();
        if (recorded.Exists(known => known is not null && known.Stream != stream))
        {
            throw AppendLimits.IdTaken(stream);
        }

        var first = expected == ExpectedRevision.Any ? recorded[0]?.Revision : expected.Value + 1;
        return recorded.TrueForAll(known => known is null) ? null
            : recorded.Index().All(known => known.Item?.Revision == first + known.Index)
                ? new AppendResult.Appended(recorded[^1]!.Revision, recorded[^1]!.Position)
            : new AppendResult.Conflict(_streams[stream].Count - 1);
    }

    private AppendResult.Appended Record(StreamName stream, IReadOnlyList<EventData> events)
    {
        if (!_streams.TryGetValue(stream, out var revisions))
        {
            _streams.Add(stream, revisions = []);
        }

        foreach (var data in events)
        {
            var recorded = new RecordedEvent(stream, revisions.Count, new LogPosition(_log.Count + 1), data.Id, data.Type, data.Data, data.Metadata);
            revisions.Add(recorded);
            _log.Add(recorded);
            _byId.Add(data.Id, recorded);
        }

        Interlocked.Exchange(ref _grown, NewSignal()).SetResult();
        return new AppendResult.Appended(revisions.Count - 1, new LogPosition(_log.Count));
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
