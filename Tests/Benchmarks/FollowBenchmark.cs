using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>How fast a read model follows the log that has run ahead of it, beside Marten's own daemon.</summary>
internal sealed class FollowBenchmark : Contest
{
    private const int JobsOfARound = 14_300;

    private int _told;
    private int _toldToMarten;

    public override string Name => "follow";

    public override string Unit => "events";

    public override string About =>
        $"The job board alone follows a log to which {JobsOfARound * JobHistory.EventsOfAJob:N0} events of {JobsOfARound:N0} jobs are "
        + "added, seven a job, told through one another: from their commit until every document is there. Marten's asynchronous daemon "
        + "follows the same events of its own event store into the same documents, by the same functions.";

    protected override int WarmUps => 1;

    protected override async Task<IReadOnlyList<Contender>> Prepare(Machine machine, Opened opened)
    {
        var connection = await machine.CreateDatabase();
        var store = opened.Add(await PostgresEventStore.Open(connection));
        var database = opened.Add(NpgsqlDataSource.Create(connection));
        var host = await Runner(store, database, opened);
        var marten = opened.Add(await MartenDaemon.Open(await machine.CreateDatabase()));
        await marten.Follow();
        return
        [
            new Contender(
                "Marten's daemon", null, null, async () =>
                {
                    await marten.UntilLevel();
                    return JobsOfARound * JobHistory.EventsOfAJob;
                },
                () => marten.Tell(Next(ref _toldToMarten))),
            new Contender(
                "job board", "Marten's daemon", 3.0, async () =>
                {
                    await UntilLevel(host, new LogPosition((long)_told * JobHistory.EventsOfAJob));
                    return JobsOfARound * JobHistory.EventsOfAJob;
                },
                () => Next(ref _told).Tell(database)),
        ];
    }

    private static JobHistory Next(ref int told)
    {
        var history = new JobHistory(JobsOfARound, told);
        told += JobsOfARound;
        return history;
    }

    private static async Task<IHost> Runner(PostgresEventStore store, NpgsqlDataSource database, Opened opened)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IEventStore>(store).AddSingleton(EventCodec.OfMarketplace()).AddSingleton(TimeProvider.System).AddSingleton(database)
            .AddProjections([JobCard.Projection]);
        var host = builder.Build();
        await host.StartAsync();
        opened.Add(new Stopping(host));
        return host;
    }

    private static async Task UntilLevel(IHost host, LogPosition position)
    {
        var positions = host.Services.GetRequiredService<IProjectionPositions>();
        if (!await positions.WaitFor(JobCard.Projection.Name, position, TimeSpan.FromMinutes(10), CancellationToken.None))
        {
            throw new InvalidOperationException("The job board did not come to the end of the log in ten minutes.");
        }
    }

    private sealed class Stopping(IHost host) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await host.StopAsync();
            host.Dispose();
        }
    }
}
