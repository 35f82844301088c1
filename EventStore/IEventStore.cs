namespace LaborMarketplace.EventStore;

/// <summary>The log: streams of events, and all of them in one order. Every adapter passes the same conformance suite.</summary>
/// <remarks>
/// Thread-safe. A conflict is a returned value; an exception means that the store could not be asked
/// (<see cref="EventStoreUnavailableException"/>) or that it holds something it never should (<see cref="LogCorruptedException"/>).
/// </remarks>
public interface IEventStore
{
    /// <summary>A stream's events from a revision on, oldest first; empty when there are none.</summary>
    /// <exception cref="EventStoreUnavailableException">The store is away.</exception>
    Task<IReadOnlyList<RecordedEvent>> Load(StreamName stream, long fromRevision, CancellationToken cancellation);

    /// <summary>
    /// Appends all the events or none. To expect revision r is to say that the caller knows the stream up to r; whoever meets a conflict
    /// reads what has come since, all of which can be read by then, and decides again.
    /// </summary>
    /// <remarks>
    /// The same append again (the same stream, the same expected revision, the same event ids) gives the same answer, at any later time, and
    /// counts once. So does an append whose answer was lost on the way, which the store sends again by itself. With
    /// <see cref="ExpectedRevision.Any"/> that holds within one call only: the call made again may append the events again. When it is
    /// cancelled under way, the events may have been appended all the same; the same append again tells.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// There are no events, two have one id, or something is longer than the log takes; or an id is an event's of another stream, where the
    /// store can see that.
    /// </exception>
    /// <exception cref="EventStoreUnavailableException">The store is away, or too much is waiting; the same append may be sent again.</exception>
    Task<AppendResult> Append(StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation);

    /// <summary>
    /// The whole log after a position, in order, each event once, none skipped. A page may be empty: it then says only how far the log
    /// has been read. With <see cref="ReadUntil.Cancelled"/> it follows the live log and waits for what comes.
    /// </summary>
    /// <exception cref="EventStoreUnavailableException">The store is away; read on after the last page's position.</exception>
    /// <exception cref="LogCorruptedException">An event is missing, or the log ends before the position that was asked for.</exception>
    IAsyncEnumerable<LogPage> Read(LogPosition after, ReadUntil until, CancellationToken cancellation);

    /// <summary>The last event's position; <see cref="LogPosition.Start"/> when there is none.</summary>
    /// <exception cref="EventStoreUnavailableException">The store is away.</exception>
    Task<LogPosition> End(CancellationToken cancellation);
}

/// <summary>Where reading the whole log ends.</summary>
public enum ReadUntil
{
    /// <summary>At the last event there was when reading began; the last page's position is that of the store's end, which is not below.</summary>
    End,

    /// <summary>Never: it follows the log until it is cancelled.</summary>
    Cancelled,
}

/// <param name="Events">In order; may be empty.</param>
/// <param name="Position">How far the log has been read: resume after it.</param>
/// <param name="AtEnd">Whether this was the end of the log when the page was read.</param>
public sealed record LogPage(IReadOnlyList<RecordedEvent> Events, LogPosition Position, bool AtEnd);

/// <summary>What an append came to.</summary>
public abstract record AppendResult
{
    private AppendResult() { }

    /// <param name="Revision">The last appended event's revision in its stream.</param>
    /// <param name="Position">The last appended event's position in the log.</param>
    public sealed record Appended(long Revision, LogPosition Position) : AppendResult;

    /// <summary>The stream is not at the expected revision, but at this one (-1: it has no events).</summary>
    public sealed record Conflict(long Revision) : AppendResult;
}

/// <summary>The store cannot be reached, or refuses to work, for now; nothing was acknowledged.</summary>
public sealed class EventStoreUnavailableException : Exception
{
    public EventStoreUnavailableException(string message, Exception innerException) : base(message, innerException) { }

    public EventStoreUnavailableException(string message) : base(message) { }

    public EventStoreUnavailableException() { }
}

/// <summary>The log lacks an event, or holds one that no append can have written.</summary>
public sealed class LogCorruptedException : Exception
{
    public LogCorruptedException(string message) : base(message) { }

    public LogCorruptedException() { }

    public LogCorruptedException(string message, Exception innerException) : base(message, innerException) { }
}
