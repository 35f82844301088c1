using EventStoreDb.Client;
using static EventStoreDb.Client.Protocol.MemberInfo.Types;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>Not EventStoreDB: nodes of its double in a cluster, all over one log, as if each append were replicated at once.</summary>
internal sealed class EventStoreDbClusterDouble : IAsyncDisposable
{
    private readonly NodeCluster _cluster = new();
    private readonly NodeLog _log = new();
    private readonly TestAuthority? _authority;

    private EventStoreDbClusterDouble(int nodes, bool tls)
    {
        _authority = tls ? new TestAuthority() : null;
        Nodes = [.. Enumerable.Range(0, nodes).Select(number => EventStoreDbDouble.Of(
            _log,
            new NodeMember(_cluster, _cluster.Join(number == 0 ? VNodeState.Leader : VNodeState.Follower)),
            _authority?.Server("127.0.0.1", "localhost")))];
    }

    public IReadOnlyList<EventStoreDbDouble> Nodes { get; }

    /// <summary>The node that leads; null while none does.</summary>
    public EventStoreDbDouble? Leader => Nodes.FirstOrDefault(node => node.Member is { State: VNodeState.Leader, IsAlive: true });

    /// <summary>How many events the log has, with the nodes' own.</summary>
    public int Length => _log.Count;

    /// <summary>How often gossip was asked for, of all nodes together.</summary>
    public int Gossips => Nodes.Sum(node => node.Faults.Gossips);

    /// <summary>Starts a cluster whose first node leads.</summary>
    /// <param name="tls">Whether the nodes have certificates, of an authority of the cluster's own.</param>
    public static async Task<EventStoreDbClusterDouble> Start(int nodes = 3, bool tls = false)
    {
        var cluster = new EventStoreDbClusterDouble(nodes, tls);
        foreach (var node in cluster.Nodes)
        {
            await node.Start();
        }

        return cluster;
    }

    /// <summary>Names all nodes.</summary>
    public EventStoreDbConnectionString ConnectionString(string options = "") => EventStoreDbConnectionString.Parse(
        $"esdb://{string.Join(',', Nodes.Select(node => $"{node.Address.Host}:{node.Address.Port}"))}?{Security}{options}");

    /// <summary>Makes a node the leader. Appends under way on the one before break off, whether they were written or not.</summary>
    public void Elect(EventStoreDbDouble leader)
    {
        var before = Leader;
        Depose();
        Turn(leader, VNodeState.Leader);
        before?.Faults.BreakAppends();
    }

    /// <summary>Leaves the cluster without a leader, as while it elects one.</summary>
    public void Depose()
    {
        foreach (var node in Nodes.Where(node => node.Member.State == VNodeState.Leader))
        {
            Turn(node, VNodeState.Follower);
        }

        // A node knows the ids that it appended itself; a new leader begins without.
        _log.ForgetIds();
    }

    public void Turn(EventStoreDbDouble node, VNodeState state) => _cluster.Change(Number(node), member => member.State = state);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        _authority?.Dispose();
    }

    private string Security => _authority is null ? "tls=false" : $"tls=true&tlsCaFile={Uri.EscapeDataString(_authority.File)}";

    private int Number(EventStoreDbDouble node) => Nodes.Index().Single(one => one.Item == node).Index;
}
