using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Calendars;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands.Deadlines;

/// <summary>
/// Which deadlines an event sets and clears. Clearing spares work and is never needed: a deadline's command looks at the state and the time
/// itself, and does nothing when there is nothing to do.
/// </summary>
public static class DeadlineRules
{
    public static IReadOnlyList<DeadlineChange> For(DecodedEvent recorded) => recorded.Event switch
    {
        ApplicationEvent.Offered offered => [Set(recorded, DeadlineKind.OfferExpiry, offered.ExpiresAt, offered.Offer.Value)],
        ApplicationEvent.OfferAccepted accepted => [Clear(recorded, DeadlineKind.OfferExpiry, accepted.Offer.Value)],
        ApplicationEvent.OfferDeclined declined => [Clear(recorded, DeadlineKind.OfferExpiry, declined.Offer.Value)],
        ApplicationEvent.OfferRescinded rescinded => [Clear(recorded, DeadlineKind.OfferExpiry, rescinded.Offer.Value)],
        ApplicationEvent.OfferExpired expired => [Clear(recorded, DeadlineKind.OfferExpiry, expired.Offer.Value)],

        CalendarEvent.SlotHeld held => [Set(recorded, DeadlineKind.HoldLapse, held.Until, held.Application.Value)],
        CalendarEvent.SlotConfirmed confirmed => [Clear(recorded, DeadlineKind.HoldLapse, confirmed.Application.Value)],
        CalendarEvent.SlotReleased released => [Clear(recorded, DeadlineKind.HoldLapse, released.Application.Value)],
        CalendarEvent.HoldLapsed lapsed => [Clear(recorded, DeadlineKind.HoldLapse, lapsed.Application.Value)],

        JobEvent.PositionReserved reserved => [Set(recorded, DeadlineKind.ReservationLapse, reserved.Until, reserved.Application.Value)],
        JobEvent.PositionFilled filled => [Clear(recorded, DeadlineKind.ReservationLapse, filled.Application.Value)],
        JobEvent.PositionReleased released => [Clear(recorded, DeadlineKind.ReservationLapse, released.Application.Value)],

        JobEvent.Drafted drafted => [Set(recorded, DeadlineKind.JobClosing, drafted.Terms.When.End)],
        JobEvent.Published published => [Set(recorded, DeadlineKind.JobExpiry, published.ExpiresAt)],
        JobEvent.Edited { ExpiresAt: { } expiresAt } edited =>
            [Set(recorded, DeadlineKind.JobExpiry, expiresAt), Set(recorded, DeadlineKind.JobClosing, edited.Terms.When.End)],
        JobEvent.Edited edited => [Set(recorded, DeadlineKind.JobClosing, edited.Terms.When.End)],
        JobEvent.Closed or JobEvent.Cancelled or JobEvent.Expired =>
            [Clear(recorded, DeadlineKind.JobExpiry), Clear(recorded, DeadlineKind.JobClosing)],

        AssignmentEvent.HoursSubmitted submitted => [Set(recorded, DeadlineKind.HoursApproval, submitted.ApproveBy)],
        AssignmentEvent.DisputeOpened => [Clear(recorded, DeadlineKind.HoursApproval)],
        AssignmentEvent.HoursApproved approved => [Set(recorded, DeadlineKind.AssignmentClosing, approved.CloseBy)],
        AssignmentEvent.Closed => [Clear(recorded, DeadlineKind.AssignmentClosing)],
        _ => [],
    };

    private static DeadlineChange.Set Set(DecodedEvent recorded, DeadlineKind kind, DateTimeOffset due, Guid subject = default) =>
        new(new Deadline(kind, recorded.Source.Stream, subject, due, recorded.Source.Id));

    private static DeadlineChange.Clear Clear(DecodedEvent recorded, DeadlineKind kind, Guid subject = default) =>
        new(kind, recorded.Source.Stream, subject);
}
