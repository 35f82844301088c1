using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Applications;

public enum ApplicationStanding
{
    Invited,
    Submitted,
    Shortlisted,
    Offered,
    Accepted,
    Hired,
    Withdrawn,
    Rejected,
    OfferDeclined,
    OfferExpired,
    OfferRescinded,
    ClosedJobFilled,
    ClosedJobGone,
}

/// <summary>The offer that was made last.</summary>
/// <param name="RequiresVerification">The level that the helper must hold to accept; null is unconditional.</param>
public sealed record OfferView(OfferId Id, OfferTerms Terms, DateTimeOffset ExpiresAt, VerificationLevel? RequiresVerification);

/// <summary>One helper's application for one job, as both sides see it; it is listed by job and by helper.</summary>
/// <param name="Message">What the helper wrote.</param>
/// <param name="Reason">Why it ended or the last hire failed, where that was said.</param>
/// <param name="StartedAt">When the helper was invited or applied.</param>
/// <param name="AppliedAt">When the helper applied; null while they are only invited.</param>
public sealed record ApplicationView(
    Guid Id, JobId Job, EmployerId Employer, HelperId Helper, ApplicationStanding State, Description? Message, OfferView? Offer,
    AssignmentId? Assignment, Reason? Reason, DateTimeOffset StartedAt, DateTimeOffset? AppliedAt, DateTimeOffset ChangedAt) : IDocument
{
    public static Projection Projection { get; } = Definition.Projection.Of<ApplicationView>("application", version: 1)
        .Creates<ApplicationEvent.Invited>((e, recorded) => new(
            e.Application.Value, e.Job, e.Employer, e.Helper, ApplicationStanding.Invited,
            Message: null, Offer: null, Assignment: null, Reason: null, recorded.At, AppliedAt: null, recorded.At))
        .CreatesOrChanges<ApplicationEvent.Submitted>((application, e, recorded) => application is null
            ? new(
                e.Application.Value, e.Job, e.Employer, e.Helper, ApplicationStanding.Submitted,
                e.Message, Offer: null, Assignment: null, Reason: null, recorded.At, recorded.At, recorded.At)
            : application.Now(ApplicationStanding.Submitted, recorded) with
            {
                Message = e.Message,
                Reason = null,
                AppliedAt = recorded.At,
            })
        .On<ApplicationEvent.Withdrawn>((application, e, recorded) => application.Now(ApplicationStanding.Withdrawn, recorded) with { Reason = e.Reason })
        .On<ApplicationEvent.Shortlisted>((application, _, recorded) => application.Now(ApplicationStanding.Shortlisted, recorded))
        .On<ApplicationEvent.Rejected>((application, e, recorded) => application.Now(ApplicationStanding.Rejected, recorded) with { Reason = e.Reason })
        .On<ApplicationEvent.Offered>((application, e, recorded) => application.Now(ApplicationStanding.Offered, recorded) with
        {
            Offer = new(e.Offer, e.Terms, e.ExpiresAt, e.RequiresVerification),
        })
        .On<ApplicationEvent.OfferAccepted>((application, _, recorded) => application.Now(ApplicationStanding.Accepted, recorded))
        .On<ApplicationEvent.OfferDeclined>((application, e, recorded) =>
            application.Now(ApplicationStanding.OfferDeclined, recorded) with { Reason = e.Reason })
        .On<ApplicationEvent.OfferRescinded>((application, e, recorded) =>
            application.Now(ApplicationStanding.OfferRescinded, recorded) with { Reason = e.Reason })
        .On<ApplicationEvent.OfferExpired>((application, _, recorded) => application.Now(ApplicationStanding.OfferExpired, recorded))
        .On<ApplicationEvent.Hired>((application, e, recorded) => application.Now(ApplicationStanding.Hired, recorded) with { Assignment = e.Assignment })
        .On<ApplicationEvent.HireFailed>((application, e, recorded) => application.Now(ApplicationStanding.Shortlisted, recorded) with { Reason = e.Reason })
        .On<ApplicationEvent.ClosedJobFilled>((application, _, recorded) => application.Now(ApplicationStanding.ClosedJobFilled, recorded))
        .On<ApplicationEvent.ClosedJobGone>((application, _, recorded) => application.Now(ApplicationStanding.ClosedJobGone, recorded))
        .IndexedBy("by_job", $"""((data ->> 'job') collate "C", {StartedSql}, id)""")
        .IndexedBy("by_helper", $"""((data ->> 'helper') collate "C", {StartedSql}, id)""")
        .IndexedBy("by_parties", """((data ->> 'helper') collate "C", (data ->> 'employer') collate "C")""");

    public const string StartedSql = """(data ->> 'startedAt') collate "C" """;

    private ApplicationView Now(ApplicationStanding state, Recorded recorded) => this with { State = state, ChangedAt = recorded.At };
}
