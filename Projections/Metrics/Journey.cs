using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Verifications;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Metrics;

public enum JourneyKind
{
    /// <summary>From registration to completed onboarding.</summary>
    HelperRegistration,

    /// <summary>From publishing to the first filled position.</summary>
    PostingToHire,

    /// <summary>From the request to the outcome.</summary>
    Verification,

    /// <summary>From the application to the employer's first answer.</summary>
    ApplicationResponse,

    /// <summary>From scheduling to the work's completion.</summary>
    Assignment,
}

/// <summary>
/// Something that the business measures, from its start to its end: the figures by day and region are counted and ranked over these,
/// so medians are exact, and a changed definition changes its past too.
/// </summary>
/// <param name="Day">The day (UTC) on which it started, as <c>2026-11-24</c>.</param>
/// <param name="Seconds">How long it took; null while it lasts.</param>
/// <param name="Succeeded">How it ended; null while it lasts.</param>
public sealed record Journey(Guid Id, JourneyKind Kind, string Region, DateOnly Day, DateTimeOffset StartedAt, double? Seconds, bool? Succeeded) : IDocument
{
    public static Projection Projection { get; } = Definition.Projection.Of<Journey>("business-metrics", version: 1)
        .Creates<HelperEvent.Registered>((_, recorded) => Begin(JourneyKind.HelperRegistration, recorded))
        .On<HelperEvent.OnboardingCompleted>((journey, _, recorded) => journey.Ends(true, recorded))
        .Creates<JobEvent.Published>((_, recorded) => Begin(JourneyKind.PostingToHire, recorded))
        .On<JobEvent.PositionFilled>((journey, _, recorded) => journey.Ends(true, recorded))
        .OnIfAny<JobEvent.Closed>((journey, _, recorded) => journey.Ends(false, recorded))
        .OnIfAny<JobEvent.Cancelled>((journey, _, recorded) => journey.Ends(false, recorded))
        .OnIfAny<JobEvent.Expired>((journey, _, recorded) => journey.Ends(false, recorded))
        .CreatesOrChanges<VerificationEvent.Requested>((_, _, recorded) => Begin(JourneyKind.Verification, recorded))
        .On<VerificationEvent.Cleared>((journey, _, recorded) => journey.Ends(true, recorded))
        .On<VerificationEvent.Failed>((journey, _, recorded) => journey.Ends(false, recorded))
        .On<VerificationEvent.Cancelled>((journey, _, recorded) => journey.Ends(false, recorded))
        .CreatesOrChanges<ApplicationEvent.Submitted>((_, _, recorded) => Begin(JourneyKind.ApplicationResponse, recorded))
        .OnIfAny<ApplicationEvent.Shortlisted>((journey, _, recorded) => journey.Ends(true, recorded))
        .OnIfAny<ApplicationEvent.Offered>((journey, _, recorded) => journey.Ends(true, recorded))
        .OnIfAny<ApplicationEvent.Rejected>((journey, _, recorded) => journey.Ends(true, recorded))
        .OnIfAny<ApplicationEvent.Withdrawn>((journey, _, recorded) => journey.Ends(false, recorded))
        .OnIfAny<ApplicationEvent.ClosedJobFilled>((journey, _, recorded) => journey.Ends(false, recorded))
        .OnIfAny<ApplicationEvent.ClosedJobGone>((journey, _, recorded) => journey.Ends(false, recorded))
        .Creates<AssignmentEvent.Scheduled>((_, recorded) => Begin(JourneyKind.Assignment, recorded))
        .On<AssignmentEvent.Completed>((journey, _, recorded) => journey.Ends(true, recorded))
        .On<AssignmentEvent.Cancelled>((journey, _, recorded) => journey.Ends(false, recorded))
        .On<AssignmentEvent.NoShowReported>((journey, _, recorded) => journey.Ends(false, recorded))
        .IndexedBy("by_day", """((data ->> 'day') collate "C", (data ->> 'region') collate "C")""");

    private static Journey Begin(JourneyKind kind, Recorded recorded) => new(
        recorded.StreamId, kind, recorded.Region, DateOnly.FromDateTime(recorded.At.UtcDateTime), recorded.At, Seconds: null, Succeeded: null);

    /// <summary>The first end counts.</summary>
    private Journey Ends(bool succeeded, Recorded recorded) =>
        Succeeded is null ? this with { Seconds = (recorded.At - StartedAt).TotalSeconds, Succeeded = succeeded } : this;
}
