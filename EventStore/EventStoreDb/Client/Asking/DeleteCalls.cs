using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Connection;
using EventStoreDb.Client.Protocol;
using Grpc.Core;
using Empty = EventStoreDb.Client.Protocol.Empty;

namespace EventStoreDb.Client.Asking;

/// <summary>The two ways of deleting a stream.</summary>
internal static class DeleteCalls
{
    private static readonly Empty Nothing = new();

    /// <exception cref="RpcException">The call failed.</exception>
    /// <exception cref="ProtocolMismatchException">The answer cannot be.</exception>
    public static async Task<DeleteOutcome> Delete(Node node, CallOptions call, string stream, StreamState expected)
    {
        var options = new DeleteReq.Types.Options { StreamIdentifier = Wire.Stream(stream) };
        if (expected.Revision is { } revision)
        {
            options.Revision = (ulong)revision;
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

        return await Outcome(async () =>
        {
            var answer = await new Streams.StreamsClient(node.Calls).DeleteAsync(new DeleteReq { Options = options }, call).ConfigureAwait(false);
            return answer.Position;
        }).ConfigureAwait(false);
    }

    /// <exception cref="RpcException">The call failed.</exception>
    /// <exception cref="ProtocolMismatchException">The answer cannot be.</exception>
    public static async Task<DeleteOutcome> Tombstone(Node node, CallOptions call, string stream, StreamState expected)
    {
        var options = new TombstoneReq.Types.Options { StreamIdentifier = Wire.Stream(stream) };
        if (expected.Revision is { } revision)
        {
            options.Revision = (ulong)revision;
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

        return await Outcome(async () =>
        {
            var answer = await new Streams.StreamsClient(node.Calls).TombstoneAsync(new TombstoneReq { Options = options }, call).ConfigureAwait(false);
            return answer.Position;
        }).ConfigureAwait(false);
    }

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
