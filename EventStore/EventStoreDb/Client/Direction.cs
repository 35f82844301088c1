namespace EventStoreDb.Client;

/// <summary>Which way events are read.</summary>
public enum Direction
{
    /// <summary>From the oldest on.</summary>
    Forwards,

    /// <summary>From the newest on.</summary>
    Backwards,
}
