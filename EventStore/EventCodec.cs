using System.Text.Json;
using System.Text.Json.Nodes;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.EventStore;

/// <summary>Turns events into stored bytes and back; old versions are lifted here, once, for every reader. Thread-safe.</summary>
public sealed class EventCodec
{
    private readonly EventLifts _lifts;

    /// <exception cref="InvalidOperationException">The lifts of an old version do not lead to the current one.</exception>
    public EventCodec(EventRegistry registry, params IReadOnlyList<EventLift> lifts)
    {
        Registry = registry;
        _lifts = new EventLifts(registry, lifts);
    }

    /// <summary>Of all the marketplace's events, in all their versions.</summary>
    /// <exception cref="InvalidOperationException">The lifts of an old version do not lead to the current one.</exception>
    public static EventCodec OfMarketplace() => new(EventRegistry.Marketplace, MarketplaceLifts.All);

    public EventRegistry Registry { get; }

    /// <param name="happened">An event of a registered type.</param>
    public EventData Encode(object happened, Guid id, EventMetadata metadata) => new(
        id,
        Registry.NameOf(happened.GetType()),
        JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), MarketplaceJson.Options),
        JsonSerializer.SerializeToUtf8Bytes(metadata, MarketplaceJson.Options));

    /// <exception cref="UnreadableEventException">The type is not known, or the bytes are not what it says.</exception>
    public DecodedEvent Decode(RecordedEvent recorded)
    {
        try
        {
            var metadata = JsonSerializer.Deserialize<EventMetadata>(recorded.Metadata.Span, MarketplaceJson.Options)
                ?? throw new UnreadableEventException(recorded, "its metadata is null.");
            return new DecodedEvent(Read(recorded), metadata, recorded);
        }
        catch (JsonException exception)
        {
            throw new UnreadableEventException(recorded, $"at {MarketplaceJson.PathOf(exception)}: {exception.Message}", exception);
        }
        catch (ShapeException exception)
        {
            throw new UnreadableEventException(recorded, exception.Message, exception);
        }
    }

    /// <summary>What an event of an old version says today; null when its version is the current one, or the type is not known.</summary>
    /// <exception cref="UnreadableEventException">The bytes are not what the type says.</exception>
    public LiftedEvent? Lift(RecordedEvent recorded)
    {
        if (_lifts.From(recorded.Type) is not { } lift)
        {
            return null;
        }

        try
        {
            var data = JsonNode.Parse(recorded.Data.Span) as JsonObject
                ?? throw new UnreadableEventException(recorded, "its data is not an object.");
            var lifted = new LiftedEvent(lift.To, lift.Lift(data));
            while (_lifts.From(lifted.Type) is { } next)
            {
                lifted = new LiftedEvent(next.To, next.Lift(lifted.Data));
            }

            return lifted;
        }
        catch (Exception exception) when (exception is not (UnreadableEventException or OutOfMemoryException))
        {
            throw new UnreadableEventException(recorded, $"it cannot be lifted to {lift.To}: {exception.Message}", exception);
        }
    }

    private object Read(RecordedEvent recorded) => Registry.TypeOf(recorded.Type) is { } current
        ? JsonSerializer.Deserialize(recorded.Data.Span, current, MarketplaceJson.Options)
            ?? throw new UnreadableEventException(recorded, "its data is null.")
        : Lift(recorded) is { } lifted
            ? lifted.Data.Deserialize(Registry.TypeOf(lifted.Type)!, MarketplaceJson.Options)!
            : throw new UnreadableEventException(recorded, "this version of the code does not know the type.");
}

/// <summary>The log holds an event that this version of the code cannot read. It must not be passed over.</summary>
public sealed class UnreadableEventException : Exception
{
    /// <param name="reason">What is wrong, as the end of a sentence.</param>
    public UnreadableEventException(RecordedEvent recorded, string reason, Exception? innerException = null)
        : base(
            $"{recorded.Type} at revision {recorded.Revision} of {recorded.Stream} (position {recorded.Position}) cannot be read: {reason}",
            innerException) =>
        (Stream, Revision, Position, Type, Reason) = (recorded.Stream, recorded.Revision, recorded.Position, recorded.Type, reason);

    public UnreadableEventException(string message) : base(message) { }

    public UnreadableEventException() { }

    public UnreadableEventException(string message, Exception innerException) : base(message, innerException) { }

    public StreamName Stream { get; }

    public long Revision { get; }

    public LogPosition Position { get; }

    public string Type { get; } = "";

    public string Reason { get; } = "";
}
