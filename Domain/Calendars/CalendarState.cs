using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Calendars;

/// <summary>A helper's time that is spoken for. A calendar has no life of its own: its slots have one each.</summary>
/// <param name="Slots">One for an application at most; no two overlap, whatever the time is.</param>
public sealed record CalendarState(ValueList<Slot> Slots)
{
    public Slot? Of(ApplicationId application) => Slots.FirstOrDefault(slot => slot.Application == application);
}

/// <summary>A slot's life: Held → Confirmed. A released or lapsed slot is gone.</summary>
public abstract record Slot(ApplicationId Application, TimeWindow When)
{
    /// <param name="Until">The hold counts before this instant, and no more from it on.</param>
    public sealed record Held(ApplicationId Application, TimeWindow When, DateTimeOffset Until) : Slot(Application, When);

    public sealed record Confirmed(ApplicationId Application, TimeWindow When) : Slot(Application, When);

    /// <summary>Whether this is a hold that has lapsed, though no event may say so yet.</summary>
    public bool HasLapsed(DateTimeOffset now) => this is Held held && held.Until <= now;
}
