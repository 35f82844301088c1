using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Verifications;

/// <summary>
/// A verification's life: ConsentPending → Consented → InProgress → Clear or Failed, or Cancelled. Withdrawn consent leads back to
/// ConsentPending; a new request after the end leads there too.
/// </summary>
public abstract record VerificationState
{
    private VerificationState() { }

    /// <summary>It was never asked for.</summary>
    public sealed record Unrequested : VerificationState;

    /// <summary>A verification in any stage of life.</summary>
    public abstract record Known(VerificationSubject Subject) : VerificationState;

    /// <summary>Asked for; nothing may happen before the helper consents.</summary>
    public sealed record ConsentPending(VerificationSubject Subject) : Known(Subject);

    /// <summary>Waits for a reviewer.</summary>
    public sealed record Consented(VerificationSubject Subject, Consent Consent) : Known(Subject);

    public sealed record InProgress(VerificationSubject Subject, Consent Consent, PersonId Reviewer) : Known(Subject);

    /// <param name="ValidUntil">It holds before this instant, and no more from it on.</param>
    public sealed record Clear(VerificationSubject Subject, PersonId Reviewer, DateTimeOffset ValidUntil) : Known(Subject);

    public sealed record Failed(VerificationSubject Subject, PersonId Reviewer, Reason Reason) : Known(Subject);

    public sealed record Cancelled(VerificationSubject Subject) : Known(Subject);

    /// <summary>Whether it is clear for all of the time up to this instant.</summary>
    public bool HoldsUntil(DateTimeOffset instant) => this is Clear clear && clear.ValidUntil >= instant;
}

/// <summary>Whose verification it is, and of what.</summary>
public sealed record VerificationSubject(VerificationId Verification, HelperId Helper, VerificationType Type);

/// <param name="Document">The hash of the consent text that the helper saw.</param>
public sealed record Consent(Sha256 Document, Name DocumentVersion);
