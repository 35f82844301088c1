using EventStoreDb.Client;
using static LaborMarketplace.Tests.Integration.EventStore.EventStoreDb.Proposals;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>Following the log and its streams, against the double of a node.</summary>
public sealed class SubscriptionTests : OnADouble
{
    [Fact]
    public async Task Tells_what_happened_then_that_it_has_caught_up_then_what_happens()
    {
        var events = Some(5);
        await Client.Append("job-1", StreamState.NoStream, events[..3]);
        await using var messages = Client.SubscribeToAll(filter: EventFilter.NoSystemEvents).GetAsyncEnumerator();
        Assert.Equal(events[..3].Select(Content), (await messages.Until<SubscriptionMessage.CaughtUp>()).Select(Content));
        await Client.Append("job-1", StreamState.Exactly(2), events[3..]);
        Assert.Equal(Content(events[3]), Content(await messages.NextEvent()));
        Assert.Equal(Content(events[4]), Content(await messages.NextEvent()));
    }

    [Fact]
    public async Task Goes_on_after_a_position_that_is_told_and_leaves_it_out()
    {
        await Client.Append("job-1", StreamState.NoStream, Some(5));
        var log = await Client.ReadStream("job-1").ToListAsync();
        await using var all = Client.SubscribeToAll(log[2].Position, EventFilter.NoSystemEvents).GetAsyncEnumerator();
        Assert.Equal([3, 4], (await all.Until<SubscriptionMessage.CaughtUp>()).Select(stored => stored.Revision));
        await using var stream = Client.SubscribeToStream("job-1", 2).GetAsyncEnumerator();
        Assert.Equal([3, 4], (await stream.Until<SubscriptionMessage.CaughtUp>()).Select(stored => stored.Revision));
    }

    [Fact]
    public async Task Tells_only_what_comes_from_now_on_and_misses_nothing_of_it()
    {
        await Client.Append("job-1", StreamState.NoStream, Some(5));
        await using var all = Client.SubscribeToAll(LogPosition.End).GetAsyncEnumerator();
        await using var stream = Client.SubscribeToStream("job-1", long.MaxValue).GetAsyncEnumerator();
        Assert.Empty(await all.Until<SubscriptionMessage.CaughtUp>());
        Assert.Empty(await stream.Until<SubscriptionMessage.CaughtUp>());
        Node.Faults.DropCalls();
        await Client.Append("job-1", StreamState.Exactly(4), Some(1));
        Assert.Equal(5, (await all.NextEvent()).Revision);
        Assert.Equal(5, (await stream.NextEvent()).Revision);
    }

    [Fact]
    public async Task Follows_a_stream_that_does_not_exist_yet()
    {
        await using var messages = Client.SubscribeToStream("job-1").GetAsyncEnumerator();
        var next = messages.NextEvent();
        await Client.Append("job-2", StreamState.NoStream, Some(1));
        await Client.Append("job-1", StreamState.NoStream, Some(1));
        Assert.Equal("job-1", (await next).Stream);
    }

    [Fact]
    public async Task Tells_checkpoints_with_both_their_numbers_while_events_pass_that_are_not_of_interest()
    {
        await Client.Append("job-1", StreamState.NoStream, Some(1_000));
        await using var messages = Client.SubscribeToAll(filter: EventFilter.StreamBegins("helper-")).GetAsyncEnumerator();
        var checkpoints = new List<LogPosition>();
        while (await messages.MoveNextAsync().Soon() && messages.Current is not SubscriptionMessage.CaughtUp)
        {
            checkpoints.Add(Assert.IsType<SubscriptionMessage.Checkpoint>(messages.Current).Position);
        }

        Assert.Contains(checkpoints, checkpoint => checkpoint.Prepare < checkpoint.Commit);
        Assert.Equal(checkpoints.Distinct().Order(), checkpoints);
        await using var after = Client.SubscribeToAll(checkpoints[^1], EventFilter.StreamBegins("helper-")).GetAsyncEnumerator();
        Assert.Empty(await after.Until<SubscriptionMessage.CaughtUp>());
        await Client.Append("helper-1", StreamState.NoStream, Some(1));
        Assert.Equal("helper-1", (await after.NextEvent()).Stream);
    }

