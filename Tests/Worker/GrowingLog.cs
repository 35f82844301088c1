using System.Runtime.CompilerServices;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Tests.Worker;

/// <summary>A log that lets a reader wait, where that is wanted, until something has happened since, so that there is something to catch up with.</summary>
internal sealed class GrowingLog(IEventStore log) : IEventStore
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    private bool _isToGrow;

    /// <summary>Whoever reads next waits until the log has grown.</summary>
    public void LetTheNextReaderWait() => Volatile.Write(ref _isToGrow, true);

    public Task<IReadOnlyList<RecordedEvent>> Load(StreamName stream, long fromRevision, CancellationToken cancellation) =>
        log.Load(stream, fromRevision, cancellation);

    public Task<AppendResult> Append(StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation) =>
        log.Append(stream, expected, events, cancellation);

    public Task<LogPosition> End(CancellationToken cancellation) => log.End(cancellation);

    public async IAsyncEnumerable<LogPage> Read(LogPosition after, ReadUntil until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _isToGrow, false))
        {
            await Grow(cancellation);
        }

        await foreach (var page in log.Read(after, until, cancellation))
        {
            yield return page;
        }
    }

    private async Task Grow(CancellationToken cancellation)
    {
        var end = await log.End(cancellation);
        using var pace = new PeriodicTimer(Pace);
        while (await log.End(cancellation) == end)
        {
            await pace.WaitForNextTickAsync(cancellation);
        }
    }
}
