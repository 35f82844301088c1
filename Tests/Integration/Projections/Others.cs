using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Employers;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Tests.Worker;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>Those who do what is left of a piece of work that was interrupted at a step, as people and other processes would.</summary>
internal sealed class Others(WatchedModels models, Work work, BuildStep step)
{
    private static readonly Projection Detail = JobDetail.Projection, Board = JobCard.Projection, Next = NextDetail.Projection;

    /// <param name="tooLate">Where the next version halts, if it does.</param>
    public async Task DoWhatIsLeft(LogPosition tooLate, CancellationToken waiting)
    {
        switch (work)
        {
            case Work.RebuildAll:
                await RebuildAndSwitch([Detail, Board, EmployerAccount.Projection], waiting);
                break;
            case Work.ResumeRebuild:
                await RebuildAndSwitch([Board], waiting);
                break;
            case Work.RebuildInVain:
                await Drop(Detail, waiting);
                break;
            case Work.ResumeHalted:
                await UntilNobodyIsInTheWay("rebuilding", async () => Assert.NotEmpty(await models.Place.Rebuild([Next], waiting)));
                await models.Place.Builds.Skip(Next, tooLate, "It does not matter.", "tester", waiting);
                await models.Run(Models.Next);
                await RebuildAndSwitch([Next], waiting);
                break;
            case Work.Switch or Work.SwitchToNext or Work.RollBack:
                await SwitchUnlessDone(waiting);
                break;
            case Work.Drop:
                await Drop(Board, waiting);
                break;
            case Work.RebuildOnStart:
                await models.Run(Models.Next, rebuildOnStart: true);
                await models.Until(
                    "The next version to serve", builds => builds.Any(build => build is { Name: "job-detail", Version: 2, Live: true }));
                break;
        }
    }

    public async Task RebuildAndSwitch(IReadOnlyList<Projection> wanted, CancellationToken waiting)
    {
        var builds = await models.Builds();
        var left = wanted.Where(model => !builds.Any(build => build is { Live: false, Built: true } && build.Name == model.Name)).ToList();
        if (left.Count > 0)
        {
            await UntilNobodyIsInTheWay("rebuilding", async () => Assert.Empty(await models.Place.Rebuild(left, waiting)));
        }

        foreach (var model in wanted)
        {
            await UntilNobodyIsInTheWay("switching", () => models.Place.Builds.Switch(model, waiting));
            Assert.Equal(await models.Serving(model), Assert.Single(await models.Later(model)).Storage);
        }
    }

    private async Task SwitchUnlessDone(CancellationToken waiting)
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
            await UntilNobodyIsInTheWay("switching", () => work == Work.RollBack
                ? models.Place.Builds.Rollback(model, asItStands: false, waiting)
                : models.Place.Builds.Switch(model, waiting));
        }

        Assert.Equal(after, await models.Serving(model));
        if (work == Work.SwitchToNext)
        {
            await models.Run(Models.Next);
        }
    }

    private Task Drop(Projection model, CancellationToken waiting) => models.Together.Until($"{model} to have no build but the one that serves", async _ =>
    {
        await models.Place.Builds.Drop(model, storage: null, waiting);
        return (await models.Later(model)).Count == 0;
    });

    /// <summary>Does it again until nobody who has died stands in the way any more.</summary>
    private Task UntilNobodyIsInTheWay(string what, Func<Task> act) => models.Together.Until($"Nobody to be in the way of {what}", async _ =>
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
