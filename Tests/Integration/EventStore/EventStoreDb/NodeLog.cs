using System.Text.RegularExpressions;
using Google.Protobuf;
using EventStoreDb.Client.Protocol;
using ReadEvent = EventStoreDb.Client.Protocol.ReadResp.Types.ReadEvent;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>What the double of a node holds: a position is a byte offset, and an event's id is known within its stream only. Thread-safe.</summary>
internal sealed class NodeLog
{
    private readonly Lock _gate = new();
    private readonly List<ReadEvent> _log = [];
    private readonly Dictionary<ByteString, List<ReadEvent>> _streams = [];
    private ulong _length;
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A node's log begins with an event of the system.</summary>
    public NodeLog() => Append(new BatchAppendReq
    {
        Options = new() { StreamIdentifier = new() { StreamName = ByteString.CopyFromUtf8("$settings") }, NoStream = new() },
        ProposedMessages = { new BatchAppendReq.Types.ProposedMessage { Id = new() { String = Guid.NewGuid().ToString() }, Metadata = { { "type", "$started" }, { "content-type", "application/json" } } } },
    });

    public BatchAppendResp Append(BatchAppendReq append)
    {
        lock (_gate)
        {
            var name = append.Options.StreamIdentifier.StreamName;
            var stream = _streams.GetValueOrDefault(name, []);
            var head = stream.Count - 1;
            var expected = Expected(append.Options) ?? head;
            if (expected < head && Repeated(stream, expected + 1, append) is { } last)
            {
                return Success(append, last);
            }

            return expected == head ? Success(append, Write(name, append)) : WrongVersion(append, head);
        }
    }

    public IReadOnlyList<ReadEvent> Stream(ByteString name)
    {
        lock (_gate)
        {
            return [.. _streams.GetValueOrDefault(name, [])];
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
            return position >= _length ? _log.Count : place >= 0 && _log[place].CommitPosition == position ? place : null;
        }
    }

    public int Count => From(0, int.MaxValue).Events.Count;

    public static bool Passes(ReadEvent one, Regex? type) => type?.IsMatch(one.Event.Metadata["type"]) ?? true;

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
                    Id = new() { String = Guid.Parse(proposed.Id.String).ToString() },
                    StreamIdentifier = new() { StreamName = name },
                    StreamRevision = (ulong)stream.Count,
                    CommitPosition = _length,
                    PreparePosition = _length,
                    Metadata = { proposed.Metadata },
                    CustomMetadata = proposed.CustomMetadata,
                    Data = proposed.Data,
                },
            };
            _length += (ulong)recorded.CalculateSize() + 40;
            stream.Add(recorded);
            _log.Add(recorded);
        }

        var grown = _grown;
        _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
        grown.SetResult();
        return stream[^1];
    }

    private static ReadEvent? Repeated(List<ReadEvent> stream, long revision, BatchAppendReq append)
    {
        var there = stream.Skip((int)revision).Take(append.ProposedMessages.Count).ToList();
        return there.Select(one => one.Event.Id.String).SequenceEqual(append.ProposedMessages.Select(one => one.Id.String)) ? there[^1] : null;
    }

    private static long? Expected(BatchAppendReq.Types.Options options) => options.ExpectedStreamPositionCase switch
    {
        BatchAppendReq.Types.Options.ExpectedStreamPositionOneofCase.StreamPosition => (long)options.StreamPosition,
        BatchAppendReq.Types.Options.ExpectedStreamPositionOneofCase.NoStream => -1,
        _ => null,
    };

    private static BatchAppendResp Success(BatchAppendReq append, ReadEvent last) => new()
    {
        CorrelationId = append.CorrelationId,
        StreamIdentifier = append.Options.StreamIdentifier,
        Success = new()
        {
            CurrentRevision = last.Event.StreamRevision,
            Position = new() { CommitPosition = last.CommitPosition, PreparePosition = last.CommitPosition },
        },
    };

    private static BatchAppendResp WrongVersion(BatchAppendReq append, long head)
    {
        var details = head < 0 ? new WrongExpectedVersion { CurrentNoStream = new() } : new WrongExpectedVersion { CurrentStreamRevision = (ulong)head };
        return new()
        {
            CorrelationId = append.CorrelationId,
            StreamIdentifier = append.Options.StreamIdentifier,
            Error = new()
            {
                Code = (int)Grpc.Core.StatusCode.AlreadyExists,
                Message = "WrongExpectedVersion",
                Details = Google.Protobuf.WellKnownTypes.Any.Pack(details),
            },
        };
    }
}
