using LaborMarketplace.EventStore;
using static LaborMarketplace.Tests.Integration.EventStore.SomeEvents;

namespace LaborMarketplace.Tests.Integration.EventStore;

/// <summary>What every store does, whatever it stands on. Each test has a store that is empty after <see cref="Beginning"/>.</summary>
public abstract class EventStoreConformance : IAsyncLifetime
{
    private readonly Guid _unique = Guid.NewGuid();

    protected IEventStore Store { get; private set; } = null!;

    /// <summary>Where the log ended before the test. A store that outlives a test has the others' events up to here.</summary>
    private LogPosition Beginning { get; set; }

    private StreamName Stream => Named(1);

    /// <summary>A store whose log nobody else writes to.</summary>
    protected abstract Task<IEventStore> Open();

    public virtual async Task InitializeAsync()
    {
        Store = await Open();
        Beginning = (await Store.Pages())[^1].Position;
    }

    public virtual async Task DisposeAsync()
    {
        if (Store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task A_stream_without_events_is_empty() => Assert.Empty(await Store.Load(Stream, 0, default));

    [SkippableFact]
    public async Task An_empty_log_is_read_as_one_empty_page_at_its_end() =>
        Assert.Equal([(0, true, true)], (await Store.Pages(Beginning)).Select(page => (page.Events.Count, page.Position >= Beginning, page.AtEnd)));

    [SkippableFact]
    public async Task The_end_is_the_position_of_the_last_event()
    {
        Assert.True(await Store.End(default) <= Beginning);
        Assert.Equal(await Appended(2, ExpectedRevision.NoStream, Some(3)), await Store.End(default));
    }

    [SkippableFact]
    public async Task Gives_back_what_was_appended_in_order_with_revisions_from_0()
    {
        var events = Some(3);
        var position = await Appended(2, ExpectedRevision.NoStream, events);

        var loaded = await Store.Load(Stream, 0, default);
        Assert.Equal(position, loaded[^1].Position);
        Assert.Equal(events.Select(Content), loaded.Select(Content));
        Assert.Equal([0, 1, 2], loaded.Select(recorded => recorded.Revision));
        Assert.All(loaded, recorded => Assert.Equal(Stream, recorded.Stream));
    }

    [SkippableFact]
    public async Task Loads_a_stream_from_a_revision_on()
    {
        await Append(ExpectedRevision.Any, Some(5));
        Assert.Equal([3, 4], (await Store.Load(Stream, 3, default)).Select(recorded => recorded.Revision));
        Assert.Empty(await Store.Load(Stream, 5, default));
    }

    [SkippableFact]
    public async Task The_log_has_all_streams_in_the_order_of_their_appends()
    {
        var (first, second, third) = (Some(2), Some(1), Some(1));
        await Append(ExpectedRevision.NoStream, first);
        await Store.Append(Named(2), ExpectedRevision.NoStream, second, default);
        await Append(ExpectedRevision.Exactly(1), third);

        var log = await Store.Log(Beginning);
        Assert.Equal([.. first.Concat(second).Concat(third).Select(data => data.Id)], log.Select(recorded => recorded.Id));
        Assert.Equal(log.Select(recorded => recorded.Position).Distinct().Order(), log.Select(recorded => recorded.Position));
        Assert.True(log[0].Position > Beginning);
    }

    [SkippableFact]
    public async Task The_log_is_read_on_after_a_position()
    {
        var events = Some(5);
        await Append(ExpectedRevision.Any, events);
        var third = (await Store.Load(Stream, 2, default))[0];
        Assert.Equal([events[3].Id, events[4].Id], (await Store.Log(third.Position)).Select(recorded => recorded.Id));
    }

    [SkippableFact]
    public async Task Reading_to_the_end_ends_where_the_log_ended_when_it_began()
    {
        var position = await Appended(1, ExpectedRevision.Any, Some(2));
        await using var pages = Store.Read(Beginning, ReadUntil.End, default).GetAsyncEnumerator();
        Assert.True(await pages.MoveNextAsync());
        await Append(ExpectedRevision.Any, Some(1));
        Assert.Equal(position, pages.Current.Position);
        Assert.False(await pages.MoveNextAsync());
    }

    [SkippableFact]
    public async Task A_position_beyond_the_end_of_the_log_is_a_corruption() =>
        await Assert.ThrowsAsync<LogCorruptedException>(() => Store.Log(new LogPosition(long.MaxValue / 2)));

    [SkippableFact]
    public async Task Following_waits_for_what_comes()
    {
        await using var pages = Store.Read(Beginning, ReadUntil.Cancelled, default).GetAsyncEnumerator();
        do
        {
            Assert.True(await pages.MoveNextAsync().AsTask().Soon());
            Assert.Empty(pages.Current.Events);
        }
        while (!pages.Current.AtEnd);

        var next = pages.MoveNextAsync().AsTask();
        var position = await Appended(0, ExpectedRevision.Any, Some(1));
        while (await next.Soon() && pages.Current.Events.Count == 0)
        {
            next = pages.MoveNextAsync().AsTask();
        }

        Assert.Equal(position, Assert.Single(pages.Current.Events).Position);
    }

    [SkippableFact]
    public async Task Following_ends_when_it_is_cancelled()
    {
        using var cancelling = new CancellationTokenSource();
        await using var pages = Store.Read(Beginning, ReadUntil.Cancelled, cancelling.Token).GetAsyncEnumerator();
        Assert.True(await pages.MoveNextAsync());
        var next = pages.MoveNextAsync().AsTask();
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.Soon());
    }

    [SkippableFact]
    public async Task An_append_at_the_expected_revision_goes_through()
    {
        await Append(ExpectedRevision.NoStream, Some(2));
        await Appended(2, ExpectedRevision.Exactly(1), Some(1));
    }

    [SkippableTheory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2)]
    public async Task An_append_at_another_revision_is_a_conflict_that_tells_the_revision(long expected)
    {
        await Append(ExpectedRevision.NoStream, Some(2));
        Assert.Equal(new AppendResult.Conflict(1), await Append(ExpectedRevision.Exactly(expected), Some(1)));
        Assert.Equal(2, (await Store.Log(Beginning)).Count);
    }

