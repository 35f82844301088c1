namespace LaborMarketplace.EventStore;

/// <summary>What is known of an event beside what happened. It is made in one place, where a command is executed.</summary>
/// <param name="CommandId">
/// The command that led to the event. One that can come again, with an Idempotency-Key or from a process, has the same id then.
/// </param>
/// <param name="Request">The SHA-256 of the request, so that a repeated key with another request is seen; null where no key was given.</param>
/// <param name="CorrelationId">Common to all that one outside request set off.</param>
/// <param name="CausationId">The event that a process answered with the command; null when a person asked.</param>
/// <param name="Actor">Who asked: a person's id, or <c>process:hire</c> and the like.</param>
/// <param name="Region">The home region of the store that took the event.</param>
/// <param name="RecordedAt">When it was decided, by the marketplace's clock.</param>
/// <param name="SchemaVersion">The version of this record's own shape.</param>
public sealed record EventMetadata(
    Guid CommandId,
    string? Request,
    Guid CorrelationId,
    Guid? CausationId,
    string Actor,
    string Region,
    DateTimeOffset RecordedAt,
    int SchemaVersion = 1);

/// <summary>An event that the codec has read: what happened, what is known beside it, and where it stands.</summary>
public sealed record DecodedEvent(object Event, EventMetadata Metadata, RecordedEvent Source);
