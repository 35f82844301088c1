using System.Net;
using System.Security.Authentication;
using EventStoreDb.Client;
using Grpc.Core;
using static LaborMarketplace.Tests.Unit.EventStore.EventStoreDb.ScriptedCluster;

namespace LaborMarketplace.Tests.Unit.EventStore.EventStoreDb;

/// <summary>Which node is spoken to, and when another is looked for.</summary>
public sealed class ClusterNodesTests
{
    private const string Three = "esdb://a,b,c?tls=false";

    private readonly ScriptedCluster _cluster = new();

    [Fact]
    public async Task Speaks_to_the_leader_that_gossip_tells_of()
    {
        _cluster.AllSay(Member("a", MemberState.Follower), Member("b", MemberState.Leader), Member("c", MemberState.Follower));
        await using var nodes = _cluster.Nodes(Three);
        var node = await _cluster.Soon(nodes.Current(default));
        Assert.Equal(("b", true), (node.Address.Host, node.IsLeader));
        Assert.Same(node, await nodes.Current(default));
    }

    [Fact]
    public async Task Speaks_to_one_host_without_asking_for_gossip()
    {
        await using var nodes = _cluster.Nodes("esdb://a?tls=false");
        Assert.Equal("a", (await _cluster.Soon(nodes.Current(default))).Address.Host);
        Assert.Empty(_cluster.Asked);
    }

    [Fact]
    public async Task Asks_again_after_pauses_until_there_is_a_leader()
    {
        var asked = 0;
        _cluster.Says("a", () => [Member("a", ++asked < 4 ? MemberState.Unknown : MemberState.Leader)]);
        await using var nodes = _cluster.Nodes("esdb+discover://a?tls=false");
        Assert.Equal("a", (await _cluster.Soon(nodes.Current(default))).Address.Host);
    }

