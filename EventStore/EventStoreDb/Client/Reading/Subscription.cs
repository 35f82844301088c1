using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Connection;
using EventStoreDb.Client.Protocol;
using Grpc.Core;
using Timeout = System.Threading.Timeout;

namespace EventStoreDb.Client.Reading;

/// <summary>One subscription, which goes on after what was told last when the server is lost. Not thread-safe.</summary>
/// <param name="target">The stream, or the log of all streams.</param>
/// <param name="request">What to ask for, given what was told.</param>
/// <param name="takes">Whether an event is new; it fails when the event cannot be.</param>
/// <param name="passes">Whether a checkpoint is new.</param>
/// <param name="skipped">The event that the server would skip; null where it skips none.</param>
internal sealed class Subscription(
    Calls calls,
    string target,
    Func<ReadReq> request,
    Func<StoredEvent, bool> takes,
    Func<LogPosition, bool> passes,
    Func<Node, CancellationToken, Task<StoredEvent?>>? skipped = null) : IDisposable
{
    /// <summary>A subscription that has heard nothing for so many keep-alive intervals asks again.</summary>
    private const int SilentIntervals = 3;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private ReadCall? _call;
    private Node? _node;
    private Operation? _beginning;
    private bool _confirmed;
    private int _drops;

    /// <returns>What is told next, when it comes.</returns>
    /// <exception cref="EventStoreDbException">The server refuses, or its answers cannot be.</exception>
    public async ValueTask<SubscriptionMessage> Next(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                if (_call is null && await Open(cancellation).ConfigureAwait(false) is { } missed)
                {
                    return new SubscriptionMessage.Event(missed);
                }

                while (await _call!.Next().ConfigureAwait(false))
                {
                    if (Take(_call.Current) is { } message)
                    {
                        _call.Heard();
                        _drops = 0;
                        return message;
                    }
                }

                throw Faults.Ended();
            }
            catch (RpcException fault)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Lost(fault) is { } dropped)
                {
                    return dropped;
                }
            }
            catch (EventStoreDbException error)
            {
                _beginning?.Fail(error);
                throw;
            }
        }
    }

    public void Dispose()
    {
        _call?.Dispose();
        _beginning?.Dispose();
    }

    /// <summary>How long to wait before the server is asked again: longer from time to time, up to a bound, and not at the same moment as others.</summary>
    internal static TimeSpan Pause(int drops, double chance) =>
        drops == 0 ? TimeSpan.Zero
        : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, ShortestPause.Ticks << Math.Min(drops - 1, 16))) * (0.5 + (chance / 2));

    /// <returns>An event that is to be told before the call is opened; null when it is open.</returns>
    private async Task<StoredEvent?> Open(CancellationToken cancellation)
    {
        if (_drops > 0)
        {
            await Task.Delay(Pause(_drops, calls.Random.NextDouble()), calls.Time, cancellation).ConfigureAwait(false);
        }

        _beginning ??= Operation.Begin("subscribe", target);
        _node = await calls.Current(_beginning, cancellation).ConfigureAwait(false);
        if (skipped is not null && await skipped(_node, cancellation).ConfigureAwait(false) is { } missed && takes(missed))
        {
            return missed;
        }

        _call = new ReadCall(_node, request(), calls.Lasting(cancellation), calls.Settings.DefaultDeadline, calls.Time);
        return null;
    }

    /// <returns>What to tell; null when it has only been quiet for long, and the server is asked whether it is there.</returns>
    private SubscriptionMessage.Dropped? Lost(RpcException fault)
    {
        var (node, quiet) = (_node, _confirmed && fault.StatusCode == StatusCode.DeadlineExceeded);
        _call?.Dispose();
        (_call, _node, _confirmed) = (null, null, false);
        if (quiet)
        {
            return null;
        }

        var beginning = _beginning ?? Operation.Begin("subscribe", target);
        var (error, passes) = calls.Failed(beginning, node, fault);
        beginning.Fail(error);
        Begun();
        if (!passes && fault.StatusCode != StatusCode.DeadlineExceeded)
        {
            throw error;
        }

        EventStoreDbTelemetry.Reconnects.Add(1);
        return new(error, ++_drops);
    }

    private SubscriptionMessage? Take(ReadResp answer)
    {
        switch (answer.ContentCase)
        {
            case ReadResp.ContentOneofCase.Confirmation when !_confirmed:
                Begun();
                _confirmed = true;
                _call!.Wait(calls.Settings.KeepAliveInterval == Timeout.InfiniteTimeSpan
                    ? Timeout.InfiniteTimeSpan
                    : calls.Settings.KeepAliveInterval * SilentIntervals);
                return null;
            case ReadResp.ContentOneofCase.Event:
                var stored = ReadMessages.Event(answer.Event);
                return takes(stored) ? new SubscriptionMessage.Event(stored) : null;
            case ReadResp.ContentOneofCase.Checkpoint:
                var checkpoint = Wire.Position(answer.Checkpoint.CommitPosition, answer.Checkpoint.PreparePosition);
                return passes(checkpoint) ? new SubscriptionMessage.Checkpoint(checkpoint) : null;
            case ReadResp.ContentOneofCase.CaughtUp:
                return new SubscriptionMessage.CaughtUp();
            case ReadResp.ContentOneofCase.FellBehind:
                return new SubscriptionMessage.FellBehind();
            default:
                return null;
        }
    }

    private void Begun()
    {
        _beginning?.Dispose();
        _beginning = null;
    }
}
