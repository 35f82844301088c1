using Grpc.Core;
using EventStoreDb.Client.Protocol;

namespace LaborMarketplace.EventStore.EventStoreDb;

/// <summary>
/// One reading of the whole log after a position, page by page: to its end, or on and on as a subscription. Nothing is read ahead but
/// what the connection's window holds, so a slow reader fills no memory. Not thread-safe.
/// </summary>
internal sealed class LogPages : IDisposable
{
    private const int PageEvents = 500;
    private const int PageBytes = 4 * 1024 * 1024;

    /// <summary>How long a page that is not full waits for more while the past is being read.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly EventStoreDbClient _client;
    private readonly TimeProvider _time;
    private readonly LogPosition? _end;
    private readonly AsyncServerStreamingCall<ReadResp> _call;
    private LogPosition _position;
    private Task<bool>? _moving;
    private bool _confirmed;
    private bool _live;
    private bool _news;

    /// <param name="end">Where to stop; null to follow the log.</param>
    public LogPages(EventStoreDbClient client, LogPosition after, LogPosition? end, TimeProvider time)
    {
        (_client, _time, _end, _position) = (client, time, end, after);
        var options = new ReadReq.Types.Options { All = Wire.After(after), Filter = Wire.NoSystemEvents() };
        if (end is null)
        {
            options.Subscription = new();
        }
        else
        {
            options.Count = long.MaxValue;
        }

        _call = client.Read(options);
    }

    /// <exception cref="RpcException">The call broke; read on after the last page.</exception>
    /// <exception cref="TimeoutException">Nothing came.</exception>
    /// <exception cref="LogCorruptedException">What came cannot be.</exception>
    public async Task<LogPage> Next(CancellationToken cancellation)
    {
        var events = new List<RecordedEvent>();
        for (var size = 0; events.Count < PageEvents && size < PageBytes;)
        {
            _moving ??= _call.ResponseStream.MoveNext(cancellation);
            if ((events.Count > 0 || _news) && !await ComesSoon(_moving))
            {
                return Page(events, atEnd: _live);
            }

            if (!await Answered(_moving, cancellation))
            {
                return LastPage(events);
            }

            _moving = null;
            if (Take(_call.ResponseStream.Current) is { } recorded)
            {
                if (recorded.Position > _end)
                {
                    return LastPage(events);
                }

                _position = recorded.Position;
                size += recorded.Data.Length + recorded.Metadata.Length;
                events.Add(recorded);
            }
        }

        return Page(events, atEnd: false);
    }

    public void Dispose() => _call.Dispose();

    private LogPage Page(List<RecordedEvent> events, bool atEnd)
    {
        _news = false;
        return new LogPage(events, _position, atEnd);
    }

    private LogPage LastPage(List<RecordedEvent> events)
    {
        if (_end is not { } end)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "the server ended the subscription"));
        }

        return new LogPage(events, end > _position ? end : _position, AtEnd: true);
    }

    private async Task<bool> ComesSoon(Task<bool> moving)
    {
        if (!moving.IsCompleted && !_live)
        {
            await Task.WhenAny(moving, Task.Delay(Patience, _time));
        }

        return moving.IsCompleted;
    }

    /// <summary>A subscription that is confirmed waits for what comes; all else is answered in time or not at all.</summary>
    private Task<bool> Answered(Task<bool> moving, CancellationToken cancellation) =>
        _confirmed ? moving.WaitAsync(cancellation) : _client.Soon(moving, cancellation);

    /// <returns>The event that the answer brings; null when it brings something else, or the event that is already known.</returns>
    private RecordedEvent? Take(ReadResp answer)
    {
        switch (answer.ContentCase)
        {
            case ReadResp.ContentOneofCase.Confirmation:
                _confirmed = true;
                return null;
            case ReadResp.ContentOneofCase.CaughtUp:
                (_live, _news) = (true, true);
                return null;
            case ReadResp.ContentOneofCase.FellBehind:
                _live = false;
                return null;
            case ReadResp.ContentOneofCase.Checkpoint when answer.Checkpoint.CommitPosition == answer.Checkpoint.PreparePosition:
                Pass(new LogPosition(Wire.Number(answer.Checkpoint.CommitPosition, "a position")));
                return null;
            case ReadResp.ContentOneofCase.Event:
                return Next(Wire.Event(answer.Event));
            default:
                // Also a checkpoint before an event (prepare below commit): one number cannot say it, and the next one says more.
                return null;
        }
    }

    private void Pass(LogPosition checkpoint)
    {
        if (checkpoint > _position)
        {
            (_position, _news) = (checkpoint, true);
        }
    }

    private RecordedEvent? Next(RecordedEvent recorded)
    {
        if (recorded.Position < _position)
        {
            throw new LogCorruptedException($"EventStoreDB answered with the event at position {recorded.Position} after position {_position}.");
        }

        // Reading begins with the event at the position, a subscription after it.
        return recorded.Position == _position ? null : recorded;
    }
}
