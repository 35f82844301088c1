using System.Net;
using EventStoreDb.Client.Protocol;
using Grpc.Core;

namespace EventStoreDb.Client.Connection;

/// <summary>What a node tells of its cluster.</summary>
internal static class ClusterGossip
{
    /// <returns>The members; without those whose address cannot be.</returns>
    public static async Task<IReadOnlyList<ClusterMember>> Ask(Node node, CallOptions call)
    {
        var info = await new Gossip.GossipClient(node.Calls).ReadAsync(new Empty(), call).ConfigureAwait(false);
        return
        [
            .. from member in info.Members
            let place = member.HttpEndPoint
            where place is { Port: > 0 and <= IPEndPoint.MaxPort } && Uri.CheckHostName(place.Address) != UriHostNameType.Unknown
            select new ClusterMember(new DnsEndPoint(place.Address, (int)place.Port), (MemberState)member.State, member.IsAlive),
        ];
    }
}
