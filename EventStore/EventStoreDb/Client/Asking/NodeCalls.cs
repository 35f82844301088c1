using System.Net;
using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Connection;
using EventStoreDb.Client.Protocol;
using Grpc.Core;
using Empty = EventStoreDb.Client.Protocol.Empty;

namespace EventStoreDb.Client.Asking;

/// <summary>Asks a node what it can do, and what it knows of the others.</summary>
internal static class NodeCalls
{
    private const int LargestPort = 65_535;

    /// <exception cref="RpcException">The call failed.</exception>
    public static async Task<Client.ServerFeatures> Features(Node node, CallOptions call)
    {
        var answer = await new Protocol.ServerFeatures.ServerFeaturesClient(node.Calls).GetSupportedMethodsAsync(new Empty(), call);
        return new(answer.EventStoreServerVersion, [.. answer.Methods.Select(one => new ServerMethod(one.ServiceName, one.MethodName, [.. one.Features]))]);
    }

    /// <exception cref="RpcException">The call failed.</exception>
    public static async Task<IReadOnlyList<ClusterMember>> Gossip(Node node, CallOptions call)
    {
        var answer = await new Gossip.GossipClient(node.Calls).ReadAsync(new Empty(), call);
        return [.. answer.Members.Select(Member)];
    }

    private static ClusterMember Member(MemberInfo member) => new(
        Wire.Id(member.InstanceId),
        (MemberState)member.State,
        member.IsAlive,
        member.HttpEndPoint is { Port: >= 1 and <= LargestPort, Address: var host } && Uri.CheckHostName(host) != UriHostNameType.Unknown
            ? new DnsEndPoint(host, (int)member.HttpEndPoint.Port)
            : null,
        Wire.Time(member.TimeStamp));
}
