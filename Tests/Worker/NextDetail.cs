using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Jobs;

namespace LaborMarketplace.Tests.Worker;

/// <summary>The next version of a job, whole: of what happens to jobs before anybody applies.</summary>
public static class NextDetail
{
    /// <summary>A job that expires at this time is more than it can take.</summary>
    public static readonly DateTimeOffset TooLate = new(2099, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public static Projection Projection { get; } = Projections.Definition.Projection.Of<JobDetail>(JobDetail.Projection.Name, JobDetail.Projection.Version + 1)
        .Creates<JobEvent.Drafted>((e, recorded) => new(
            e.Job.Value, e.Employer, JobStanding.Draft, e.Terms, e.RepostOf, Reserved: 0, Filled: 0, HasApplications: false,
            recorded.At, PublishedAt: null, ExpiresAt: null, EndedAt: null, EndReason: null))
        .On<JobEvent.Edited>((job, e) => e.ExpiresAt == TooLate
            ? throw new FoldException("It expires too late.")
            : job with { Terms = e.Terms, ExpiresAt = e.ExpiresAt })
        .On<JobEvent.Published>((job, e) => job with { State = JobStanding.Open, PublishedAt = e.At, ExpiresAt = e.ExpiresAt })
        .On<JobEvent.Cancelled>((job, e, recorded) => job with { State = JobStanding.Cancelled, EndedAt = recorded.At, EndReason = e.Reason });
}
