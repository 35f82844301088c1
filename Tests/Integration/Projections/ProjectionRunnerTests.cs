using CsCheck;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Helpers;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Metrics;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

[Collection(PostgresCollection.Name)]
public sealed class ProjectionRunnerTests(PostgresFixture postgres)
{
    private static readonly EventCodec Codec = EventCodec.OfMarketplace();

    [Fact]
    public async Task Writes_what_folding_in_memory_gives_however_the_log_is_cut_and_however_often_it_stops() =>
        await Gen.Select(Gen.Int, Gen.Int[1, 400], Gen.Int[0, 3]).SampleAsync(
            async (seed, largestPage, stops) =>
            {
                await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
                var cuts = new Random(seed);
                var log = new ScriptedLog(Codec, waiting => cuts.Next(1, Math.Min(waiting, largestPage) + 1));
                new SampleHistory(log, seed).Tell(helpers: 6, employers: 3, jobs: 8, applications: 16);
                for (var stop = 0; stop < stops; stop++)
                {
                    await using var stopped = await ProjectionHost.Start(database, log);
                    await stopped.CatchUp(new LogPosition(cuts.Next(1, log.Events.Count)), JobCard.Projection);
                }

                await using var host = await ProjectionHost.Start(database, log);
                await host.CatchUp(log.End, ReadModels.All);
                await IsFoldedInMemory(database, log);
            },
            iter: 12,
            threads: 1);

