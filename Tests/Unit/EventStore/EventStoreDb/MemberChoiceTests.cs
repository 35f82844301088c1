using EventStoreDb.Client;
using EventStoreDb.Client.Connection;
using static LaborMarketplace.Tests.Unit.EventStore.EventStoreDb.ScriptedCluster;

namespace LaborMarketplace.Tests.Unit.EventStore.EventStoreDb;

public sealed class MemberChoiceTests
{
    public static TheoryData<MemberState> AllStates => new(Enum.GetValues<MemberState>());

    [Theory]
    [InlineData(NodePreference.Leader, "l")]
    [InlineData(NodePreference.Follower, "f", "l", "r", "s")]
    [InlineData(NodePreference.ReadOnlyReplica, "r", "s", "l", "f")]
    public void The_preferred_comes_first_then_the_next_best(NodePreference preference, params string[] order)
    {
        ClusterMember[] members =
        [
            Member("s", MemberState.ReadOnlyLeaderless), Member("f", MemberState.Follower),
            Member("r", MemberState.ReadOnlyReplica), Member("l", MemberState.Leader),
        ];
        var chosen = new List<string>();
        while (MemberChoice.Choose(members, preference, new Random(1)) is { } best)
        {
            chosen.Add(best.Address.Host);
            members = [.. members.Except([best])];
        }

        Assert.Equal(order, chosen);
    }

    [Theory]
    [MemberData(nameof(AllStates))]
    public void One_that_is_not_alive_or_cannot_serve_is_never_chosen(MemberState state)
    {
        Assert.Null(MemberChoice.Choose([Member("a", state, isAlive: false)], NodePreference.Random, new Random(1)));
        var serves = state is MemberState.Leader or MemberState.Follower or MemberState.ReadOnlyReplica or MemberState.ReadOnlyLeaderless;
        Assert.Equal(serves, MemberChoice.Choose([Member("a", state)], NodePreference.Random, new Random(1)) is not null);
    }

    [Fact]
    public void Chance_decides_among_equals()
    {
        var (random, members) = (new Random(1), Enumerable.Range(0, 3).Select(number => Member($"f{number}", MemberState.Follower)).ToArray());
        Assert.Equal(3, Enumerable.Range(0, 100).Select(_ => MemberChoice.Choose(members, NodePreference.Follower, random)).Distinct().Count());
    }

    [Fact]
    public void Nobody_is_chosen_of_nobody() => Assert.Null(MemberChoice.Choose([], NodePreference.Random, new Random(1)));
}
