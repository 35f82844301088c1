using System.Globalization;
using Google.Protobuf;
using EventStoreDb.Client.Protocol;
using Empty = EventStoreDb.Client.Protocol.Empty;

namespace LaborMarketplace.EventStore.EventStoreDb;

/// <summary>The project's values as EventStoreDB's messages, and back.</summary>
internal static class Wire
{
    private const string Json = "application/json";
    private const string Bytes = "application/octet-stream";

    public static UUID Uuid(Guid id) => new() { String = id.ToString() };

    public static StreamIdentifier Stream(StreamName stream) => new() { StreamName = ByteString.CopyFromUtf8(stream.Value) };

    public static ReadReq Read(ReadReq.Types.Options options)
    {
        // Without it the server never answers.
        options.UuidOption = new() { String = new Empty() };
        if (options.FilterOptionCase == ReadReq.Types.Options.FilterOptionOneofCase.None)
        {
            options.NoFilter = new Empty();
        }

        return new ReadReq { Options = options };
    }

    public static ReadReq.Types.Options.Types.AllOptions After(LogPosition position) => position == LogPosition.Start
        ? new() { Start = new Empty() }
        : new() { Position = new() { CommitPosition = (ulong)position.Value, PreparePosition = (ulong)position.Value } };

    /// <summary>Leaves out the events of the system itself, whose types begin with a dollar sign.</summary>
    public static ReadReq.Types.Options.Types.FilterOptions NoSystemEvents() =>
        new() { EventType = new() { Regex = "^[^$]" }, Max = 32, CheckpointIntervalMultiplier = 32 };

    /// <param name="expected">The last event's revision; -1 for a stream without events.</param>
    public static BatchAppendReq Append(StreamName stream, long expected, IEnumerable<EventData> events)
    {
        var options = new BatchAppendReq.Types.Options { StreamIdentifier = Stream(stream) };
        if (expected < 0)
        {
            options.NoStream = new();
        }
        else
        {
            options.StreamPosition = (ulong)expected;
        }

        return new BatchAppendReq { Options = options, IsFinal = true, ProposedMessages = { events.Select(Proposed) } };
    }

    public static StreamName Name(StreamIdentifier? stream) => stream is { StreamName.IsEmpty: false }
        ? new StreamName(stream.StreamName.ToStringUtf8())
        : throw new LogCorruptedException("EventStoreDB answered with a stream that has no name.");

    public static RecordedEvent Event(ReadResp.Types.ReadEvent read)
    {
        var recorded = read.Event ?? throw new LogCorruptedException("EventStoreDB answered with an event that is not there.");
        var stream = Name(recorded.StreamIdentifier);
        if (!Guid.TryParse(recorded.Id?.String, CultureInfo.InvariantCulture, out var id))
        {
            throw new LogCorruptedException($"EventStoreDB answered with an event of {stream} whose id is no UUID.");
        }

        return new RecordedEvent(
            stream,
            Number(recorded.StreamRevision, "a revision"),
            new LogPosition(Number(recorded.CommitPosition, "a position")),
            id,
            recorded.Metadata.GetValueOrDefault("type") ?? throw new LogCorruptedException($"EventStoreDB answered with an event of {stream} without a type."),
            recorded.Data.Memory,
            recorded.CustomMetadata.Memory);
    }

    /// <param name="what">What the number is, in an error's words.</param>
    public static long Number(ulong number, string what) =>
        number <= long.MaxValue ? (long)number : throw new LogCorruptedException($"EventStoreDB answered with {what} of {number}, which no log reaches.");

    private static BatchAppendReq.Types.ProposedMessage Proposed(EventData data) => new()
    {
        Id = Uuid(data.Id),
        Metadata = { { "type", data.Type }, { "content-type", data.Data.Span is [(byte)'{', ..] ? Json : Bytes } },
        Data = UnsafeByteOperations.UnsafeWrap(data.Data),
        CustomMetadata = UnsafeByteOperations.UnsafeWrap(data.Metadata),
    };
}
