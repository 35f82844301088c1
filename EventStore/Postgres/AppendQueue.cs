using System.Diagnostics;
using System.Threading.Channels;

namespace LaborMarketplace.EventStore.Postgres;

/// <summary>
/// Gathers the appends of one process into few commits. What comes while a commit is under way waits for the next one, so a lone append
/// goes at once, and many share the price of writing to disk.
/// </summary>
/// <remarks>
/// After a batch, those who were answered come back with their next append a moment apart. Without waiting for them, half would miss
/// each commit; so after a batch of many the next waits for as many again, for at most <see cref="LongestWaitForCompany"/>.
/// </remarks>
internal sealed class AppendQueue : IAsyncDisposable
{
    private const int MostWaiting = 10_000;
    private const long MostBytesWaiting = 64 * 1024 * 1024;

    private static readonly TimeSpan LongestWaitForCompany = TimeSpan.FromMilliseconds(2);

    private readonly Channel<QueuedAppend> _queue =
        Channel.CreateBounded<QueuedAppend>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly Func<AppendBatch, Task<IReadOnlyList<AppendResult?>>> _send;
    private readonly TimeProvider _time;
    private readonly Task _sending;
    private long _bytesWaiting;
    private Company? _awaited;

    /// <param name="send">Sends a batch and answers for each of its appends, in order; null where an id is another stream's.</param>
    public AppendQueue(Func<AppendBatch, Task<IReadOnlyList<AppendResult?>>> send, TimeProvider time)
    {
        (_send, _time) = (send, time);
        _sending = Task.Run(SendAll);
    }

    /// <exception cref="EventStoreUnavailableException">Too much is waiting, or the batch could not be sent.</exception>
    public async Task<AppendResult> Append(QueuedAppend append)
    {
        append.Cancellation.ThrowIfCancellationRequested();
        if (Interlocked.Add(ref _bytesWaiting, append.SizeInBytes) > MostBytesWaiting || !_queue.Writer.TryWrite(append))
        {
            Interlocked.Add(ref _bytesWaiting, -append.SizeInBytes);
            throw new EventStoreUnavailableException("The log takes no more appends for now: too many are waiting, or it is being closed.");
        }

        _awaited?.CameTo(_queue.Reader.Count);

        // A caller that gives up leaves; the batch that may hold its append goes on for the others.
        return await append.Outcome.Task.WaitAsync(append.Cancellation);
    }

    /// <summary>Takes no more appends and waits for those that were taken.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _sending;
    }

    private async Task SendAll()
    {
        var left = new Queue<QueuedAppend>();
        var batch = new AppendBatch();
        while (left.Count > 0 || await _queue.Reader.WaitToReadAsync())
        {
            await WaitForCompany(batch.Appends.Count - left.Count);
            batch = Gather(ref left);
            if (batch.Appends.Count > 0)
            {
                await Send(batch);
            }
        }
    }

    private async Task WaitForCompany(int count)
    {
        if (count > 1)
        {
            var company = new Company(count);
            _awaited = company;
            company.CameTo(_queue.Reader.Count);
            await Task.WhenAny(company.Complete, Task.Delay(LongestWaitForCompany, _time));
            _awaited = null;
        }
    }

    /// <summary>The next batch. What cannot go with it stays, in order, in <paramref name="left"/>.</summary>
    private AppendBatch Gather(ref Queue<QueuedAppend> left)
    {
        var batch = new AppendBatch();
        var staying = new Queue<QueuedAppend>();
        while (!batch.IsFull && (left.TryDequeue(out var append) || _queue.Reader.TryRead(out append)))
        {
            if (append.Cancellation.IsCancellationRequested)
            {
                Leave(append);
            }
            else if (!batch.TryAdd(append))
            {
                staying.Enqueue(append);
            }
        }

        while (left.TryDequeue(out var append))
        {
            staying.Enqueue(append);
        }

        left = staying;
        return batch;
    }

    private async Task Send(AppendBatch batch)
    {
        using var activity = EventStoreTelemetry.Source.StartActivity("log.append", ActivityKind.Client);
        activity?.SetTag("marketplace.log.appends", batch.Appends.Count).SetTag("marketplace.log.events", batch.EventCount);
        try
        {
            var results = await _send(batch);
            foreach (var (append, result) in batch.Appends.Zip(results))
            {
                Answer(append, result);
            }
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            batch.Appends.ForEach(append => append.Outcome.TrySetException(exception));
        }
        finally
        {
            EventStoreTelemetry.Batches.Add(1);
            batch.Appends.ForEach(Leave);
        }
    }

    private static void Answer(QueuedAppend append, AppendResult? result)
    {
        if (result is null)
        {
            append.Outcome.TrySetException(AppendLimits.IdTaken(append.Stream));
            return;
        }

        EventStoreTelemetry.Count(result, append.Events.Count);
        append.Outcome.TrySetResult(result);
    }

    /// <summary>An append is no longer waiting; unless it was answered, it was cancelled.</summary>
    private void Leave(QueuedAppend append)
    {
        Interlocked.Add(ref _bytesWaiting, -append.SizeInBytes);
        append.Outcome.TrySetCanceled(append.Cancellation);
    }

    private sealed class Company(int count)
    {
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Complete => _complete.Task;

        public void CameTo(int waiting)
        {
            if (waiting >= count)
            {
                _complete.TrySetResult();
            }
        }
    }
}
