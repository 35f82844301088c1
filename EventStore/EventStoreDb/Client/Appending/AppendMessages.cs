using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Empty = EventStoreDb.Client.Protocol.Empty;

namespace EventStoreDb.Client.Appending;

/// <summary>Appends as messages, and their answers as outcomes.</summary>
internal static class AppendMessages
{
    private static readonly Google.Protobuf.WellKnownTypes.Empty Nothing = new();

    /// <summary>One append of a call for many. The same for every attempt, but for the correlation id.</summary>
    public static BatchAppendReq Batch(string stream, StreamState expected, IReadOnlyList<ProposedEvent> events, Duration deadline)
    {
        var options = new BatchAppendReq.Types.Options { StreamIdentifier = Wire.Stream(stream), Deadline = deadline };
        if (expected.Revision is { } revision)
        {
            options.StreamPosition = (ulong)revision;
        }
        else if (expected == StreamState.NoStream)
        {
            options.NoStream = Nothing;
        }
        else if (expected == StreamState.Exists)
        {
            options.StreamExists = Nothing;
        }
        else
        {
            options.Any = Nothing;
        }

        var append = new BatchAppendReq { Options = options, IsFinal = true };
        foreach (var proposed in events)
        {
            append.ProposedMessages.Add(new BatchAppendReq.Types.ProposedMessage
            {
                Id = Wire.Uuid(proposed.Id),
                Metadata = { { "type", proposed.Type }, { "content-type", proposed.ContentType } },
                Data = UnsafeByteOperations.UnsafeWrap(proposed.Data),
                CustomMetadata = UnsafeByteOperations.UnsafeWrap(proposed.Metadata),
            });
        }

        return append;
    }

    /// <summary>The messages of an append in a call of its own.</summary>
    public static IEnumerable<AppendReq> Alone(string stream, StreamState expected, IReadOnlyList<ProposedEvent> events)
    {
        var options = new AppendReq.Types.Options { StreamIdentifier = Wire.Stream(stream) };
        if (expected.Revision is { } revision)
        {
            options.Revision = (ulong)revision;
        }
        else if (expected == StreamState.NoStream)
        {
            options.NoStream = new Empty();
        }
        else if (expected == StreamState.Exists)
        {
            options.StreamExists = new Empty();
        }
        else
        {
            options.Any = new Empty();
        }

        return events.Select(proposed => new AppendReq
        {
            ProposedMessage = new()
            {
                Id = Wire.Uuid(proposed.Id),
                Metadata = { { "type", proposed.Type }, { "content-type", proposed.ContentType } },
                Data = UnsafeByteOperations.UnsafeWrap(proposed.Data),
                CustomMetadata = UnsafeByteOperations.UnsafeWrap(proposed.Metadata),
            },
        }).Prepend(new AppendReq { Options = options });
    }

    /// <exception cref="Grpc.Core.RpcException">The server refused.</exception>
    /// <exception cref="ProtocolMismatchException">The answer cannot be.</exception>
    public static AppendOutcome Outcome(BatchAppendResp answer) => answer.ResultCase switch
    {
        BatchAppendResp.ResultOneofCase.Success => new AppendOutcome.Appended(
            Revision(
                answer.Success.CurrentRevisionOptionCase == BatchAppendResp.Types.Success.CurrentRevisionOptionOneofCase.CurrentRevision,
                answer.Success.CurrentRevision),
            Wire.Position(answer.Success.Position)),
        BatchAppendResp.ResultOneofCase.Error => AppendStatus.Outcome(answer.Error),
        _ => throw Wire.Violation("neither success nor error to an append"),
    };

    /// <exception cref="ProtocolMismatchException">The answer cannot be.</exception>
    public static AppendOutcome Outcome(AppendResp answer) => answer switch
    {
        { ResultCase: AppendResp.ResultOneofCase.Success, Success: var success } => new AppendOutcome.Appended(
            Revision(success.CurrentRevisionOptionCase == AppendResp.Types.Success.CurrentRevisionOptionOneofCase.CurrentRevision, success.CurrentRevision),
            success.Position is { } position ? Wire.Position(position.CommitPosition, position.PreparePosition) : null),
        { ResultCase: AppendResp.ResultOneofCase.WrongExpectedVersion, WrongExpectedVersion: var wrong } => new AppendOutcome.WrongExpectedVersion(
            wrong.CurrentRevisionOptionCase == AppendResp.Types.WrongExpectedVersion.CurrentRevisionOptionOneofCase.CurrentRevision
                ? Wire.Number(wrong.CurrentRevision, "a revision")
                : -1),
        _ => throw Wire.Violation("neither success nor a wrong expected version to an append"),
    };

    private static long Revision(bool told, ulong revision) =>
        told ? Wire.Number(revision, "a revision") : throw Wire.Violation("success, but no revision, to an append of events");
}
