using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Connection;
using EventStoreDb.Client.Protocol;
using Grpc.Core;
using Timeout = System.Threading.Timeout;

namespace EventStoreDb.Client.Reading;

/// <summary>
/// One Read call, which is left when nothing of use is heard for too long. Nothing is read ahead but what the connection's window holds,
/// so a slow reader fills no memory and stops the server; the time that the reader itself takes does not count. Not thread-safe.
/// </summary>
internal sealed class ReadCall : IDisposable
{
    private const int LooksPerPatience = 8;

    private readonly AsyncServerStreamingCall<ReadResp> _call;
    private readonly TimeProvider _time;
    private readonly ITimer _watch;
    private long _waitingSince;
    private long _patience;
    private volatile bool _late;

    /// <param name="patience">How long something of use may be waited for; infinite for ever.</param>
    public ReadCall(Node node, ReadReq request, CallOptions options, TimeSpan patience, TimeProvider time)
    {
        _time = time;
        _call = new Streams.StreamsClient(node.Calls).Read(request, options);
        _watch = time.CreateTimer(_ => LeaveWhenLate(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Wait(patience);
    }

    /// <summary>What came last.</summary>
    public ReadResp Current => _call.ResponseStream.Current;

    /// <summary>Waits for what comes next.</summary>
    /// <returns>False when the server ended the call.</returns>
    /// <exception cref="RpcException">The call broke, or nothing of use was heard for too long (DeadlineExceeded).</exception>
    public async ValueTask<bool> Next()
    {
        if (Volatile.Read(ref _waitingSince) == 0)
        {
            Volatile.Write(ref _waitingSince, _time.GetTimestamp());
        }

        try
        {
            return await _call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (_late && exception is RpcException or ObjectDisposedException or InvalidOperationException)
        {
            throw Faults.Late();
        }
    }

    /// <summary>What came last was of use.</summary>
    public void Heard() => Volatile.Write(ref _waitingSince, 0);

    /// <summary>From now on something of use is waited for so long.</summary>
    public void Wait(TimeSpan patience)
    {
        Heard();
        Volatile.Write(ref _patience, patience.Ticks);
        var look = patience == Timeout.InfiniteTimeSpan
            ? patience
            : TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, patience.Ticks / LooksPerPatience));
        _watch.Change(look, look);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _call.Dispose();
    }

    private void LeaveWhenLate()
    {
        var since = Volatile.Read(ref _waitingSince);
        if (since != 0 && _time.GetElapsedTime(since).Ticks >= Volatile.Read(ref _patience))
        {
            _late = true;
            _call.Dispose();
        }
    }
}
