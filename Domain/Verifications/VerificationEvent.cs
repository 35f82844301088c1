using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Verifications;

/// <summary>What happened to one helper's verification of one type.</summary>
public abstract record VerificationEvent
{
    private VerificationEvent() { }

    [EventName("verification.requested.v1")]
    public sealed record Requested(VerificationId Verification, HelperId Helper, VerificationType Type) : VerificationEvent;

    /// <param name="Document">The hash of the consent text that the helper saw.</param>
    [EventName("verification.consent-granted.v1")]
    public sealed record ConsentGranted(Sha256 Document, Name DocumentVersion) : VerificationEvent;

    [EventName("verification.consent-withdrawn.v1")]
    public sealed record ConsentWithdrawn : VerificationEvent;

    /// <summary>A reviewer has taken the check in hand.</summary>
    [EventName("verification.started.v1")]
    public sealed record Started(PersonId Reviewer) : VerificationEvent;

    /// <param name="ValidUntil">It holds before this instant, and no more from it on.</param>
    [EventName("verification.cleared.v1")]
    public sealed record Cleared(PersonId Reviewer, DateTimeOffset ValidUntil, int Policy) : VerificationEvent;

    [EventName("verification.failed.v1")]
    public sealed record Failed(PersonId Reviewer, [property: Personal] Reason Reason) : VerificationEvent;

    [EventName("verification.cancelled.v1")]
    public sealed record Cancelled([property: Personal] Reason? Reason) : VerificationEvent;
}
