namespace LaborMarketplace.EventStore.Postgres;

/// <summary>An append that waits for its turn, and for what it comes to.</summary>
internal sealed record QueuedAppend(StreamName Stream, ExpectedRevision Expected, IReadOnlyList<EventData> Events, CancellationToken Cancellation)
{
    public long SizeInBytes { get; } = Events.Sum(data => (long)data.SizeInBytes());

    public TaskCompletionSource<AppendResult> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Appends that go to the server in one call: a stream and an event id at most once, and not too much of it.</summary>
internal sealed class AppendBatch
{
    private const int MostEvents = 1_000;
    private const long MostBytes = 4 * 1024 * 1024;

    private readonly HashSet<StreamName> _streams = [];
    private readonly HashSet<Guid> _ids = [];
    private long _size;

    public List<QueuedAppend> Appends { get; } = [];

    public int EventCount => _ids.Count;

    public bool IsFull => _ids.Count >= MostEvents || _size >= MostBytes;

    /// <summary>Takes an append in, unless it has to wait for another batch. The first is always taken.</summary>
    public bool TryAdd(QueuedAppend append)
    {
        if (Appends.Count > 0
            && (_ids.Count + append.Events.Count > MostEvents || _size + append.SizeInBytes > MostBytes
                || _streams.Contains(append.Stream) || append.Events.Any(data => _ids.Contains(data.Id))))
        {
            return false;
        }

        _streams.Add(append.Stream);
        _ids.UnionWith(append.Events.Select(data => data.Id));
        _size += append.SizeInBytes;
        Appends.Add(append);
        return true;
    }
}
