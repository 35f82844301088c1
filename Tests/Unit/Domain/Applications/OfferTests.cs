using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Applications;

/// <summary>What becomes of an offer.</summary>
public sealed class OfferTests : ApplicationSpecification
{
    [Fact]
    public void Makes_an_offer_to_whom_is_shortlisted() => Given(Submitted, Shortlisted).When(MakeOffer, Monday).Yields(Offered);

    [Fact]
    public void Makes_an_offer_without_shortlisting_first() => Given(Submitted).When(MakeOffer, Monday).Yields(Offered);

    [Fact]
    public void Ignores_a_repeated_offer() => Given(Submitted, Offered).When(MakeOffer, Monday).YieldsNothing();

    [Fact]
    public void Refuses_to_change_an_offers_terms_or_expiry()
    {
        Given(Submitted, Offered).When(MakeOffer with { Terms = Terms with { Pay = Examples.Hourly(30) } }, Monday).IsRefused("application.offer-terms-fixed");
        Given(Submitted, Offered).When(MakeOffer with { ExpiresAt = Tuesday.AddHours(1) }, Monday).IsRefused("application.offer-terms-fixed");
    }

    [Fact]
    public void Refuses_a_second_offer_while_one_is_out() =>
        Given(Submitted, Offered).When(MakeOffer with { Offer = Second }, Monday).IsRefused("application.offer-out");

    [Fact]
    public void Refuses_an_offer_to_whom_is_only_invited() => Given(Invited).When(MakeOffer, Monday).IsRefused("application.not-submitted");

    [Fact]
    public void Refuses_an_offer_after_the_end() => Given(Submitted, Withdrawn).When(MakeOffer, Monday).IsRefused("application.ended");

    [Fact]
    public void Refuses_an_offer_to_whom_is_hired() =>
        Given(Submitted, Offered, Accepted, Hired).When(MakeOffer with { Offer = Second }, Monday).IsRefused("application.hired");

    [Fact]
    public void Refuses_an_offer_without_a_reserved_position() =>
        Given(Submitted).When(MakeOffer with { PositionReserved = false }, Monday).IsRefused("application.position-not-reserved");

    [Fact]
    public void Refuses_an_offer_to_whom_cannot_be_hired()
    {
        Given(Submitted).When(MakeOffer with { Eligibility = Eligible with { JobOpen = false } }, Monday).IsRefused("application.job-not-open");
        Given(Submitted).When(MakeOffer with { Eligibility = Eligible with { HelperActive = false } }, Monday).IsRefused("application.helper-not-active");
        Given(Submitted).When(MakeOffer with { Eligibility = Eligible with { Blocked = true } }, Monday).IsRefused("application.helper-blocked");
    }

    [Theory]
    [InlineData(14.9, false)]
    [InlineData(15, true)]
    [InlineData(14 * 24 * 60, true)]
    [InlineData((14 * 24 * 60) + 0.1, false)]
    public void Lets_an_offer_last_from_fifteen_minutes_to_fourteen_days(double minutes, bool right)
    {
        var later = Terms with { When = Examples.Hours(24 * 40, (24 * 40) + 4) };
        var make = MakeOffer with { Terms = later, ExpiresAt = Monday.AddMinutes(minutes) };
        var asked = Given(Submitted).When(make, Monday);
        if (right)
        {
            asked.Yields(new ApplicationEvent.Offered(First, later, make.ExpiresAt, null));
        }
        else
        {
            asked.IsRefused("application.offer-expiry-out-of-range");
        }
    }

    [Fact]
    public void Refuses_an_offer_that_outlives_the_start_of_the_work() =>
        Given(Submitted).When(MakeOffer with { ExpiresAt = Terms.When.Start.AddSeconds(1) }, Monday).IsRefused("application.offer-outlives-start");

    [Fact]
    public void Makes_an_offer_conditional_on_the_verification_that_is_missing() =>
        Given(Submitted).When(MakeOffer with { Eligibility = NotVerified }, Monday)
            .Yields(new ApplicationEvent.Offered(First, Terms, Tuesday, NotVerified.Required));

    [Fact]
    public void Refuses_an_offer_that_was_made_before() =>
        Given(Submitted, Offered, Accepted, HireFailed).When(MakeOffer, Monday).IsRefused("application.offer-used");

    [Fact]
    public void Refuses_an_offer_that_was_withdrawn_from() =>
        Given(Submitted, Offered, Withdrawn, Submitted).When(MakeOffer, Monday).IsRefused("application.offer-used");

    [Fact]
    public void Accepts_the_live_offer() => Given(Submitted, Offered).When(Accept, Monday).Yields(Accepted);

    [Fact]
    public void Ignores_a_repeated_acceptance()
    {
        Given(Submitted, Offered, Accepted).When(Accept, Monday).YieldsNothing();
        Given(Submitted, Offered, Accepted, Hired).When(Accept, Monday).YieldsNothing();
    }

