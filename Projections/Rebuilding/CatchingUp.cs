using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>Brings a build to the log's end, as the runner does, where no runner is at it.</summary>
internal sealed class CatchingUp(NpgsqlDataSource database, IEventStore log, EventCodec codec, ProjectionOptions options, Guid runner)
{
    /// <param name="held">The build.</param>
    /// <param name="position">Where it stands.</param>
    /// <returns>Where it stands now, and what it halted at, if it did.</returns>
    /// <exception cref="LeaseLostException">Another process took the build over.</exception>
    public async Task<(LogPosition Position, Halt? Halt)> ToEnd(Held held, LogPosition position, CancellationToken cancellation)
    {
        var skips = await Skips.Read(database, cancellation);
        var families = new EventFamilies(codec.Registry, [held.Projection]);
        var writer = new PageWriter(codec, families, new ProjectionStore(database, runner), skips, options.AtStep);
        await foreach (var page in log.Read(position, ReadUntil.End, cancellation))
        {
            foreach (var advance in await writer.Write(page, new Dictionary<Held, LogPosition> { [held] = position }, cancellation))
            {
                position = advance.To;
                if (advance.Halt is not null)
                {
                    return (position, advance.Halt);
                }
            }
        }

        return (position, null);
    }
}
