using System.Diagnostics;
using EventStoreDb.Client;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.EventStoreDb;
using static EventStoreDb.Client.Protocol.MemberInfo.Types;
using static LaborMarketplace.Tests.Integration.EventStore.SomeEvents;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>The log on a cluster whose nodes come, go, and lead in turn.</summary>
public sealed class EventStoreDbLeaderTests : IAsyncLifetime
{
    private static readonly StreamName Job = new("job-1");

    private EventStoreDbClusterDouble _cluster = null!;
    private EventStoreDbEventStore _store = null!;

    public async Task InitializeAsync()
    {
        _cluster = await EventStoreDbClusterDouble.Start();
        _store = await EventStoreDbEventStore.Open(_cluster.ConnectionString());
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_new_leader_is_followed_and_the_old_one_is_left()
    {
        await Append(-1);
        var (before, after) = (_cluster.Nodes[0], _cluster.Nodes[2]);
        _cluster.Elect(after);
        await Append(0);
        await Append(1);
        Assert.Equal(3, (await _store.Log()).Count);
        await Connected(before, 0);
        await Connected(after, 1);
    }

    [Fact]
    public async Task A_reader_of_the_node_that_is_left_reads_on_there()
    {
        await using var pages = _store.Read(default, ReadUntil.Cancelled, default).GetAsyncEnumerator();
        for (var revision = -1; revision < 2; revision++)
        {
            await Append(revision);
            do
            {
                Assert.True(await pages.MoveNextAsync().AsTask().Soon());
            }
            while (pages.Current.Events.Count == 0);
            Assert.Equal(revision + 1, Assert.Single(pages.Current.Events).Revision);
            _cluster.Elect(_cluster.Nodes[1]);
        }

        await Connected(_cluster.Nodes[0], 1);
        await Connected(_cluster.Nodes[1], 1);
    }

    [Fact]
    public async Task A_leader_that_dies_is_replaced_by_the_one_that_is_elected()
    {
        await Append(-1);
        await _cluster.Nodes[0].Stop();
        var appending = Append(0);
        _cluster.Elect(_cluster.Nodes[1]);
        await appending;
        await _cluster.Nodes[0].Start();
        await Append(1);
        Assert.Equal([0, 1, 2], (await _store.Load(Job, 0, default)).Select(recorded => recorded.Revision));
    }

    [Fact]
    public async Task A_connection_that_is_to_go_away_is_replaced_without_a_failed_append()
    {
        await Append(-1);
        for (var revision = 0; revision < 10; revision++)
        {
            _cluster.Nodes[0].Connections.GoAway();
            await Append(revision);
        }

        Assert.Equal(11, (await _store.Log()).Count);
    }

    [Fact]
    public async Task While_nobody_leads_an_append_is_told_so_in_time_and_goes_through_afterwards()
    {
        await using var store = await EventStoreDbEventStore.Open(_cluster.ConnectionString("&maxDiscoverAttempts=3&discoveryInterval=10"));
        _cluster.Depose();
        var (begun, events) = (Stopwatch.StartNew(), Some(1));
        var exception = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => store.Append(Job, ExpectedRevision.NoStream, events, default).Soon());
        Assert.Contains("(Follower)", exception.Message, StringComparison.Ordinal);
        Assert.InRange(begun.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        _cluster.Elect(_cluster.Nodes[1]);
        Assert.IsType<AppendResult.Appended>(await store.Append(Job, ExpectedRevision.NoStream, events, default).Soon());
        Assert.Single(await store.Log());
    }

    [Fact]
    public async Task Many_callers_look_for_a_node_together()
    {
        await Append(-1);
        var asked = _cluster.Gossips;
        await _cluster.Nodes[0].Stop();
        _cluster.Elect(_cluster.Nodes[1]);
        await Task.WhenAll(Enumerable.Range(2, 200).Select(
            number => _store.Append(new StreamName($"job-{number}"), ExpectedRevision.NoStream, Some(1), default).Soon()));
        Assert.InRange(_cluster.Gossips - asked, 1, 20);
    }

    [Fact]
    public async Task Gossip_of_a_leader_that_is_gone_is_not_believed()
    {
        await _cluster.Nodes[0].Stop();
        var stale = _cluster.Nodes[1].Faults.Gossip;
        var asked = 0;
        foreach (var node in _cluster.Nodes.Skip(1))
        {
            node.Faults.Gossip = info =>
            {
                if (Interlocked.Increment(ref asked) < 6)
                {
                    (info.Members[0].State, info.Members[0].IsAlive) = (VNodeState.Leader, true);
                    (info.Members[1].State, info.Members[2].State) = (VNodeState.Follower, VNodeState.Follower);
                }

                return stale(info);
            };
        }

        _cluster.Elect(_cluster.Nodes[2]);
        await Append(-1);
    }

    [Theory]
    [InlineData("follower")]
    [InlineData("readOnlyReplica")]
    [InlineData("random")]
    public async Task A_node_of_the_preferred_kind_is_read_from_and_appends_reach_the_log_through_it(string preference)
    {
        await Append(-1);
        _cluster.Turn(_cluster.Nodes[2], VNodeState.ReadOnlyReplica);
        await using var store = await EventStoreDbEventStore.Open(_cluster.ConnectionString($"&nodePreference={preference}"));
        Assert.Single(await store.Log());
        Assert.IsType<AppendResult.Appended>(await store.Append(Job, ExpectedRevision.Exactly(0), Some(1), default).Soon());
        Assert.Equal(2, (await store.Log()).Count);
    }

    [Fact]
    public async Task A_follower_that_is_preferred_is_the_one_that_is_spoken_to()
    {
        await using var store = await EventStoreDbEventStore.Open(_cluster.ConnectionString("&nodePreference=follower"));
        await store.Log();
        await Connected(_cluster.Nodes[0], 1);
        Assert.InRange(_cluster.Nodes.Skip(1).Sum(node => node.Connections.Count), 1, int.MaxValue);
    }

    [Fact]
    public async Task A_name_that_stands_for_the_cluster_is_enough()
    {
        var port = _cluster.Nodes[1].Address.Port;
        await using var store = await EventStoreDbEventStore.Open(EventStoreDbConnectionString.Parse($"esdb+discover://localhost:{port}?tls=false"));
        Assert.IsType<AppendResult.Appended>(await store.Append(Job, ExpectedRevision.NoStream, Some(1), default).Soon());
        Assert.Single(await _store.Log());
    }

    [Fact]
    public async Task A_node_that_is_started_again_is_spoken_to_again_without_discovery()
    {
        var node = _cluster.Nodes[0];
        await using var store = await EventStoreDbEventStore.Open(node.ConnectionString());
        await node.Stop();
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => store.Load(Job, 0, default).Soon());
        await node.Start();
        Assert.IsType<AppendResult.Appended>(await store.Append(Job, ExpectedRevision.NoStream, Some(1), default).Soon());
    }

