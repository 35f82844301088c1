using EventStoreDb.Client;
using static LaborMarketplace.Tests.Integration.EventStore.EventStoreDb.Proposals;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>The client's operations against the double of a node.</summary>
public sealed class EventStoreDbClientTests : OnADouble
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Gives_back_what_was_appended(bool alone)
    {
        var (append, events) = (Append(alone), Some(3));
        var appended = Assert.IsType<AppendOutcome.Appended>(await append("job-1", StreamState.NoStream, events, default));
        var read = await Client.ReadStream("job-1").ToListAsync();
        Assert.Equal(events.Select(Content), read.Select(Content));
        Assert.Equal([0, 1, 2], read.Select(stored => stored.Revision));
        Assert.Equal((2, read[^1].Position), (appended.Revision, appended.Position));
        Assert.All(read, stored => Assert.Equal(Time.GetUtcNow(), stored.Created));
        Assert.All(read, stored => Assert.Equal(("job-1", ProposedEvent.Json, false), (stored.Stream, stored.ContentType, stored.IsSystem)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_is_not_as_expected_is_a_value(bool alone)
    {
        var append = Append(alone);
        Assert.Equal(new AppendOutcome.WrongExpectedVersion(-1), await append("job-1", StreamState.Exists, Some(1), default));
        Assert.Equal(new AppendOutcome.WrongExpectedVersion(-1), await append("job-1", StreamState.Exactly(0), Some(1), default));
        Assert.IsType<AppendOutcome.Appended>(await append("job-1", StreamState.Any, Some(2), default));
        Assert.Equal(new AppendOutcome.WrongExpectedVersion(1), await append("job-1", StreamState.NoStream, Some(1), default));
        Assert.Equal(new AppendOutcome.WrongExpectedVersion(1), await append("job-1", StreamState.Exactly(0), Some(1), default));
        Assert.IsType<AppendOutcome.Appended>(await append("job-1", StreamState.Exists, Some(1), default));
        Assert.IsType<AppendOutcome.Appended>(await append("job-1", StreamState.Exactly(2), Some(1), default));
    }

    [Fact]
    public async Task Many_appends_at_once_are_each_answered_with_their_own()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 500).Select(async number =>
            (number, Outcome: await Client.Append($"job-{number}", StreamState.NoStream, Some((number % 5) + 1)))));
        Assert.All(outcomes, one => Assert.Equal(one.number % 5, Assert.IsType<AppendOutcome.Appended>(one.Outcome).Revision));
        Assert.Single(outcomes.Select(one => one.Outcome).Cast<AppendOutcome.Appended>().GroupBy(one => one.Position).GroupBy(group => group.Count()));
    }

    [Fact]
    public async Task A_call_that_breaks_is_told_to_all_who_wait_and_their_appends_count_once()
    {
        var slow = new TaskCompletionSource();
        Node.Faults.Slow = slow.Task;
        var appending = Enumerable.Range(0, 50).Select(number => Client.Append($"job-{number}", StreamState.NoStream, Some(2))).ToList();
        Node.Faults.LoseAnswers(1);
        slow.SetResult();
        Assert.All(await Task.WhenAll(appending), outcome => Assert.IsType<AppendOutcome.Appended>(outcome));
        Assert.Equal(100, await Client.ReadAll(filter: EventFilter.NoSystemEvents).CountAsync());
    }

    [Theory]
    [InlineData(Direction.Forwards, null, 9, "0 1 2 3 4")]
    [InlineData(Direction.Forwards, 3L, 9, "3 4")]
    [InlineData(Direction.Forwards, 9L, 9, "")]
    [InlineData(Direction.Forwards, 1L, 2, "1 2")]
    [InlineData(Direction.Backwards, null, 2, "4 3")]
    [InlineData(Direction.Backwards, 2L, 9, "2 1 0")]
    public async Task A_stream_is_read_both_ways(Direction direction, long? from, int count, string revisions)
    {
        await Client.Append("job-1", StreamState.NoStream, Some(5));
        Assert.Equal(revisions, string.Join(' ', await Client.ReadStream("job-1", direction, from, count).Select(stored => stored.Revision).ToListAsync()));
    }

    [Fact]
    public async Task The_log_is_read_both_ways_from_a_position()
    {
        await Client.Append("job-1", StreamState.NoStream, Some(5));
        var log = await Client.ReadAll().ToListAsync();
        Assert.Equal(6, log.Count);
        Assert.Equal(log[2..], await Client.ReadAll(from: log[2].Position).ToListAsync(), Same);
        Assert.Equal(log[2..4], await Client.ReadAll(from: log[2].Position, count: 2).ToListAsync(), Same);
        Assert.Equal(log.AsEnumerable().Reverse(), await Client.ReadAll(Direction.Backwards).ToListAsync(), Same);
        Assert.Equal(log[..2].AsEnumerable().Reverse(), await Client.ReadAll(Direction.Backwards, log[2].Position).ToListAsync(), Same);
        Assert.Empty(await Client.ReadAll(from: LogPosition.End).ToListAsync());
    }

    [Fact]
    public async Task The_log_is_read_through_a_filter()
    {
        await Client.Append("job-1", StreamState.NoStream, [Event("job.drafted"), Event("job.published")]);
        await Client.Append("helper-1", StreamState.NoStream, [Event("helper.registered")]);
        Assert.Equal(["job.drafted", "job.published", "helper.registered"], await Types(EventFilter.NoSystemEvents));
        Assert.Equal(["job.drafted", "job.published"], await Types(EventFilter.TypeBegins("job.", "employer.")));
        Assert.Equal(["job.published"], await Types(EventFilter.TypeMatches("publish")));
        Assert.Equal(["helper.registered"], await Types(EventFilter.StreamBegins("helper-")));
        Assert.Equal(["job.drafted", "job.published"], await Types(EventFilter.StreamMatches("^j")));

        async Task<List<string>> Types(EventFilter filter) => await Client.ReadAll(filter: filter).Select(stored => stored.Type).ToListAsync();
    }

    [Fact]
    public async Task Reading_goes_on_where_it_stopped_when_the_call_is_dropped()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Client.Append($"job-{number}", StreamState.NoStream, Some(100))));
        var read = new List<StoredEvent>();
        await foreach (var stored in Client.ReadAll(filter: EventFilter.NoSystemEvents))
        {
            read.Add(stored);
            if (read.Count is 1 or 1_000 or 3_999)
            {
                Node.Faults.DropCalls();
            }
        }

        Assert.Equal((4_000, 4_000), (read.Count, read.DistinctBy(stored => stored.Id).Count()));
    }

    [Fact]
    public async Task A_deleted_stream_is_empty_and_goes_on_with_its_revisions()
    {
        await Client.Append("job-1", StreamState.NoStream, Some(2));
        Assert.Equal(new DeleteOutcome.WrongExpectedVersion(1), await Client.Delete("job-1", StreamState.Exactly(0)));
        Assert.IsType<DeleteOutcome.Deleted>(await Client.Delete("job-1", StreamState.Exactly(1)));
        Assert.Empty(await Client.ReadStream("job-1").ToListAsync());
        Assert.Equal(2, Assert.IsType<AppendOutcome.Appended>(await Client.Append("job-1", StreamState.NoStream, Some(1))).Revision);
        Assert.Equal(new DeleteOutcome.WrongExpectedVersion(-1), await Client.Delete("job-2", StreamState.Any));
    }

    [Fact]
    public async Task A_stream_with_a_tombstone_takes_nothing_more()
    {
        await Client.Append("job-1", StreamState.NoStream, Some(2));
        Assert.IsType<DeleteOutcome.Deleted>(await Client.Tombstone("job-1", StreamState.Any));
        await Assert.ThrowsAsync<StreamDeletedException>(() => Client.Append("job-1", StreamState.Any, Some(1)));
        await Assert.ThrowsAsync<StreamDeletedException>(() => Client.AppendAlone("job-1", StreamState.Any, Some(1)));
        await Assert.ThrowsAsync<StreamDeletedException>(() => Client.Delete("job-1", StreamState.Any));
        await Assert.ThrowsAsync<StreamDeletedException>(async () => await Client.ReadStream("job-1").ToListAsync());
    }

    [Fact]
    public async Task An_append_larger_than_the_server_takes_says_how_large_it_may_be()
    {
        ProposedEvent[] large = [Event("large", 600_000), Event("large", 600_000)];
        Assert.Equal(1_048_576, (await Assert.ThrowsAsync<AppendTooBigException>(() => Client.Append("job-1", StreamState.Any, large))).Maximum);
        Assert.Equal(1_048_576, (await Assert.ThrowsAsync<AppendTooBigException>(() => Client.AppendAlone("job-1", StreamState.Any, large))).Maximum);
        await Assert.ThrowsAsync<AppendTooBigException>(() => Client.Append("job-1", StreamState.Any, [Event("large", 16_000_000)]));
    }

    [Theory]
    [InlineData("", "type")]
    [InlineData("job-1", "")]
    public async Task What_would_end_the_call_of_others_is_refused_before_it_is_sent(string stream, string type)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Client.Append(stream, StreamState.Any, [Event(type)]));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.AppendAlone(stream, StreamState.Any, [Event(type)]));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.Append("job-1", StreamState.Any, []));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.Append("job-\ud800", StreamState.Any, Some(1)));
    }

    [Fact]
    public async Task A_node_says_what_it_can_do_and_which_nodes_there_are()
    {
        var features = await Client.ServerFeatures();
        Assert.True(features.Supports("event_store.client.streams.Streams", "BatchAppend"));
        Assert.False(features.Supports("event_store.client.streams.Streams", "Fly"));
        Assert.Equal(MemberState.Leader, Assert.Single(await Client.Gossip()).State);
    }

    private Func<string, StreamState, IReadOnlyList<ProposedEvent>, CancellationToken, Task<AppendOutcome>> Append(bool alone) =>
        alone ? Client.AppendAlone : Client.Append;
}
