using EventStoreDb.Client.Calling;

namespace EventStoreDb.Client;

/// <summary>An event on its way into a stream.</summary>
/// <param name="Id">Unique in the stream; the same id again, at the same expected revision, is the same event again, and counts once.</param>
/// <param name="Type">What happened; from 1 character on. Types that begin with a dollar sign are the system's.</param>
/// <param name="Data">What is to be kept. The server takes 1 MiB of data an append where nobody set it to take more.</param>
/// <param name="Metadata">What is to be kept beside it.</param>
/// <param name="ContentType">Any other than <see cref="Json"/> is read back as <see cref="Bytes"/>.</param>
public sealed record ProposedEvent(
    Guid Id, string Type, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Metadata = default, string ContentType = ProposedEvent.Json)
{
    /// <summary>The data is JSON, and the server's own projections can read it.</summary>
    public const string Json = "application/json";

    /// <summary>The data is whatever it is.</summary>
    public const string Bytes = "application/octet-stream";
}

/// <summary>An event as the log holds it.</summary>
/// <param name="Revision">Its place in its stream; from 0.</param>
/// <param name="Position">Its place in the log of all streams.</param>
/// <param name="Created">When the server took it, by its clock.</param>
public sealed record StoredEvent(
    string Stream,
    long Revision,
    LogPosition Position,
    Guid Id,
    string Type,
    string ContentType,
    DateTimeOffset Created,
    ReadOnlyMemory<byte> Data,
    ReadOnlyMemory<byte> Metadata)
{
    /// <summary>Whether it is of the system itself: its type begins with a dollar sign.</summary>
    public bool IsSystem => Type.StartsWith('$');

    /// <exception cref="ProtocolMismatchException">It is of another stream than was asked for.</exception>
    internal StoredEvent InStream(string stream) => Stream == stream ? this : throw Wire.Violation($"an event of {Stream} when asked for {stream}");
}