    [Theory]
    [InlineData("job.published", true)]
    [InlineData("$system", false)]
    public async Task Goes_on_after_a_position_whose_event_is_gone_without_missing_the_next(string next, bool ofInterest)
    {
        await Client.Append("job-1", StreamState.NoStream, [Event(), Event(next), Event("last")]);
        var gone = (await Client.ReadStream("job-1").ToListAsync())[0].Position;
        Node.Log.Scavenge((ulong)gone.Commit);
        await using var messages = Client.SubscribeToAll(gone, EventFilter.NoSystemEvents).GetAsyncEnumerator();
        Assert.Equal(ofInterest ? [next, "last"] : ["last"], (await messages.Until<SubscriptionMessage.CaughtUp>()).Select(stored => stored.Type));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Goes_on_after_the_position_of_a_deletion_without_missing_what_came_next(bool forever)
    {
        await Client.Append("job-1", StreamState.NoStream, Some(2));
        var deleted = await (forever ? Client.Tombstone("job-1", StreamState.Any) : Client.Delete("job-1", StreamState.Any));
        await Client.Append("job-2", StreamState.NoStream, Some(1));
        await using var messages = Client.SubscribeToAll(Assert.IsType<DeleteOutcome.Deleted>(deleted).Position).GetAsyncEnumerator();
        Assert.Equal("job-2", (await messages.NextEvent()).Stream);
    }

    [Fact]
    public async Task Misses_nothing_that_comes_after_events_were_scavenged_that_it_had_told()
    {
        await Client.Append("job-1", StreamState.NoStream, Some(3));
        await using var messages = Client.SubscribeToAll(filter: EventFilter.NoSystemEvents).GetAsyncEnumerator();
        Node.Log.Scavenge((ulong)(await messages.Until<SubscriptionMessage.CaughtUp>())[0].Position.Commit);
        await Client.Append("job-2", StreamState.NoStream, Some(1));
        Assert.Equal("job-2", (await messages.NextEvent()).Stream);
    }

    [Fact]
    public async Task Misses_nothing_and_tells_nothing_twice_when_the_server_is_lost_again_and_again()
    {
        var seen = new List<Guid>();
        var drops = 0;
        var last = Event("last");
        var following = Task.Run(async () =>
        {
            await foreach (var message in Client.SubscribeToAll(filter: EventFilter.NoSystemEvents))
            {
                drops += message is SubscriptionMessage.Dropped ? 1 : 0;
                if (message is SubscriptionMessage.Event { Stored: var stored })
                {
                    seen.Add(stored.Id);
                    if (stored.Id == last.Id)
                    {
                        return true;
                    }
                }
            }

            return false;
        });
        var appended = new List<Guid>();
        for (var round = 0; round < 20; round++)
        {
            var events = Some(20);
            await Client.Append($"job-{round}", StreamState.NoStream, events);
            appended.AddRange(events.Select(one => one.Id));
            Node.Faults.DropCalls();
        }

        await Client.Append("last-1", StreamState.NoStream, [last]);
        Assert.True(await new ValueTask<bool>(following).Soon());
        Assert.Equal([.. appended, last.Id], seen);
        Assert.InRange(drops, 1, int.MaxValue);
    }

    [Fact]
    public async Task Tells_that_the_server_is_lost_how_often_in_a_row_and_that_it_is_back()
    {
        await using var messages = Client.SubscribeToAll().GetAsyncEnumerator();
        await messages.Until<SubscriptionMessage.CaughtUp>();
        await Node.Stop();
        for (var times = 1; times <= 3; times++)
        {
            Assert.True(await messages.MoveNextAsync().Soon());
            var dropped = Assert.IsType<SubscriptionMessage.Dropped>(messages.Current);
            Assert.Equal(times, dropped.Times);
            Assert.Contains(Node.Address.Host, Assert.IsType<UnavailableException>(dropped.Why).Message, StringComparison.Ordinal);
        }

        await Node.Start();
        await messages.Until<SubscriptionMessage.CaughtUp>();
    }

    [Fact]
    public async Task A_subscription_that_hears_nothing_for_long_asks_again_where_it_stands()
    {
        await using var hasty = Node.Client("&keepAliveInterval=1000");
        await using var messages = hasty.SubscribeToAll().GetAsyncEnumerator();
        await messages.Until<SubscriptionMessage.CaughtUp>();

        // Nothing has happened since, and the server says so again only since it was asked again.
        Assert.True(await messages.MoveNextAsync().Soon());
        Assert.IsType<SubscriptionMessage.CaughtUp>(messages.Current);
    }

    [Fact]
    public async Task A_subscription_that_is_refused_says_why_and_ends()
    {
        await Client.Append("job-1", StreamState.NoStream, Some(1));
        var inside = LogPosition.At((await Client.ReadStream("job-1").ToListAsync())[0].Position.Commit + 1);
        await Assert.ThrowsAsync<ProtocolMismatchException>(async () => await Client.SubscribeToAll(inside).FirstAsync());
        await Client.Tombstone("job-1", StreamState.Any);
        await Assert.ThrowsAsync<StreamDeletedException>(async () => await Client.SubscribeToStream("job-1").FirstAsync());
    }

    [Fact]
    public async Task A_subscription_ends_when_it_is_cancelled()
    {
        using var cancelling = new CancellationTokenSource();
        await using var messages = Client.SubscribeToAll(cancellation: cancelling.Token).GetAsyncEnumerator();
        await messages.Until<SubscriptionMessage.CaughtUp>();
        var next = messages.MoveNextAsync().Soon();
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }
}
