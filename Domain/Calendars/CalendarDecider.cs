using System.Diagnostics;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Calendars.CalendarEvent>;

namespace LaborMarketplace.Domain.Calendars;

/// <summary>No two held or confirmed slots of a helper overlap.</summary>
/// <remarks>
/// A hold that has lapsed by the clock is nobody's any more, though its deadline may not have said so yet. Whoever needs its time says it
/// first, in the same append: hold-lapsed, then slot-held. So the events alone, folded without a clock, never show two slots that overlap,
/// and it does not matter how late a deadline comes. Of two racing holds the log takes one; the other is decided again and finds it.
/// </remarks>
public static class CalendarDecider
{
    public static Decider<CalendarState, CalendarCommand, CalendarEvent> For(Policy policy) =>
        new("calendar", new CalendarState([]), (state, command, now) => Decide(policy, state, command, now), Evolve);

    private static Decision<CalendarEvent> Decide(Policy policy, CalendarState state, CalendarCommand command, DateTimeOffset now) => command switch
    {
        CalendarCommand.HoldSlot hold => Hold(policy, state, hold, now),
        CalendarCommand.ConfirmSlot confirm => Confirm(state, confirm, now),
        CalendarCommand.MoveSlot move => Move(state, move, now),
        CalendarCommand.ReleaseSlot release => state.Of(release.Application) is null
            ? Unchanged
            : Accept(new CalendarEvent.SlotReleased(release.Application, release.Reason)),
        CalendarCommand.LapseHold lapse => state.Of(lapse.Application) is { } slot && slot.HasLapsed(now)
            ? Accept(new CalendarEvent.HoldLapsed(lapse.Application))
            : Unchanged,
        _ => throw new UnreachableException(),
    };

    private static Decision<CalendarEvent> Hold(Policy policy, CalendarState state, CalendarCommand.HoldSlot hold, DateTimeOffset now) =>
        state.Of(hold.Application) switch
        {
            { } own when !own.HasLapsed(now) => own.When == hold.When
                ? Unchanged
                : Refuse("calendar.slot-differs", "This application has a slot at another time; release it first.", ("held", own.When)),
            _ when hold.When.End <= now => Past(hold.When),
            _ => Take(state, hold.Application, hold.When, now, new CalendarEvent.SlotHeld(
                hold.Helper, hold.Application, hold.When, now + policy.HoldLasts, policy.Version)),
        };

    private static Decision<CalendarEvent> Confirm(CalendarState state, CalendarCommand.ConfirmSlot confirm, DateTimeOffset now) =>
        state.Of(confirm.Application) switch
        {
            Slot.Confirmed => Unchanged,
            Slot.Held held when held.HasLapsed(now) => Refuse("calendar.hold-lapsed", "The hold was not confirmed in time.", ("until", held.Until)),
            Slot.Held => Accept(new CalendarEvent.SlotConfirmed(confirm.Application)),
            _ => Refuse("calendar.slot-not-held", "No slot is held for this application; hold one first."),
        };

    private static Decision<CalendarEvent> Move(CalendarState state, CalendarCommand.MoveSlot move, DateTimeOffset now) =>
        state.Of(move.Application) switch
        {
            Slot.Confirmed confirmed when confirmed.When == move.When => Unchanged,
            Slot.Confirmed when move.When.End <= now => Past(move.When),
            Slot.Confirmed => Take(state, move.Application, move.When, now, new CalendarEvent.SlotMoved(move.Application, move.When)),
            _ => Refuse("calendar.slot-not-confirmed", "Only a confirmed slot moves; a held one is released and held again."),
        };

    /// <summary>Takes the time for an application, first recording which lapsed holds stand in its way.</summary>
    private static Decision<CalendarEvent> Take(
        CalendarState state, ApplicationId application, TimeWindow when, DateTimeOffset now, CalendarEvent taken)
    {
        var others = state.Slots.Where(slot => slot.Application != application && slot.When.Overlaps(when));
        if (others.FirstOrDefault(slot => !slot.HasLapsed(now)) is { } busy)
        {
            return Refuse("calendar.slot-taken", "The helper's time is taken by other work.", ("asked", when), ("taken", busy.When));
        }

        var lapsed = state.Slots.Where(slot => slot.HasLapsed(now) && (slot.Application == application || slot.When.Overlaps(when)));
        return Accept([.. lapsed.Select(slot => new CalendarEvent.HoldLapsed(slot.Application)), taken]);
    }

    private static CalendarState Evolve(CalendarState state, CalendarEvent recorded) => recorded switch
    {
        CalendarEvent.SlotHeld held => With(state, new Slot.Held(held.Application, held.When, held.Until)),
        CalendarEvent.SlotConfirmed confirmed when state.Of(confirmed.Application) is { } slot =>
            With(state, new Slot.Confirmed(slot.Application, slot.When)),
        CalendarEvent.SlotMoved moved => With(state, new Slot.Confirmed(moved.Application, moved.When)),
        CalendarEvent.SlotReleased released => Without(state, released.Application),
        CalendarEvent.HoldLapsed lapsed => Without(state, lapsed.Application),
        _ => state,
    };

    private static CalendarState With(CalendarState state, Slot slot) => new(Without(state, slot.Application).Slots.Add(slot));

    private static CalendarState Without(CalendarState state, ApplicationId application) =>
        new(state.Slots.Where(slot => slot.Application != application));

    private static Decision<CalendarEvent> Past(TimeWindow when) =>
        Reject("calendar.slot-past", "This time is over; a slot is for time to come.", ("asked", when));
}
