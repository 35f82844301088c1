using System.Globalization;
using EventStoreDb.Client.Protocol;
using Google.Protobuf;
using Expectation = EventStoreDb.Client.Protocol.BatchAppendReq.Types.Options.ExpectedStreamPositionOneofCase;
using ReadEvent = EventStoreDb.Client.Protocol.ReadResp.Types.ReadEvent;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>What the double of a node holds: a position is a byte offset, and an event's id is known within its stream only. Thread-safe.</summary>
internal sealed class NodeLog
{
    private readonly Lock _gate = new();
    private readonly List<ReadEvent> _log = [];
    private readonly Dictionary<ByteString, List<ReadEvent>> _streams = [];
    private readonly Dictionary<(ByteString Stream, string Id), ReadEvent> _appended = [];
    private readonly Dictionary<ByteString, int> _begins = [];
    private readonly HashSet<ByteString> _tombstones = [];
    private readonly HashSet<ulong> _scavenged = [];
    private readonly TimeProvider _time;
    private ulong _length;
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A node's log begins with an event of the system.</summary>
    /// <param name="time">Says when an event was taken; the system's where it is not given.</param>
    public NodeLog(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Append(new BatchAppendReq
        {
            Options = new() { StreamIdentifier = new() { StreamName = ByteString.CopyFromUtf8("$settings") }, NoStream = new() },
            ProposedMessages =
            {
                new BatchAppendReq.Types.ProposedMessage
                {
                    Id = new() { String = Guid.NewGuid().ToString() },
                    Metadata = { { "type", "$started" }, { "content-type", "application/json" } },
                },
            },
        });
    }

    public BatchAppendResp Append(BatchAppendReq append)
    {
        lock (_gate)
        {
            var name = append.Options.StreamIdentifier.StreamName;
            if (_tombstones.Contains(name))
            {
                return Refused(
                    append, Grpc.Core.StatusCode.NotFound, "StreamDeleted", new StreamDeleted { StreamIdentifier = append.Options.StreamIdentifier });
            }

            var stream = _streams.GetValueOrDefault(name, []);
            var (head, there) = (stream.Count - 1, AlreadyThere(stream, append));
            if (there.Count > 0)
            {
                // Some of it alone is told as a wrong version.
                return there.Count == append.ProposedMessages.Count ? Success(append, there[^1]) : WrongVersion(append, head);
            }

            return !IsExpected(append.Options, stream.Count, Head(name)) ? WrongVersion(append, head)
                : append.ProposedMessages.Count == 0 ? Success(append, null)
                : Success(append, Write(name, append));
        }
    }

    /// <summary>
    /// Forgets which ids were appended: a node remembers those of its own appends for a while, and knows by them what is appended again
    /// at any revision. At a revision that is told, it looks into the stream instead, and needs no memory.
    /// </summary>
    public void ForgetIds()
    {
        lock (_gate)
        {
            _appended.Clear();
        }
    }

    public IReadOnlyList<ReadEvent> Stream(ByteString name)
    {
        lock (_gate)
        {
            return _tombstones.Contains(name)
                ? throw NodeWriting.Deleted()
                : [.. _streams.GetValueOrDefault(name, []).Skip(_begins.GetValueOrDefault(name))];
        }
    }

    /// <summary>Deletes a stream: its events are no longer read in it, and its revisions go on; or it has a tombstone.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is not as expected, does not exist, or has a tombstone.</exception>
    public AllStreamPosition Delete(BatchAppendReq.Types.Options options, bool forever)
    {
        lock (_gate)
        {
            var name = options.StreamIdentifier.StreamName;
            var (count, head) = (Stream(name).Count, Head(name));
            if (count == 0 || !IsExpected(options, _streams[name].Count, head))
            {
                throw NodeWriting.WrongVersion(head);
            }

            _ = forever ? _tombstones.Add(name) : _begins.TryAdd(name, 0);
            _begins[name] = _streams[name].Count;
            return new() { CommitPosition = _length, PreparePosition = _length };
        }
    }

    /// <summary>The events from a place in the log on, at most so many, and what ends when there are more.</summary>
    public (IReadOnlyList<ReadEvent> Events, Task Grown) From(int index, int count)
    {
        lock (_gate)
        {
            return (_log.GetRange(index, Math.Min(count, _log.Count - index)), _grown.Task);
        }
    }

    /// <summary>The place of a position: of the event there, or the end of the log; null inside an event.</summary>
    public int? Place(ulong position)
    {
        lock (_gate)
        {
            var place = _log.FindIndex(one => one.CommitPosition >= position);
            return position >= _length ? _log.Count
                : place >= 0 && (_log[place].CommitPosition == position || _scavenged.Contains(position)) ? place
                : null;
        }
    }

