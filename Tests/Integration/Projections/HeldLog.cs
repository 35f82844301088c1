using System.Runtime.CompilerServices;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>A log of which a test holds up the reading: whoever reads the wanted way waits before each page until it is let go.</summary>
internal sealed class HeldLog(IEventStore log) : IEventStore
{
    private volatile TaskCompletionSource _let = Open();
    private ReadUntil _held;
    private long _looks;

    /// <summary>Holds up who reads until the end, or who follows.</summary>
    public void Hold(ReadUntil until)
    {
        _held = until;
        _let = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void LetGo() => _let.TrySetResult();

    /// <summary>How often somebody has asked where it ends.</summary>
    public long Looks => Interlocked.Read(ref _looks);

    public Task<IReadOnlyList<RecordedEvent>> Load(StreamName stream, long fromRevision, CancellationToken cancellation) =>
        log.Load(stream, fromRevision, cancellation);

    public Task<AppendResult> Append(StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation) =>
        log.Append(stream, expected, events, cancellation);

    public Task<LogPosition> End(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _looks);
        return log.End(cancellation);
    }

    public async IAsyncEnumerable<LogPage> Read(LogPosition after, ReadUntil until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in log.Read(after, until, cancellation))
        {
            if (until == _held)
            {
                await _let.Task.WaitAsync(cancellation);
            }

            yield return page;
        }
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
