using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.EventStoreDb;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>The log on a cluster of three nodes that speak TLS, against the double.</summary>
public sealed class EventStoreDbClusterTests : EventStoreConformance
{
    private EventStoreDbClusterDouble _cluster = null!;

    protected override async Task<IEventStore> Open()
    {
        _cluster = await EventStoreDbClusterDouble.Start(tls: true);
        return await EventStoreDbEventStore.Open(_cluster.ConnectionString());
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _cluster.DisposeAsync();
    }
}
