using EventStoreDb.Client;
using Microsoft.Extensions.Time.Testing;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>Each test has a double of a node, with a clock that stands still, and a client of it.</summary>
public abstract class OnADouble : IAsyncLifetime
{
    private protected FakeTimeProvider Time { get; } = new();

    private protected EventStoreDbDouble Node { get; private set; } = null!;

    private protected EventStoreDbClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Node = await EventStoreDbDouble.Start(time: Time);
        Client = Node.Client();
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await Node.DisposeAsync();
    }
}
