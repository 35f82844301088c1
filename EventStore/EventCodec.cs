namespace LaborMarketplace.EventStore;

/// <summary>Turns events into stored bytes and back; old versions are lifted here, once, for every reader.</summary>
public sealed class EventCodec(EventRegistry registry)
{
    public EventRegistry Registry { get; } = registry;
}
