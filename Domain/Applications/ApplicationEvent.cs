using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Applications;

/// <summary>What happened to one helper's application for one job.</summary>
public abstract record ApplicationEvent
{
    private ApplicationEvent() { }

    [EventName("application.invited.v1")]
    public sealed record Invited(ApplicationId Application, JobId Job, EmployerId Employer, HelperId Helper) : ApplicationEvent;

    [EventName("application.submitted.v1")]
    public sealed record Submitted(ApplicationId Application, JobId Job, EmployerId Employer, HelperId Helper, [property: Personal] Description? Message)
        : ApplicationEvent;

    [EventName("application.withdrawn.v1")]
    public sealed record Withdrawn([property: Personal] Reason? Reason) : ApplicationEvent;

    [EventName("application.shortlisted.v1")]
    public sealed record Shortlisted : ApplicationEvent;

    [EventName("application.rejected.v1")]
    public sealed record Rejected([property: Personal] Reason Reason) : ApplicationEvent;

    /// <param name="Terms">A snapshot: what the job says later changes nothing.</param>
    /// <param name="RequiresVerification">The offer is conditional on this level, which the helper does not hold yet; null is unconditional.</param>
    [EventName("application.offered.v1")]
    public sealed record Offered(OfferId Offer, OfferTerms Terms, DateTimeOffset ExpiresAt, VerificationLevel? RequiresVerification) : ApplicationEvent;

    [EventName("application.offer-accepted.v1")]
    public sealed record OfferAccepted(OfferId Offer) : ApplicationEvent;

    [EventName("application.offer-declined.v1")]
    public sealed record OfferDeclined(OfferId Offer, [property: Personal] Reason? Reason) : ApplicationEvent;

    [EventName("application.offer-rescinded.v1")]
    public sealed record OfferRescinded(OfferId Offer, [property: Personal] Reason Reason) : ApplicationEvent;

    [EventName("application.offer-expired.v1")]
    public sealed record OfferExpired(OfferId Offer) : ApplicationEvent;

    [EventName("application.hired.v1")]
    public sealed record Hired(OfferId Offer, AssignmentId Assignment) : ApplicationEvent;

    /// <summary>The hire could not be completed; the application is shortlisted again.</summary>
    /// <param name="Code">Of the refusal that stopped it.</param>
    [EventName("application.hire-failed.v1")]
    public sealed record HireFailed(OfferId Offer, string Code, [property: Personal] Reason Reason) : ApplicationEvent;

    /// <summary>All positions went to others.</summary>
    [EventName("application.closed-job-filled.v1")]
    public sealed record ClosedJobFilled : ApplicationEvent;

    /// <summary>The job was closed, cancelled or expired.</summary>
    [EventName("application.closed-job-gone.v1")]
    public sealed record ClosedJobGone : ApplicationEvent;
}

/// <summary>What an offer promises.</summary>
public sealed record OfferTerms(TimeWindow When, TimeZoneName Zone, Place? Place, Pay Pay);
