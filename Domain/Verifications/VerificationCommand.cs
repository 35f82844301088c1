using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Verifications;

/// <summary>What can be asked of one helper's verification of one type.</summary>
public abstract record VerificationCommand
{
    private VerificationCommand() { }

    public sealed record Request(VerificationId Verification, HelperId Helper, VerificationType Type) : VerificationCommand;

    /// <param name="Document">The hash of the consent text that the helper saw.</param>
    public sealed record GrantConsent(Sha256 Document, Name DocumentVersion) : VerificationCommand;

    public sealed record WithdrawConsent : VerificationCommand;

    /// <summary>Takes the check in hand, also out of another reviewer's.</summary>
    public sealed record Start(PersonId Reviewer) : VerificationCommand;

    public sealed record Clear(PersonId Reviewer) : VerificationCommand;

    public sealed record Fail(PersonId Reviewer, Reason Reason) : VerificationCommand;

    public sealed record Cancel(Reason? Reason) : VerificationCommand;
}
