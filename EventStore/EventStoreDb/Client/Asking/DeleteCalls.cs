using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Connection;
using EventStoreDb.Client.Protocol;
using Grpc.Core;

namespace EventStoreDb.Client.Asking;

/// <summary>The two ways of deleting a stream.</summary>
internal static class DeleteCalls
{
    /// <exception cref="RpcException">The call failed.</exception>
    /// <exception cref="ProtocolMismatchException">The answer cannot be.</exception>
    public static Task<DeleteOutcome> Delete(Node node, CallOptions call, string stream, StreamState expected) => Outcome(async () =>
    {
        var options = new DeleteReq.Types.Options { StreamIdentifier = Wire.Stream(stream) }.Expecting(expected);
        var answer = await new Streams.StreamsClient(node.Calls).DeleteAsync(new DeleteReq { Options = options }, call).ConfigureAwait(false);
        return answer.Position;
    });

    /// <exception cref="RpcException">The call failed.</exception>
    /// <exception cref="ProtocolMismatchException">The answer cannot be.</exception>
    public static Task<DeleteOutcome> Tombstone(Node node, CallOptions call, string stream, StreamState expected) => Outcome(async () =>
    {
        var options = new TombstoneReq.Types.Options { StreamIdentifier = Wire.Stream(stream) }.Expecting(expected);
        var answer = await new Streams.StreamsClient(node.Calls).TombstoneAsync(new TombstoneReq { Options = options }, call).ConfigureAwait(false);
        return answer.Position;
    });

    private static async Task<DeleteOutcome> Outcome(Func<Task<AllStreamPosition?>> ask)
    {
        try
        {
            return new DeleteOutcome.Deleted(Wire.Position(await ask().ConfigureAwait(false)));
        }
        catch (RpcException fault) when (Faults.IsWrongVersion(fault, out var actual))
        {
            return new DeleteOutcome.WrongExpectedVersion(actual);
        }
    }
}
