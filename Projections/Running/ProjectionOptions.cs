namespace LaborMarketplace.Projections.Running;

/// <summary>How the runner waits when it cannot go on.</summary>
public sealed record ProjectionOptions
{
    /// <summary>The first wait after the log or the database could not be reached; it doubles with every failure.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest such wait.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a projection that halted waits before it tries the same event again.</summary>
    public TimeSpan HaltedRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many events are folded together at most when the log has run ahead: each document they change is written once.</summary>
    public int LongestPage { get; init; } = 10_000;

    /// <summary>Projections further apart than this many positions do not wait for one another: each reads the log by itself.</summary>
    public long LargestGap { get; init; } = 10_000;
}
