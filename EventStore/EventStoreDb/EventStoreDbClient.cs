using System.Text;
using EventStoreDb.Client;
using EventStoreDb.Client.Connection;
using EventStoreDb.Client.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace LaborMarketplace.EventStore.EventStoreDb;

/// <summary>Speaks EventStoreDB's protocol with one node. Appends go over one call, one reading call each. Thread-safe.</summary>
internal sealed class EventStoreDbClient : IAsyncDisposable
{
    private readonly EventStoreDbConnectionString _settings;
    private readonly TimeProvider _time;
    private readonly Attempts _attempts;
    private readonly OneNode _nodes;
    private readonly Streams.StreamsClient _streams;
    private readonly Metadata _headers;
    private readonly Lock _gate = new();
    private BatchAppendCall? _appends;

    /// <exception cref="ArgumentException">The connection string asks for what this client cannot do.</exception>
    public EventStoreDbClient(EventStoreDbConnectionString settings, TimeProvider time)
    {
        (_settings, _time, _attempts) = (settings, time, new Attempts(time));
        _nodes = new OneNode(settings);
        _streams = new Streams.StreamsClient(_nodes.Only.Calls);
        _headers = Headers(settings);
    }

    /// <summary>Appends, and again with the same event ids when the answer is lost: the server counts them once.</summary>
    /// <returns>Appended or a conflict.</returns>
    /// <exception cref="EventStoreUnavailableException">The server cannot be asked, or refuses.</exception>
    /// <exception cref="LogCorruptedException">The server's answer cannot be.</exception>
    public async Task<AppendResult> Append(BatchAppendReq append, CancellationToken cancellation)
    {
        var answer = await _attempts.Ask(
            async asking =>
            {
                var call = Appends();
                try
                {
                    return await call.Append(InTime(append), _settings.DefaultDeadline, _time, asking);
                }
                catch (TimeoutException)
                {
                    Leave(call);
                    throw;
                }
            },
            cancellation);
        return answer.ResultCase switch
        {
            BatchAppendResp.ResultOneofCase.Success => Appended(answer.Success),
            BatchAppendResp.ResultOneofCase.Error => NotAppended(append, answer.Error),
            _ => throw new LogCorruptedException("EventStoreDB answered an append with neither success nor error."),
        };
    }

    /// <summary>A stream's events from a revision on, at most so many; none when there is no such stream.</summary>
    public Task<List<RecordedEvent>> Load(StreamName stream, long fromRevision, ulong count, CancellationToken cancellation) => Events(
        new()
        {
            Stream = new() { StreamIdentifier = Wire.Stream(stream), Revision = (ulong)Math.Max(0, fromRevision) },
            Count = count,
        },
        cancellation);

    /// <summary>A stream's last event; null when there is no such stream.</summary>
    public async Task<RecordedEvent?> Last(StreamName stream, CancellationToken cancellation) => (await Events(
        new()
        {
            Stream = new() { StreamIdentifier = Wire.Stream(stream), End = new() },
            ReadDirection = ReadReq.Types.Options.Types.ReadDirection.Backwards,
            Count = 1,
        },
        cancellation)).SingleOrDefault();

    /// <summary>The position of the log's last event that is not the server's own; 0 when it has none.</summary>
    public async Task<LogPosition> Head(CancellationToken cancellation) => (await Events(
        new()
        {
            All = new() { End = new() },
            Filter = Wire.NoSystemEvents(),
            ReadDirection = ReadReq.Types.Options.Types.ReadDirection.Backwards,
            Count = 1,
        },
        cancellation)).SingleOrDefault()?.Position ?? LogPosition.Start;

    /// <summary>Whether reading can begin at a position: the log reaches it, and no event goes across it.</summary>
    public async Task<bool> Reaches(LogPosition position, CancellationToken cancellation)
    {
        try
        {
            return (await Events(new() { All = Wire.After(position), Count = 1 }, cancellation)).Count > 0;
        }
        catch (EventStoreUnavailableException exception) when (exception.InnerException is RpcException { StatusCode: StatusCode.Unknown })
        {
            // So the server answers for a position inside an event.
            return false;
        }
    }

