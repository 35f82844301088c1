using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using EventStoreDb.Client.Protocol;

namespace LaborMarketplace.EventStore.EventStoreDb;

/// <summary>One BatchAppend call: many appends at once, each answered by its correlation id. Thread-safe.</summary>
/// <remarks>
/// It is never half-closed: that would lose the answers that are under way, and with none under way would never end. It is cancelled,
/// once all that was sent is answered.
/// </remarks>
internal sealed class BatchAppendCall : IAsyncDisposable
{
    private const int MostUnderWay = 4_096;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<BatchAppendResp>> _underWay = new();
    private readonly Channel<BatchAppendReq> _outgoing = Channel.CreateUnbounded<BatchAppendReq>(new UnboundedChannelOptions { SingleReader = true });
    private readonly AsyncDuplexStreamingCall<BatchAppendReq, BatchAppendResp> _call;
    private readonly TaskCompletionSource _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;
    private volatile RpcException? _broken;
    private volatile bool _ending;

    public BatchAppendCall(AsyncDuplexStreamingCall<BatchAppendReq, BatchAppendResp> call)
    {
        _call = call;
        _running = Task.WhenAll(Task.Run(Write), Task.Run(Read));
    }

    /// <summary>Whether it takes no more appends.</summary>
    public bool IsOver => _ending || _broken is not null;

    /// <param name="append">Gets a correlation id of its own.</param>
    /// <exception cref="RpcException">The call broke; whether the append was done is not known.</exception>
    /// <exception cref="TimeoutException">No answer came in time; whether the append was done is not known.</exception>
    /// <exception cref="EventStoreUnavailableException">Too many appends wait for their answers.</exception>
    public async Task<BatchAppendResp> Append(BatchAppendReq append, TimeSpan deadline, TimeProvider time, CancellationToken cancellation)
    {
        if (_underWay.Count >= MostUnderWay)
        {
            throw new EventStoreUnavailableException($"EventStoreDB is sent no more appends for now: {MostUnderWay} wait for their answers.");
        }

        var (id, answer) = (Guid.NewGuid(), new TaskCompletionSource<BatchAppendResp>(TaskCreationOptions.RunContinuationsAsynchronously));
        append.CorrelationId = Wire.Uuid(id);
        _underWay.TryAdd(append.CorrelationId.String, answer);
        try
        {
            // Looked at after it was added, so that whoever breaks the call sees it, or it sees that the call is over.
            if (_broken is not null || !_outgoing.Writer.TryWrite(append))
            {
                throw _broken ?? new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "the call was left"));
            }

            return await answer.Task.WaitAsync(deadline, time, cancellation);
        }
        finally
        {
            _underWay.TryRemove(append.CorrelationId.String, out _);
            EndWhenEmpty();
        }
    }

    /// <summary>Takes no more appends, waits for the answers to those that were sent, and cancels the call.</summary>
    public async ValueTask DisposeAsync()
    {
        _ending = true;
        EndWhenEmpty();
        await _emptied.Task;
        _outgoing.Writer.TryComplete();
        _call.Dispose();
        await _running;
    }

    private void EndWhenEmpty()
    {
        if (_ending && _underWay.IsEmpty)
        {
            _emptied.TrySetResult();
        }
    }

    private Task Write() => Run(async () =>
    {
        await foreach (var append in _outgoing.Reader.ReadAllAsync())
        {
            await _call.RequestStream.WriteAsync(append);
        }
    });

    private Task Read() => Run(async () =>
    {
        await foreach (var answer in _call.ResponseStream.ReadAllAsync())
        {
            // An answer that nobody waits for any longer is of an append that was given up.
            if (_underWay.TryGetValue(Id(answer.CorrelationId), out var waiting))
            {
                waiting.TrySetResult(answer);
            }
        }

        Break(new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "the server ended the call")));
    });

    /// <summary>The server may answer in either form of a UUID.</summary>
    private static string Id(UUID? id) => id?.ValueCase switch
    {
        UUID.ValueOneofCase.String => id.String,
        UUID.ValueOneofCase.Structured => new Guid(
            [.. BigEndian(id.Structured.MostSignificantBits), .. BigEndian(id.Structured.LeastSignificantBits)], bigEndian: true).ToString(),
        _ => "",
    };

    private static byte[] BigEndian(long half)
    {
        var bytes = new byte[sizeof(long)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, half);
        return bytes;
    }

    private async Task Run(Func<Task> part)
    {
        try
        {
            await part();
        }
        catch (RpcException exception)
        {
            Break(exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or OperationCanceledException)
        {
            Break(new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, exception.Message, exception)));
        }
    }

    private void Break(RpcException exception)
    {
        _broken = exception;
        _outgoing.Writer.TryComplete();
        foreach (var waiting in _underWay.Values)
        {
            waiting.TrySetException(exception);
        }
    }
}
