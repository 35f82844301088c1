using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands;

/// <summary>What was answered when a command came the first time: the log says it.</summary>
internal sealed class FirstAnswers(IEventStore store, ICommandReceipts receipts, EventCodec codec)
{
    /// <summary>The first answer to this command; null when it was never recorded, or cannot have been.</summary>
    public async Task<CommandResult?> Find(CommandContext context, CancellationToken cancellation)
    {
        var mayBeRepeated = context.Request is not null || context.CausationId is not null;
        return mayBeRepeated ? await Find(EventId.Of(context.CommandId, 0), context, cancellation) : null;
    }

    /// <param name="firstEvent">The id of the command's first event.</param>
    public async Task<CommandResult?> Find(Guid firstEvent, CommandContext context, CancellationToken cancellation) =>
        await receipts.Find(firstEvent, cancellation) is { } first ? await From(first, context, cancellation) : null;

    /// <param name="first">The command's first event.</param>
    public async Task<CommandResult> From(RecordedEvent first, CommandContext context, CancellationToken cancellation)
    {
        if (codec.Decode(first).Metadata.Request != context.Request)
        {
            return new CommandResult.KeyReused();
        }

        var following = await store.Load(first.Stream, first.Revision, cancellation);
        var last = following.TakeWhile((recorded, index) => recorded.Id == EventId.Of(context.CommandId, index)).Last();
        return new CommandResult.Done(last.Stream, last.Revision, last.Position);
    }
}
