using EventStoreDb.Client;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.EventStoreDb;
using LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>
/// The EventStoreDB that is measured: the node that <c>MARKETPLACE_TEST_ESDB</c> names, or, where it names none, its double in a process of its own.
/// </summary>
internal sealed class EventStoreDbServer : IAsyncDisposable
{
    public const string DoubleArgument = "eventstoredb-double";

    private const int EventsAtOnce = 1_000;

    private readonly Child? _double;

    private EventStoreDbServer(string connectionString, string name, Child? child) => (ConnectionString, Name, _double) = (connectionString, name, child);

    public string ConnectionString { get; }

    public EventStoreDbConnectionString Address => EventStoreDbConnectionString.Parse(ConnectionString);

    /// <summary>What it is, in a report's words.</summary>
    public string Name { get; }

    public static async Task<EventStoreDbServer> Find()
    {
        if (Environment.GetEnvironmentVariable("MARKETPLACE_TEST_ESDB") is { Length: > 0 } given)
        {
            await using var client = new EventStoreDbClient(EventStoreDbConnectionString.Parse(given));
            return new EventStoreDbServer(given, $"a node of EventStoreDB {(await client.ServerFeatures()).Version}", null);
        }

        var child = await Child.Start(typeof(EventStoreDbServer).Assembly.GetName().Name!, EventStoreDbDoubleProgram.Ready, DoubleArgument);
        return new EventStoreDbServer(child.Said[EventStoreDbDoubleProgram.Ready.Length..], "the tests' double of EventStoreDB, not the server", child);
    }

    /// <summary>Sees to it that the log holds at least so many events of 300 bytes, in streams whose names begin alike.</summary>
    public async Task Fill(string streams, int events)
    {
        await using var store = await EventStoreDbEventStore.Open(Address);
        await Parallel.ForAsync(0, events / EventsAtOnce, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, stop) =>
            await store.Append(new StreamName($"{streams}-{number}"), ExpectedRevision.NoStream, RandomEvents.Many(EventsAtOnce), stop));
    }

    public ValueTask DisposeAsync() => _double?.DisposeAsync() ?? ValueTask.CompletedTask;
}
