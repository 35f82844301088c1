using EventStoreDb.Client;
using ClientPosition = EventStoreDb.Client.LogPosition;

namespace LaborMarketplace.EventStore.EventStoreDb;

/// <summary>The log's values as the client's, and back.</summary>
internal static class Messages
{
    /// <param name="revision">The last event's; -1 for a stream without events.</param>
    public static StreamState At(long revision) => revision < 0 ? StreamState.NoStream : StreamState.Exactly(revision);

    /// <summary>The position to go on after; null for the beginning of the log.</summary>
    public static ClientPosition? After(LogPosition position) => position == LogPosition.Start ? null : ClientPosition.At(position.Value);

    public static ProposedEvent Proposed(EventData data) =>
        new(data.Id, data.Type, data.Data, data.Metadata, data.Data.Span is [(byte)'{', ..] ? ProposedEvent.Json : ProposedEvent.Bytes);

    /// <summary>The client's error as the log's.</summary>
    public static Exception Error(EventStoreDbException error) => error switch
    {
        StreamDeletedException => new LogCorruptedException($"{error.Message} The marketplace never deletes a stream.", error),
        ProtocolMismatchException { InnerException: null } => new LogCorruptedException(error.Message, error),
        AppendTooBigException => new ArgumentException(error.Message, error),
        _ => new EventStoreUnavailableException(error.Message, error),
    };
}