    [Fact]
    public async Task Gives_up_with_an_error_that_says_who_was_asked_and_what_they_answered()
    {
        _cluster.Says("a", Member("a", MemberState.Follower), Member("b", MemberState.Leader, isAlive: false)).Says("c");
        await using var nodes = _cluster.Nodes(Three + "&maxDiscoverAttempts=3");
        var exception = await Assert.ThrowsAsync<RpcException>(() => _cluster.Soon(nodes.Current(default)));
        Assert.Equal(StatusCode.Unavailable, exception.StatusCode);
        Assert.Contains("no node was found that serves (Leader), in 3 rounds", exception.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("knows a:2113 (Follower), b:2113 (Leader, not alive)", exception.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("b:2113 (127.0.0.1) cannot be reached: Connection refused", exception.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("c:2113 (127.0.0.1) knows no nodes", exception.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_waits_no_longer_than_the_deadline_and_the_next_one_finds_what_was_looked_for()
    {
        var slow = new TaskCompletionSource();
        _cluster.AllSay(Member("a", MemberState.Leader)).Slow = slow.Task;
        await using var nodes = _cluster.Nodes("esdb+discover://a?tls=false&defaultDeadline=300&gossipTimeout=60000");
        var exception = await Assert.ThrowsAsync<RpcException>(() => _cluster.Soon(nodes.Current(default)));
        Assert.Contains("within 300 ms, and is still looked for", exception.Status.Detail, StringComparison.Ordinal);
        var next = nodes.Current(default);
        slow.SetResult();
        Assert.Equal("a", (await next).Address.Host);
        Assert.Equal(["a", "a"], _cluster.Asked);
    }

    [Fact]
    public async Task A_caller_that_gives_up_ends_nothing_for_the_others()
    {
        var slow = new TaskCompletionSource();
        _cluster.AllSay(Member("a", MemberState.Leader)).Slow = slow.Task;
        await using var nodes = _cluster.Nodes("esdb+discover://a?tls=false");
        using var giving = new CancellationTokenSource();
        var (hasty, patient) = (nodes.Current(giving.Token).AsTask(), nodes.Current(default).AsTask());
        await giving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hasty);
        slow.SetResult();
        Assert.Equal("a", (await patient).Address.Host);
    }

    [Fact]
    public async Task Many_callers_share_one_discovery()
    {
        var slow = new TaskCompletionSource();
        _cluster.AllSay(Member("a", MemberState.Leader)).Slow = slow.Task;
        await using var nodes = _cluster.Nodes("esdb+discover://a?tls=false");
        var callers = Enumerable.Range(0, 100).Select(_ => nodes.Current(default).AsTask()).ToArray();
        slow.SetResult();
        Assert.Single((await Task.WhenAll(callers)).Distinct());
        Assert.Equal(["a", "a"], _cluster.Asked);
    }

    [Fact]
    public async Task What_gossip_names_counts_only_when_it_says_so_itself()
    {
        var tries = 0;
        _cluster.Says("a", () => ++tries < 3
            ? [Member("a", MemberState.Follower), Member("dead", MemberState.Leader), Member("b", MemberState.Follower)]
            : [Member("a", MemberState.Follower), Member("b", MemberState.Leader)]);
        _cluster.Says("b", Member("b", MemberState.Leader));
        await using var nodes = _cluster.Nodes("esdb+discover://a?tls=false");
        Assert.Equal("b", (await _cluster.Soon(nodes.Current(default))).Address.Host);
    }

    [Fact]
    public async Task All_addresses_of_a_name_are_tried()
    {
        _cluster.Names["cluster.example"] = [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2"), IPAddress.Parse("10.0.0.3")];
        _cluster.Says("10.0.0.3", Member("b", MemberState.Leader)).AllSay(Member("b", MemberState.Leader));
        await using var nodes = _cluster.Nodes("esdb+discover://cluster.example:2113?tls=false&maxDiscoverAttempts=1");
        Assert.Equal("b", (await _cluster.Soon(nodes.Current(default))).Address.Host);
    }

    [Fact]
    public async Task A_leader_that_is_named_is_followed_at_once_unless_two_name_each_other()
    {
        _cluster.AllSay(Member("a", MemberState.Leader), Member("b", MemberState.Follower));
        await using var nodes = _cluster.Nodes(Three);
        var node = await _cluster.Soon(nodes.Current(default));
        var asked = _cluster.Asked.Count;
        foreach (var leader in (string[])["c", "b"])
        {
            nodes.Failed(node, NotLeader(leader));
            node = await nodes.Current(default);
            Assert.Equal((leader, true, asked), (node.Address.Host, node.IsLeader, _cluster.Asked.Count));
        }

        nodes.Failed(node, NotLeader("c"));
        Assert.Equal("a", (await _cluster.Soon(nodes.Current(default))).Address.Host);
    }

    [Theory]
    [InlineData("b", "0")]
    [InlineData("b", "65536")]
    [InlineData("no host", "2113")]
    public async Task A_leader_that_cannot_be_is_looked_for_by_gossip(string host, string port)
    {
        _cluster.AllSay(Member("a", MemberState.Leader));
        await using var nodes = _cluster.Nodes("esdb+discover://a?tls=false");
        var first = await _cluster.Soon(nodes.Current(default));
        nodes.Failed(first, NotLeader(host, port));
        Assert.Equal("a", (await _cluster.Soon(nodes.Current(default))).Address.Host);
        Assert.Equal(4, _cluster.Asked.Count);
    }

    [Fact]
    public async Task The_node_that_failed_last_is_asked_last()
    {
        _cluster.AllSay(Member("a", MemberState.Leader), Member("b", MemberState.Follower), Member("c", MemberState.Follower));
        await using var nodes = _cluster.Nodes(Three);
        var first = await _cluster.Soon(nodes.Current(default));
        _cluster.Says("b").Says("c").Says("a", Member("a", MemberState.Leader)).Asked.Clear();
        nodes.Failed(first, Away());
        await _cluster.Soon(nodes.Current(default));
        Assert.Equal(["a", "a"], _cluster.Asked.Skip(_cluster.Asked.Count - 2));
        Assert.Equal(["b", "c"], _cluster.Asked.Take(_cluster.Asked.Count - 2).Distinct().Order());
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.FailedPrecondition)]
    [InlineData(StatusCode.Cancelled)]
    [InlineData(StatusCode.Unknown)]
    public async Task An_answer_that_is_of_what_was_asked_does_not_leave_the_node(StatusCode code)
    {
        await using var nodes = _cluster.Nodes("esdb://a?tls=false");
        var node = await nodes.Current(default);
        nodes.Failed(node, new RpcException(new Status(code, "no")));
        Assert.Same(node, await nodes.Current(default));
    }

    [Fact]
    public async Task A_failure_of_a_node_that_was_left_changes_nothing()
    {
        await using var nodes = _cluster.Nodes("esdb://a?tls=false");
        var left = await nodes.Current(default);
        nodes.Failed(left, Away());
        var node = await nodes.Current(default);
        Assert.NotSame(left, node);
        nodes.Failed(left, Away());
        Assert.Same(node, await nodes.Current(default));
    }

    [Fact]
    public async Task Certificates_that_are_all_refused_are_told_at_once()
    {
        RpcException Refused() => Away(new HttpRequestException("no", new AuthenticationException("the node's certificate is refused")));
        _cluster.Says("a", () => throw Refused()).Says("b", () => throw Refused()).Says("c", () => throw Refused());
        await using var nodes = _cluster.Nodes(Three);
        var exception = await Assert.ThrowsAsync<RpcException>(() => nodes.Current(default).AsTask());
        Assert.Contains("the node's certificate is refused", exception.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(3, _cluster.Asked.Count);
    }

    [Fact]
    public async Task Nothing_is_given_after_the_end()
    {
        var nodes = _cluster.Nodes("esdb://a?tls=false");
        await nodes.DisposeAsync();
        await nodes.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => nodes.Current(default).AsTask());
    }
}
