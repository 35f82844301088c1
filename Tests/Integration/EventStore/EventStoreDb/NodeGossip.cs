using EventStoreDb.Client.Protocol;
using Grpc.Core;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>The gossip service of the double.</summary>
internal sealed class NodeGossip(NodeCluster cluster, NodeFaults faults) : Gossip.GossipBase
{
    public override async Task<ClusterInfo> Read(Empty request, ServerCallContext context)
    {
        faults.Gossiped();
        await faults.SlowGossip.WaitAsync(context.CancellationToken);
        return faults.Gossip(cluster.Info());
    }
}
