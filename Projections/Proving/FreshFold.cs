using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>Folds the log in memory, from its beginning and as far as is asked, without the events that are passed over on purpose. Not thread-safe.</summary>
internal sealed class FreshFold(IEventStore log, ModelInMemory model)
{
    private LogPosition _position = LogPosition.Start;

    /// <summary>The documents and links as of where it has come.</summary>
    public ModelInMemory Model => model;

    /// <param name="database">Knows what is passed over.</param>
    /// <param name="log">What is folded.</param>
    /// <param name="codec">Reads the events.</param>
    /// <param name="projection">The definition.</param>
    /// <param name="kept">Which documents are folded; all unless given.</param>
    public static async Task<FreshFold> Begin(
        NpgsqlDataSource database, IEventStore log, EventCodec codec, Projection projection, Func<Guid, bool>? kept, CancellationToken cancellation) =>
        new(log, new ModelInMemory(projection, codec, (await Skips.Read(database, cancellation)).Of(projection), kept));

    /// <summary>Goes on to a position; not back.</summary>
    /// <param name="until">The last that is folded.</param>
    /// <param name="folded">Is told each page that was folded.</param>
    /// <exception cref="FoldException">The log cannot be folded; the message names the event.</exception>
    public async Task To(LogPosition until, Action<LogPage> folded, CancellationToken cancellation)
    {
        if (until <= _position)
        {
            return;
        }

        await foreach (var page in log.Read(_position, ReadUntil.End, cancellation))
        {
            model.Take(page.Events.TakeWhile(recorded => recorded.Position <= until));
            folded(page);
            if (page.Position >= until)
            {
                break;
            }
        }

        _position = until;
    }
}
