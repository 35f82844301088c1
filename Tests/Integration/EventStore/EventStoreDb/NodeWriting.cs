using System.Globalization;
using EventStoreDb.Client.Protocol;
using Google.Protobuf;
using Grpc.Core;
using Nothing = Google.Protobuf.WellKnownTypes.Empty;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>The calls of the double that write once: an append alone, and the two ways of deleting.</summary>
internal static class NodeWriting
{
    /// <summary>The append that the messages of one call come to.</summary>
    public static async Task<BatchAppendReq> Collect(IAsyncStreamReader<AppendReq> messages, CancellationToken cancellation)
    {
        var append = new BatchAppendReq();
        await foreach (var message in messages.ReadAllAsync(cancellation))
        {
            if (message.ContentCase == AppendReq.ContentOneofCase.Options)
            {
                append.Options = Options(message.Options);
            }
            else
            {
                append.ProposedMessages.Add(BatchAppendReq.Types.ProposedMessage.Parser.ParseFrom(message.ProposedMessage.ToByteString()));
            }
        }

        return append;
    }

    public static AppendResp Alone(BatchAppendResp answer) => answer.ResultCase == BatchAppendResp.ResultOneofCase.Success
        ? new()
        {
            Success = new()
            {
                CurrentRevision = answer.Success.CurrentRevision,
                Position = new() { CommitPosition = answer.Success.Position.CommitPosition, PreparePosition = answer.Success.Position.PreparePosition },
            },
        }
        : answer.Error.Details.TryUnpack<WrongExpectedVersion>(out var wrong) ? new() { WrongExpectedVersion = Alone(wrong) }
        : answer.Error.Details.TryUnpack<MaximumAppendSizeExceeded>(out var exceeded) ? throw TooBig(exceeded.MaxAppendSize)
        : throw Deleted();

    public static RpcException Deleted() => new(
        new(StatusCode.FailedPrecondition, "Event stream is deleted."), new Metadata { { "exception", "stream-deleted" } });

    /// <param name="actual">Its last revision; -1 for none.</param>
    public static RpcException WrongVersion(long actual) => new(
        new(StatusCode.FailedPrecondition, "Append failed due to WrongExpectedVersion."),
        new Metadata { { "exception", "wrong-expected-version" }, { "actual-version", actual.ToString(CultureInfo.InvariantCulture) } });

    public static BatchAppendReq.Types.Options Options(DeleteReq.Types.Options options) =>
        Options(AppendReq.Types.Options.Parser.ParseFrom(options.ToByteString()));

    public static BatchAppendReq.Types.Options Options(TombstoneReq.Types.Options options) =>
        Options(AppendReq.Types.Options.Parser.ParseFrom(options.ToByteString()));

    private static RpcException TooBig(uint maximum) => new(
        new(StatusCode.InvalidArgument, "Maximum Append Size Exceeded."),
        new Metadata
        {
            { "exception", "maximum-append-size-exceeded" },
            { "maximum-append-size", maximum.ToString(CultureInfo.InvariantCulture) },
        });

    private static AppendResp.Types.WrongExpectedVersion Alone(WrongExpectedVersion wrong) =>
        wrong.CurrentStreamRevisionOptionCase == WrongExpectedVersion.CurrentStreamRevisionOptionOneofCase.CurrentStreamRevision
            ? new() { CurrentRevision = wrong.CurrentStreamRevision }
            : new() { CurrentNoStream = new() };

    private static BatchAppendReq.Types.Options Options(AppendReq.Types.Options options)
    {
        var stream = options.StreamIdentifier;
        return options.ExpectedStreamRevisionCase switch
        {
            AppendReq.Types.Options.ExpectedStreamRevisionOneofCase.Revision => new() { StreamIdentifier = stream, StreamPosition = options.Revision },
            AppendReq.Types.Options.ExpectedStreamRevisionOneofCase.NoStream => new() { StreamIdentifier = stream, NoStream = new Nothing() },
            AppendReq.Types.Options.ExpectedStreamRevisionOneofCase.StreamExists => new() { StreamIdentifier = stream, StreamExists = new Nothing() },
            _ => new() { StreamIdentifier = stream, Any = new Nothing() },
        };
    }
}
