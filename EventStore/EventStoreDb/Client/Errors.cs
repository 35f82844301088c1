namespace EventStoreDb.Client;

/// <summary>
/// Something went wrong between this client and the server. Every error of the client is one of the kinds below; each says what was asked,
/// where, and what would be right. The call's own error is the inner exception.
/// </summary>
public abstract class EventStoreDbException : Exception
{
    private protected EventStoreDbException(string message, Exception? inner) : base(message, inner) { }
}

/// <summary>
/// The server is away, does not answer in time, or is sent too much. Whether a write was done is not known: sent again with the same
/// event ids and the same expected state, it counts once.
/// </summary>
public sealed class UnavailableException : EventStoreDbException
{
    internal UnavailableException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>The server does not have what was asked for. (A stream without events is no error: it is read as empty.)</summary>
public sealed class NotFoundException : EventStoreDbException
{
    internal NotFoundException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>The stream has a tombstone: it can never be read or written again.</summary>
public sealed class StreamDeletedException : EventStoreDbException
{
    internal StreamDeletedException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>The server does not know who asks, or does not let them.</summary>
public sealed class AccessDeniedException : EventStoreDbException
{
    internal AccessDeniedException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>The events of one append are more than the server takes at once. Nothing was written.</summary>
public sealed class AppendTooBigException : EventStoreDbException
{
    internal AppendTooBigException(string message, long? maximum, Exception? inner = null) : base(message, inner) => Maximum = maximum;

    /// <summary>How many bytes an append may have; null when the server does not say it.</summary>
    public long? Maximum { get; }
}

/// <summary>The two sides do not understand each other: the server's answer cannot be, or it cannot be asked this.</summary>
public sealed class ProtocolMismatchException : EventStoreDbException
{
    internal ProtocolMismatchException(string message, Exception? inner = null) : base(message, inner) { }
}
