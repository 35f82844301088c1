using LaborMarketplace.EventStore;
using static LaborMarketplace.Tests.Integration.EventStore.SomeEvents;

namespace LaborMarketplace.Tests.Integration.EventStore;

/// <summary>How streams and the log are read.</summary>
public abstract partial class EventStoreConformance
{
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
    public async Task A_very_long_stream_is_loaded_and_read_whole()
    {
        for (var revision = 0; revision < 20_000; revision += 1_000)
        {
            await Append(ExpectedRevision.Exactly(revision - 1), Some(1_000));
        }

        var revisions = Enumerable.Range(0, 20_000).Select(revision => (long)revision).ToList();
        Assert.Equal(revisions, (await Store.Load(Stream, 0, default)).Select(recorded => recorded.Revision));
        var log = await Store.Log(Beginning);
        Assert.Equal(revisions, log.Select(recorded => recorded.Revision));
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
}
