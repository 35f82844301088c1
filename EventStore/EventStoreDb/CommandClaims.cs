using Google.Protobuf;
using EventStoreDb.Client.Protocol;

namespace LaborMarketplace.EventStore.EventStoreDb;

/// <summary>
/// Where each command is, or is about to be, recorded. EventStoreDB knows an event's id only within its stream, so an append is first
/// claimed in a stream of its own, named after its first event (docs/adr/0006). Only the last claim counts.
/// </summary>
internal sealed class CommandClaims(EventStoreDbClient client)
{
    /// <summary>Begins with a dollar sign, as the system's own types do, so that readers of the log pass over it.</summary>
    private const string Type = "$command-claim";

    /// <summary>Claims an append for its first event.</summary>
    /// <param name="after">The revision of the claim that it replaces; -1 for the first.</param>
    /// <returns>False when another claim was made meanwhile.</returns>
    public async Task<bool> Make(Guid firstEvent, BatchAppendReq append, long after, CancellationToken cancellation)
    {
        // In the metadata, since only an event's data counts toward the size that an append may have.
        var claim = new EventData(Guid.NewGuid(), Type, ReadOnlyMemory<byte>.Empty, append.ToByteArray());
        return await client.Append(Wire.Append(Stream(firstEvent), after, [claim]), cancellation) is AppendResult.Appended;
    }

    /// <summary>The claim that counts, and its revision; null when there is none.</summary>
    /// <exception cref="LogCorruptedException">It cannot be read.</exception>
    public async Task<(BatchAppendReq Append, long Revision)?> Latest(Guid firstEvent, CancellationToken cancellation)
    {
        if (await client.Last(Stream(firstEvent), cancellation) is not { } recorded)
        {
            return null;
        }

        try
        {
            return (BatchAppendReq.Parser.ParseFrom(recorded.Metadata.Span), recorded.Revision);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new LogCorruptedException($"The claim at revision {recorded.Revision} of {recorded.Stream} cannot be read.", exception);
        }
    }

    private static StreamName Stream(Guid firstEvent) => StreamName.Of("command", firstEvent);
}
