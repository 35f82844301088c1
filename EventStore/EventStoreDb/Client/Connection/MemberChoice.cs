namespace EventStoreDb.Client.Connection;

/// <summary>Which of a cluster's members to speak to.</summary>
internal static class MemberChoice
{
    /// <summary>The member that is preferred; one by chance of those that are equally so, and null when none will do.</summary>
    /// <remarks>
    /// The order is that of the official clients, but for one thing: who prefers the leader gets the leader or none, since the others refuse
    /// what such a client asks (<c>requires-leader</c>).
    /// </remarks>
    public static ClusterMember? Choose(IEnumerable<ClusterMember> members, NodePreference preference, Random random) => members
        .Where(member => Serves(member, preference))
        .GroupBy(member => Rank(member.State, preference))
        .MinBy(equals => equals.Key) is { } best ? best.ElementAt(random.Next(best.Count())) : null;

    /// <summary>Whether a member can do what is asked of it.</summary>
    public static bool Serves(ClusterMember member, NodePreference preference) => member.IsAlive && (preference == NodePreference.Leader
        ? member.State == MemberState.Leader
        : member.State is MemberState.Leader or MemberState.Follower or MemberState.ReadOnlyReplica or MemberState.ReadOnlyLeaderless);

    private static int Rank(MemberState state, NodePreference preference) => (preference, state) switch
    {
        (NodePreference.Follower, MemberState.Follower) => 0,
        (NodePreference.Follower, MemberState.Leader) => 1,
        (NodePreference.Follower, MemberState.ReadOnlyReplica) => 2,
        (NodePreference.Follower, _) => 3,
        (NodePreference.ReadOnlyReplica, MemberState.ReadOnlyReplica) => 0,
        (NodePreference.ReadOnlyReplica, MemberState.ReadOnlyLeaderless) => 1,
        (NodePreference.ReadOnlyReplica, MemberState.Leader) => 2,
        (NodePreference.ReadOnlyReplica, _) => 3,
        _ => 0,
    };
}
