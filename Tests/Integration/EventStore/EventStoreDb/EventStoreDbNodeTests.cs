using EventStoreDb.Client;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.EventStoreDb;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>The log on a real node of EventStoreDB, where one is named; it is written to, and nothing is deleted.</summary>
public sealed class EventStoreDbNodeTests : EventStoreConformance
{
    private const string Variable = "MARKETPLACE_TEST_ESDB";

    protected override async Task<IEventStore> Open()
    {
        var node = Environment.GetEnvironmentVariable(Variable);
        Skip.If(string.IsNullOrEmpty(node), $"{Variable} does not name a node (esdb://host:2113?tls=false).");
        return await EventStoreDbEventStore.Open(EventStoreDbConnectionString.Parse(node!));
    }
}
