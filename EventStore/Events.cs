using System.Globalization;

namespace LaborMarketplace.EventStore;

/// <summary>A stream's name: a category and an id, <c>job-0193…</c>.</summary>
public readonly record struct StreamName(string Value)
{
    public string Category => Value[..Math.Max(0, Value.IndexOf('-', StringComparison.Ordinal))];

    public string Id => Value[(Value.IndexOf('-', StringComparison.Ordinal) + 1)..];

    public static StreamName Of(string category, Guid id) => new($"{category}-{id}");

    public static StreamName Of(string category, string id) => new($"{category}-{id}");

    public override string ToString() => Value;
}

/// <summary>A place in the log. Positions grow in commit order; an event's own position is above <see cref="Start"/>.</summary>
public readonly record struct LogPosition(long Value) : IComparable<LogPosition>
{
    /// <summary>Before the first event.</summary>
    public static LogPosition Start { get; } = new(0);

    public int CompareTo(LogPosition other) => Value.CompareTo(other.Value);

    public static bool operator <(LogPosition left, LogPosition right) => left.Value < right.Value;

    public static bool operator >(LogPosition left, LogPosition right) => left.Value > right.Value;

    public static bool operator <=(LogPosition left, LogPosition right) => left.Value <= right.Value;

    public static bool operator >=(LogPosition left, LogPosition right) => left.Value >= right.Value;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a stream's last revision must be for an append to go through. Revisions count from 0.</summary>
public readonly record struct ExpectedRevision(long Value)
{
    /// <summary>
    /// The events go to the stream's end, whatever it holds, once for each call. A call that is made again may append them again: whoever
    /// may have to repeat an append expects a revision.
    /// </summary>
    public static ExpectedRevision Any { get; } = new(-2);

    public static ExpectedRevision NoStream { get; } = new(-1);

    /// <param name="revision">The last event's revision; -1 for a stream without events.</param>
    public static ExpectedRevision Exactly(long revision) => new(revision);
}

/// <summary>An event on its way into the log.</summary>
/// <param name="Id">Unique in the log: made for this append, and given again only when the same append is sent again.</param>
/// <param name="Type">The event's name, <c>job.published.v1</c>.</param>
/// <param name="Data">The stored bytes.</param>
/// <param name="Metadata">The stored bytes of its metadata.</param>
public sealed record EventData(Guid Id, string Type, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Metadata);

/// <summary>An event as the log holds it.</summary>
public sealed record RecordedEvent(
    StreamName Stream, long Revision, LogPosition Position, Guid Id, string Type, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Metadata);
