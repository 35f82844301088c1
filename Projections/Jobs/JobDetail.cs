using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Jobs;

/// <summary>A job, whole.</summary>
/// <param name="RepostOf">The job that this one repeats, if any.</param>
/// <param name="Reserved">How many positions wait for a hire to be completed.</param>
/// <param name="Filled">How many positions are taken.</param>
/// <param name="HasApplications">Somebody has applied: from then on, pay does not fall.</param>
/// <param name="EndReason">Why it was closed or cancelled, where that was said.</param>
public sealed record JobDetail(
    Guid Id, EmployerId Employer, JobStanding State, JobTerms Terms, JobId? RepostOf, int Reserved, int Filled, bool HasApplications,
    DateTimeOffset DraftedAt, DateTimeOffset? PublishedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? EndedAt, Reason? EndReason) : IDocument
{
    public static Projection Projection { get; } = Definition.Projection.Of<JobDetail>("job-detail", version: 1)
        .Creates<JobEvent.Drafted>((e, recorded) => new(
            e.Job.Value, e.Employer, JobStanding.Draft, e.Terms, e.RepostOf, Reserved: 0, Filled: 0, HasApplications: false,
            recorded.At, PublishedAt: null, ExpiresAt: null, EndedAt: null, EndReason: null))
        .On<JobEvent.Edited>((job, e) => job with { Terms = e.Terms, ExpiresAt = e.ExpiresAt })
        .On<JobEvent.Published>((job, e) => job with { State = JobStanding.Open, PublishedAt = e.At, ExpiresAt = e.ExpiresAt })
        .On<JobEvent.FirstApplicationReceived>((job, _) => job with { HasApplications = true })
        .On<JobEvent.PositionReserved>((job, e) => job.Holding(
            job.Hidden.Where(held => held.Application != e.Application).Add(new(e.Application, Filled: false))))
        .On<JobEvent.PositionFilled>((job, e) => job.Holding(
            job.Hidden.Where(held => held.Application != e.Application).Add(new(e.Application, Filled: true))))
        .On<JobEvent.PositionReleased>((job, e) => job.Holding(job.Hidden.Where(held => held.Application != e.Application)))
        .On<JobEvent.Filled>((job, _) => job with { State = JobStanding.Filled })
        .On<JobEvent.Reopened>((job, _) => job with { State = JobStanding.Open })
        .On<JobEvent.Closed>((job, e, recorded) => job with { State = JobStanding.Closed, EndedAt = recorded.At, EndReason = e.Reason })
        .On<JobEvent.Cancelled>((job, e, recorded) => job with { State = JobStanding.Cancelled, EndedAt = recorded.At, EndReason = e.Reason })
        .On<JobEvent.Expired>((job, _, recorded) => job with { State = JobStanding.Expired, EndedAt = recorded.At });

    /// <summary>Which applications hold positions.</summary>
    public ValueList<HeldPosition> Hidden { get; init; } = [];

    private JobDetail Holding(ValueList<HeldPosition> held) =>
        this with { Hidden = held, Reserved = held.Count(position => !position.Filled), Filled = held.Count(position => position.Filled) };
}

public sealed record HeldPosition(ApplicationId Application, bool Filled);
