using LaborMarketplace.Projections.Running;
using LaborMarketplace.Tests.Worker;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>
/// Processes are killed, or stopped and let go on too late, at every step of everything that is done to read models; readers look all the time.
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class CrashMatrixTests(PostgresFixture postgres)
{
    public static IEnumerable<object[]> StepsAndSignals =>
        from step in Enum.GetValues<BuildStep>()
        from signal in Enum.GetValues<Signal>()
        select new object[] { step, signal };

    [Theory]
    [MemberData(nameof(StepsAndSignals))]
    public async Task Others_do_what_is_left_of_any_work_that_was_interrupted_at_a_step_and_readers_notice_nothing(BuildStep step, Signal signal)
    {
        var works = WorkSteps.Of.Where(passed => passed.Value.Contains(step)).Select(passed => (passed.Key, step)).ToList();
        Assert.NotEmpty(works);
        await Interrupt(works, signal, () => Task.FromResult<LogNode?>(null));
    }

    [Theory]
    [InlineData(Signal.Kill)]
    [InlineData(Signal.Stop)]
    public Task So_they_do_where_the_log_is_on_EventStoreDB(Signal signal) => Interrupt(
        [
            (Work.RebuildAll, BuildStep.DocumentsCopied), (Work.ResumeRebuild, BuildStep.PartCommitted), (Work.ResumeHalted, BuildStep.TableMade),
            (Work.Switch, BuildStep.Switching), (Work.SwitchToNext, BuildStep.PageFolded),
            (Work.Follow, BuildStep.PageFolded), (Work.Follow, BuildStep.PageCommitted),
        ],
        signal, async () => await LogNode.Find());

    [Fact]
    public async Task Every_step_that_a_work_passes_is_one_at_which_it_is_interrupted()
    {
        var passed = await Task.WhenAll(WorkSteps.Of.Keys.Select(async work => Told(work, await Interruption.Passed(postgres, work))));
        Assert.Equal(WorkSteps.Of.Select(steps => Told(steps.Key, steps.Value)), passed);

        static string Told(Work work, IEnumerable<BuildStep> steps) => $"{work}: {string.Join(", ", steps.Order())}";
    }

    /// <summary>All at once, since each waits for the dead to be known as dead.</summary>
    private async Task Interrupt(IEnumerable<(Work Work, BuildStep Step)> interruptions, Signal signal, Func<Task<LogNode?>> find)
    {
        var amiss = await Task.WhenAll(interruptions.Select(async at => await Record.ExceptionAsync(async () =>
        {
            await using var node = await find();
            await Interruption.Happens(postgres, node, at.Work, at.Step, signal);
        }) is { } exception ? $"{at.Work} at {at.Step}: {exception}" : null));
        Assert.True(amiss.All(words => words is null), string.Join('\n', amiss.OfType<string>()));
    }
}
