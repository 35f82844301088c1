using LaborMarketplace.Projections.Running;

namespace LaborMarketplace.Tests.Worker;

/// <summary>The settings that the tests' processes share: little at a time, and a dead process is found out soon.</summary>
public static class WorkerOptions
{
    public const int PageEvents = 40;

    public static ProjectionOptions Of(Action<BuildStep> atStep) => new()
    {
        FirstRetry = TimeSpan.FromMilliseconds(50),
        Beat = TimeSpan.FromMilliseconds(250),
        Lease = TimeSpan.FromSeconds(3),
        LongestPage = PageEvents,
        RebuildBytes = 4_000,
        AtStep = atStep,
    };
}
