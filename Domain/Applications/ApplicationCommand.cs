using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Applications;

/// <summary>What can be asked of one helper's application for one job.</summary>
public abstract record ApplicationCommand
{
    private ApplicationCommand() { }

    public sealed record Invite(ApplicationId Application, JobId Job, EmployerId Employer, HelperId Helper, Eligibility Eligibility) : ApplicationCommand;

    public sealed record Submit(
        ApplicationId Application, JobId Job, EmployerId Employer, HelperId Helper, Description? Message, Eligibility Eligibility) : ApplicationCommand;

    public sealed record Withdraw(Reason? Reason) : ApplicationCommand;

    public sealed record Shortlist : ApplicationCommand;

    public sealed record Reject(Reason Reason) : ApplicationCommand;

    /// <param name="PositionReserved">Whether the job holds a position for this application.</param>
    public sealed record MakeOffer(OfferId Offer, OfferTerms Terms, DateTimeOffset ExpiresAt, bool PositionReserved, Eligibility Eligibility)
        : ApplicationCommand;

    /// <param name="Offer">The offer that the helper saw: another one is not accepted by mistake.</param>
    public sealed record AcceptOffer(OfferId Offer, Eligibility Eligibility) : ApplicationCommand;

    public sealed record DeclineOffer(OfferId Offer, Reason? Reason) : ApplicationCommand;

    public sealed record RescindOffer(OfferId Offer, Reason Reason) : ApplicationCommand;

    /// <summary>Asked by the deadline; does nothing before the offer's expiry.</summary>
    public sealed record ExpireOffer(OfferId Offer) : ApplicationCommand;

    /// <summary>Told by the hire process, once all that makes a hire is done.</summary>
    public sealed record ConfirmHire(OfferId Offer, AssignmentId Assignment) : ApplicationCommand;

    /// <summary>Told by the hire process, once a step was refused and those before it are undone.</summary>
    /// <param name="Code">Of that refusal.</param>
    public sealed record FailHire(OfferId Offer, string Code, Reason Reason) : ApplicationCommand;

    /// <summary>Told by the process that ends jobs: all positions went to others.</summary>
    public sealed record CloseJobFilled : ApplicationCommand;

    /// <summary>Told by the process that ends jobs: the job was closed, cancelled or expired.</summary>
    public sealed record CloseJobGone : ApplicationCommand;
}

/// <summary>What other streams said when the command was decided: advice, which the hire process checks again.</summary>
/// <param name="JobOpen">The job takes applications.</param>
/// <param name="HelperActive">The helper is onboarded and not paused.</param>
/// <param name="Blocked">The employer has blocked the helper.</param>
/// <param name="Required">The verification level that the job asks for.</param>
/// <param name="Held">The level that the helper holds through the job's last day.</param>
public sealed record Eligibility(bool JobOpen, bool HelperActive, bool Blocked, VerificationLevel Required, VerificationLevel Held);
