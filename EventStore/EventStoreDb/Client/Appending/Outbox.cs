using System.Collections.Concurrent;
using EventStoreDb.Client.Protocol;
using Grpc.Core;

namespace EventStoreDb.Client.Appending;

/// <summary>
/// Sends the appends of many callers over one call. Whoever comes while nobody is sending sends for all who come meanwhile; what is
/// sent together leaves in one piece. Thread-safe.
/// </summary>
internal sealed class Outbox(IClientStreamWriter<BatchAppendReq> call)
{
    private static readonly WriteOptions MoreComes = new(WriteFlags.BufferHint);

    private readonly ConcurrentQueue<BatchAppendReq> _queue = new();
    private int _unsent;

    /// <summary>Whether it can send no more. The call's answers say why.</summary>
    public bool IsBroken { get; private set; }

    public void Send(BatchAppendReq append)
    {
        _queue.Enqueue(append);
        if (Interlocked.Increment(ref _unsent) == 1)
        {
            _ = SendAll();
        }
    }

    private async Task SendAll()
    {
        try
        {
            do
            {
                _queue.TryDequeue(out var append);
                call.WriteOptions = Volatile.Read(ref _unsent) > 1 ? MoreComes : null;
                await call.WriteAsync(append!).ConfigureAwait(false);
            }
            while (Interlocked.Decrement(ref _unsent) > 0);
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException or IOException or OperationCanceledException)
        {
            IsBroken = true;
        }
    }
}
