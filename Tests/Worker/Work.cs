using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Employers;
using LaborMarketplace.Projections.Jobs;

namespace LaborMarketplace.Tests.Worker;

/// <summary>What a process does to read models, until it is interrupted.</summary>
public enum Work
{
    /// <summary>Rebuilds several read models at once, from nothing.</summary>
    RebuildAll,

    /// <summary>Takes up a rebuild that was broken off.</summary>
    ResumeRebuild,

    /// <summary>Rebuilds one read model, which is to be dropped thereafter.</summary>
    RebuildInVain,

    /// <summary>Takes up a rebuild of the next version that stands at an event which that version cannot take.</summary>
    ResumeHalted,

    /// <summary>Switches to a build that follows the log.</summary>
    Switch,

    /// <summary>Switches to a build of the next version, where nobody follows the log.</summary>
    SwitchToNext,

    /// <summary>Switches back.</summary>
    RollBack,

    /// <summary>Drops what does not serve.</summary>
    Drop,

    /// <summary>Follows the log.</summary>
    Follow,

    /// <summary>Follows the log, and rebuilds and switches to the next version at its start.</summary>
    RebuildOnStart,
}

/// <summary>The read models that are worked on.</summary>
public static class Models
{
    /// <summary>Those that serve when the work begins: documents by id, lists, and what both depend on.</summary>
    public static IReadOnlyList<Projection> Serving { get; } = [JobDetail.Projection, JobCard.Projection, EmployerAccount.Projection];

    /// <summary>The same, as the next program knows them.</summary>
    public static IReadOnlyList<Projection> Next { get; } = [NextDetail.Projection, JobCard.Projection, EmployerAccount.Projection];

    /// <summary>Those that a piece of work changes.</summary>
    public static IReadOnlyList<Projection> Of(Work work) => work switch
    {
        Work.RebuildAll or Work.Follow => Serving,
        Work.RebuildOnStart => Next,
        Work.ResumeHalted or Work.SwitchToNext => [NextDetail.Projection],
        Work.RebuildInVain or Work.RollBack => [JobDetail.Projection],
        _ => [JobCard.Projection],
    };
}
