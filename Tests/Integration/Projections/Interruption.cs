using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Tests.Worker;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>How a process is interrupted.</summary>
public enum Signal
{
    /// <summary>It is gone at once, and nobody is told.</summary>
    Kill,

    /// <summary>It stands still, its connections stay, and it goes on when others have done its work.</summary>
    Stop,
}

/// <summary>A process that does a piece of work on read models is interrupted at a step, others do what is left, and readers notice nothing.</summary>
internal sealed class Interruption(WatchedModels models, Work work, BuildStep step)
{
    private static readonly Projection Detail = JobDetail.Projection, Board = JobCard.Projection, Next = NextDetail.Projection;

    private readonly Others _others = new(models, work, step);

    private LogPosition _tooLate;

    public static async Task Happens(PostgresFixture postgres, LogNode? node, Work work, BuildStep step, Signal signal)
    {
        await using var models = await WatchedModels.Make(postgres, node);
        var interruption = new Interruption(models, work, step);
        await using var worker = models.Worker(work, step, WorkSteps.Before(work, step));
        await models.Together.Wait($"What is there before {work}", interruption.Prepare);
        await models.Together.Wait($"{work} to come to {step} in a process of its own", worker.ComeToItsStep);
        await models.Together.Wait("The worker to be interrupted", _ => interruption.Interrupt(worker, signal));
        await models.Together.Wait("Others to do what is left", waiting => interruption._others.DoWhatIsLeft(interruption._tooLate, waiting));
        if (signal == Signal.Stop)
        {
            await worker.GoOn(interruption.HasEnd);
            await models.Together.Wait("The worker to end as it should", waiting => interruption.EndsAsItShould(worker, waiting));
        }

        await models.Together.Wait("What is dropped to be dropped", interruption.IsDropped);
        await models.StopWatching();
        await models.Together.Wait("Everything to be what the log says", models.AreWhatTheLogSays);
        if (work == Work.RebuildOnStart)
        {
            Assert.Equal(["job_detail_v2"], (await models.Later(Detail)).Select(build => build.Storage));
        }
    }

    /// <summary>The steps that the work passes when nobody interrupts it.</summary>
    public static async Task<IReadOnlySet<BuildStep>> Passed(PostgresFixture postgres, Work work)
    {
        await using var models = await WatchedModels.Make(postgres, null);
        var interruption = new Interruption(models, work, default);
        await models.Together.Wait($"What is there before {work}", interruption.Prepare);
        var passed = new HashSet<BuildStep>();
        await models.Together.Wait($"{work} to be done", async waiting =>
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(waiting);
            var working = (models.Place with { AtStep = Note }).Do(work, ending.Token);
            if (!interruption.HasEnd)
            {
                await models.Until($"{work} to pass its steps", _ => WorkSteps.Of[work].All(Has) || working.IsCompleted);
                await ending.CancelAsync();
            }

            await working;
        });
        return passed;

        void Note(BuildStep at)
        {
            lock (passed)
            {
                passed.Add(at);
            }
        }

        bool Has(BuildStep at)
        {
            lock (passed)
            {
                return passed.Contains(at);
            }
        }
    }

    /// <summary>Whether the work comes to its end; who follows the log goes on and on.</summary>
    private bool HasEnd => work is not (Work.Follow or Work.RebuildOnStart);

    private async Task Prepare(CancellationToken waiting)
    {
        if (work == Work.Follow)
        {
            return;
        }

        await models.Run(Models.Serving);
        await models.CatchUp(waiting);
        _tooLate = work == Work.ResumeHalted ? await models.HappenTooLate() : default;
        models.Watch();
        switch (work)
        {
            case Work.ResumeRebuild:
                await BreakOff(BuildStep.PartCommitted, waiting);
                break;
            case Work.ResumeHalted:
                Assert.NotEmpty(await models.Place.Rebuild([Next], waiting));
                break;
            case Work.Switch:
                await models.Place.Rebuild([Board], waiting);
                break;
            case Work.SwitchToNext:
                await models.Place.Rebuild([Next], waiting);
                await models.Until("What serves to run ahead of what is to serve next", builds =>
                    builds.Single(build => build.Storage == "job_detail_v1").Position > builds.Single(build => build.Version == 2).Position);
                await models.StopRunning();
                break;
            case Work.RollBack:
                await models.Place.Rebuild([Detail], waiting);
                await models.Place.Builds.Switch(Detail, waiting);
                break;
            case Work.Drop:
                await models.Place.Rebuild([Board], waiting);
                await BreakOff(BuildStep.PartCommitted, waiting);
                break;
        }
    }

    /// <summary>Who follows the log is interrupted while another waits to take over.</summary>
    private async Task Interrupt(WorkerProcess worker, Signal signal)
    {
        if (work == Work.Follow)
        {
            models.Watch();
            await models.Run(Models.Serving);
        }

        await (signal == Signal.Kill ? worker.Kill() : worker.Stop());
    }

    /// <summary>One that was stopped does nothing more, and says why not where its work was not done yet.</summary>
    private async Task EndsAsItShould(WorkerProcess worker, CancellationToken waiting)
    {
        if (!HasEnd)
        {
            return;
        }

        var done = work is not (Work.RebuildAll or Work.ResumeRebuild or Work.RebuildInVain or Work.ResumeHalted)
            || (step == BuildStep.BuildFinished && work != Work.RebuildAll)
            || (step is BuildStep.PartCommitted or BuildStep.IndexesMade && work == Work.ResumeHalted);
        var complaint = await worker.End(waiting);
        Assert.True(done == (complaint.Length == 0), complaint);
        Assert.True(done || complaint.Contains(nameof(RebuildException), StringComparison.Ordinal), complaint);
    }

    /// <summary>Nothing is left of what was dropped, and it can be rebuilt.</summary>
    private async Task IsDropped(CancellationToken waiting)
    {
        if (work is Work.RebuildInVain or Work.Drop)
        {
            var model = Models.Of(work)[0];
            Assert.Equal(0, await models.Remains($"{model.View}_v1_2"));
            Assert.Equal(0, await models.Remains($"{model.View}_v1_3"));
            await _others.RebuildAndSwitch([model], waiting);
        }
    }

    /// <summary>A rebuild that fails at a step, and leaves what it has done.</summary>
    private async Task BreakOff(BuildStep at, CancellationToken waiting)
    {
        var breaking = models.Place with { AtStep = passed => Assert.NotEqual(at, passed) };
        await Assert.ThrowsAnyAsync<Exception>(() => breaking.Rebuild(Models.Of(work), waiting));
    }
}
