using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Calendars;

/// <summary>What can be asked of a helper's calendar.</summary>
public abstract record CalendarCommand
{
    private CalendarCommand() { }

    public sealed record HoldSlot(HelperId Helper, ApplicationId Application, TimeWindow When) : CalendarCommand;

    public sealed record ConfirmSlot(ApplicationId Application) : CalendarCommand;

    /// <summary>Moves a confirmed slot to another time, both sides having agreed to it.</summary>
    public sealed record MoveSlot(ApplicationId Application, TimeWindow When) : CalendarCommand;

    public sealed record ReleaseSlot(ApplicationId Application, Reason Reason) : CalendarCommand;

    /// <summary>Asked by the deadline; does nothing while the hold still lasts.</summary>
    public sealed record LapseHold(ApplicationId Application) : CalendarCommand;
}
