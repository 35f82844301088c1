using LaborMarketplace.EventStore;
using static LaborMarketplace.Tests.Integration.EventStore.SomeEvents;

namespace LaborMarketplace.Tests.Integration.EventStore;

/// <summary>What appends come to: at a revision, again, at the same moment.</summary>
public abstract partial class EventStoreConformance
{
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
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.Append(Stream, ExpectedRevision.Any, Some(1), new CancellationToken(canceled: true)));
        Assert.Empty(await Store.Log(Beginning));
    }
}
