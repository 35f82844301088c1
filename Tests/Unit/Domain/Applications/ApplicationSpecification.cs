using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Applications;

/// <summary>The application that its tests speak of: made on Monday for Thursday's work, with offers that last until Tuesday.</summary>
public abstract class ApplicationSpecification() : Specification<ApplicationState, ApplicationCommand, ApplicationEvent>(ApplicationDecider.For(Policy.Default))
{
    private protected static DateTimeOffset Monday => Examples.Monday;

    private protected static DateTimeOffset Tuesday { get; } = Monday.AddDays(1);

    private protected static OfferId First => Examples.Offer;

    private protected static OfferId Second { get; } = new(Examples.Id(7));

    private protected static OfferTerms Terms { get; } = new(Examples.Thursday, Examples.NewYork, Examples.Workshop, Examples.Hourly(20));

    private protected static Eligibility Eligible { get; } =
        new(JobOpen: true, HelperActive: true, Blocked: false, VerificationLevel.None, VerificationLevel.None);

    private protected static Eligibility NotVerified { get; } = Eligible with { Required = VerificationLevel.From(2), Held = VerificationLevel.From(1) };

    private protected static ApplicationEvent Invited { get; } =
        new ApplicationEvent.Invited(Examples.Application, Examples.Job, Examples.Employer, Examples.Helper);

    private protected static ApplicationEvent Submitted { get; } =
        new ApplicationEvent.Submitted(Examples.Application, Examples.Job, Examples.Employer, Examples.Helper, null);

    private protected static ApplicationEvent Shortlisted { get; } = new ApplicationEvent.Shortlisted();

    private protected static ApplicationEvent Withdrawn { get; } = new ApplicationEvent.Withdrawn(null);

    private protected static ApplicationEvent Rejected { get; } = new ApplicationEvent.Rejected(Examples.Reason);

    private protected static ApplicationEvent Offered { get; } = new ApplicationEvent.Offered(First, Terms, Tuesday, null);

    private protected static ApplicationEvent Accepted { get; } = new ApplicationEvent.OfferAccepted(First);

    private protected static ApplicationEvent Declined { get; } = new ApplicationEvent.OfferDeclined(First, null);

    private protected static ApplicationEvent Rescinded { get; } = new ApplicationEvent.OfferRescinded(First, Examples.Reason);

    private protected static ApplicationEvent Expired { get; } = new ApplicationEvent.OfferExpired(First);

    private protected static ApplicationEvent Hired { get; } = new ApplicationEvent.Hired(First, Examples.Assignment);

    private protected static ApplicationEvent HireFailed { get; } = new ApplicationEvent.HireFailed(First, "calendar.slot-taken", Examples.Reason);

    private protected static ApplicationEvent JobFilled { get; } = new ApplicationEvent.ClosedJobFilled();

    private protected static ApplicationEvent JobGone { get; } = new ApplicationEvent.ClosedJobGone();

    private protected static ApplicationCommand.Invite Invite { get; } =
        new(Examples.Application, Examples.Job, Examples.Employer, Examples.Helper, Eligible);

    private protected static ApplicationCommand.Submit Submit { get; } =
        new(Examples.Application, Examples.Job, Examples.Employer, Examples.Helper, null, Eligible);

    private protected static ApplicationCommand Withdraw { get; } = new ApplicationCommand.Withdraw(null);

    private protected static ApplicationCommand Shortlist { get; } = new ApplicationCommand.Shortlist();

    private protected static ApplicationCommand Reject { get; } = new ApplicationCommand.Reject(Examples.Reason);

    private protected static ApplicationCommand.MakeOffer MakeOffer { get; } = new(First, Terms, Tuesday, PositionReserved: true, Eligible);

    private protected static ApplicationCommand.AcceptOffer Accept { get; } = new(First, Eligible);

    private protected static ApplicationCommand.DeclineOffer Decline { get; } = new(First, null);

    private protected static ApplicationCommand.RescindOffer Rescind { get; } = new(First, Examples.Reason);

    private protected static ApplicationCommand.ExpireOffer Expire { get; } = new(First);

    private protected static ApplicationCommand.ConfirmHire ConfirmHire { get; } = new(First, Examples.Assignment);

    private protected static ApplicationCommand.FailHire FailHire { get; } = new(First, "calendar.slot-taken", Examples.Reason);

    private protected static ApplicationCommand CloseJobFilled { get; } = new ApplicationCommand.CloseJobFilled();

    private protected static ApplicationCommand CloseJobGone { get; } = new ApplicationCommand.CloseJobGone();
}
