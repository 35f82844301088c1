using System.Net;
using EventStoreDb.Client.Protocol;

namespace EventStoreDb.Client.Connection;

/// <summary>What a node tells of its cluster.</summary>
internal static class ClusterGossip
{
    /// <returns>The members; without those whose address cannot be.</returns>
    public static async Task<IReadOnlyList<ClusterMember>> Ask(Node node, CancellationToken cancellation)
    {
        var info = await new Gossip.GossipClient(node.Calls).ReadAsync(new Empty(), cancellationToken: cancellation).ConfigureAwait(false);
        return
        [
            .. from member in info.Members
            let place = member.HttpEndPoint
            where place is { Port: > 0 and <= IPEndPoint.MaxPort } && Uri.CheckHostName(place.Address) != UriHostNameType.Unknown
            select new ClusterMember(new DnsEndPoint(place.Address, (int)place.Port), (MemberState)member.State, member.IsAlive),
        ];
    }
}
