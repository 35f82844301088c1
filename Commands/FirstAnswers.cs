using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands;

/// <summary>What was answered when a command came the first time: its stream says it.</summary>
internal sealed class FirstAnswers(IEventStore store, EventCodec codec)
{
    /// <param name="stream">Holds the command's events.</param>
    /// <exception cref="EventStoreUnavailableException">The store cannot be reached.</exception>
    public async Task<CommandResult> Find(StreamName stream, CommandContext context, CancellationToken cancellation)
    {
        var events = (await store.Load(stream, 0, cancellation))
            .Select(codec.Decode)
            .SkipWhile(recorded => recorded.Metadata.CommandId != context.CommandId)
            .TakeWhile(recorded => recorded.Metadata.CommandId == context.CommandId)
            .ToList();
        return events is not [{ Metadata.Request: var request }, ..]
            ? throw new EventStoreUnavailableException($"The store does not let the events of the command {context.CommandId} be read in {stream}.")
            : request != context.Request ? new CommandResult.KeyReused()
            : new CommandResult.Done(stream, events[^1].Source.Revision, events[^1].Source.Position);
    }
}
