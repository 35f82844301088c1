using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.InMemory;

namespace LaborMarketplace.Tests.Integration.EventStore;

public sealed class InMemoryEventStoreTests : EventStoreConformance
{
    protected override Task<IEventStore> Open() => Task.FromResult<IEventStore>(new InMemoryEventStore());

    [Fact]
    public Task A_reader_skips_nothing_while_many_write() => Commotion.NothingIsSkipped([Store], _ => Task.CompletedTask);

    [Fact]
    public async Task An_id_of_another_stream_is_refused()
    {
        var events = SomeEvents.Some(2);
        await Store.Append(new StreamName("job-1"), ExpectedRevision.NoStream, events, default);
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Append(new StreamName("job-2"), ExpectedRevision.NoStream, [events[1]], default));
        Assert.Equal(2, (await Store.Log()).Count);
    }
}
