using System.Collections.Concurrent;
using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Connection;
using EventStoreDb.Client.Protocol;
using Grpc.Core;

namespace EventStoreDb.Client.Appending;

/// <summary>One BatchAppend call to one node: many appends at once, each answered by its correlation id. Thread-safe.</summary>
/// <remarks>
/// It is never half-closed: that would lose the answers that are under way, and with none under way would never end. It is cancelled,
/// once all that was sent is answered or given up.
/// </remarks>
internal sealed class BatchAppendCall : IAsyncDisposable
{
    /// <summary>How many appends wait for their answers at most.</summary>
    public const int MostWaiting = 4_096;

    /// <summary>All appends have the same deadline, so one timer looks after all: how many times in a deadline.</summary>
    private const int LooksPerDeadline = 10;

    private readonly ConcurrentDictionary<Guid, Waiting> _waiting = new();
    private readonly Outbox _outbox;
    private readonly AsyncDuplexStreamingCall<BatchAppendReq, BatchAppendResp> _call;
    private readonly TimeProvider _time;
    private readonly TimeSpan _deadline;
    private readonly ITimer _watch;
    private readonly TaskCompletionSource _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _listening;
    private volatile RpcException? _broken;
    private volatile bool _ending;

    public BatchAppendCall(Node node, CallOptions options, TimeSpan deadline, TimeProvider time)
    {
        (Node, _deadline, _time) = (node, deadline, time);
        _call = new Streams.StreamsClient(node.Calls).BatchAppend(options);
        _outbox = new Outbox(_call.RequestStream);
        _watch = time.CreateTimer(_ => GiveUpTheLate(), null, deadline / LooksPerDeadline, deadline / LooksPerDeadline);
        _listening = Task.Run(Listen);
    }

    public Node Node { get; }

    /// <summary>Whether it takes no more appends.</summary>
    public bool IsOver => _ending || _broken is not null || _outbox.IsBroken;

    /// <param name="append">Gets a correlation id of its own.</param>
    /// <exception cref="RpcException">The call broke, or no answer came in time; whether the append was done is not known.</exception>
    /// <exception cref="UnavailableException">Too many appends wait for their answers.</exception>
    public async Task<BatchAppendResp> Append(BatchAppendReq append, CancellationToken cancellation)
    {
        if (_waiting.Count >= MostWaiting)
        {
            throw new UnavailableException($"EventStoreDB is sent no more appends for now: {MostWaiting} wait for their answers. The same may be sent again.");
        }

        var (id, waiting) = (Guid.NewGuid(), new Waiting(_time.GetTimestamp()));
        append.CorrelationId = Wire.Uuid(id);
        _waiting.TryAdd(id, waiting);
        try
        {
            // Looked at after it was added, so that whoever breaks the call sees it, or it sees that the call is over.
            if (_broken is { } broken)
            {
                throw broken;
            }

            _outbox.Send(append);
            return await waiting.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
            EndWhenEmpty();
        }
    }

    /// <summary>Takes no more appends, waits for the answers to those that were sent, and cancels the call.</summary>
    public async ValueTask DisposeAsync()
    {
        _ending = true;
        EndWhenEmpty();
        await _emptied.Task.ConfigureAwait(false);
        await _watch.DisposeAsync().ConfigureAwait(false);
        _call.Dispose();
        await _listening.ConfigureAwait(false);
    }

    private void EndWhenEmpty()
    {
        if (_ending && _waiting.IsEmpty)
        {
            _emptied.TrySetResult();
        }
    }

    private async Task Listen()
    {
        try
        {
            while (await _call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
            {
                // An answer that nobody waits for is of an append that was given up, or of none.
                var answer = _call.ResponseStream.Current;
                if (Wire.Id(answer.CorrelationId) is { } id && _waiting.TryGetValue(id, out var waiting))
                {
                    waiting.TrySetResult(answer);
                }
            }

            Break(Faults.Ended());
        }
        catch (RpcException fault)
        {
            Break(fault);
        }
    }

    private void Break(RpcException fault)
    {
        _broken = fault;
        foreach (var waiting in _waiting.Values)
        {
            waiting.TrySetException(fault);
        }
    }

    /// <summary>A call that does not answer in time is left to those who still wait, and the next append opens another.</summary>
    private void GiveUpTheLate()
    {
        foreach (var waiting in _waiting.Values)
        {
            if (_time.GetElapsedTime(waiting.Since) >= _deadline && waiting.TrySetException(Faults.Late()))
            {
                _ending = true;
            }
        }
    }

    private sealed class Waiting(long since) : TaskCompletionSource<BatchAppendResp>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Since => since;
    }
}
