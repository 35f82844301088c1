using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>How fast a read model is rebuilt beside the one that serves, against Marten's own daemon.</summary>
internal sealed class RebuildBenchmark : Contest
{
    private const int Jobs = 143_000;
    private const int Events = Jobs * JobHistory.EventsOfAJob;

    public override string Name => "rebuild";

    public override string Unit => "events";

    public override string About =>
        $"{Events:N0} events of {Jobs:N0} jobs, seven a job, told through one another, are made into as many documents of the job board "
        + "with its indexes. Marten's asynchronous daemon rebuilds the same events of its own event store into the same documents, by "
        + "the same functions, with the same indexes.";

    protected override int WarmUps => 0;

    protected override async Task<IReadOnlyList<Contender>> Prepare(Machine machine, Opened opened)
    {
        var history = new JobHistory(Jobs);
        var connection = await machine.CreateDatabase();
        var store = opened.Add(await PostgresEventStore.Open(connection));
        var database = opened.Add(NpgsqlDataSource.Create(connection));
        await history.Tell(database);
        var marten = opened.Add(await MartenDaemon.Open(await machine.CreateDatabase()));
        await marten.Tell(history);
        return
        [
            new Contender("Marten's daemon", null, null, async () =>
            {
                await marten.Rebuild();
                return Events;
            }),
            new Contender("rebuild beside", "Marten's daemon", 5.0, () => Rebuild(store, database), () => Drop(store, database)),
        ];
    }

    private static async Task<int> Rebuild(PostgresEventStore store, NpgsqlDataSource database)
    {
        RebuildProgress? last = null;
        var rebuild = new Rebuild(database, store, EventCodec.OfMarketplace(), new ProjectionOptions());
        await foreach (var progress in rebuild.Run([JobCard.Projection], CancellationToken.None))
        {
            last = progress;
        }

        return last is { Stage: RebuildStage.Finished, Events: Events, Halts.Count: 0 }
            ? Events
            : throw new InvalidOperationException($"The rebuild ended at {last}.");
    }

    private static async Task Drop(PostgresEventStore store, NpgsqlDataSource database)
    {
        await ReadSchema.Prepare(database, [JobCard.Projection], CancellationToken.None);
        await new Builds(database, store, EventCodec.OfMarketplace(), new ProjectionOptions()).Drop(JobCard.Projection, null, CancellationToken.None);
    }
}
