using System.Collections.Concurrent;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Running;
using Microsoft.Extensions.DependencyInjection;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>
/// A runner that lives and is stuck leaves its builds to another at once, and takes part again when it moves. Nobody is taken for dead here:
/// a lease lasts for longer than a test.
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class StuckRunnerTests(PostgresFixture postgres)
{
    private static readonly TimeSpan LongLease = TimeSpan.FromHours(1);

    [Fact]
    public async Task Leaves_its_builds_while_reading_the_log_never_returns_and_takes_part_again_when_it_does()
    {
        await using var models = await Reworked.Filled(postgres, options: Reworked.Small with { Lease = LongLease });
        var (log, time) = (new HeldLog(models.Log), new WatchedTime());
        await using var stuck = await ProjectionHost.Start(models.Database, log, null, time.Options with { Lease = LongLease });
        await using var other = await models.Run();
        await Share(models, 2);
        await other.CatchUp(models.Log.End, ReadModels.All);

        log.Hold(ReadUntil.Cancelled);
        var history = new SampleHistory(models.Log, seed: 6).Tell(helpers: 2, employers: 1, jobs: 6, applications: 4);
        await time.Pass(WatchedTime.StuckAfter * 2, log, StateOf(stuck));
        Assert.NotNull(StateOf(stuck).Stuck);
        await other.CatchUp(models.Log.End, ReadModels.All);
        await Share(models, 1);

        log.LetGo();
        history.Tell(helpers: 1, employers: 1, jobs: 3, applications: 2);
        await time.Pass(WatchedTime.StuckAfter, log, StateOf(stuck));
        Assert.Null(StateOf(stuck).Stuck);
        await Share(models, 2);
        await IsAsTheLogSays(models, other);
    }

    [Fact]
    public async Task Is_refused_what_it_writes_too_late()
    {
        await using var models = await Reworked.Filled(postgres, options: Reworked.Small with { Lease = LongLease });
        var (log, time, steps) = (new HeldLog(models.Log), new WatchedTime(), new ConcurrentQueue<BuildStep>());
        var (holding, release) = (false, new TaskCompletionSource());
        await using var stuck = await ProjectionHost.Start(models.Database, log, null, time.Options with { Lease = LongLease, AtStep = Pass });
        await using var other = await models.Run();
        await Share(models, 2);
        await other.CatchUp(models.Log.End, ReadModels.All);

        Volatile.Write(ref holding, true);
        var history = new SampleHistory(models.Log, seed: 6).Tell(helpers: 2, employers: 1, jobs: 6, applications: 4);
        await WatchedTime.Until(() => !steps.IsEmpty);
        await time.Pass(WatchedTime.StuckAfter * 2, log, StateOf(stuck));
        await other.CatchUp(models.Log.End, ReadModels.All);
        release.SetResult();
        await time.Pass(WatchedTime.StuckAfter, log, StateOf(stuck));
        Assert.Equal([BuildStep.PageFolded], steps);

        await Share(models, 2);
        history.Tell(helpers: 1, employers: 1, jobs: 3, applications: 2);
        await IsAsTheLogSays(models, other);
        Assert.Contains(BuildStep.PageCommitted, steps);

        void Pass(BuildStep step)
        {
            if (Volatile.Read(ref holding))
            {
                steps.Enqueue(step);
                release.Task.Wait();
            }
        }
    }

    private static RunnerState StateOf(ProjectionHost host) => host.Services.GetRequiredService<RunnerState>();

    /// <summary>Waits until so many runners write builds, and each build has one.</summary>
    private static async Task Share(Reworked models, int runners)
    {
        using var limit = new CancellationTokenSource(ProjectionHost.Patience);
        const string Owners = "select count(distinct owner) * 1000 + count(owner) from read.projection where owner in (select id from read.runner)";
        while (await models.Count(Owners) != (runners * 1000) + ReadModels.All.Count)
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task IsAsTheLogSays(Reworked models, ProjectionHost host)
    {
        await host.CatchUp(models.Log.End, ReadModels.All);
        foreach (var projection in ReadModels.All)
        {
            await models.IsFoldedInMemory(projection, $"read.{projection.View}");
        }
    }
}
