using EventStoreDb.Client.Protocol;
using static EventStoreDb.Client.Protocol.MemberInfo.Types;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>What the double's nodes know of each other: who is there, alive, and leads. Thread-safe.</summary>
internal sealed class NodeCluster
{
    private readonly Lock _gate = new();
    private readonly List<MemberInfo> _members = [];

    /// <summary>The member that leads; null while none does.</summary>
    public MemberInfo? Leader => Info().Members.FirstOrDefault(member => member is { State: VNodeState.Leader, IsAlive: true });

    /// <returns>The number of the new member.</returns>
    public int Join(VNodeState state)
    {
        lock (_gate)
        {
            _members.Add(new MemberInfo { InstanceId = new() { String = Guid.NewGuid().ToString() }, State = state });
            return _members.Count - 1;
        }
    }

    public void Change(int number, Action<MemberInfo> change)
    {
        lock (_gate)
        {
            change(_members[number]);
        }
    }

    public MemberInfo Member(int number) => Info().Members[number];

    /// <summary>What gossip tells now.</summary>
    public ClusterInfo Info()
    {
        lock (_gate)
        {
            return new ClusterInfo { Members = { _members.Select(member => member.Clone()) } };
        }
    }
}
