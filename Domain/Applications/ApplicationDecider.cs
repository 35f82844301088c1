using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Applications.ApplicationEvent>;

namespace LaborMarketplace.Domain.Applications;

/// <summary>
/// An application's rules. A helper who withdrew, or whose application was closed because the job was filled, may submit again
/// while the job is open: there is one application for a helper and a job, and minds and jobs change. Every other end is final.
/// An offer may be made to whoever has submitted; shortlisting first is the employer's choice.
/// </summary>
public static class ApplicationDecider
{
    public static Decider<ApplicationState, ApplicationCommand, ApplicationEvent> For(Policy policy) =>
        new("application", new ApplicationState.NotMade(), (state, command, now) => Decide(policy, state, command, now), Evolve);

    private static Decision<ApplicationEvent> Decide(
        Policy policy, ApplicationState state, ApplicationCommand command, DateTimeOffset now) =>
        (state, command) switch
        {
            (_, ApplicationCommand.Invite invite) => Invite(state, invite),
            (_, ApplicationCommand.Submit submit) => Submit(state, submit),
            (ApplicationState.Made made, ApplicationCommand.Withdraw withdraw) => Withdraw(made, withdraw),
            (ApplicationState.Made made, ApplicationCommand.Shortlist) => Shortlist(made),
            (ApplicationState.Made made, ApplicationCommand.Reject reject) => Reject(made, reject),
            (ApplicationState.Made made, ApplicationCommand.MakeOffer make) => OfferRules.MakeOffer(policy, made, make, now),
            (ApplicationState.Made made, ApplicationCommand.AcceptOffer accept) => OfferRules.AcceptOffer(made, accept, now),
            (ApplicationState.Made made, ApplicationCommand.DeclineOffer decline) => OfferRules.DeclineOffer(made, decline),
            (ApplicationState.Made made, ApplicationCommand.RescindOffer rescind) => OfferRules.RescindOffer(made, rescind),
            (ApplicationState.Made made, ApplicationCommand.ExpireOffer expire) => OfferRules.ExpireOffer(made, expire, now),
            (ApplicationState.Made made, ApplicationCommand.ConfirmHire confirm) => OfferRules.ConfirmHire(made, confirm),
            (ApplicationState.Made made, ApplicationCommand.FailHire fail) => OfferRules.FailHire(made, fail),
            (ApplicationState.Made made, ApplicationCommand.CloseJobFilled) => Close(made, new ApplicationEvent.ClosedJobFilled()),
            (ApplicationState.Made made, ApplicationCommand.CloseJobGone) => Close(made, new ApplicationEvent.ClosedJobGone()),
            _ => NotFound("application.not-found", "The helper has not applied for this job, and is not invited to."),
        };

    private static Decision<ApplicationEvent> Invite(ApplicationState state, ApplicationCommand.Invite invite) => state switch
    {
        ApplicationState.NotMade => EligibilityRules.Broken(invite.Eligibility)
            ?? Accept(new ApplicationEvent.Invited(invite.Application, invite.Job, invite.Employer, invite.Helper)),
        ApplicationState.Ended ended => Ended(ended),
        _ => Unchanged,
    };

    private static Decision<ApplicationEvent> Submit(ApplicationState state, ApplicationCommand.Submit submit) => state switch
    {
        ApplicationState.NotMade or ApplicationState.Invited
            or ApplicationState.Ended { How: ApplicationEnd.Withdrawn or ApplicationEnd.ClosedJobFilled } => EligibilityRules.Broken(submit.Eligibility)
            ?? Accept(new ApplicationEvent.Submitted(submit.Application, submit.Job, submit.Employer, submit.Helper, submit.Message)),
        ApplicationState.Ended ended => Ended(ended),
        _ => Unchanged,
    };

    private static Decision<ApplicationEvent> Withdraw(ApplicationState.Made made, ApplicationCommand.Withdraw withdraw) => made switch
    {
        ApplicationState.Ended { How: ApplicationEnd.Withdrawn } => Unchanged,
        ApplicationState.Ended ended => Ended(ended),
        ApplicationState.Accepted or ApplicationState.Hired => OfferAccepted(made),
        _ => Accept(new ApplicationEvent.Withdrawn(withdraw.Reason)),
    };

