namespace LaborMarketplace.EventStore;

/// <summary>Tells whether a command was recorded before, in whatever stream. Every store implements it beside <see cref="IEventStore"/>.</summary>
public interface ICommandReceipts
{
    /// <summary>The event with this id, which was the first of its append; null when the log holds none.</summary>
    /// <exception cref="EventStoreUnavailableException">The store cannot be asked.</exception>
    Task<RecordedEvent?> Find(Guid firstEventId, CancellationToken cancellation);
}
