using EventStoreDb.Client.Connection;
using EventStoreDb.Client.Protocol;
using Grpc.Core;

namespace EventStoreDb.Client.Appending;

/// <summary>One append in a call of its own.</summary>
internal static class AppendCall
{
    /// <exception cref="RpcException">The call failed.</exception>
    /// <exception cref="ProtocolMismatchException">The answer cannot be.</exception>
    public static async Task<AppendOutcome> Make(Node node, CallOptions options, string stream, StreamState expected, IReadOnlyList<ProposedEvent> events)
    {
        using var call = new Streams.StreamsClient(node.Calls).Append(options);
        try
        {
            foreach (var message in AppendMessages.Alone(stream, expected, events))
            {
                await call.RequestStream.WriteAsync(message).ConfigureAwait(false);
            }

            await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException or IOException)
        {
            // The call ended before all was sent; its answer says why.
        }

        return AppendMessages.Outcome(await call.ResponseAsync.ConfigureAwait(false));
    }
}
