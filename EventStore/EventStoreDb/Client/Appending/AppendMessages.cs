using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace EventStoreDb.Client.Appending;

/// <summary>Appends as messages, and their answers as outcomes.</summary>
internal static class AppendMessages
{
    /// <summary>One append of a call for many. The same for every attempt, but for the correlation id.</summary>
    public static BatchAppendReq Batch(string stream, StreamState expected, IReadOnlyList<ProposedEvent> events, Duration deadline) => new()
    {
        Options = new BatchAppendReq.Types.Options { StreamIdentifier = Wire.Stream(stream), Deadline = deadline }.Expecting(expected),
        ProposedMessages = { events.Select(ProposedMessage.Of<BatchAppendReq.Types.ProposedMessage>) },
        IsFinal = true,
    };

    /// <summary>The messages of an append in a call of its own.</summary>
    public static IEnumerable<AppendReq> Alone(string stream, StreamState expected, IReadOnlyList<ProposedEvent> events) => events
        .Select(proposed => new AppendReq { ProposedMessage = ProposedMessage.Of<AppendReq.Types.ProposedMessage>(proposed) })
        .Prepend(new AppendReq { Options = new AppendReq.Types.Options { StreamIdentifier = Wire.Stream(stream) }.Expecting(expected) });

    /// <exception cref="Grpc.Core.RpcException">The server refused.</exception>
    /// <exception cref="ProtocolMismatchException">The answer cannot be.</exception>
    public static AppendOutcome Outcome(BatchAppendResp answer) => answer.ResultCase switch
    {
        BatchAppendResp.ResultOneofCase.Success => new AppendOutcome.Appended(
            Revision(
                answer.Success.CurrentRevisionOptionCase == BatchAppendResp.Types.Success.CurrentRevisionOptionOneofCase.CurrentRevision,
                answer.Success.CurrentRevision),
            Wire.Position(answer.Success.Position)),
        BatchAppendResp.ResultOneofCase.Error => AppendErrors.Outcome(answer.Error),
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