    private static Decision<ApplicationEvent> Shortlist(ApplicationState.Made made) => made switch
    {
        ApplicationState.Submitted => Accept(new ApplicationEvent.Shortlisted()),
        ApplicationState.Shortlisted => Unchanged,
        ApplicationState.Invited => NotSubmitted,
        ApplicationState.Ended ended => Ended(ended),
        ApplicationState.Offered => OfferOut,
        _ => OfferAccepted(made),
    };

    private static Decision<ApplicationEvent> Reject(ApplicationState.Made made, ApplicationCommand.Reject reject) => made switch
    {
        ApplicationState.Invited or ApplicationState.Submitted or ApplicationState.Shortlisted => Accept(new ApplicationEvent.Rejected(reject.Reason)),
        ApplicationState.Ended { How: ApplicationEnd.Rejected } => Unchanged,
        ApplicationState.Ended ended => Ended(ended),
        ApplicationState.Offered => OfferOut,
        _ => OfferAccepted(made),
    };

    /// <remarks>A hire, done or under way, is the hire process's to end.</remarks>
    private static Decision<ApplicationEvent> Close(ApplicationState.Made made, ApplicationEvent closed) =>
        made is ApplicationState.Ended or ApplicationState.Accepted or ApplicationState.Hired ? Unchanged : Accept(closed);

    internal static Decision<ApplicationEvent> NotSubmitted =>
        Refuse("application.not-submitted", "The helper is invited and has not applied yet.");

    internal static Decision<ApplicationEvent> OfferOut =>
        Refuse("application.offer-out", "An offer waits for the helper's answer; rescind it first.");

    internal static Decision<ApplicationEvent> Ended(ApplicationState.Ended ended) =>
        Refuse("application.ended", "The application has come to its end.", ("how", ended.How));

    internal static Decision<ApplicationEvent> OfferAccepted(ApplicationState.Made made) => made is ApplicationState.Hired
        ? Refuse("application.hired", "The helper is hired; what remains to say is about the assignment.")
        : Refuse("application.hire-under-way", "The offer is accepted and the hire is under way; it takes a moment.");

    private static ApplicationState Evolve(ApplicationState state, ApplicationEvent recorded) => (state, recorded) switch
    {
        (ApplicationState.Made { Facts: var facts }, ApplicationEvent.Submitted) => new ApplicationState.Submitted(facts),
        (_, ApplicationEvent.Invited e) => new ApplicationState.Invited(new ApplicationFacts(e.Application, e.Job, e.Employer, e.Helper, [])),
        (_, ApplicationEvent.Submitted e) => new ApplicationState.Submitted(new ApplicationFacts(e.Application, e.Job, e.Employer, e.Helper, [])),
        (ApplicationState.Made { Facts: var facts }, ApplicationEvent.Shortlisted or ApplicationEvent.HireFailed) => new ApplicationState.Shortlisted(facts),
        (ApplicationState.Made { Facts: var facts }, ApplicationEvent.Offered e) => new ApplicationState.Offered(
            facts with { Offers = facts.Offers.Add(e.Offer) }, new Offer(e.Offer, e.Terms, e.ExpiresAt, e.RequiresVerification)),
        (ApplicationState.Offered { Facts: var facts, Offer: var offer }, ApplicationEvent.OfferAccepted) => new ApplicationState.Accepted(facts, offer),
        (ApplicationState.Accepted { Facts: var facts, Offer: var offer }, ApplicationEvent.Hired hired) =>
            new ApplicationState.Hired(facts, offer, hired.Assignment),
        (ApplicationState.Made { Facts: var facts }, _) when EndBy(recorded) is { } how => new ApplicationState.Ended(facts, how),
        _ => state,
    };

    private static ApplicationEnd? EndBy(ApplicationEvent recorded) => recorded switch
    {
        ApplicationEvent.Withdrawn => ApplicationEnd.Withdrawn,
        ApplicationEvent.Rejected => ApplicationEnd.Rejected,
        ApplicationEvent.OfferDeclined => ApplicationEnd.OfferDeclined,
        ApplicationEvent.OfferRescinded => ApplicationEnd.OfferRescinded,
        ApplicationEvent.OfferExpired => ApplicationEnd.OfferExpired,
        ApplicationEvent.ClosedJobFilled => ApplicationEnd.ClosedJobFilled,
        ApplicationEvent.ClosedJobGone => ApplicationEnd.ClosedJobGone,
        _ => null,
    };
}
