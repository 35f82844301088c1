using EventStoreDb.Client.Calling;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace EventStoreDb.Client.Protocol;

/// <summary>An event on its way into a stream, as both kinds of appends carry it.</summary>
internal interface IProposedMessage
{
    UUID Id { set; }

    MapField<string, string> Metadata { get; }

    ByteString Data { set; }

    ByteString CustomMetadata { set; }
}

internal static class ProposedMessage
{
    public static T Of<T>(ProposedEvent proposed)
        where T : IProposedMessage, new() => new()
        {
            Id = Wire.Uuid(proposed.Id),
            Metadata = { { "type", proposed.Type }, { "content-type", proposed.ContentType } },
            Data = UnsafeByteOperations.UnsafeWrap(proposed.Data),
            CustomMetadata = UnsafeByteOperations.UnsafeWrap(proposed.Metadata),
        };
}

internal sealed partial class AppendReq
{
    public static partial class Types
    {
        internal sealed partial class ProposedMessage : IProposedMessage;
    }
}

internal sealed partial class BatchAppendReq
{
    public static partial class Types
    {
        internal sealed partial class ProposedMessage : IProposedMessage;
    }
}
