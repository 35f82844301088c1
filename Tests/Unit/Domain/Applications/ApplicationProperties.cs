using CsCheck;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Applications;

/// <summary>What is true of an application, whatever is asked of it and whenever.</summary>
public sealed class ApplicationProperties : ApplicationSpecification
{
    private static readonly OfferTerms Someday = Terms with { When = Examples.Hours(24 * 300, (24 * 300) + 4) };

    private static readonly Gen<OfferId> Offers = Gen.OneOf(First, Second, new OfferId(Examples.Id(8)));

    private static readonly Gen<Eligibility> Eligibilities =
        Gen.Frequency((8, Gen.Const(Eligible)), (1, Gen.Const(Eligible with { JobOpen = false })), (1, Gen.Const(NotVerified)));

    private static readonly Gen<ApplicationCommand> Commands = Gen.Frequency<ApplicationCommand>(
        (1, Eligibilities.Select(ApplicationCommand (eligibility) => Invite with { Eligibility = eligibility })),
        (4, Eligibilities.Select(ApplicationCommand (eligibility) => Submit with { Eligibility = eligibility })),
        (1, Gen.OneOf(Withdraw, Reject, CloseJobFilled, CloseJobGone)),
        (2, Gen.Const(Shortlist)),
        (5, Gen.Select(Offers, Gen.Int[0, 20], Eligibilities, ApplicationCommand (offer, days, eligibility) =>
            new ApplicationCommand.MakeOffer(offer, Someday, Monday.AddDays(days), PositionReserved: true, eligibility))),
        (5, Gen.Select(Offers, Eligibilities, ApplicationCommand (offer, eligibility) => new ApplicationCommand.AcceptOffer(offer, eligibility))),
        (1, Offers.Select(ApplicationCommand (offer) => new ApplicationCommand.DeclineOffer(offer, null))),
        (1, Offers.Select(ApplicationCommand (offer) => new ApplicationCommand.RescindOffer(offer, Examples.Reason))),
        (2, Offers.Select(ApplicationCommand (offer) => new ApplicationCommand.ExpireOffer(offer))),
        (2, Offers.Select(ApplicationCommand (offer) => new ApplicationCommand.ConfirmHire(offer, DerivedId.Assignment(offer)))),
        (2, Offers.Select(ApplicationCommand (offer) => new ApplicationCommand.FailHire(offer, "calendar.slot-taken", Examples.Reason))));

    private readonly DeciderProperties<ApplicationState, ApplicationCommand, ApplicationEvent> _application =
        new(ApplicationDecider.For(LaborMarketplace.Domain.Policy.Default), Monday, Commands);

    [Fact]
    public void An_offer_is_made_once() => _application.Keep(walk =>
        Assert.Distinct(walk.Events.OfType<ApplicationEvent.Offered>().Select(offered => offered.Offer)));

    [Fact]
    public void An_offer_is_answered_once_and_never_both_ways() => _application.Keep(walk => Assert.Distinct(walk.Events.SelectMany(AnswerTo)));

    [Fact]
    public void At_most_one_offer_waits_for_an_answer() => _application.Keep(walk =>
    {
        var live = new HashSet<OfferId>();
        foreach (var happened in walk.Events)
        {
            if (happened is ApplicationEvent.Offered offered)
            {
                live.Add(offered.Offer);
            }
            else if (happened is ApplicationEvent.Withdrawn or ApplicationEvent.ClosedJobFilled or ApplicationEvent.ClosedJobGone)
            {
                live.Clear();
            }

            live.ExceptWith(AnswerTo(happened));
            Assert.True(live.Count <= 1);
        }
    });

    [Fact]
    public void A_hire_completes_or_fails_once_for_an_accepted_offer() => _application.Keep(walk =>
    {
        var accepted = walk.Events.OfType<ApplicationEvent.OfferAccepted>().Select(e => e.Offer);
        OfferId[] ended =
        [
            .. walk.Events.OfType<ApplicationEvent.Hired>().Select(e => e.Offer),
            .. walk.Events.OfType<ApplicationEvent.HireFailed>().Select(e => e.Offer),
        ];
        Assert.Distinct(ended);
        Assert.Subset(accepted.ToHashSet(), ended.ToHashSet());
    });

    [Fact]
    public void A_repeated_command_yields_nothing() => _application.Repeat_yields_nothing();

    [Fact]
    public void Every_event_is_folded_in_every_state() => _application.Evolve_is_total();

    [Fact]
    public void Every_event_happens() => _application.Every_event_happens();

    private static IEnumerable<OfferId> AnswerTo(ApplicationEvent happened) => happened switch
    {
        ApplicationEvent.OfferAccepted accepted => [accepted.Offer],
        ApplicationEvent.OfferDeclined declined => [declined.Offer],
        ApplicationEvent.OfferRescinded rescinded => [rescinded.Offer],
        ApplicationEvent.OfferExpired expired => [expired.Offer],
        _ => [],
    };
}