    [Fact]
    public void Refuses_to_accept_another_offer_than_the_live_one() =>
        Given(Submitted, Offered).When(Accept with { Offer = Second }, Monday).IsRefused("application.offer-not-live");

    [Fact]
    public void Refuses_to_accept_what_was_declined_rescinded_or_expired()
    {
        foreach (var end in (ApplicationEvent[])[Declined, Rescinded, Expired])
        {
            Given(Submitted, Offered, end).When(Accept, Monday).IsRefused("application.offer-not-live");
        }
    }

    [Fact]
    public void Refuses_to_accept_from_the_expiry_on() => Given(Submitted, Offered).When(Accept, Tuesday).IsRefused("application.offer-expired");

    [Fact]
    public void Accepts_until_just_before_the_expiry() => Given(Submitted, Offered).When(Accept, Tuesday.AddTicks(-1)).Yields(Accepted);

    [Fact]
    public void Refuses_to_accept_a_conditional_offer_before_the_verification_is_held()
    {
        var conditional = new ApplicationEvent.Offered(First, Terms, Tuesday, NotVerified.Required);
        Given(Submitted, conditional).When(Accept with { Eligibility = NotVerified }, Monday).IsRefused("application.verification-missing");
        Given(Submitted, conditional).When(Accept with { Eligibility = NotVerified with { Held = VerificationLevel.From(2) } }, Monday).Yields(Accepted);
    }

    [Fact]
    public void Refuses_to_accept_when_the_helper_cannot_be_hired_any_more() =>
        Given(Submitted, Offered).When(Accept with { Eligibility = Eligible with { HelperActive = false } }, Monday).IsRefused("application.helper-not-active");

    [Fact]
    public void Declines_the_live_offer() => Given(Submitted, Offered).When(Decline, Monday).Yields(Declined);

    [Fact]
    public void Ignores_a_repeated_decline() => Given(Submitted, Offered, Declined).When(Decline, Monday).YieldsNothing();

    [Fact]
    public void Refuses_to_decline_what_was_accepted() => Given(Submitted, Offered, Accepted).When(Decline, Monday).IsRefused("application.offer-not-live");

    [Fact]
    public void Rescinds_the_live_offer_with_a_reason() => Given(Submitted, Offered).When(Rescind, Monday).Yields(Rescinded);

    [Fact]
    public void Ignores_a_repeated_rescission() => Given(Submitted, Offered, Rescinded).When(Rescind, Monday).YieldsNothing();

    [Fact]
    public void Refuses_to_rescind_what_was_accepted() => Given(Submitted, Offered, Accepted).When(Rescind, Monday).IsRefused("application.offer-not-live");

    [Fact]
    public void Expires_at_the_expiry() => Given(Submitted, Offered).When(Expire, Tuesday).Yields(Expired);

    [Fact]
    public void Does_not_expire_before() => Given(Submitted, Offered).When(Expire, Tuesday.AddTicks(-1)).YieldsNothing();

    [Fact]
    public void Does_not_expire_once_accepted() => Given(Submitted, Offered, Accepted).When(Expire, Tuesday).YieldsNothing();

    [Fact]
    public void Does_not_expire_another_offer() => Given(Submitted, Offered).When(new ApplicationCommand.ExpireOffer(Second), Tuesday).YieldsNothing();

    [Fact]
    public void Confirms_the_hire_of_the_accepted_offer() => Given(Submitted, Offered, Accepted).When(ConfirmHire, Monday).Yields(Hired);

    [Fact]
    public void Ignores_a_repeated_confirmation() => Given(Submitted, Offered, Accepted, Hired).When(ConfirmHire, Monday).YieldsNothing();

    [Fact]
    public void Refuses_to_hire_without_an_accepted_offer()
    {
        Given(Submitted, Offered).When(ConfirmHire, Monday).IsRefused("application.offer-not-accepted");
        Given(Submitted, Offered).When(FailHire, Monday).IsRefused("application.offer-not-accepted");
    }

    [Fact]
    public void Is_shortlisted_again_when_the_hire_fails() => Given(Submitted, Offered, Accepted).When(FailHire, Monday).Yields(HireFailed);

    [Fact]
    public void Ignores_a_repeated_failure() => Given(Submitted, Offered, Accepted, HireFailed).When(FailHire, Monday).YieldsNothing();

    [Fact]
    public void Refuses_to_fail_a_hire_that_is_done() =>
        Given(Submitted, Offered, Accepted, Hired).When(FailHire, Monday).IsRefused("application.offer-not-accepted");

    [Fact]
    public void Makes_another_offer_after_a_hire_that_failed() =>
        Given(Submitted, Offered, Accepted, HireFailed).When(MakeOffer with { Offer = Second }, Monday)
            .Yields(new ApplicationEvent.Offered(Second, Terms, Tuesday, null));
}
