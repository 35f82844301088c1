using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Connection;
using EventStoreDb.Client.Protocol;

namespace EventStoreDb.Client.Appending;

/// <summary>The one BatchAppend call that is open, opened anew after it broke or when another node is to be asked. Thread-safe.</summary>
internal sealed class BatchAppends(Calls calls) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private BatchAppendCall? _call;

    /// <summary>Appends over the call to this node.</summary>
    public Task<BatchAppendResp> Append(Node node, BatchAppendReq append, CancellationToken cancellation)
    {
        var call = Volatile.Read(ref _call);
        return (Serves(call, node) ? call! : Open(node)).Append(append, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_call is { } call)
        {
            await call.DisposeAsync().ConfigureAwait(false);
        }
    }

    private BatchAppendCall Open(Node node)
    {
        lock (_gate)
        {
            if (Serves(_call, node))
            {
                return _call!;
            }

            if (_call is { } over)
            {
                EventStoreDbTelemetry.Reconnects.Add(1);
                _ = over.DisposeAsync().AsTask();
            }

            return _call = new BatchAppendCall(node, calls.Lasting(default), calls.Settings.DefaultDeadline, calls.Time);
        }
    }

    private static bool Serves(BatchAppendCall? call, Node node) => call is { IsOver: false } && call.Node.Calls == node.Calls;
}
