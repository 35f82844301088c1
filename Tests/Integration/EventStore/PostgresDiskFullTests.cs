using LaborMarketplace.Cli.Embedded;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using static LaborMarketplace.Tests.Integration.EventStore.SomeEvents;

namespace LaborMarketplace.Tests.Integration.EventStore;

/// <summary>The disk of the server is full, and has space again later.</summary>
public sealed class PostgresDiskFullTests
{
    private const int Megabytes = 160;

    private static readonly StreamName Stream = new("job-1");

    [SkippableFact]
    public async Task While_the_disk_is_full_the_store_says_so_and_nothing_is_half_made()
    {
        using var disk = SmallDisk.Mount(Megabytes);
        Skip.If(disk is null, "The system does not let a test mount a disk of its own.");
        await using var cluster = await PostgresCluster.Start(Path.Combine(disk.Folder, "cluster"), _ => { }, default);
        await using var store = await PostgresEventStore.Open(await cluster.CreateDatabase("full", default));
        var acknowledged = new List<EventData[]>();
        disk.Fill();

        var refused = await AppendUntilRefused(store, acknowledged);
        disk.Free();

        // A server that had no space even for its write-ahead log has stopped; one that is running is left alone.
        await cluster.Restart(default);
        await store.AppendPersistently(Stream, refused, default).Soon();
        acknowledged.Add(refused);
        Assert.Equal(acknowledged.SelectMany(events => events).Select(Content), (await store.Log().Soon()).Select(Content));
    }

    /// <returns>The events that could not be appended.</returns>
    private static async Task<EventData[]> AppendUntilRefused(PostgresEventStore store, List<EventData[]> acknowledged)
    {
        while (true)
        {
            EventData[] events = [Event(500_000), Event(500_000)];
            try
            {
                Assert.IsType<AppendResult.Appended>(await store.Append(Stream, ExpectedRevision.Any, events, default).Soon());
                acknowledged.Add(events);
            }
            catch (EventStoreUnavailableException)
            {
                return events;
            }
        }
    }
}