    [Fact]
    public async Task A_leader_whose_disk_is_full_appends_nothing_until_there_is_room()
    {
        var (leader, events) = (_cluster.Nodes[0], Some(1));
        leader.Faults.Full = true;
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => _store.Append(Job, ExpectedRevision.NoStream, events, default).Soon());
        Assert.Empty(await _store.Log());
        leader.Faults.Full = false;
        Assert.IsType<AppendResult.Appended>(await _store.Append(Job, ExpectedRevision.NoStream, events, default).Soon());
    }

    public static TheoryData<string> Refusals => new("timed out", "busy");

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task An_append_that_the_leader_cannot_do_now_is_told_as_unavailable(string why)
    {
        var (leader, events) = (_cluster.Nodes[0], Some(1));
        leader.Faults.Refusal = why == "busy" ? NodeFaults.Busy : NodeFaults.TimedOut;
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => _store.Append(Job, ExpectedRevision.NoStream, events, default).Soon());
        leader.Faults.Refusal = null;
        Assert.IsType<AppendResult.Appended>(await _store.Append(Job, ExpectedRevision.NoStream, events, default).Soon());
    }

    private async Task Append(long revision) =>
        Assert.IsType<AppendResult.Appended>(await _store.Append(Job, new ExpectedRevision(revision), Some(1), default).Soon());

    /// <summary>Waits until a node has so many connections: those that were left, or only asked for gossip, end a moment later.</summary>
    private static async Task Connected(EventStoreDbDouble node, int connections)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (node.Connections.Count != connections && !patience.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        Assert.Equal(connections, node.Connections.Count);
    }
}
