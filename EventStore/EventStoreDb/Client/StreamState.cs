namespace EventStoreDb.Client;

/// <summary>What a stream must be like for a write to go through. Revisions count from 0.</summary>
public readonly record struct StreamState
{
    private const long FirstRevision = 3;

    private readonly long _code;

    private StreamState(long code) => _code = code;

    /// <summary>Whatever it is like.</summary>
    public static StreamState Any { get; }

    /// <summary>It has no events: it was never written, or it was deleted.</summary>
    public static StreamState NoStream { get; } = new(1);

    /// <summary>It has events, however many.</summary>
    public static StreamState Exists { get; } = new(2);

    /// <summary>The revision that the last event must have; null for the other states.</summary>
    public long? Revision => _code >= FirstRevision ? _code - FirstRevision : null;

    /// <summary>Its last event has this revision.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The revision is negative, or beyond all that a stream can reach.</exception>
    public static StreamState Exactly(long revision)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(revision);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(revision, long.MaxValue - FirstRevision);
        return new(revision + FirstRevision);
    }

    /// <summary>In an error's words.</summary>
    public override string ToString() => this == Any ? "any" : this == NoStream ? "no stream" : this == Exists ? "exists" : $"revision {Revision}";
}
