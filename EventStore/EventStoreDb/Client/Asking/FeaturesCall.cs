using EventStoreDb.Client.Connection;
using Grpc.Core;
using Empty = EventStoreDb.Client.Protocol.Empty;

namespace EventStoreDb.Client.Asking;

/// <summary>Asks a node what it can do.</summary>
internal static class FeaturesCall
{
    /// <exception cref="RpcException">The call failed.</exception>
    public static async Task<Client.ServerFeatures> Make(Node node, CallOptions call)
    {
        var answer = await new Protocol.ServerFeatures.ServerFeaturesClient(node.Calls).GetSupportedMethodsAsync(new Empty(), call).ConfigureAwait(false);
        return new(answer.EventStoreServerVersion, [.. answer.Methods.Select(one => new ServerMethod(one.ServiceName, one.MethodName, [.. one.Features]))]);
    }
}
