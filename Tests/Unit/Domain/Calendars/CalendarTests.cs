using CsCheck;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Calendars;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Calendars.CalendarCommand;
using Event = LaborMarketplace.Domain.Calendars.CalendarEvent;

namespace LaborMarketplace.Tests.Unit.Domain.Calendars;

public sealed class CalendarTests() : Specification<CalendarState, CalendarCommand, Event>(CalendarDecider.For(Policy.Default))
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly HelperId Helper = new(Guid.Parse("0193c6f0-0000-7000-8000-000000000001"));
    private static readonly ApplicationId One = Application(1);
    private static readonly ApplicationId Two = Application(2);
    private static readonly TimeWindow Morning = Window(24, 28);
    private static readonly TimeWindow LateMorning = Window(27, 30);
    private static readonly TimeWindow Afternoon = Window(28, 32);
    private static readonly Reason Withdrawn = Reason.From("The offer was rescinded.");
    private static readonly Event Held = new Event.SlotHeld(Helper, One, Morning, Now.AddMinutes(15), Policy: 1);
    private static readonly Event Confirmed = new Event.SlotConfirmed(One);

    [Fact] public void Holds_a_free_slot_for_15_minutes() => Given().When(Hold(One, Morning), Now).Yields(Held);

    [Fact] public void Ignores_a_repeated_hold() => Given(Held).When(Hold(One, Morning), Now.AddMinutes(14)).YieldsNothing();

    [Fact] public void Ignores_a_hold_of_what_is_confirmed() => Given(Held, Confirmed).When(Hold(One, Morning), Now.AddDays(1)).YieldsNothing();

    [Fact]
    public void Of_two_racing_holds_one_wins_and_the_other_is_refused() =>
        Given(Held).When(Hold(Two, LateMorning), Now).IsRefused("calendar.slot-taken");

    [Fact]
    public void Refuses_to_hold_over_a_confirmed_slot() =>
        Given(Held, Confirmed).When(Hold(Two, LateMorning), Now.AddHours(1)).IsRefused("calendar.slot-taken");

    [Fact]
    public void Holds_a_slot_that_begins_when_another_ends() =>
        Given(Held).When(Hold(Two, Afternoon), Now).Yields(new Event.SlotHeld(Helper, Two, Afternoon, Now.AddMinutes(15), 1));

    [Fact]
    public void Refuses_a_second_slot_for_one_application() =>
        Given(Held).When(Hold(One, Afternoon), Now).IsRefused("calendar.slot-differs");

    [Fact]
    public void A_lapsed_hold_blocks_nobody_and_is_recorded_by_whoever_needs_its_time() =>
        Given(Held).When(Hold(Two, LateMorning), Now.AddMinutes(15)).Yields(
            new Event.HoldLapsed(One), new Event.SlotHeld(Helper, Two, LateMorning, Now.AddMinutes(30), 1));

    [Fact]
    public void A_lapsed_hold_can_be_held_again() =>
        Given(Held).When(Hold(One, Afternoon), Now.AddMinutes(20)).Yields(
            new Event.HoldLapsed(One), new Event.SlotHeld(Helper, One, Afternoon, Now.AddMinutes(35), 1));

    [Fact]
    public void A_lapsed_hold_that_is_in_nobodys_way_is_left_to_its_deadline() =>
        Given(Held).When(Hold(Two, Afternoon), Now.AddMinutes(20)).Yields(new Event.SlotHeld(Helper, Two, Afternoon, Now.AddMinutes(35), 1));

    [Fact] public void Refuses_to_hold_time_that_is_over() => Given().When(Hold(One, Morning), Morning.End).IsRefused("calendar.slot-past");

    [Fact] public void Confirms_a_held_slot() => Given(Held).When(new ConfirmSlot(One), Now.AddMinutes(14)).Yields(Confirmed);

    [Fact] public void Ignores_a_repeated_confirmation() => Given(Held, Confirmed).When(new ConfirmSlot(One), Now.AddDays(1)).YieldsNothing();

    [Fact] public void Refuses_to_confirm_what_is_not_held() => Given().When(new ConfirmSlot(One), Now).IsRefused("calendar.slot-not-held");

    [Fact]
    public void Refuses_to_confirm_a_lapsed_hold() =>
        Given(Held).When(new ConfirmSlot(One), Now.AddMinutes(15)).IsRefused("calendar.hold-lapsed");

    [Fact]
    public void Refuses_to_confirm_a_hold_that_lapsed_for_another() =>
        Given(Held, new Event.HoldLapsed(One), new Event.SlotHeld(Helper, Two, LateMorning, Now.AddMinutes(30), 1))
            .When(new ConfirmSlot(One), Now.AddMinutes(16)).IsRefused("calendar.slot-not-held");

    [Fact]
    public void Releases_a_held_or_confirmed_slot()
    {
        Given(Held).When(new ReleaseSlot(One, Withdrawn), Now).Yields(new Event.SlotReleased(One, Withdrawn));
        Given(Held, Confirmed).When(new ReleaseSlot(One, Withdrawn), Now).Yields(new Event.SlotReleased(One, Withdrawn));
    }

    [Fact]
    public void Ignores_the_release_of_what_is_gone()
    {
        Given().When(new ReleaseSlot(One, Withdrawn), Now).YieldsNothing();
        Given(Held, new Event.SlotReleased(One, Withdrawn)).When(new ReleaseSlot(One, Withdrawn), Now).YieldsNothing();
    }

    [Fact]
    public void A_released_slot_is_free_again() =>
        Given(Held, Confirmed, new Event.SlotReleased(One, Withdrawn)).When(Hold(Two, LateMorning), Now)
            .Yields(new Event.SlotHeld(Helper, Two, LateMorning, Now.AddMinutes(15), 1));

    [Fact] public void A_hold_lapses_at_its_deadline() => Given(Held).When(new LapseHold(One), Now.AddMinutes(15)).Yields(new Event.HoldLapsed(One));

    [Fact] public void A_deadline_that_comes_early_does_nothing() => Given(Held).When(new LapseHold(One), Now.AddMinutes(14)).YieldsNothing();

    [Fact] public void A_confirmed_slot_does_not_lapse() => Given(Held, Confirmed).When(new LapseHold(One), Now.AddDays(1)).YieldsNothing();

    [Fact]
    public void Moves_a_confirmed_slot_also_onto_its_own_time() =>
        Given(Held, Confirmed).When(new MoveSlot(One, LateMorning), Now).Yields(new Event.SlotMoved(One, LateMorning));

    [Fact] public void Ignores_a_repeated_move() => Given(Held, Confirmed).When(new MoveSlot(One, Morning), Now).YieldsNothing();

    [Fact]
    public void Refuses_to_move_what_is_only_held() =>
        Given(Held).When(new MoveSlot(One, Afternoon), Now).IsRefused("calendar.slot-not-confirmed");

    [Fact]
    public void Refuses_to_move_a_slot_onto_another() =>
        Given(Held, Confirmed, new Event.SlotHeld(Helper, Two, Afternoon, Now.AddMinutes(15), 1))
            .When(new MoveSlot(One, LateMorning), Now).IsRefused("calendar.slot-taken");

    [Fact]
    public void Refuses_to_move_a_slot_into_the_past() =>
        Given(Held, Confirmed).When(new MoveSlot(One, Window(-3, -1)), Now).IsRefused("calendar.slot-past");

    [Fact]
    public void No_two_slots_ever_overlap() => Properties.Keep(walk =>
        Assert.All(Pairs(walk.State.Slots), pair => Assert.False(pair.One.When.Overlaps(pair.Other.When))));

    [Fact]
    public void An_application_has_one_slot_at_most() =>
        Properties.Keep(walk => Assert.Equal(walk.State.Slots.Count, walk.State.Slots.DistinctBy(slot => slot.Application).Count()));

    [Fact] public void A_repeat_yields_nothing() => Properties.Repeat_yields_nothing();

    [Fact] public void Every_event_fits_every_state() => Properties.Evolve_is_total();

    [Fact] public void Every_event_happens() => Properties.Every_event_happens();

    private DeciderProperties<CalendarState, CalendarCommand, Event> Properties => new(Decider, Now, Commands);

    private static readonly Gen<ApplicationId> Applications = Gen.Int[1, 4].Select(Application);

    private static readonly Gen<TimeWindow> Windows =
        Gen.Select(Gen.Int[0, 300], Gen.Int[1, 60], (start, hours) => Window(start, start + hours));

    private static readonly Gen<CalendarCommand> Commands = Gen.Frequency(
        (4, Gen.Select(Applications, Windows, CalendarCommand (application, when) => Hold(application, when))),
        (3, Applications.Select(CalendarCommand (application) => new ConfirmSlot(application))),
        (2, Gen.Select(Applications, Windows, CalendarCommand (application, when) => new MoveSlot(application, when))),
        (1, Applications.Select(CalendarCommand (application) => new ReleaseSlot(application, Withdrawn))),
        (1, Applications.Select(CalendarCommand (application) => new LapseHold(application))));

    private static HoldSlot Hold(ApplicationId application, TimeWindow when) => new(Helper, application, when);

    private static ApplicationId Application(int number) => new(new Guid(number, 0, 0, new byte[8]));

    private static TimeWindow Window(int fromHour, int toHour) => new(Now.AddHours(fromHour), Now.AddHours(toHour));

    private static IEnumerable<(Slot One, Slot Other)> Pairs(ValueList<Slot> slots) =>
        slots.SelectMany((one, index) => slots.Skip(index + 1).Select(other => (one, other)));
}
