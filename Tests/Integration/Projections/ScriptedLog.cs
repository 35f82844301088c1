using System.Runtime.CompilerServices;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>A log in memory that a test writes event by event, and whose pages it cuts as it likes.</summary>
internal sealed class ScriptedLog(EventCodec codec, Func<int, int>? cut = null) : IEventStore
{
    private readonly Lock _lock = new();
    private readonly List<RecordedEvent> _events = [];
    private readonly Dictionary<StreamName, long> _revisions = [];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<RecordedEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public LogPosition End => new(Events.Count);

    Task<LogPosition> IEventStore.End(CancellationToken cancellation) => Task.FromResult(End);

    public RecordedEvent Happen(StreamName stream, object happened, DateTimeOffset at, string by = "process:test") =>
        Record(stream, codec.Encode(happened, Guid.CreateVersion7(), new EventMetadata(Guid.Empty, null, Guid.Empty, null, by, "us-east", at)));

    public RecordedEvent Record(StreamName stream, EventData data)
    {
        lock (_lock)
        {
            var revision = _revisions[stream] = _revisions.GetValueOrDefault(stream, -1) + 1;
            var recorded = new RecordedEvent(stream, revision, new LogPosition(_events.Count + 1), data.Id, data.Type, data.Data, data.Metadata);
            _events.Add(recorded);
            _grown.TrySetResult();
            _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return recorded;
        }
    }

    /// <summary>Puts another event in an event's place, as if a newer version of the code could read it.</summary>
    public void Mend(RecordedEvent broken, ReadOnlyMemory<byte> data) => Mend(broken, broken.Type, data);

    /// <summary>Puts another event in an event's place, also of another type.</summary>
    public void Mend(RecordedEvent broken, string type, ReadOnlyMemory<byte> data)
    {
        lock (_lock)
        {
            _events[(int)broken.Position.Value - 1] = broken with { Type = type, Data = data };
        }
    }

    public Task<IReadOnlyList<RecordedEvent>> Load(StreamName stream, long fromRevision, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<RecordedEvent>>([.. Events.Where(recorded => recorded.Stream == stream && recorded.Revision >= fromRevision)]);

    public Task<AppendResult> Append(StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation) =>
        throw new NotSupportedException("A scripted log is written by its test.");

    public async IAsyncEnumerable<LogPage> Read(LogPosition after, ReadUntil until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var position = (int)after.Value;
        while (true)
        {
            Task grown;
            RecordedEvent[] waiting;
            lock (_lock)
            {
                grown = _grown.Task;
                waiting = [.. _events.Skip(position)];
            }

            if (waiting.Length == 0)
            {
                if (until == ReadUntil.End)
                {
                    yield break;
                }

                await grown.WaitAsync(cancellation);
                continue;
            }

            var page = waiting[..(cut?.Invoke(waiting.Length) ?? waiting.Length)];
            position += page.Length;
            yield return new LogPage(page, new LogPosition(position), page.Length == waiting.Length);
        }
    }
}
