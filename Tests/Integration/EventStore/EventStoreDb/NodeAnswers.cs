using EventStoreDb.Client.Protocol;
using Google.Protobuf;
using ReadEvent = EventStoreDb.Client.Protocol.ReadResp.Types.ReadEvent;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>What the double of a node answers an append of a batch.</summary>
internal static class NodeAnswers
{
    /// <param name="last">Null when nothing was to be appended.</param>
    public static BatchAppendResp Success(BatchAppendReq append, ReadEvent? last) => new()
    {
        CorrelationId = append.CorrelationId,
        StreamIdentifier = append.Options.StreamIdentifier,
        Success = last is null ? new() { NoStream = new(), NoPosition = new() } : new()
        {
            CurrentRevision = last.Event.StreamRevision,
            Position = new() { CommitPosition = last.CommitPosition, PreparePosition = last.CommitPosition },
        },
    };

    public static BatchAppendResp WrongVersion(BatchAppendReq append, long head) => Refused(
        append,
        Grpc.Core.StatusCode.AlreadyExists,
        "WrongExpectedVersion",
        head < 0 ? new WrongExpectedVersion { CurrentNoStream = new() } : new WrongExpectedVersion { CurrentStreamRevision = (ulong)head });

    /// <summary>The answer to an append that is not done.</summary>
    public static BatchAppendResp Refused(BatchAppendReq append, Grpc.Core.StatusCode code, string message, IMessage details) => new()
    {
        CorrelationId = append.CorrelationId,
        StreamIdentifier = append.Options.StreamIdentifier,
        Error = new() { Code = (int)code, Message = message, Details = Google.Protobuf.WellKnownTypes.Any.Pack(details) },
    };
}
