using System.Net;

namespace EventStoreDb.Client;

/// <summary>A node of a cluster, as another node tells of it.</summary>
/// <param name="Address">Where clients speak to it; null when it is not told, or cannot be.</param>
/// <param name="Seen">When it was last heard of, by the clock of the node that tells.</param>
public sealed record ClusterMember(Guid? Id, MemberState State, bool IsAlive, DnsEndPoint? Address, DateTimeOffset Seen);

/// <summary>What a node of a cluster is doing. The numbers are the wire's; a later server may tell others.</summary>
public enum MemberState
{
    /// <summary>It starts.</summary>
    Initializing = 0,

    /// <summary>It looks for the leader.</summary>
    DiscoverLeader = 1,

    /// <summary>It has no part yet.</summary>
    Unknown = 2,

    /// <summary>It was chosen to follow, and has not begun.</summary>
    PreReplica = 3,

    /// <summary>It fetches what it lacks.</summary>
    CatchingUp = 4,

    /// <summary>It has what the leader has, and no vote.</summary>
    Clone = 5,

    /// <summary>It follows the leader.</summary>
    Follower = 6,

    /// <summary>It was chosen to lead, and has not begun.</summary>
    PreLeader = 7,

    /// <summary>It leads: writes go to it.</summary>
    Leader = 8,

    /// <summary>It only watches.</summary>
    Manager = 9,

    /// <summary>It stops.</summary>
    ShuttingDown = 10,

    /// <summary>It has stopped.</summary>
    Shutdown = 11,

    /// <summary>It only reads, and knows no leader.</summary>
    ReadOnlyLeaderless = 12,

    /// <summary>It was chosen to read only, and has not begun.</summary>
    PreReadOnlyReplica = 13,

    /// <summary>It only reads.</summary>
    ReadOnlyReplica = 14,

    /// <summary>It hands the lead to another.</summary>
    ResigningLeader = 15,
}
