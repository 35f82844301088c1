using System.Globalization;
using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Protocol;
using Empty = EventStoreDb.Client.Protocol.Empty;
using Options = EventStoreDb.Client.Protocol.ReadReq.Types.Options;

namespace EventStoreDb.Client.Reading;

/// <summary>Requests to read and to subscribe, and the events that come back.</summary>
internal static class ReadMessages
{
    private static readonly Empty Nothing = new();

    /// <summary>Reads a stream from a revision on, that revision included; null for all of it.</summary>
    public static ReadReq Stream(string stream, Direction direction, long? from, long count)
    {
        var options = new Options.Types.StreamOptions { StreamIdentifier = Wire.Stream(stream) };
        if (from is { } revision)
        {
            options.Revision = (ulong)revision;
        }
        else if (direction == Direction.Forwards)
        {
            options.Start = Nothing;
        }
        else
        {
            options.End = Nothing;
        }

        return Read(new() { Stream = options, ReadDirection = Way(direction), Count = (ulong)count });
    }

    /// <summary>Reads the log from a position on, that position included; null for all of it.</summary>
    public static ReadReq All(Direction direction, LogPosition? from, long count, EventFilter? filter) => Read(new()
    {
        All = All(from, direction == Direction.Forwards),
        ReadDirection = Way(direction),
        Count = (ulong)count,
    }, filter);

    /// <summary>Subscribes to a stream after a revision; null for all of it.</summary>
    public static ReadReq ToStream(string stream, long? after)
    {
        var subscription = Stream(stream, Direction.Forwards, after, count: 1);
        subscription.Options.Subscription = new();
        return subscription;
    }

    /// <summary>Subscribes to the log after a position; null for all of it.</summary>
    public static ReadReq ToAll(LogPosition? after, EventFilter? filter)
    {
        var subscription = All(Direction.Forwards, after, count: 1, filter);
        subscription.Options.Subscription = new();
        return subscription;
    }

    /// <exception cref="ProtocolMismatchException">It is no event.</exception>
    public static StoredEvent Event(ReadResp.Types.ReadEvent read)
    {
        var recorded = read.Event ?? throw Wire.Violation("an event that is not there");
        if (recorded.StreamIdentifier is not { StreamName.IsEmpty: false } name)
        {
            throw Wire.Violation("an event whose stream has no name");
        }

        var stream = name.StreamName.ToStringUtf8();
        return new StoredEvent(
            stream,
            Wire.Number(recorded.StreamRevision, "a revision"),
            Wire.Position(recorded.CommitPosition, recorded.PreparePosition),
            Wire.Id(recorded.Id) ?? throw Wire.Violation($"an event of {stream} whose id is no UUID"),
            recorded.Metadata.TryGetValue("type", out var type) ? type : throw Wire.Violation($"an event of {stream} without a type"),
            recorded.Metadata.TryGetValue("content-type", out var content) ? content : ProposedEvent.Bytes,
            Created(recorded, stream),
            recorded.Data.Memory,
            recorded.CustomMetadata.Memory);
    }

    private static DateTimeOffset Created(ReadResp.Types.ReadEvent.Types.RecordedEvent recorded, string stream) =>
        !recorded.Metadata.TryGetValue("created", out var created) ? DateTimeOffset.UnixEpoch
        : long.TryParse(created, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? Wire.Time(ticks)
        : throw Wire.Violation($"an event of {stream} created at no time");

    private static ReadReq Read(Options options, EventFilter? filter = null)
    {
        // Without it the server never answers.
        options.UuidOption = new() { String = Nothing };
        options.ControlOption = new() { Compatibility = 1 };
        if (filter is null)
        {
            options.NoFilter = Nothing;
        }
        else
        {
            options.Filter = Filter(filter);
        }

        return new ReadReq { Options = options };
    }

    private static Options.Types.AllOptions All(LogPosition? from, bool forwards) => from switch
    {
        null when forwards => new() { Start = Nothing },
        null => new() { End = Nothing },
        { } position when position == LogPosition.End => new() { End = Nothing },
        { } position => new() { Position = new() { CommitPosition = (ulong)position.Commit, PreparePosition = (ulong)position.Prepare } },
    };

    private static Options.Types.FilterOptions Filter(EventFilter filter)
    {
        var expression = new Options.Types.FilterOptions.Types.Expression { Regex = filter.Pattern ?? "", Prefix = { filter.Prefixes } };
        var options = new Options.Types.FilterOptions { Max = (uint)filter.Window, CheckpointIntervalMultiplier = (uint)filter.CheckpointMultiplier };
        if (filter.OnType)
        {
            options.EventType = expression;
        }
        else
        {
            options.StreamIdentifier = expression;
        }

        return options;
    }

    private static Options.Types.ReadDirection Way(Direction direction) =>
        direction == Direction.Forwards ? Options.Types.ReadDirection.Forwards : Options.Types.ReadDirection.Backwards;
}
