using System.Net;

namespace EventStoreDb.Client;

/// <summary>A node of a cluster, as another (or itself) tells of it.</summary>
/// <param name="Address">Where its clients find it.</param>
/// <param name="State">What it does.</param>
/// <param name="IsAlive">Whether it was heard of lately.</param>
public sealed record ClusterMember(DnsEndPoint Address, MemberState State, bool IsAlive);

/// <summary>What a node of a cluster does. The numbers are the wire's.</summary>
public enum MemberState
{
    Initializing = 0,
    DiscoverLeader = 1,
    Unknown = 2,
    PreReplica = 3,
    CatchingUp = 4,
    Clone = 5,
    Follower = 6,
    PreLeader = 7,
    Leader = 8,
    Manager = 9,
    ShuttingDown = 10,
    Shutdown = 11,
    ReadOnlyLeaderless = 12,
    PreReadOnlyReplica = 13,
    ReadOnlyReplica = 14,
    ResigningLeader = 15,
}
