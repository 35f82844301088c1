using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Applications.ApplicationEvent>;

namespace LaborMarketplace.Domain.Applications;

/// <summary>
/// What becomes of an offer: it is made once, with terms that stay, and comes to exactly one end. After a hire that failed there
/// may be another one.
/// </summary>
internal static class OfferRules
{
    public static Decision<ApplicationEvent> MakeOffer(
        Policy policy, ApplicationState.Made made, ApplicationCommand.MakeOffer make, DateTimeOffset now) =>
        made switch
        {
            ApplicationState.Submitted or ApplicationState.Shortlisted => Broken(policy, made.Facts, make, now)
                ?? Accept(new ApplicationEvent.Offered(make.Offer, make.Terms, make.ExpiresAt, Condition(make.Eligibility))),
            ApplicationState.Offered { Offer: var offer } when offer.Id == make.Offer => offer.Terms == make.Terms && offer.ExpiresAt == make.ExpiresAt
                ? Unchanged
                : Refuse("application.offer-terms-fixed", "The terms of an offer do not change; rescind it and make another.", ("offer", offer.Id)),
            ApplicationState.Offered => ApplicationDecider.OfferOut,
            ApplicationState.Invited => ApplicationDecider.NotSubmitted,
            ApplicationState.Ended ended => ApplicationDecider.Ended(ended),
            _ => ApplicationDecider.OfferAccepted(made),
        };

    private static Decision<ApplicationEvent>? Broken(Policy policy, ApplicationFacts facts, ApplicationCommand.MakeOffer make, DateTimeOffset now)
    {
        var lasts = make.ExpiresAt - now;
        if (lasts < policy.OfferLastsAtLeast || lasts > policy.OfferLastsAtMost)
        {
            return Reject("application.offer-expiry-out-of-range",
                $"An offer lasts at least {policy.OfferLastsAtLeast.TotalMinutes:0} minutes and at most {policy.OfferLastsAtMost.TotalDays:0} days.",
                ("expiresAt", make.ExpiresAt), ("now", now));
        }

        if (make.ExpiresAt > make.Terms.When.Start)
        {
            return Reject("application.offer-outlives-start", "An offer expires before the work starts, or just then.",
                ("expiresAt", make.ExpiresAt), ("start", make.Terms.When.Start));
        }

        if (facts.Offers.Contains(make.Offer))
        {
            return Refuse(
                "application.offer-used", "This offer was made before and has come to its end; another one needs an id of its own.", ("offer", make.Offer));
        }

        return EligibilityRules.Broken(make.Eligibility) ?? (make.PositionReserved
            ? null
            : Refuse("application.position-not-reserved", "An offer needs a position of the job reserved for it, and none is."));
    }

    private static VerificationLevel? Condition(Eligibility eligibility) =>
        eligibility.Held.Value < eligibility.Required.Value ? eligibility.Required : null;

    public static Decision<ApplicationEvent> AcceptOffer(ApplicationState.Made made, ApplicationCommand.AcceptOffer accept, DateTimeOffset now) => made switch
    {
        ApplicationState.Accepted { Offer: var offer } when offer.Id == accept.Offer => Unchanged,
        ApplicationState.Hired { Offer: var offer } when offer.Id == accept.Offer => Unchanged,
        ApplicationState.Offered { Offer: var offer } when offer.Id == accept.Offer => BrokenByAccepting(offer, accept.Eligibility, now)
            ?? Accept(new ApplicationEvent.OfferAccepted(offer.Id)),
        _ => NotLive(accept.Offer),
    };

    private static Decision<ApplicationEvent>? BrokenByAccepting(Offer offer, Eligibility eligibility, DateTimeOffset now)
    {
        if (now >= offer.ExpiresAt)
        {
            return Refuse("application.offer-expired", "The offer has expired.", ("expiresAt", offer.ExpiresAt), ("now", now));
        }

        return EligibilityRules.Broken(eligibility) ?? (Condition(eligibility) is { } required
            ? Refuse("application.verification-missing", "The job needs a verification level through its last day that the helper does not hold yet.",
                ("required", required), ("held", eligibility.Held))
            : null);
    }

    public static Decision<ApplicationEvent> DeclineOffer(ApplicationState.Made made, ApplicationCommand.DeclineOffer decline) => made switch
    {
        ApplicationState.Offered { Offer: var offer } when offer.Id == decline.Offer => Accept(new ApplicationEvent.OfferDeclined(offer.Id, decline.Reason)),
        ApplicationState.Ended { How: ApplicationEnd.OfferDeclined } when IsLast(made, decline.Offer) => Unchanged,
        _ => NotLive(decline.Offer),
    };

    public static Decision<ApplicationEvent> RescindOffer(ApplicationState.Made made, ApplicationCommand.RescindOffer rescind) => made switch
    {
        ApplicationState.Offered { Offer: var offer } when offer.Id == rescind.Offer => Accept(new ApplicationEvent.OfferRescinded(offer.Id, rescind.Reason)),
        ApplicationState.Ended { How: ApplicationEnd.OfferRescinded } when IsLast(made, rescind.Offer) => Unchanged,
        _ => NotLive(rescind.Offer),
    };

    public static Decision<ApplicationEvent> ExpireOffer(ApplicationState.Made made, ApplicationCommand.ExpireOffer expire, DateTimeOffset now) =>
        made is ApplicationState.Offered { Offer: var offer } && offer.Id == expire.Offer && offer.ExpiresAt <= now
            ? Accept(new ApplicationEvent.OfferExpired(offer.Id))
            : Unchanged;

    public static Decision<ApplicationEvent> ConfirmHire(ApplicationState.Made made, ApplicationCommand.ConfirmHire confirm) => made switch
    {
        ApplicationState.Accepted { Offer: var offer } when offer.Id == confirm.Offer => Accept(new ApplicationEvent.Hired(offer.Id, confirm.Assignment)),
        ApplicationState.Hired { Offer: var offer } when offer.Id == confirm.Offer => Unchanged,
        _ => NotAccepted(confirm.Offer),
    };

    public static Decision<ApplicationEvent> FailHire(ApplicationState.Made made, ApplicationCommand.FailHire fail) => made switch
    {
        ApplicationState.Accepted { Offer: var offer } when offer.Id == fail.Offer => Accept(new ApplicationEvent.HireFailed(offer.Id, fail.Code, fail.Reason)),
        ApplicationState.Shortlisted when IsLast(made, fail.Offer) => Unchanged,
        _ => NotAccepted(fail.Offer),
    };

    private static bool IsLast(ApplicationState.Made made, OfferId offer) => made.Facts.Offers is [.., var last] && last == offer;

    private static Decision<ApplicationEvent> NotLive(OfferId offer) =>
        Refuse("application.offer-not-live", "This offer does not wait for an answer: it was never made, or has come to its end.", ("offer", offer));

    private static Decision<ApplicationEvent> NotAccepted(OfferId offer) =>
        Refuse("application.offer-not-accepted", "A hire completes or fails once its offer is accepted, and once only.", ("offer", offer));
}
