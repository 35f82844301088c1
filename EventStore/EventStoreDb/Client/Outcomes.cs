namespace EventStoreDb.Client;

/// <summary>What an append came to.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome() { }

    /// <summary>The events are in the stream, now or since they were sent before.</summary>
    /// <param name="Revision">The last event's revision.</param>
    /// <param name="Position">The last event's place in the log; null when the server does not say it, as it may not of an append that came again.</param>
    public sealed record Appended(long Revision, LogPosition? Position) : AppendOutcome;

    /// <summary>The stream was not as expected, and nothing was written.</summary>
    /// <param name="Revision">The last event's revision; -1 when the stream has no events.</param>
    public sealed record WrongExpectedVersion(long Revision) : AppendOutcome;
}

/// <summary>What a deletion came to.</summary>
public abstract record DeleteOutcome
{
    private DeleteOutcome() { }

    /// <summary>The stream is deleted.</summary>
    /// <param name="Position">Where the log says so; null when the server does not say it.</param>
    public sealed record Deleted(LogPosition? Position) : DeleteOutcome;

    /// <summary>The stream was not as expected, and nothing was deleted.</summary>
    /// <param name="Revision">The last event's revision; -1 when the stream has no events; null when the server does not say it.</param>
    public sealed record WrongExpectedVersion(long? Revision) : DeleteOutcome;
}
