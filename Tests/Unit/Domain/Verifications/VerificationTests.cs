using CsCheck;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Domain.Verifications;
using static LaborMarketplace.Domain.Verifications.VerificationCommand;
using Event = LaborMarketplace.Domain.Verifications.VerificationEvent;

namespace LaborMarketplace.Tests.Unit.Domain.Verifications;

public sealed class VerificationTests() : Specification<VerificationState, VerificationCommand, Event>(VerificationDecider.For(Policy.Default))
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly HelperId Ada = new(Guid.Parse("0193c6f0-0000-7000-8000-000000000001"));
    private static readonly VerificationId Id = DerivedId.Verification(Ada, VerificationType.Identity);
    private static readonly PersonId Rita = new(Guid.Parse("0193c6f0-0000-7000-8000-000000000091"));
    private static readonly PersonId Ravi = new(Guid.Parse("0193c6f0-0000-7000-8000-000000000092"));
    private static readonly Sha256 Text = Sha256.From(new string('a', 64));
    private static readonly Name First = Name.From("2026-01");
    private static readonly Name Second = Name.From("2026-07");
    private static readonly Reason Blurred = Reason.From("The picture is blurred.");
    private static readonly Request Requesting = new(Id, Ada, VerificationType.Identity);
    private static readonly Event Requested = new Event.Requested(Id, Ada, VerificationType.Identity);
    private static readonly Event Granted = new Event.ConsentGranted(Text, First);
    private static readonly Event Withdrawn = new Event.ConsentWithdrawn();
    private static readonly Event Started = new Event.Started(Rita);
    private static readonly Event Cleared = new Event.Cleared(Rita, Now.AddDays(365), Policy: 1);
    private static readonly Event Failed = new Event.Failed(Rita, Blurred);
    private static readonly Event Cancelled = new Event.Cancelled(Blurred);

    [Fact] public void Is_requested_by_a_helper() => Given().When(Requesting, Now).Yields(Requested);

    [Fact]
    public void Ignores_a_request_while_one_is_under_way()
    {
        Given(Requested).When(Requesting, Now).YieldsNothing();
        Given(Requested, Granted).When(Requesting, Now).YieldsNothing();
        Given(Requested, Granted, Started).When(Requesting, Now).YieldsNothing();
    }

    [Fact]
    public void Ignores_a_request_while_it_is_clear() =>
        Given(Requested, Granted, Started, Cleared).When(Requesting, Now.AddDays(364)).YieldsNothing();

    [Fact]
    public void Can_be_requested_again_when_it_failed_was_cancelled_or_has_run_out()
    {
        Given(Requested, Granted, Started, Failed).When(Requesting, Now).Yields(Requested);
        Given(Requested, Cancelled).When(Requesting, Now).Yields(Requested);
        Given(Requested, Granted, Started, Cleared).When(Requesting, Now.AddDays(365)).Yields(Requested);
    }

    [Fact]
    public void A_new_round_needs_a_consent_of_its_own() =>
        Given(Requested, Granted, Started, Failed, Requested).When(new Start(Rita), Now).IsRefused("verification.consent-missing");

    [Fact]
    public void Refuses_a_request_of_another_type_under_the_same_id() =>
        Given(Requested).When(Requesting with { Type = VerificationType.Document }, Now).IsRefused("verification.id-taken");

    [Fact]
    public void Knows_nothing_before_the_request()
    {
        Given().When(new GrantConsent(Text, First), Now).IsRefused("verification.not-found");
        Given().When(new Start(Rita), Now).IsRefused("verification.not-found");
        Given().When(new Cancel(null), Now).IsRefused("verification.not-found");
    }

    [Fact] public void Takes_the_helpers_consent() => Given(Requested).When(new GrantConsent(Text, First), Now).Yields(Granted);

    [Fact]
    public void Ignores_a_repeated_consent()
    {
        Given(Requested, Granted).When(new GrantConsent(Text, First), Now).YieldsNothing();
        Given(Requested, Granted, Started).When(new GrantConsent(Text, First), Now).YieldsNothing();
    }

    [Fact]
    public void Refuses_consent_to_another_document_while_one_holds() =>
        Given(Requested, Granted).When(new GrantConsent(Text, Second), Now).IsRefused("verification.consent-given");

    [Fact]
    public void Consent_can_be_withdrawn_until_it_is_decided()
    {
        Given(Requested, Granted).When(new WithdrawConsent(), Now).Yields(Withdrawn);
        Given(Requested, Granted, Started).When(new WithdrawConsent(), Now).Yields(Withdrawn);
        Given(Requested, Granted, Started, Cleared).When(new WithdrawConsent(), Now).IsRefused("verification.over");
    }

    [Fact]
    public void Nothing_goes_on_once_consent_is_withdrawn()
    {
        Given(Requested, Granted, Withdrawn).When(new Start(Rita), Now).IsRefused("verification.consent-missing");
        Given(Requested, Granted, Started, Withdrawn).When(new Clear(Rita), Now).IsRefused("verification.consent-missing");
    }

    [Fact]
    public void Ignores_a_withdrawal_where_there_is_no_consent()
    {
        Given(Requested).When(new WithdrawConsent(), Now).YieldsNothing();
        Given(Requested, Granted, Withdrawn).When(new WithdrawConsent(), Now).YieldsNothing();
    }

    [Fact]
    public void Consent_can_be_given_again_also_to_another_document() =>
        Given(Requested, Granted, Withdrawn).When(new GrantConsent(Text, Second), Now).Yields(new Event.ConsentGranted(Text, Second));

    [Fact] public void Refuses_to_start_before_consent() => Given(Requested).When(new Start(Rita), Now).IsRefused("verification.consent-missing");

    [Fact] public void A_reviewer_starts_it() => Given(Requested, Granted).When(new Start(Rita), Now).Yields(Started);

    [Fact] public void Ignores_a_repeated_start() => Given(Requested, Granted, Started).When(new Start(Rita), Now).YieldsNothing();

    [Fact]
    public void Another_reviewer_takes_it_over() =>
        Given(Requested, Granted, Started).When(new Start(Ravi), Now).Yields(new Event.Started(Ravi));

    [Fact]
    public void Nobody_reviews_themselves() =>
        Given(Requested, Granted).When(new Start(new PersonId(Ada.Value)), Now).IsRefused("verification.own-reviewer");

    [Fact] public void The_reviewer_clears_it_for_a_year() => Given(Requested, Granted, Started).When(new Clear(Rita), Now).Yields(Cleared);

    [Fact] public void The_reviewer_fails_it_with_a_reason() => Given(Requested, Granted, Started).When(new Fail(Rita, Blurred), Now).Yields(Failed);

    [Fact]
    public void Refuses_a_decision_by_a_reviewer_who_does_not_have_it_in_hand()
    {
        Given(Requested, Granted, Started).When(new Clear(Ravi), Now).IsRefused("verification.in-other-hands");
        Given(Requested, Granted, Started, new Event.Started(Ravi)).When(new Fail(Rita, Blurred), Now).IsRefused("verification.in-other-hands");
    }

    [Fact]
    public void Refuses_a_decision_before_the_start()
    {
        Given(Requested).When(new Clear(Rita), Now).IsRefused("verification.consent-missing");
        Given(Requested, Granted).When(new Fail(Rita, Blurred), Now).IsRefused("verification.not-started");
    }

    [Fact]
    public void Ignores_a_repeated_decision()
    {
        Given(Requested, Granted, Started, Cleared).When(new Clear(Rita), Now.AddDays(1)).YieldsNothing();
        Given(Requested, Granted, Started, Failed).When(new Fail(Rita, Blurred), Now.AddDays(1)).YieldsNothing();
    }

    [Fact]
    public void Refuses_to_decide_what_is_over()
    {
        Given(Requested, Granted, Started, Cleared).When(new Fail(Rita, Blurred), Now).IsRefused("verification.over");
        Given(Requested, Granted, Started, Cleared).When(new Clear(Rita), Now.AddDays(365)).IsRefused("verification.over");
        Given(Requested, Granted, Started, Failed).When(new Clear(Rita), Now).IsRefused("verification.over");
        Given(Requested, Cancelled).When(new Start(Rita), Now).IsRefused("verification.over");
        Given(Requested, Cancelled).When(new GrantConsent(Text, First), Now).IsRefused("verification.over");
    }

    [Fact]
    public void Can_be_cancelled_until_it_is_decided()
    {
        Given(Requested).When(new Cancel(Blurred), Now).Yields(Cancelled);
        Given(Requested, Granted, Started).When(new Cancel(Blurred), Now).Yields(Cancelled);
        Given(Requested, Cancelled).When(new Cancel(null), Now).YieldsNothing();
        Given(Requested, Granted, Started, Failed).When(new Cancel(Blurred), Now).IsRefused("verification.over");
    }

    [Fact]
    public void It_holds_up_to_its_last_day_and_no_longer()
    {
        var state = Given(Requested, Granted, Started, Cleared).State;
        Assert.True(state.HoldsUntil(Now.AddDays(365)));
        Assert.False(state.HoldsUntil(Now.AddDays(365).AddTicks(1)));
        Assert.False(Given(Requested, Granted, Started).State.HoldsUntil(Now));
    }

    [Fact]
    public void Nothing_is_started_or_decided_without_a_consent_that_holds() => Properties.Keep(walk =>
    {
        var consent = false;
        foreach (var happened in walk.Events)
        {
            Assert.True(consent || happened is not (Event.Started or Event.Cleared or Event.Failed), $"{happened} without consent");
            consent = happened switch
            {
                Event.ConsentGranted => true,
                Event.ConsentWithdrawn or Event.Requested or Event.Cancelled => false,
                _ => consent,
            };
        }
    });

    [Fact]
    public void Every_round_is_decided_once_at_most() => Properties.Keep(walk => Assert.InRange(
        walk.Events.Count(happened => happened is Event.Cleared or Event.Failed or Event.Cancelled),
        0,
        walk.Events.Count(happened => happened is Event.Requested)));

    [Fact] public void A_repeat_yields_nothing() => Properties.Repeat_yields_nothing();

    [Fact] public void Every_event_fits_every_state() => Properties.Evolve_is_total();

    [Fact] public void Every_event_happens() => Properties.Every_event_happens();

    private DeciderProperties<VerificationState, VerificationCommand, Event> Properties => new(Decider, Now, Gen.Frequency<VerificationCommand>(
        (4, Gen.Const<VerificationCommand>(Requesting)),
        (4, Gen.OneOf<VerificationCommand>(new GrantConsent(Text, First), new GrantConsent(Text, Second))),
        (4, Gen.OneOf<VerificationCommand>(new Start(Rita), new Start(Ravi))),
        (2, Gen.OneOf<VerificationCommand>(new Clear(Rita), new Clear(Ravi))),
        (2, Gen.OneOf<VerificationCommand>(new Fail(Rita, Blurred), new Fail(Ravi, Blurred))),
        (1, Gen.OneOf<VerificationCommand>(new WithdrawConsent(), new Cancel(null)))));
}