    /// <summary>Takes an event out of the log of all streams, as scavenging takes what was deleted. Its position can still be asked for.</summary>
    public void Scavenge(ulong position)
    {
        lock (_gate)
        {
            _log.RemoveAll(one => one.CommitPosition == position);
            _scavenged.Add(position);
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _log.Count;
            }
        }
    }

    /// <summary>The answer to an append that is not done.</summary>
    public static BatchAppendResp Refused(BatchAppendReq append, Grpc.Core.StatusCode code, string message, IMessage details) => new()
    {
        CorrelationId = append.CorrelationId,
        StreamIdentifier = append.Options.StreamIdentifier,
        Error = new() { Code = (int)code, Message = message, Details = Google.Protobuf.WellKnownTypes.Any.Pack(details) },
    };

    private ReadEvent Write(ByteString name, BatchAppendReq append)
    {
        if (!_streams.TryGetValue(name, out var stream))
        {
            _streams.Add(name, stream = []);
        }

        foreach (var proposed in append.ProposedMessages)
        {
            var recorded = new ReadEvent
            {
                CommitPosition = _length,
                Event = new()
                {
                    Id = new() { String = Id(proposed.Id) },
                    StreamIdentifier = new() { StreamName = name },
                    StreamRevision = (ulong)stream.Count,
                    CommitPosition = _length,
                    PreparePosition = _length,
                    Metadata = { proposed.Metadata, { "created", Created() } },
                    CustomMetadata = proposed.CustomMetadata,
                    Data = proposed.Data,
                },
            };
            _length += (ulong)recorded.CalculateSize() + 40;
            stream.Add(recorded);
            _appended[(name, recorded.Event.Id.String)] = recorded;
            _log.Add(recorded);
        }

        var grown = _grown;
        _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
        grown.SetResult();
        return stream[^1];
    }

    /// <summary>The events of an append, from its first on, that the stream already holds where the append would have put them.</summary>
    private List<ReadEvent> AlreadyThere(List<ReadEvent> stream, BatchAppendReq append)
    {
        var (name, options) = (append.Options.StreamIdentifier.StreamName, append.Options);
        var known = options.ExpectedStreamPositionCase is Expectation.Any or Expectation.StreamExists
            ? append.ProposedMessages.Select(one => _appended.GetValueOrDefault((name, Id(one.Id))))
            : append.ProposedMessages.Select((one, index) =>
                At(stream, Revision(options) + 1 + index) is { } there && there.Event.Id.String == Id(one.Id) ? there : null);
        return [.. known.TakeWhile(one => one is not null).Select(one => one!)];
    }

    private static ReadEvent? At(List<ReadEvent> stream, long revision) => revision < stream.Count ? stream[(int)revision] : null;

    /// <summary>The revision of a stream's last event; -1 when it has none that is not deleted.</summary>
    private long Head(ByteString name) =>
        _streams.TryGetValue(name, out var stream) && stream.Count > _begins.GetValueOrDefault(name) ? stream.Count - 1 : -1;

    private static bool IsExpected(BatchAppendReq.Types.Options options, int count, long head) => options.ExpectedStreamPositionCase switch
    {
        Expectation.Any => true,
        Expectation.StreamExists => head >= 0,
        Expectation.NoStream => head < 0,
        _ => Revision(options) == count - 1,
    };

    /// <summary>The revision that is expected; -1 for a stream without events.</summary>
    private static long Revision(BatchAppendReq.Types.Options options) =>
        options.ExpectedStreamPositionCase == Expectation.StreamPosition ? (long)options.StreamPosition : -1;

    /// <summary>In 100 ns since the epoch.</summary>
    private string Created() => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks.ToString(CultureInfo.InvariantCulture);

    private static string Id(UUID id) => Guid.Parse(id.String).ToString();

    /// <param name="last">Null when nothing was to be appended.</param>
    private static BatchAppendResp Success(BatchAppendReq append, ReadEvent? last) => new()
    {
        CorrelationId = append.CorrelationId,
        StreamIdentifier = append.Options.StreamIdentifier,
        Success = last is null ? new() { NoStream = new(), NoPosition = new() } : new()
        {
            CurrentRevision = last.Event.StreamRevision,
            Position = new() { CommitPosition = last.CommitPosition, PreparePosition = last.CommitPosition },
        },
    };

    private static BatchAppendResp WrongVersion(BatchAppendReq append, long head) => Refused(
        append,
        Grpc.Core.StatusCode.AlreadyExists,
        "WrongExpectedVersion",
        head < 0 ? new WrongExpectedVersion { CurrentNoStream = new() } : new WrongExpectedVersion { CurrentStreamRevision = (ulong)head });
}
