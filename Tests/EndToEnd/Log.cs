using EventStoreDb.Client;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.EventStoreDb;
using LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;
using LogPosition = LaborMarketplace.EventStore.LogPosition;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>An event as it stands in the log.</summary>
internal sealed record Logged(string Stream, long Revision, long Position, Guid Id, string Type, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Metadata);

/// <summary>Where a marketplace under test keeps its log.</summary>
public enum Store
{
    PostgreSql,

    /// <summary>A double of one node of EventStoreDB, in this process; a real one where <c>MARKETPLACE_TEST_ESDB</c> says which.</summary>
    EventStoreDb,
}

/// <summary>The log of a marketplace under test, read beside it.</summary>
internal abstract class Log : IAsyncDisposable
{
    /// <summary>What <c>marketplace</c> has to be told of it.</summary>
    public abstract IEnumerable<string> Options { get; }

    public static async Task<Log> On(Store store) => store switch
    {
        Store.PostgreSql => new OnPostgreSql(),
        _ when Environment.GetEnvironmentVariable("MARKETPLACE_TEST_ESDB") is { Length: > 0 } node =>
            new OnEventStoreDb(node, $"test-{Guid.NewGuid():N}-", null),
        _ => await OnEventStoreDb.OfADouble(),
    };

    /// <summary>All events, in order.</summary>
    public abstract Task<IReadOnlyList<Logged>> Read(MarketplaceProcess marketplace);

    public abstract ValueTask DisposeAsync();

    private sealed class OnPostgreSql : Log
    {
        public override IEnumerable<string> Options => [];

        public override async Task<IReadOnlyList<Logged>> Read(MarketplaceProcess marketplace)
        {
            await using var database = marketplace.OpenDatabase();
            await using var command = database.CreateCommand(
                "select stream, revision, position, event_id, type, data, metadata from log.events order by position");
            await using var rows = await command.ExecuteReaderAsync();
            var events = new List<Logged>();
            while (await rows.ReadAsync())
            {
                events.Add(new Logged(
                    rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetGuid(3), rows.GetString(4), rows.GetFieldValue<byte[]>(5),
                    rows.GetFieldValue<byte[]>(6)));
            }

            return events;
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class OnEventStoreDb(string node, string prefix, EventStoreDbDouble? standIn) : Log
    {
        public override IEnumerable<string> Options => ["--store", node, "--store-prefix", prefix];

        public static async Task<OnEventStoreDb> OfADouble()
        {
            var started = await EventStoreDbDouble.Start();
            return new OnEventStoreDb(started.ConnectionString().ToString(), "", started);
        }

        public override async Task<IReadOnlyList<Logged>> Read(MarketplaceProcess marketplace)
        {
            await using var store = await EventStoreDbEventStore.Open(EventStoreDbConnectionString.Parse(node), prefix: prefix);
            var events = new List<Logged>();
            await foreach (var page in store.Read(LogPosition.Start, ReadUntil.End, CancellationToken.None))
            {
                events.AddRange(page.Events.Select(one =>
                    new Logged(one.Stream.Value, one.Revision, one.Position.Value, one.Id, one.Type, one.Data, one.Metadata)));
            }

            return events;
        }

        public override ValueTask DisposeAsync() => standIn?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
