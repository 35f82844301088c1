using EventStoreDb.Client;

namespace LaborMarketplace.EventStore.EventStoreDb;

/// <summary>
/// One reading of the whole log, page by page: to its end, or on and on. Nothing is read ahead of the page but what the connection's
/// window holds, so a slow reader fills no memory. Not thread-safe.
/// </summary>
internal sealed class LogPages : IAsyncDisposable
{
    private const int PageEvents = 500;
    private const int PageBytes = 4 * 1024 * 1024;

    /// <summary>How often in a row the server may be lost before that is told.</summary>
    private const int MostDrops = 4;

    /// <summary>How long a page that is not full waits for more while the past is being read.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _ending;
    private readonly IAsyncEnumerator<SubscriptionMessage> _messages;
    private readonly LogStreams _streams;
    private readonly LogPosition? _end;
    private readonly TimeProvider _time;
    private LogPosition _position;
    private Task<bool>? _moving;
    private bool _live;
    private bool _news;
    private bool _atEnd;

    /// <param name="end">Where to stop; null to follow the log.</param>
    public LogPages(EventStoreDbClient client, LogStreams streams, LogPosition after, LogPosition? end, TimeProvider time, CancellationToken cancellation)
    {
        (_streams, _end, _time, _position) = (streams, end, time, after);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _messages = client.SubscribeToAll(Messages.After(after), streams.Filter, _ending.Token).GetAsyncEnumerator(CancellationToken.None);
    }

    /// <exception cref="EventStoreDbException">The log cannot be read.</exception>
    public async Task<LogPage> Next()
    {
        var events = new List<RecordedEvent>();
        for (var size = 0; events.Count < PageEvents && size < PageBytes && !_atEnd;)
        {
            var moving = _moving ?? Move();
            if ((events.Count > 0 || _news) && !await ComesSoon(moving))
            {
                return Page(events, atEnd: _live);
            }

            await moving;
            _moving = null;
            if (Take(_messages.Current) is { } recorded)
            {
                size += recorded.Data.Length + recorded.Metadata.Length;
                events.Add(recorded);
            }
        }

        return Page(events, _atEnd);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await ((Task?)_moving ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _messages.DisposeAsync();
        _ending.Dispose();
    }

    private Task<bool> Move() => _moving = _messages.MoveNextAsync().AsTask();

    private LogPage Page(List<RecordedEvent> events, bool atEnd)
    {
        _news = false;
        return new LogPage(events, _position, atEnd);
    }

    private async Task<bool> ComesSoon(Task<bool> moving)
    {
        if (!moving.IsCompleted && !_live)
        {
            await Task.WhenAny(moving, Task.Delay(Patience, _time));
        }

        return moving.IsCompleted;
    }

    /// <returns>The event that the message brings; null when it brings something else.</returns>
    private RecordedEvent? Take(SubscriptionMessage message)
    {
        switch (message)
        {
            case SubscriptionMessage.Event { Stored: var stored } when stored.Position.Commit > _end?.Value:
                return ReachEnd();
            case SubscriptionMessage.Event { Stored: var stored }:
                Pass(new LogPosition(stored.Position.Commit));
                return _streams.Recorded(stored);

            // A checkpoint whose prepare position is smaller stands before an event, which one number cannot say: as a position of this log
            // it would skip that event. The client goes on after it all the same; what is kept is the last position that can be said.
            case SubscriptionMessage.Checkpoint { Position: var checkpoint }
                when checkpoint.Commit == checkpoint.Prepare && checkpoint.Commit > _position.Value:
                Pass(new LogPosition(checkpoint.Commit));
                _news = true;
                return null;
            case SubscriptionMessage.CaughtUp:
                (_live, _news) = (true, true);
                return _end is null ? null : ReachEnd();
            case SubscriptionMessage.Dropped dropped when dropped.Times > MostDrops:
                throw dropped.Why;
            case SubscriptionMessage.FellBehind or SubscriptionMessage.Dropped:
                _live = false;
                return null;
            default:
                return null;
        }
    }

    private void Pass(LogPosition position)
    {
        _position = position;
        if (_end is { } end && position >= end)
        {
            ReachEnd();
        }
    }

    private RecordedEvent? ReachEnd()
    {
        (_atEnd, _position) = (true, _end is { } end && end > _position ? end : _position);
        return null;
    }
}
