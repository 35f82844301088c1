using CsCheck;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.EmailReservations;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.EmailReservations.EmailReservationCommand;
using Event = LaborMarketplace.Domain.EmailReservations.EmailReservationEvent;

namespace LaborMarketplace.Tests.Unit.Domain.EmailReservations;

public sealed class EmailReservationTests()
    : Specification<EmailReservationState, EmailReservationCommand, Event>(EmailReservationDecider.For(Policy.Default))
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly HelperId Ada = new(Guid.Parse("0193c6f0-0000-7000-8000-000000000001"));
    private static readonly HelperId Bob = new(Guid.Parse("0193c6f0-0000-7000-8000-000000000002"));
    private static readonly Event Reserved = new Event.Reserved(Ada, Now.AddMinutes(15), Policy: 1);
    private static readonly Event Confirmed = new Event.Confirmed(Ada);

    [Fact] public void Reserves_a_free_address_for_15_minutes() => Given().When(new Reserve(Ada), Now).Yields(Reserved);

    [Fact] public void Ignores_a_repeated_reservation() => Given(Reserved).When(new Reserve(Ada), Now.AddMinutes(5)).YieldsNothing();

    [Fact]
    public void Refuses_another_helper_while_it_is_reserved() =>
        Given(Reserved).When(new Reserve(Bob), Now.AddMinutes(15).AddTicks(-1)).IsRefused("helper.email-taken");

    [Fact]
    public void Gives_a_lapsed_reservation_to_whoever_comes_next() =>
        Given(Reserved).When(new Reserve(Bob), Now.AddMinutes(15)).Yields(new Event.Reserved(Bob, Now.AddMinutes(30), Policy: 1));

    [Fact]
    public void Reserves_again_when_the_own_reservation_has_lapsed() =>
        Given(Reserved).When(new Reserve(Ada), Now.AddMinutes(20)).Yields(new Event.Reserved(Ada, Now.AddMinutes(35), Policy: 1));

    [Fact] public void Confirms_a_reservation() => Given(Reserved).When(new Confirm(Ada), Now).Yields(Confirmed);

    [Fact]
    public void Confirms_a_lapsed_reservation_that_nobody_else_took() =>
        Given(Reserved).When(new Confirm(Ada), Now.AddDays(1)).Yields(Confirmed);

    [Fact]
    public void Refuses_to_confirm_a_reservation_that_somebody_else_took() =>
        Given(Reserved, new Event.Reserved(Bob, Now.AddMinutes(40), 1)).When(new Confirm(Ada), Now.AddMinutes(30)).IsRefused("helper.email-taken");

    [Fact] public void Refuses_to_confirm_what_was_not_reserved() => Given().When(new Confirm(Ada), Now).IsRefused("helper.email-not-reserved");

    [Fact] public void Ignores_a_repeated_confirmation() => Given(Reserved, Confirmed).When(new Confirm(Ada), Now).YieldsNothing();

    [Fact] public void Ignores_a_reservation_of_the_own_address() => Given(Reserved, Confirmed).When(new Reserve(Ada), Now.AddDays(9)).YieldsNothing();

    [Fact]
    public void Never_gives_a_taken_address_away()
    {
        Given(Reserved, Confirmed).When(new Reserve(Bob), Now.AddYears(1)).IsRefused("helper.email-taken");
        Given(Reserved, Confirmed).When(new Confirm(Bob), Now.AddYears(1)).IsRefused("helper.email-taken");
    }

    private DeciderProperties<EmailReservationState, EmailReservationCommand, Event> Properties => new(
        Decider, Now, Gen.OneOf<EmailReservationCommand>(new Reserve(Ada), new Reserve(Bob), new Confirm(Ada), new Confirm(Bob)));

    [Fact]
    public void An_address_is_confirmed_for_one_helper_at_most() =>
        Properties.Keep(walk => Assert.InRange(walk.Events.Count(happened => happened is Event.Confirmed), 0, 1));

    [Fact] public void A_repeat_yields_nothing() => Properties.Repeat_yields_nothing();

    [Fact] public void Every_event_fits_every_state() => Properties.Evolve_is_total();

    [Fact] public void Every_event_happens() => Properties.Every_event_happens();
}
