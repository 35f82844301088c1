namespace LaborMarketplace.EventStore;

/// <summary>Tells whether the log takes appends: a database may be read that can no longer be written, as when its disk is full. Thread-safe.</summary>
public interface IAppendStatus
{
    /// <summary>What the log stands on, in a word: PostgreSQL, EventStoreDB.</summary>
    string StandsOn { get; }

    /// <summary>Why the last append failed; null when it was taken, or before the first.</summary>
    /// <remarks>
    /// A failure is forgotten after a minute without another one, since only a further append can find out that the log is well again, and
    /// none may come to a door that says it is not ready.
    /// </remarks>
    string? Fault { get; }
}