    /// <summary>A reading call that the caller goes on with.</summary>
    public AsyncServerStreamingCall<ReadResp> Read(ReadReq.Types.Options options) => _streams.Read(Wire.Read(options), _headers);

    /// <summary>How long an answer is waited for.</summary>
    public Task<bool> Soon(Task<bool> answer, CancellationToken cancellation) => answer.WaitAsync(_settings.DefaultDeadline, _time, cancellation);

    public Task<T> Ask<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation) => _attempts.Ask(ask, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_appends is { } call)
        {
            await call.DisposeAsync();
        }

        await _nodes.DisposeAsync();
    }

    private Task<List<RecordedEvent>> Events(ReadReq.Types.Options options, CancellationToken cancellation) => _attempts.Ask(
        async asking =>
        {
            var events = new List<RecordedEvent>();
            using var call = Read(options);
            while (await Soon(call.ResponseStream.MoveNext(asking), asking))
            {
                if (call.ResponseStream.Current.Event is { } read && (ulong)events.Count < options.Count)
                {
                    events.Add(Wire.Event(read));
                }
            }

            return events;
        },
        cancellation);

    /// <summary>The append with the time that the server has for it.</summary>
    private BatchAppendReq InTime(BatchAppendReq append)
    {
        var sent = append.Clone();
        sent.Options.Deadline = Duration.FromTimeSpan(_settings.DefaultDeadline);
        return sent;
    }

    private BatchAppendCall Appends()
    {
        lock (_gate)
        {
            if (_appends is { IsOver: true } over)
            {
                EventStoreTelemetry.Reconnects.Add(1);
                _ = over.DisposeAsync().AsTask();
                _appends = null;
            }

            return _appends ??= new BatchAppendCall(_streams.BatchAppend(_headers));
        }
    }

    /// <summary>A call that did not answer is left to those who still wait, and the next append opens another.</summary>
    private void Leave(BatchAppendCall call)
    {
        lock (_gate)
        {
            if (_appends == call)
            {
                _ = call.DisposeAsync().AsTask();
                _appends = null;
            }
        }
    }

    private static AppendResult.Appended Appended(BatchAppendResp.Types.Success success) => new(
        Wire.Number(success.CurrentRevision, "a revision"), new LogPosition(Wire.Number(success.Position?.CommitPosition ?? 0, "a position")));

    private static AppendResult.Conflict NotAppended(BatchAppendReq append, global::EventStoreDb.Client.Protocol.Status error)
    {
        var stream = Wire.Name(append.Options.StreamIdentifier);
        if (error.Details is { } details && details.Is(WrongExpectedVersion.Descriptor))
        {
            var wrong = details.Unpack<WrongExpectedVersion>();
            return new(wrong.CurrentStreamRevisionOptionCase == WrongExpectedVersion.CurrentStreamRevisionOptionOneofCase.CurrentStreamRevision
                ? Wire.Number(wrong.CurrentStreamRevision, "a revision")
                : -1);
        }

        throw error.Details?.Is(StreamDeleted.Descriptor) ?? false
            ? new LogCorruptedException($"The stream {stream} was deleted from EventStoreDB; the marketplace never deletes one.")
            : new EventStoreUnavailableException($"EventStoreDB refused an append to {stream}: {error.Message} (status {error.Code}).");
    }

    private static Metadata Headers(EventStoreDbConnectionString settings)
    {
        var headers = new Metadata
        {
            { "connection-name", "marketplace" },
            { "requires-leader", settings.NodePreference == NodePreference.Leader ? "true" : "false" },
        };
        if (settings.Credentials is { } user)
        {
            headers.Add("authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.UserName}:{user.Password}"))}");
        }

        return headers;
    }
}
