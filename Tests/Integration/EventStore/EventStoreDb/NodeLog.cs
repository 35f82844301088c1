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
        WriteOfSystem(ByteString.CopyFromUtf8("$settings"), "$started");
    }

    public BatchAppendResp Append(BatchAppendReq append)
    {
        lock (_gate)
        {
            var name = append.Options.StreamIdentifier.StreamName;
            if (_tombstones.Contains(name))
            {
                return NodeAnswers.Refused(
                    append, Grpc.Core.StatusCode.NotFound, "StreamDeleted", new StreamDeleted { StreamIdentifier = append.Options.StreamIdentifier });
            }

            var stream = _streams.GetValueOrDefault(name, []);
            var (head, there) = (stream.Count - 1, AlreadyThere(stream, append));
            if (there.Count > 0)
            {
                // Some of it alone is told as a wrong version.
                return there.Count == append.ProposedMessages.Count ? NodeAnswers.Success(append, there[^1]) : NodeAnswers.WrongVersion(append, head);
            }

            return !NodeExpectations.Hold(append.Options, stream.Count, Head(name)) ? NodeAnswers.WrongVersion(append, head)
                : NodeAnswers.Success(append, append.ProposedMessages.Count == 0 ? null : Write(name, append));
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

    /// <summary>Deletes a stream: its events are no longer read in it, and its revisions go on; or it has a tombstone. That is an event, too.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is not as expected, does not exist, or has a tombstone.</exception>
    public AllStreamPosition Delete(BatchAppendReq.Types.Options options, bool forever)
    {
        lock (_gate)
        {
            var name = options.StreamIdentifier.StreamName;
            var (count, head) = (Stream(name).Count, Head(name));
            if (count == 0 || !NodeExpectations.Hold(options, _streams[name].Count, head))
            {
                throw NodeWriting.WrongVersion(head);
            }

            _begins[name] = _streams[name].Count;
            if (forever)
            {
                _tombstones.Add(name);
            }

            var deletion = forever ? WriteOfSystem(name, "$streamDeleted") : WriteOfSystem(ByteString.CopyFromUtf8($"$${name.ToStringUtf8()}"), "$metadata");
            return new() { CommitPosition = deletion.CommitPosition, PreparePosition = deletion.CommitPosition };
        }
    }

    /// <summary>The events from a position on, at most so many, and what ends when there are more.</summary>
    public (IReadOnlyList<ReadEvent> Events, Task Grown) From(ulong position, int count)
    {
        lock (_gate)
        {
            var place = Place(position);
            return (_log.GetRange(place, Math.Min(count, _log.Count - place)), _grown.Task);
        }
    }

    /// <summary>The events before a position.</summary>
    public IReadOnlyList<ReadEvent> Before(ulong position)
    {
        lock (_gate)
        {
            return _log.GetRange(0, Place(position));
        }
    }

    /// <summary>Where to go on so that the event at a position is left out: a node does not compare, and passes over the first one from there on.</summary>
    public ulong After(ulong position)
    {
        lock (_gate)
        {
            var place = Place(position);
            return place < _log.Count ? _log[place].CommitPosition + 1 : position;
        }
    }

    /// <summary>Whether there is, or was, an event at a position, or it is beyond them all; false inside an event.</summary>
    public bool CanBeAskedFor(ulong position)
    {
        lock (_gate)
        {
            var place = Place(position);
            return position >= _length || _scavenged.Contains(position) || (place < _log.Count && _log[place].CommitPosition == position);
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

    /// <summary>How many events stand before a position. Only under the lock: scavenging moves them.</summary>
    private int Place(ulong position)
    {
        var (place, end) = (0, _log.Count);
        while (place < end)
        {
            var middle = (place + end) / 2;
            (place, end) = _log[middle].CommitPosition < position ? (middle + 1, end) : (place, middle);
        }

        return place;
    }

    /// <summary>What a node writes by itself.</summary>
    private ReadEvent WriteOfSystem(ByteString stream, string type) => Write(stream, new BatchAppendReq
    {
        ProposedMessages =
        {
            new BatchAppendReq.Types.ProposedMessage
            {
                Id = new() { String = Guid.NewGuid().ToString() },
                Metadata = { { "type", type }, { "content-type", "application/json" } },
            },
        },
    });

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
                At(stream, NodeExpectations.Revision(options) + 1 + index) is { } there && there.Event.Id.String == Id(one.Id) ? there : null);
        return [.. known.TakeWhile(one => one is not null).Select(one => one!)];
    }

    private static ReadEvent? At(List<ReadEvent> stream, long revision) => revision < stream.Count ? stream[(int)revision] : null;

    /// <summary>The revision of a stream's last event; -1 when it has none that is not deleted.</summary>
    private long Head(ByteString name) =>
        _streams.TryGetValue(name, out var stream) && stream.Count > _begins.GetValueOrDefault(name) ? stream.Count - 1 : -1;

    /// <summary>In 100 ns since the epoch.</summary>
    private string Created() => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks.ToString(CultureInfo.InvariantCulture);

    private static string Id(UUID id) => Guid.Parse(id.String).ToString();
}
