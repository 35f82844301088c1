using LaborMarketplace.Projections.Running;
using LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;
using LaborMarketplace.Tests.Worker;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>The crash matrix ends also where something fails that it does not mean to fail.</summary>
[Collection(PostgresCollection.Name)]
public sealed class WatchedModelsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_writer_whose_edits_the_log_never_takes_ends_readers_and_rebuilds()
    {
        await using var node = await EventStoreDbDouble.Start();
        await using var models = await WatchedModels.Make(postgres, LogNode.Of(node), patience: TimeSpan.FromSeconds(10));
        await models.Run(Models.Serving);
        await models.Together.Wait("Everything to be followed", models.CatchUp);
        node.Faults.Refusal = NodeFaults.Busy;
        models.Watch();
        var rebuilding = models.Together.Wait("A rebuild to catch up", waiting => models.Place.Rebuild(Models.Of(Work.Switch), waiting));
        Assert.Contains("The log to take", (await Assert.ThrowsAsync<TimeoutException>(() => rebuilding)).Message, StringComparison.Ordinal);
        Assert.Contains("The log to take", (await Assert.ThrowsAsync<TimeoutException>(models.StopWatching)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_ends_by_itself_ends_what_is_waited_for()
    {
        await using var models = await WatchedModels.Make(postgres, null);
        await models.Run(Models.Serving);
        await models.Together.Wait("Everything to be followed", models.CatchUp);
        await using var worker = models.Worker(Work.RebuildInVain, BuildStep.TableMade, before: 0);
        await models.Together.Wait("A table to be made", worker.ComeToItsStep);
        await worker.GoOn(toItsEnd: false);
        models.Watch();
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => models.Until("A build that nobody makes", builds => builds.Any(build => build.Version == 7)));
        Assert.StartsWith("The worker ended by itself", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_never_comes_to_its_step_says_so_and_ends()
    {
        await using var models = await WatchedModels.Make(postgres, null);
        await using var worker = models.Worker(Work.Drop, BuildStep.Dropping, before: 0);
        var coming = models.Together.Wait("Something to be dropped", worker.ComeToItsStep);
        Assert.StartsWith("The worker ended", (await Assert.ThrowsAsync<InvalidOperationException>(() => coming)).Message, StringComparison.Ordinal);
    }
}
