using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Applications;

/// <summary>An application's life: Invited → Submitted → Shortlisted → Offered → Accepted → Hired, or an end on the way.</summary>
public abstract record ApplicationState
{
    private ApplicationState() { }

    /// <summary>The helper has not applied for the job and is not invited to.</summary>
    public sealed record NotMade : ApplicationState;

    /// <summary>An application in any stage of life.</summary>
    public abstract record Made(ApplicationFacts Facts) : ApplicationState;

    public sealed record Invited(ApplicationFacts Facts) : Made(Facts);

    public sealed record Submitted(ApplicationFacts Facts) : Made(Facts);

    public sealed record Shortlisted(ApplicationFacts Facts) : Made(Facts);

    /// <summary>The offer waits for the helper's answer.</summary>
    public sealed record Offered(ApplicationFacts Facts, Offer Offer) : Made(Facts);

    /// <summary>The helper has accepted; the hire is under way.</summary>
    public sealed record Accepted(ApplicationFacts Facts, Offer Offer) : Made(Facts);

    public sealed record Hired(ApplicationFacts Facts, Offer Offer, AssignmentId Assignment) : Made(Facts);

    public sealed record Ended(ApplicationFacts Facts, ApplicationEnd How) : Made(Facts);
}

/// <summary>How an application ended without a hire.</summary>
public enum ApplicationEnd
{
    Withdrawn,
    Rejected,
    OfferDeclined,
    OfferRescinded,
    OfferExpired,
    ClosedJobFilled,
    ClosedJobGone,
}

/// <summary>What is known of an application from its first day on.</summary>
/// <param name="Offers">Every offer that was ever made, oldest first: an offer is made once.</param>
public sealed record ApplicationFacts(ApplicationId Application, JobId Job, EmployerId Employer, HelperId Helper, ValueList<OfferId> Offers);

/// <summary>An offer as it was made.</summary>
/// <param name="ExpiresAt">The first moment when it can no more be accepted.</param>
/// <param name="RequiresVerification">The level that the helper must hold to accept it; null when it was held from the start.</param>
public sealed record Offer(OfferId Id, OfferTerms Terms, DateTimeOffset ExpiresAt, VerificationLevel? RequiresVerification);