    [Fact]
    public async Task Writes_each_change_once_though_two_runners_are_at_work()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        var log = new ScriptedLog(Codec, waiting => Math.Min(waiting, 7));
        await using var first = await ProjectionHost.Start(database, log);
        await using var second = await ProjectionHost.Start(database, log);
        new SampleHistory(log, seed: 4).Tell(helpers: 10, employers: 3, jobs: 10, applications: 30);
        await first.CatchUp(log.End, ReadModels.All);
        await second.CatchUp(log.End, ReadModels.All);
        await IsFoldedInMemory(database, log);
    }

    [Fact]
    public async Task Halts_at_an_event_that_cannot_be_read_alone_and_goes_on_when_it_can()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        var log = new ScriptedLog(Codec, waiting => Math.Min(waiting, 5));
        var history = new SampleHistory(log, seed: 1).Tell(helpers: 2, employers: 1, jobs: 3, applications: 0);
        var job = StreamName.Of("job", history.Jobs[0].Job.Value);
        var broken = log.Record(job, new EventData(Guid.CreateVersion7(), "job.closed.v1", """{"reason":7}"""u8.ToArray(), log.Events[0].Metadata));
        log.Happen(job, new JobEvent.Expired(), SampleHistory.Start);

        await using var host = await ProjectionHost.Start(database, log);
        await host.CatchUp(log.End, ReadModels.All.Where(projection => projection.Name is not ("business-metrics" or "job-board" or "job-detail")));
        await host.CatchUp(new LogPosition(broken.Position.Value - 1), JobCard.Projection, JobDetail.Projection, Journey.Projection);
        var halts = (await host.Status.Read(CancellationToken.None)).Where(checkpoint => checkpoint.Halt is not null).ToList();
        Assert.Equal(["business-metrics", "job-board", "job-detail"], halts.Select(checkpoint => checkpoint.Name));
        Assert.All(halts, checkpoint =>
        {
            Assert.Equal((job, broken.Revision, "job.closed.v1"), (checkpoint.Halt!.Stream, checkpoint.Halt.Revision, checkpoint.Halt.Type));
            Assert.Contains("reason", checkpoint.Halt.Reason, StringComparison.Ordinal);
            Assert.Equal(broken.Position.Value - 1, checkpoint.Position.Value);
        });
        Assert.Equal(HealthStatus.Unhealthy, (await Health(host)).Status);

        log.Mend(broken, "{}"u8.ToArray());
        await host.CatchUp(log.End, ReadModels.All);
        await IsFoldedInMemory(database, log);
        Assert.Equal(HealthStatus.Healthy, (await Health(host)).Status);
    }

    [Fact]
    public async Task Halts_at_an_event_whose_document_is_missing()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        var log = new ScriptedLog(Codec);
        log.Happen(StreamName.Of("job", Guid.CreateVersion7()), new JobEvent.Filled(), SampleHistory.Start);
        await using var host = await ProjectionHost.Start(database, log);
        await host.CatchUp(log.End, HelperProfile.Projection);
        var halt = (await host.Status.Read(CancellationToken.None)).Single(checkpoint => checkpoint.Name == "job-board").Halt;
        Assert.Contains("has not come before", halt!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_on_by_itself_when_the_database_comes_back()
    {
        var connection = await postgres.CreateDatabase();
        await using var database = NpgsqlDataSource.Create(connection);
        var log = new ScriptedLog(Codec, waiting => Math.Min(waiting, 3));
        await using var host = await ProjectionHost.Start(database, log);
        var history = new SampleHistory(log, seed: 9).Tell(helpers: 3, employers: 1, jobs: 2, applications: 2);
        await using (await Outage.Begin(postgres, connection))
        {
            history.Tell(helpers: 3, employers: 1, jobs: 2, applications: 2);
        }

        await host.CatchUp(log.End, ReadModels.All);
        await IsFoldedInMemory(database, log);
    }

    [Fact]
    public async Task Says_that_it_is_interrupted_as_long_as_nothing_can_be_written()
    {
        var connection = await postgres.CreateDatabase();
        await using var database = NpgsqlDataSource.Create(connection);
        var log = new ScriptedLog(Codec);
        await using var host = await ProjectionHost.Start(database, log);
        var history = new SampleHistory(log, seed: 9).Tell(helpers: 3, employers: 1, jobs: 2, applications: 2);
        await host.CatchUp(log.End, ReadModels.All);
        await using (await Outage.OfWriting(postgres, connection))
        {
            history.Tell(helpers: 3, employers: 1, jobs: 2, applications: 2);
            using var limit = new CancellationTokenSource(ProjectionHost.Patience);
            while (StateOf(host).Fault is not { } fault || !fault.Contains("read-only", StringComparison.Ordinal))
            {
                limit.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            Assert.Equal(HealthStatus.Unhealthy, (await Health(host)).Status);
        }

        await host.CatchUp(log.End, ReadModels.All);
        await WatchedTime.Until(() => StateOf(host).Fault is null);
        Assert.Equal(HealthStatus.Healthy, (await Health(host)).Status);
    }

    [Fact]
    public async Task Keeps_documents_that_marten_reads()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        var log = new ScriptedLog(Codec);
        var history = new SampleHistory(log, seed: 2).Tell(helpers: 2, employers: 1, jobs: 3, applications: 2);
        await using var host = await ProjectionHost.Start(database, log);
        await host.CatchUp(log.End, ReadModels.All);
        await using var store = ReadStore.Open(database, [.. ReadModels.All.Select(projection => new Build(projection, 1))]);
        await using var session = store.QuerySession();
        var job = await session.LoadAsync<JobDetail>(history.Jobs[0].Job.Value);
        Assert.Equal(FoldInMemoryOf(log)[history.Jobs[0].Job.Value], job);
    }

    [Fact]
    public async Task Forgets_what_it_failed_of_though_nothing_falls_to_it()
    {
        var connection = await postgres.CreateDatabase();
        await using var database = NpgsqlDataSource.Create(connection);
        var log = new ScriptedLog(Codec);
        await using var first = await ProjectionHost.Start(database, log, [JobCard.Projection]);
        await first.CatchUp(log.End, JobCard.Projection);
        ProjectionHost standby;
        await using (await Outage.Begin(postgres, connection))
        {
            standby = await ProjectionHost.Start(database, log, []);
            await WatchedTime.Until(() => StateOf(standby).Fault is not null);
        }

        await using (standby)
        {
            await WatchedTime.Until(() => StateOf(standby).Fault is null);
        }
    }

    [Fact]
    public async Task Waits_longer_after_each_time_that_it_could_not_say_that_it_lives()
    {
        const int Failures = 9;
        var connection = await postgres.CreateDatabase();
        await using var database = NpgsqlDataSource.Create(connection);
        await using var host = await ProjectionHost.Start(database, new ScriptedLog(Codec), [JobCard.Projection]);
        await WatchedTime.Until(() => StateOf(host).SignsOfLife > 0);
        await using var outage = await Outage.Begin(postgres, connection);
        var (began, signs) = (TimeProvider.System.GetTimestamp(), StateOf(host).SignsOfLife);
        await WatchedTime.Until(() => StateOf(host).SignsOfLife > signs + Failures);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.FromMilliseconds(20 << (Failures - 2)), ProjectionHost.Patience);
    }

    [Fact]
    public async Task Folds_a_table_again_that_was_lost_and_holds_up_no_other_model()
    {
        var models = await Reworked.Filled(postgres);
        await using var host = await models.Run(JobCard.Projection, JobTitle.First);
        await host.CatchUp(models.Log.End, JobCard.Projection, JobTitle.First);
        await using (var drop = models.Database.CreateCommand("drop table read.mt_doc_job_title_v1 cascade"))
        {
            await drop.ExecuteNonQueryAsync();
        }

        new SampleHistory(models.Log, seed: 6).Tell(helpers: 0, employers: 1, jobs: 3, applications: 0);
        await host.CatchUp(models.Log.End, JobCard.Projection, JobTitle.First);
        await models.IsFoldedInMemory(JobTitle.First, "read.job_title");
        await models.IsFoldedInMemory(JobCard.Projection, "read.job_board");
        Assert.Equal(HealthStatus.Healthy, (await Health(host)).Status);
    }

    [Fact]
    public async Task Says_that_it_is_interrupted_while_a_column_that_it_needs_is_gone()
    {
        var models = await Reworked.Filled(postgres);
        await using var host = await models.Run(Reputation.Projection);
        await host.CatchUp(models.Log.End, Reputation.Projection);
        await using (var rename = models.Database.CreateCommand("alter table read.projection_link rename column document to lost"))
        {
            await rename.ExecuteNonQueryAsync();
        }

        new SampleHistory(models.Log, seed: 6).Tell(helpers: 4, employers: 1, jobs: 8, applications: 16);
        await WatchedTime.Until(() => StateOf(host).Fault is { } fault && fault.Contains("document", StringComparison.Ordinal));
    }

    private static RunnerState StateOf(ProjectionHost host) => host.Services.GetRequiredService<RunnerState>();

    private static IReadOnlyDictionary<Guid, object> FoldInMemoryOf(ScriptedLog log) =>
        LaborMarketplace.Projections.Definition.FoldInMemory.Fold(JobDetail.Projection, Codec, log.Events);

    private static Task<HealthReport> Health(ProjectionHost host) =>
        host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private static async Task IsFoldedInMemory(NpgsqlDataSource database, ScriptedLog log)
    {
        foreach (var projection in ReadModels.All)
        {
            Assert.Equal(await ProjectionHost.Expected(database, projection, log.Events), await ProjectionHost.Stored(database, projection));
        }
    }
}
