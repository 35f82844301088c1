using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>Folds the log in memory up to a position, without the events that are passed over on purpose.</summary>
internal sealed class FreshFold(NpgsqlDataSource database, IEventStore log, EventCodec codec)
{
    /// <exception cref="FoldException">The log cannot be folded; the message names the event.</exception>
    public async Task<ModelInMemory> Until(
        LogPosition until, Projection projection, Func<Guid, bool>? kept, Action<LogPage> folded, CancellationToken cancellation)
    {
        var model = new ModelInMemory(projection, codec, (await Skips.Read(database, cancellation)).Of(projection), kept);
        if (until == LogPosition.Start)
        {
            return model;
        }

        await foreach (var page in log.Read(LogPosition.Start, ReadUntil.End, cancellation))
        {
            model.Take(page.Events.TakeWhile(recorded => recorded.Position <= until));
            folded(page);
            if (page.Position >= until)
            {
                break;
            }
        }

        return model;
    }
}
