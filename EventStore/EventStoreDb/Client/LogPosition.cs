namespace EventStoreDb.Client;

/// <summary>A place in the log of all streams, as the server counts it: bytes from the log's beginning.</summary>
/// <remarks>
/// An event's own position has both numbers alike. A checkpoint's may have a smaller prepare position: everything before the commit
/// position has been passed, and an event that begins just there has not. Positions are compared by commit, then by prepare.
/// </remarks>
/// <param name="Commit">Where the event was committed; from 0.</param>
/// <param name="Prepare">Where the event was written; from 0, at most <paramref name="Commit"/>.</param>
public readonly record struct LogPosition(long Commit, long Prepare) : IComparable<LogPosition>
{
    /// <summary>After the last event there is at the moment of asking.</summary>
    public static LogPosition End { get; } = new(long.MaxValue, long.MaxValue);

    /// <summary>The position of an event that begins at this byte.</summary>
    public static LogPosition At(long position) => new(position, position);

    /// <inheritdoc/>
    public int CompareTo(LogPosition other) => (Commit, Prepare).CompareTo((other.Commit, other.Prepare));

    /// <inheritdoc/>
    public static bool operator <(LogPosition left, LogPosition right) => left.CompareTo(right) < 0;

    /// <inheritdoc/>
    public static bool operator >(LogPosition left, LogPosition right) => left.CompareTo(right) > 0;

    /// <inheritdoc/>
    public static bool operator <=(LogPosition left, LogPosition right) => left.CompareTo(right) <= 0;

    /// <inheritdoc/>
    public static bool operator >=(LogPosition left, LogPosition right) => left.CompareTo(right) >= 0;

    /// <summary>As the server writes it: <c>C:120/P:120</c>.</summary>
    public override string ToString() => $"C:{Commit}/P:{Prepare}";
}
