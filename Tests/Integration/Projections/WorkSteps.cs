using LaborMarketplace.Projections.Running;
using LaborMarketplace.Tests.Worker;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>Where work on read models is interrupted.</summary>
internal static class WorkSteps
{
    /// <summary>All steps that each piece of work passes.</summary>
    public static IReadOnlyDictionary<Work, IReadOnlyList<BuildStep>> Of { get; } = Enum.GetValues<Work>().ToDictionary(work => work, StepsOf);

    /// <summary>How often the step is passed before: work on several read models is interrupted at the second, and following in the middle.</summary>
    public static int Before(Work work, BuildStep step) => (work, step) switch
    {
        (Work.RebuildAll, BuildStep.BuildBegun or BuildStep.TableMade or BuildStep.DocumentsCopied or BuildStep.PartCommitted or BuildStep.BuildFinished) => 1,
        (Work.Follow, _) => 2,
        _ => 0,
    };

    private static IReadOnlyList<BuildStep> StepsOf(Work work)
    {
        BuildStep[] page = [BuildStep.PageFolded, BuildStep.PageCommitted];
        BuildStep[] copying = [BuildStep.BuildBegun, BuildStep.TableMade, BuildStep.DocumentsCopied, BuildStep.PartCommitted, BuildStep.IndexesMade];
        BuildStep[] switching = [BuildStep.Switching, BuildStep.Switched];
        return work switch
        {
            Work.RebuildAll or Work.ResumeRebuild or Work.RebuildInVain => [.. copying, .. page, BuildStep.BuildFinished],
            Work.ResumeHalted => copying,
            Work.Switch or Work.RollBack => switching,
            Work.SwitchToNext => [.. page, .. switching],
            Work.Drop => [BuildStep.Dropping, BuildStep.Dropped],
            Work.Follow => page,
            _ => [.. copying, .. page, BuildStep.BuildFinished, .. switching],
        };
    }
}
