using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Employers;
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

    private LogPosition _tooLate;

    public static async Task Happens(PostgresFixture postgres, LogNode? node, Work work, BuildStep step, Signal signal)
    {
        await using var models = await WatchedModels.Make(postgres, node);
        var interruption = new Interruption(models, work, step);
        await interruption.Prepare();
        await using var worker = await models.WorkerAt(work, step, WorkSteps.Before(work, step));
        if (work == Work.Follow)
        {
            models.Watch();
            await models.Run(Models.Serving);
        }

        await (signal == Signal.Kill ? worker.Kill() : worker.Stop());
        await interruption.OthersDoWhatIsLeft();
        if (signal == Signal.Stop)
        {
            await worker.GoOn();
            await interruption.EndsAsItShould(worker);
        }

        await interruption.Settle();
    }

    /// <summary>The steps that the work passes when nobody interrupts it.</summary>
    public static async Task<IReadOnlySet<BuildStep>> Passed(PostgresFixture postgres, Work work)
    {
        await using var models = await WatchedModels.Make(postgres, null);
        await new Interruption(models, work, default).Prepare();
        var passed = new HashSet<BuildStep>();
        using var ending = new CancellationTokenSource();
        var working = (models.Place with { AtStep = Note }).Do(work, ending.Token);
        if (work is Work.Follow or Work.RebuildOnStart)
        {
            await models.Until(_ => WorkSteps.Of[work].All(Has) || working.IsCompleted);
            await ending.CancelAsync();
        }

        await working;
        if (work is Work.SwitchToNext or Work.RebuildOnStart)
        {
            // So that readers do not wait for what nobody follows.
            await models.Run(Models.Next);
        }

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

    private async Task Prepare()
    {
        if (work == Work.Follow)
        {
            return;
        }

        await models.Run(Models.Serving);
        await models.CatchUp();
        _tooLate = work == Work.ResumeHalted ? await models.HappenTooLate() : default;
        models.Watch();
        switch (work)
        {
            case Work.ResumeRebuild:
                await BreakOff(BuildStep.PartCommitted);
                break;
            case Work.ResumeHalted:
                Assert.NotEmpty(await Rebuild(Next));
                break;
            case Work.Switch:
                await Rebuild(Board);
                break;
            case Work.SwitchToNext:
                await Rebuild(Next);
                await models.Until(builds => builds.Single(build => build.Storage == "job_detail_v1").Position > builds.Single(build => build.Version == 2).Position);
                await models.StopRunning();
                break;
            case Work.RollBack:
                await Rebuild(Detail);
                await models.Place.Builds.Switch(Detail, CancellationToken.None);
                break;
            case Work.Drop:
                await Rebuild(Board);
                await BreakOff(BuildStep.PartCommitted);
                break;
        }
    }

    private async Task OthersDoWhatIsLeft()
    {
        switch (work)
        {
            case Work.RebuildAll:
                await RebuildAndSwitch(Detail, Board, EmployerAccount.Projection);
                break;
            case Work.ResumeRebuild:
                await RebuildAndSwitch(Board);
                break;
            case Work.RebuildInVain:
                await Drop(Detail);
                break;
            case Work.ResumeHalted:
                await UntilNobodyIsInTheWay(async () => Assert.NotEmpty(await Rebuild(Next)));
                await models.Place.Builds.Skip(Next, _tooLate, "It does not matter.", "tester", CancellationToken.None);
                await models.Run(Models.Next);
                await RebuildAndSwitch(Next);
                break;
            case Work.Switch or Work.SwitchToNext or Work.RollBack:
                await SwitchUnlessDone();
                break;
            case Work.Drop:
                await Drop(Board);
                break;
            case Work.RebuildOnStart:
                await models.Run(Models.Next, rebuildOnStart: true);
                await models.Until(builds => builds.Any(build => build is { Name: "job-detail", Version: 2, Live: true }));
                break;
        }
    }

    private async Task SwitchUnlessDone()
    {
        var (model, before, after) = work switch
        {
            Work.Switch => (Board, "job_board_v1", "job_board_v1_2"),
            Work.RollBack => (Detail, "job_detail_v1_2", "job_detail_v1"),
            _ => (Next, "job_detail_v1", "job_detail_v2"),
        };
        Assert.Equal(step == BuildStep.Switched ? after : before, await models.Serving(model));
        if (step != BuildStep.Switched)
        {
            await UntilNobodyIsInTheWay(() => work == Work.RollBack
                ? models.Place.Builds.Rollback(model, asItStands: false, CancellationToken.None)
                : models.Place.Builds.Switch(model, CancellationToken.None));
        }

        Assert.Equal(after, await models.Serving(model));
        if (work == Work.SwitchToNext)
        {
            await models.Run(Models.Next);
        }
    }

    private async Task RebuildAndSwitch(params Projection[] wanted)
    {
        var builds = await models.Builds();
        var left = wanted.Where(model => !builds.Any(build => build is { Live: false, Built: true } && build.Name == model.Name)).ToArray();
        if (left.Length > 0)
        {
            await UntilNobodyIsInTheWay(async () => Assert.Empty(await Rebuild(left)));
        }

        foreach (var model in wanted)
        {
            await UntilNobodyIsInTheWay(() => models.Place.Builds.Switch(model, CancellationToken.None));
            Assert.Equal(await models.Serving(model), Assert.Single(await models.Later(model)).Storage);
        }
    }

    private Task Drop(Projection model) => WatchedModels.Until(async () =>
    {
        await models.Place.Builds.Drop(model, storage: null, CancellationToken.None);
        return (await models.Later(model)).Count == 0;
    });

    /// <summary>One that was stopped does nothing more, and says why not where its work was not done yet.</summary>
    private async Task EndsAsItShould(WorkerProcess worker)
    {
        if (work is Work.Follow or Work.RebuildOnStart)
        {
            return;
        }

        var done = work is not (Work.RebuildAll or Work.ResumeRebuild or Work.RebuildInVain or Work.ResumeHalted)
            || (step == BuildStep.BuildFinished && work != Work.RebuildAll)
            || (step is BuildStep.PartCommitted or BuildStep.IndexesMade && work == Work.ResumeHalted);
        var complaint = await worker.End();
        Assert.True(done == (complaint.Length == 0), complaint);
        Assert.True(done || complaint.Contains(nameof(RebuildException), StringComparison.Ordinal), complaint);
    }

    private async Task Settle()
    {
        if (work is Work.RebuildInVain or Work.Drop)
        {
            var model = Models.Of(work)[0];
            Assert.Equal(0, await models.Remains($"{model.View}_v1_2"));
            Assert.Equal(0, await models.Remains($"{model.View}_v1_3"));
            await RebuildAndSwitch(model);
        }

        await models.StopWatching();
        await models.AreWhatTheLogSays();
        if (work == Work.RebuildOnStart)
        {
            Assert.Equal(["job_detail_v2"], (await models.Later(Detail)).Select(build => build.Storage));
        }
    }

    private Task<IReadOnlyDictionary<string, string>> Rebuild(params Projection[] wanted) => models.Place.Rebuild(wanted, CancellationToken.None);

    /// <summary>A rebuild that fails at a step, and leaves what it has done.</summary>
    private async Task BreakOff(BuildStep at)
    {
        var breaking = models.Place with { AtStep = passed => Assert.NotEqual(at, passed) };
        await Assert.ThrowsAnyAsync<Exception>(() => breaking.Rebuild(Models.Of(work), CancellationToken.None));
    }

    /// <summary>Does it again until nobody who has died stands in the way any more.</summary>
    private static Task UntilNobodyIsInTheWay(Func<Task> act) => WatchedModels.Until(async () =>
    {
        try
        {
            await act();
            return true;
        }
        catch (RebuildException)
        {
            return false;
        }
    });
}
