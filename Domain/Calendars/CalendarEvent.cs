using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Calendars;

/// <summary>What happened to a helper's time. A slot is named after the application it is for.</summary>
public abstract record CalendarEvent
{
    private CalendarEvent() { }

    [EventName("calendar.slot-held.v1")]
    public sealed record SlotHeld(HelperId Helper, ApplicationId Application, TimeWindow When, DateTimeOffset Until, int Policy) : CalendarEvent;

    [EventName("calendar.slot-confirmed.v1")]
    public sealed record SlotConfirmed(ApplicationId Application) : CalendarEvent;

    [EventName("calendar.slot-moved.v1")]
    public sealed record SlotMoved(ApplicationId Application, TimeWindow When) : CalendarEvent;

    [EventName("calendar.slot-released.v1")]
    public sealed record SlotReleased(ApplicationId Application, Reason Reason) : CalendarEvent;

    /// <summary>Nobody confirmed the held slot in time.</summary>
    [EventName("calendar.hold-lapsed.v1")]
    public sealed record HoldLapsed(ApplicationId Application) : CalendarEvent;
}
