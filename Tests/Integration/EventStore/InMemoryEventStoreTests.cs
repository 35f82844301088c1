using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.InMemory;

namespace LaborMarketplace.Tests.Integration.EventStore;

public sealed class InMemoryEventStoreTests : EventStoreConformance
{
    protected override Task<IEventStore> Open() => Task.FromResult<IEventStore>(new InMemoryEventStore());

    [Fact]
    public Task A_reader_skips_nothing_while_many_write() => Commotion.NothingIsSkipped([Store], _ => Task.CompletedTask);
}
