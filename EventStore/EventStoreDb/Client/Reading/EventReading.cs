using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Connection;
using EventStoreDb.Client.Protocol;
using Grpc.Core;

namespace EventStoreDb.Client.Reading;

/// <summary>One reading of events, which goes on where it stopped when a call is dropped. Not thread-safe.</summary>
/// <param name="request">What to ask for, given how many events are left.</param>
/// <param name="takes">Whether an event is new; it fails when the event cannot be.</param>
/// <param name="count">How many events at most.</param>
internal sealed class EventReading(Calls calls, Operation operation, Func<long, ReadReq> request, Func<StoredEvent, bool> takes, long count) : IDisposable
{
    private readonly Attempts _attempts = new();
    private long _left = count;
    private ReadCall? _call;
    private Node? _node;

    /// <returns>The next event; null when there are no more.</returns>
    /// <exception cref="EventStoreDbException">Reading fails, again and again or for good.</exception>
    public async ValueTask<StoredEvent?> Next(CancellationToken cancellation)
    {
        while (_left > 0)
        {
            try
            {
                _call ??= await Open(cancellation).ConfigureAwait(false);
                while (await _call.Next().ConfigureAwait(false))
                {
                    if (Take(_call.Current) is { } stored)
                    {
                        return stored;
                    }
                }

                return null;
            }
            catch (RpcException fault)
            {
                cancellation.ThrowIfCancellationRequested();
                Leave();
                await calls.BeforeNext(_attempts, operation, _node, fault, cancellation).ConfigureAwait(false);
            }
            catch (EventStoreDbException error)
            {
                operation.Fail(error);
                throw;
            }
        }

        return null;
    }

    public void Dispose()
    {
        Leave();
        operation.Dispose();
    }

    private async Task<ReadCall> Open(CancellationToken cancellation)
    {
        _node = null;
        _node = await calls.Current(operation, cancellation).ConfigureAwait(false);
        return new ReadCall(_node, request(_left), calls.Lasting(cancellation), calls.Settings.DefaultDeadline, calls.Time);
    }

    /// <returns>The event that came; null when it is known already, or something else came.</returns>
    private StoredEvent? Take(ReadResp answer)
    {
        if (answer.ContentCase != ReadResp.ContentOneofCase.Event || ReadMessages.Event(answer.Event) is not { } stored || !takes(stored))
        {
            return null;
        }

        _call!.Heard();
        _attempts.Reset();
        _left--;
        return stored;
    }

    private void Leave()
    {
        _call?.Dispose();
        _call = null;
    }
}
