using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Tests.Worker;

/// <summary>How often a job has changed: a number that never goes back, unless the document does.</summary>
public sealed record JobChanges(Guid Id, int Changes) : IDocument
{
    public static Projection Projection { get; } = Projections.Definition.Projection.Of<JobChanges>("job-changes", version: 1)
        .Creates<JobEvent.Drafted>((e, _) => new(e.Job.Value, 1))
        .On<JobEvent.Edited>((job, _) => job with { Changes = job.Changes + 1 })
        .On<JobEvent.Published>((job, _) => job with { Changes = job.Changes + 1 })
        .IndexedBy("by_changes", "(((data -> 'changes')::int), id)");
}
