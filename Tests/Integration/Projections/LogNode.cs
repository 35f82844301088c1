using EventStoreDb.Client;
using LaborMarketplace.EventStore.EventStoreDb;
using LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>A log on EventStoreDB that several processes share: on the double of a node, or on the real one that <c>MARKETPLACE_TEST_ESDB</c> names.</summary>
internal sealed class LogNode : IAsyncDisposable
{
    private readonly EventStoreDbDouble? _double;

    private LogNode(string connection, string prefix, EventStoreDbDouble? standIn) => (Connection, Prefix, _double) = (connection, prefix, standIn);

    public string Connection { get; }

    /// <summary>How the names of the log's streams begin on the node.</summary>
    public string Prefix { get; }

    public static async Task<LogNode> Find()
    {
        if (Environment.GetEnvironmentVariable("MARKETPLACE_TEST_ESDB") is { Length: > 0 } node)
        {
            return new LogNode(node, $"test-{Guid.NewGuid():N}-", null);
        }

        return Of(await EventStoreDbDouble.Start());
    }

    /// <summary>The double of a node, which is disposed with it.</summary>
    public static LogNode Of(EventStoreDbDouble standIn) => new(standIn.ConnectionString().ToString(), "", standIn);

    public Task<EventStoreDbEventStore> Open() => EventStoreDbEventStore.Open(EventStoreDbConnectionString.Parse(Connection), prefix: Prefix);

    public ValueTask DisposeAsync() => _double?.DisposeAsync() ?? ValueTask.CompletedTask;
}
