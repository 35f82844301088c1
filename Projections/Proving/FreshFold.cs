using System.Runtime.CompilerServices;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>
/// Folds the log in memory, from its beginning and as far as is asked, without the events that are passed over on purpose. Not thread-safe.
/// </summary>
/// <param name="database">Writes documents as it would store them.</param>
/// <param name="log">What is folded.</param>
/// <param name="projection">The definition.</param>
/// <param name="model">What it is folded to.</param>
/// <param name="part">Which documents those are.</param>
internal sealed class FreshFold(NpgsqlDataSource database, IEventStore log, Projection projection, ModelInMemory model, Func<Guid, bool> part)
{
    private LogPosition _position = LogPosition.Start;

    /// <summary>Which documents it folds.</summary>
    public Func<Guid, bool> Part => part;

    /// <summary>The links as of where it has come, whatever document they lead to.</summary>
    public IReadOnlyDictionary<Guid, Guid> Links => model.Links;

    /// <summary>One fold after the other, each with its part of the documents in memory: a pass over the log for each part.</summary>
    public static async IAsyncEnumerable<FreshFold> InParts(
        NpgsqlDataSource database, IEventStore log, EventCodec codec, Projection projection, IReadOnlyList<Func<Guid, bool>> parts,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var skipped = (await Skips.Read(database, cancellation)).Of(projection);
        foreach (var part in parts)
        {
            yield return new FreshFold(database, log, projection, new ModelInMemory(projection, codec, skipped, part), part);
        }
    }

    /// <summary>Goes on to a position, not back.</summary>
    /// <param name="until">The last that is folded.</param>
    /// <param name="folded">Is told each page that was folded.</param>
    /// <returns>The documents as of there, as long as it goes no further.</returns>
    /// <exception cref="FoldException">The log cannot be folded; the message names the event.</exception>
    /// <exception cref="LogCorruptedException">The log ends before.</exception>
    public async Task<Side> At(LogPosition until, Action<LogPage> folded, CancellationToken cancellation)
    {
        if (until > _position)
        {
            await Fold(until, folded, cancellation);
            _position = until;
        }

        return await Side.Folded(database, projection, model.Documents, until, cancellation);
    }

    private async Task Fold(LogPosition until, Action<LogPage> folded, CancellationToken cancellation)
    {
        var come = _position;
        await foreach (var page in log.Read(_position, ReadUntil.End, cancellation))
        {
            model.Take(page.Events.TakeWhile(recorded => recorded.Position <= until));
            folded(page);
            come = page.Position;
            if (come >= until)
            {
                return;
            }
        }

        throw new LogCorruptedException(
            $"The log ends at position {come}, and {projection} is to be folded up to {until}: what serves follows from a longer log.");
    }
}
