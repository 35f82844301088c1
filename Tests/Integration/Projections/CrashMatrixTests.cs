using LaborMarketplace.Projections.Running;
using LaborMarketplace.Tests.Worker;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>Processes are killed, or stopped and let go on too late, at every step at which that differs in what it leaves; readers look all the time.</summary>
[Collection(PostgresCollection.Name)]
public sealed class CrashMatrixTests(PostgresFixture postgres)
{
    private const string First = "job_changes_v1", Second = "job_changes_v1_2";

    [Theory]
    [InlineData(BuildStep.BuildBegun, 0)]
    [InlineData(BuildStep.TableMade, 0)]
    [InlineData(BuildStep.DocumentsCopied, 0)]
    [InlineData(BuildStep.DocumentsCopied, 2)]
    [InlineData(BuildStep.PartCommitted, 0)]
    [InlineData(BuildStep.PartCommitted, 2)]
    [InlineData(BuildStep.IndexesMade, 0)]
    public async Task A_rebuild_that_was_killed_is_taken_up_again(BuildStep step, int before)
    {
        await using var model = await WatchedModel.Make(postgres);
        await using var host = await Watched(model);
        await using (var worker = await WorkerProcess.At(model.Connection, "rebuild", step, before))
        {
            await worker.Kill();
        }

        Assert.Equal(First, await model.Serving());
        await WatchedModel.Again(model.Rebuild);
        Assert.Equal([First, Second], (await model.All()).Select(build => build.Storage));
        await model.Builds.Switch(JobChanges.Projection, CancellationToken.None);
        Assert.Equal(Second, await model.Serving());
        await Settles(model, host);
    }

    [Fact]
    public async Task A_rebuild_that_was_stopped_and_goes_on_too_late_writes_nothing_more()
    {
        await using var model = await WatchedModel.Make(postgres);
        await using var host = await Watched(model);
        await using var worker = await WorkerProcess.At(model.Connection, "rebuild", BuildStep.DocumentsCopied, 1);
        await worker.Freeze();
        await WatchedModel.Again(model.Rebuild);
        await worker.Thaw();
        Assert.NotEqual(0, await worker.End());
        await model.Builds.Switch(JobChanges.Projection, CancellationToken.None);
        await Settles(model, host);
    }

    [Theory]
    [InlineData("switch", BuildStep.Switching)]
    [InlineData("switch", BuildStep.Switched)]
    [InlineData("rollback", BuildStep.Switching)]
    [InlineData("rollback", BuildStep.Switched)]
    public async Task A_switch_that_was_killed_has_happened_or_not(string work, BuildStep step)
    {
        await using var model = await WatchedModel.Make(postgres);
        await using var host = await Watched(model);
        await model.Rebuild();
        var (before, after) = (First, Second);
        if (work == "rollback")
        {
            await model.Builds.Switch(JobChanges.Projection, CancellationToken.None);
            (before, after) = (Second, First);
        }

        await using (var worker = await WorkerProcess.At(model.Connection, work, step, before: 0))
        {
            await worker.Kill();
        }

        Assert.Equal(step == BuildStep.Switching ? before : after, await model.Serving());
        await Settles(model, host);
    }

    [Theory]
    [InlineData(BuildStep.PageFolded, false)]
    [InlineData(BuildStep.PageFolded, true)]
    [InlineData(BuildStep.PageCommitted, false)]
    [InlineData(BuildStep.PageCommitted, true)]
    public async Task Another_runner_takes_over_within_seconds_and_the_one_that_was_stopped_repeats_nothing(BuildStep step, bool goesOn)
    {
        await using var model = await WatchedModel.Make(postgres);
        await using var worker = await WorkerProcess.At(model.Connection, "run", step, before: 3);
        model.Watch();
        await using var host = await model.Run();
        await (goesOn ? worker.Freeze() : worker.Kill());
        await host.CatchUp(await model.Log.End(CancellationToken.None), JobChanges.Projection);
        if (goesOn)
        {
            await worker.Thaw();
        }

        await Settles(model, host);
    }

    [Fact]
    public async Task Runners_share_what_there_is_and_leave_it_to_the_others_when_they_end()
    {
        await using var model = await WatchedModel.Make(postgres);
        await using var last = await model.Run();
        for (var round = 0; round < 3; round++)
        {
            await using var another = await model.Run();
            await another.CatchUp(await model.Log.End(CancellationToken.None), JobChanges.Projection);
        }

        model.Watch();
        await last.CatchUp(await model.Log.End(CancellationToken.None), JobChanges.Projection);
        await Settles(model, last);
    }

    private static async Task<ProjectionHost> Watched(WatchedModel model)
    {
        var host = await model.Run();
        await host.CatchUp(await model.Log.End(CancellationToken.None), JobChanges.Projection);
        model.Watch();
        return host;
    }

    private static async Task Settles(WatchedModel model, ProjectionHost host)
    {
        await host.CatchUp(await model.Log.End(CancellationToken.None), JobChanges.Projection);
        await model.StopWatching();
        await model.IsWhatTheLogSays(host);
    }
}
