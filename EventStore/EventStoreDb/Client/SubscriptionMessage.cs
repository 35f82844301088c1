namespace EventStoreDb.Client;

/// <summary>What a subscription tells, in the order in which it came.</summary>
public abstract record SubscriptionMessage
{
    private SubscriptionMessage() { }

    /// <summary>An event of interest.</summary>
    public sealed record Event(StoredEvent Stored) : SubscriptionMessage;

    /// <summary>The log has been passed up to here without an event of interest; going on after it misses nothing.</summary>
    public sealed record Checkpoint(LogPosition Position) : SubscriptionMessage;

    /// <summary>The past has been told; what follows is told as it happens.</summary>
    public sealed record CaughtUp : SubscriptionMessage;

    /// <summary>The subscription no longer keeps up with what happens, and tells the past again.</summary>
    public sealed record FellBehind : SubscriptionMessage;

    /// <summary>
    /// The server was lost. The subscription goes on by itself, after what was told last, and nothing is missed or told twice; whoever
    /// does not want to wait for that stops here.
    /// </summary>
    /// <param name="Why">What happened.</param>
    /// <param name="Times">How often in a row, without anything told between; from 1.</param>
    public sealed record Dropped(EventStoreDbException Why, int Times) : SubscriptionMessage;
}