    [SkippableFact]
    public async Task An_append_to_a_stream_that_should_exist_is_a_conflict_when_it_does_not() =>
        Assert.Equal(new AppendResult.Conflict(-1), await Append(ExpectedRevision.Exactly(0), Some(1)));

    [SkippableFact]
    public async Task An_append_at_any_revision_goes_through()
    {
        var first = await Appended(0, ExpectedRevision.Any, Some(1));
        Assert.True(await Appended(1, ExpectedRevision.Any, Some(1)) > first);
    }

    [SkippableTheory]
    [InlineData(-1, 2)]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    public async Task The_same_append_again_gives_the_same_answer_and_counts_once_whatever_has_come_since(long revision, int count)
    {
        var (expected, events) = (ExpectedRevision.Exactly(revision), Some(count));
        var others = revision < 0 ? 0 : await AppendedBefore((int)revision + 1);
        var first = await Append(expected, events);
        Assert.Equal(revision + count, Assert.IsType<AppendResult.Appended>(first).Revision);
        Assert.Equal(first, await Append(expected, events));
        await Append(ExpectedRevision.Any, Some(3));
        Assert.Equal(first, await Append(expected, events));
        Assert.Equal(others + count + 3, (await Store.Log(Beginning)).Count);
    }

    [SkippableFact]
    public async Task The_same_append_many_times_at_once_counts_once_and_all_get_the_same_answer()
    {
        var events = Some(2);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Append(ExpectedRevision.NoStream, events)));
        Assert.IsType<AppendResult.Appended>(Assert.Single(answers.Distinct()));
        Assert.Equal(2, (await Store.Log(Beginning)).Count);
    }

    [SkippableTheory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(7)]
    public async Task The_same_events_at_another_revision_are_a_conflict(long expected)
    {
        var events = Some(2);
        await AppendedBefore(2);
        await Appended(3, ExpectedRevision.Exactly(1), events);
        Assert.Equal(new AppendResult.Conflict(3), await Append(ExpectedRevision.Exactly(expected), events));
        Assert.Equal(4, (await Store.Log(Beginning)).Count);
    }

    [SkippableFact]
    public async Task An_append_that_begins_as_a_recorded_one_and_goes_on_otherwise_is_a_conflict()
    {
        var recorded = Some(2);
        await Append(ExpectedRevision.NoStream, recorded);
        await Append(ExpectedRevision.Any, Some(1));
        foreach (var events in (EventData[][])[[.. recorded, .. Some(1)], [recorded[0], .. Some(1)], [.. Some(1), recorded[1]]])
        {
            Assert.Equal(new AppendResult.Conflict(2), await Append(ExpectedRevision.NoStream, events));
        }

        Assert.Equal(3, (await Store.Log(Beginning)).Count);
    }

    [SkippableFact]
    public async Task An_append_that_met_a_conflict_goes_through_at_the_revision_that_it_was_told_once()
    {
        var events = Some(1);
        await Append(ExpectedRevision.NoStream, Some(2));
        var conflict = Assert.IsType<AppendResult.Conflict>(await Append(ExpectedRevision.NoStream, events));
        var first = await Append(ExpectedRevision.Exactly(conflict.Revision), events);
        Assert.Equal(2, Assert.IsType<AppendResult.Appended>(first).Revision);
        Assert.Equal(first, await Append(ExpectedRevision.Exactly(conflict.Revision), events));
        Assert.Equal(new AppendResult.Conflict(2), await Append(ExpectedRevision.NoStream, events));
    }

    [SkippableFact]
    public async Task What_a_conflict_tells_of_can_be_read()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            while (await Append(ExpectedRevision.Exactly((await Store.Load(Stream, 0, default)).Count - 1), Some(1)) is AppendResult.Conflict conflict)
            {
                Assert.True((await Store.Load(Stream, 0, default)).Count > conflict.Revision);
            }
        }));
        Assert.Equal(20, (await Store.Load(Stream, 0, default)).Count);
    }

    [SkippableFact]
    public async Task One_of_many_appends_at_one_revision_wins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Append(ExpectedRevision.NoStream, Some(2))));
        Assert.Single(results.OfType<AppendResult.Appended>());
        Assert.Equal(49, results.Count(result => result is AppendResult.Conflict { Revision: 1 }));
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024 * 1024)]
    public async Task Events_of_any_size_come_back_whole(int size)
    {
        var data = Event(size);
        await Append(ExpectedRevision.NoStream, [data]);
        Assert.Equal(Content(data), Content(Assert.Single(await Store.Load(Stream, 0, default))));
        Assert.Equal(Content(data), Content(Assert.Single(await Store.Log(Beginning))));
    }

    [SkippableFact]
    public async Task An_append_without_events_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Append(ExpectedRevision.Any, []));

    [SkippableFact]
    public async Task An_append_with_one_event_twice_is_refused()
    {
        var data = Event(10);
        await Assert.ThrowsAsync<ArgumentException>(() => Append(ExpectedRevision.Any, [data, data]));
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("job-\0")]
    public async Task A_stream_without_a_right_name_is_refused(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Append(new StreamName(name), ExpectedRevision.Any, Some(1), default));

    [SkippableFact]
    public async Task A_cancelled_append_is_not_begun()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Append(Stream, ExpectedRevision.Any, Some(1), new CancellationToken(canceled: true)));
        Assert.Empty(await Store.Log(Beginning));
    }

    [SkippableFact]
    public async Task A_very_long_stream_is_loaded_and_read_whole()
    {
        for (var revision = 0; revision < 20_000; revision += 1_000)
        {
            await Append(ExpectedRevision.Exactly(revision - 1), Some(1_000));
        }

        Assert.Equal(Enumerable.Range(0, 20_000).Select(revision => (long)revision), (await Store.Load(Stream, 0, default)).Select(recorded => recorded.Revision));
        var log = await Store.Log(Beginning);
        Assert.Equal(Enumerable.Range(0, 20_000).Select(revision => (long)revision), log.Select(recorded => recorded.Revision));
        Assert.Equal(log.Select(recorded => recorded.Position).Distinct().Order(), log.Select(recorded => recorded.Position));
    }

    [SkippableFact]
    public async Task A_page_of_large_events_stays_small()
    {
        for (var number = 0; number < 10; number++)
        {
            await Append(ExpectedRevision.Any, [Event(1024 * 1024)]);
        }

        Assert.Equal(10, (await Store.Log(Beginning)).Count);
    }

    private StreamName Named(int number) => new($"job-{_unique}-{number}");

    /// <returns>The position, which differs from store to store.</returns>
    private async Task<LogPosition> Appended(long revision, ExpectedRevision expected, EventData[] events)
    {
        var appended = Assert.IsType<AppendResult.Appended>(await Append(expected, events));
        Assert.Equal(revision, appended.Revision);
        return appended.Position;
    }

    private async Task<int> AppendedBefore(int count)
    {
        await Appended(count - 1, ExpectedRevision.NoStream, Some(count));
        return count;
    }

    private Task<AppendResult> Append(ExpectedRevision expected, IReadOnlyList<EventData> events) => Store.Append(Stream, expected, events, default);
}
