using EventStoreDb.Client.Protocol;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.EventStoreDb;
using static LaborMarketplace.Tests.Integration.EventStore.SomeEvents;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>The log on EventStoreDB, against a double of a node, with the faults that a real one is not to be asked for.</summary>
public sealed class EventStoreDbDoubleTests : EventStoreConformance
{
    private static readonly StreamName Job = new("job-1");

    private EventStoreDbDouble _node = null!;

    protected override async Task<IEventStore> Open()
    {
        _node = await EventStoreDbDouble.Start();
        return await EventStoreDbEventStore.Open(_node.ConnectionString());
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _node.DisposeAsync();
    }

    [Fact]
    public Task A_reader_skips_nothing_while_many_write_and_calls_are_dropped() => Commotion.NothingIsSkipped([Store], Drop);

    [Fact]
    public async Task A_reader_skips_nothing_while_two_processes_write()
    {
        await using var other = await EventStoreDbEventStore.Open(_node.ConnectionString());
        await Commotion.NothingIsSkipped([Store, other], Drop);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_append_whose_answers_are_lost_is_repeated_and_counts_once(int answers)
    {
        _node.Faults.LoseAnswers(answers);
        var appended = Assert.IsType<AppendResult.Appended>(await Store.Append(Job, ExpectedRevision.NoStream, Some(2), default).Soon());
        Assert.Equal((1, 2), (appended.Revision, (await Store.Log()).Count));
    }

    [Fact]
    public async Task An_append_that_is_not_answered_in_time_says_so_and_can_be_sent_again()
    {
        var events = Some(2);
        await using var hasty = await EventStoreDbEventStore.Open(_node.ConnectionString("&defaultDeadline=300"));
        _node.Faults.Silent = true;
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => hasty.Append(Job, ExpectedRevision.NoStream, events, default).Soon());
        _node.Faults.Silent = false;
        Assert.IsType<AppendResult.Appended>(await Store.Append(Job, ExpectedRevision.NoStream, events, default).Soon());
        Assert.Equal(2, (await Store.Log()).Count);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(-1)]
    public async Task An_append_whose_answer_is_lost_while_others_append_counts_once(long expected)
    {
        _node.Faults.LoseAnswers(1);
        var events = Some(2);
        var appending = Store.Append(Job, new ExpectedRevision(expected), events, default);
        await using (var other = await EventStoreDbEventStore.Open(_node.ConnectionString()))
        {
            await other.AppendPersistently(Job, Some(1), default).Soon();
        }

        Assert.IsType<AppendResult.Appended>(await appending.Soon());
        Assert.Equal(3, (await Store.Log()).Count);
    }

    [Fact]
    public async Task An_append_on_a_slow_node_is_waited_for()
    {
        var slow = new TaskCompletionSource();
        _node.Faults.Slow = slow.Task;
        var appending = Store.Append(Job, ExpectedRevision.NoStream, Some(1), default);
        Assert.Empty(await Store.Load(Job, 0, default));
        Assert.False(appending.IsCompleted);
        slow.SetResult();
        Assert.IsType<AppendResult.Appended>(await appending.Soon());
    }

    [Fact]
    public async Task A_node_that_does_not_lead_is_told_as_away_and_all_is_well_when_it_leads_again()
    {
        _node.Faults.NotLeader = true;
        _node.Faults.DropCalls();
        var exception = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => Store.Append(Job, ExpectedRevision.NoStream, Some(1), default).Soon());
        Assert.Matches("not-leader|elsewhere.example", exception.Message);
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => Store.Log().Soon());
        _node.Faults.NotLeader = false;
        Assert.IsType<AppendResult.Appended>(await Store.Append(Job, ExpectedRevision.NoStream, Some(1), default).Soon());
    }

    [Fact]
    public async Task A_node_that_is_gone_is_told_as_away()
    {
        var gone = await EventStoreDbDouble.Start();
        await using var store = await EventStoreDbEventStore.Open(gone.ConnectionString());
        await gone.DisposeAsync();
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => store.Append(Job, ExpectedRevision.NoStream, Some(1), default).Soon());
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => store.Load(Job, 0, default).Soon());
    }

    [Fact]
    public async Task An_append_larger_than_a_node_takes_is_refused()
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => Store.Append(Job, ExpectedRevision.Any, [Event(600_000), Event(600_000)], default));
        Assert.Contains("1048576", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> HostileAnswers => new(Hostility.Keys);

    [Theory]
    [MemberData(nameof(HostileAnswers))]
    public async Task An_answer_that_cannot_be_is_a_corruption_and_never_a_hang(string what)
    {
        await Store.Append(Job, ExpectedRevision.NoStream, Some(3), default);
        _node.Faults.Hostile = answer =>
        {
            var hostile = answer.Clone();
            (hostile.Event is null ? _ => { } : Hostility[what])(hostile);
            return hostile;
        };
        await Assert.ThrowsAsync<LogCorruptedException>(async () =>
        {
            await Store.Log().Soon();
            await Store.Load(Job, 0, default).Soon();
        });
    }

    [Fact]
    public async Task A_position_inside_an_event_is_a_corruption()
    {
        await Store.Append(Job, ExpectedRevision.NoStream, Some(1), default);
        var inside = new LogPosition((await Store.Log())[0].Position.Value + 1);
        await Assert.ThrowsAsync<LogCorruptedException>(() => Store.Log(inside).Soon());
    }

    private static Dictionary<string, Action<ReadResp>> Hostility { get; } = new()
    {
        ["no event"] = answer => answer.Event.Event = null,
        ["no id"] = answer => answer.Event.Event.Id = null,
        ["an id that is none"] = answer => answer.Event.Event.Id.String = "x",
        ["no stream"] = answer => answer.Event.Event.StreamIdentifier = null,
        ["no type"] = answer => answer.Event.Event.Metadata.Clear(),
        ["a revision beyond all numbers"] = answer => answer.Event.Event.StreamRevision = ulong.MaxValue,
        ["a position beyond all numbers"] = answer => answer.Event.Event.CommitPosition = ulong.MaxValue,
        ["another revision"] = answer => answer.Event.Event.StreamRevision += 5,
        ["another stream"] = answer => answer.Event.Event.StreamIdentifier.StreamName = Google.Protobuf.ByteString.CopyFromUtf8("job-other"),
    };

    private async Task Drop(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            _node.Faults.DropCalls();
        }
    }
}
