using System.Buffers.Binary;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>Folds the log afresh and compares with the documents that readers see, as of the position that they stand at.</summary>
/// <remarks>Writes nothing and holds nobody up: the documents' hashes are taken at one moment, and the log does not change behind it.</remarks>
public sealed class Verification(NpgsqlDataSource database, IEventStore log, EventCodec codec)
{
    /// <summary>How many documents that differ are named.</summary>
    public const int Named = 20;

    /// <param name="projection">The read model.</param>
    /// <param name="oneIn">1 compares every document; N about one in N, others each time.</param>
    /// <param name="started">Is told up to where the log is folded.</param>
    /// <param name="folded">Is told each page of the log that was folded.</param>
    /// <exception cref="OtherVersionException">Another version than the projection's serves.</exception>
    /// <exception cref="FoldException">The log cannot be folded; the message names the event.</exception>
    public async Task<Verdict> Run(Projection projection, int oneIn, Action<LogPosition> started, Action<LogPage> folded, CancellationToken cancellation)
    {
        var serving = await Serving(projection, cancellation);
        var kept = Sample(oneIn);
        var live = await DocumentHashes.Stored(database, serving.Storage, kept, cancellation);
        started(live.Position);
        var model = await new FreshFold(database, log, codec).Until(live.Position, projection, kept, folded, cancellation);
        var fresh = await DocumentHashes.Of(database, projection, model.Documents, live.Position, cancellation);
        var differing = Comparing.Differing(live, fresh);
        var named = new List<DocumentDifference>();
        foreach (var id in differing.Take(Named))
        {
            var kind = Comparing.KindOf(id, live, fresh)!.Value;
            var text = kind == DifferenceKind.Different ? await live.TextOf(id, database, serving.Storage, cancellation) : null;
            named.Add(new DocumentDifference(id, kind, text is null ? [] : [.. JsonDifference.Between(text, await Comparing.TextOf(database, model.Documents[id], projection, cancellation))]));
        }

        return new Verdict(projection.Name, projection.Version, live.Position.Value, live.Contents(), fresh.Contents(), differing.Count, named)
        {
            Skipped = [.. (await database.Skipped(cancellation)).Where(skip => skip.Name == projection.Name && skip.Version == projection.Version)],
        };
    }

    private async Task<Checkpoint> Serving(Projection projection, CancellationToken cancellation)
    {
        var serving = (await database.Checkpoints(cancellation)).SingleOrDefault(checkpoint => checkpoint.Live && checkpoint.Name == projection.Name);
        return serving?.Version == projection.Version
            ? serving
            : throw new OtherVersionException(serving is null
                ? $"{projection.Name} has not been made yet."
                : $"{projection.Name} serves version {serving.Version}, and this program knows version {projection.Version}: rebuild it.");
    }

    private static Func<Guid, bool>? Sample(int oneIn)
    {
        if (oneIn <= 1)
        {
            return null;
        }

        var start = (uint)Random.Shared.Next();
        return id => unchecked(BinaryPrimitives.ReadUInt32LittleEndian(id.ToByteArray().AsSpan(12)) + start) % (uint)oneIn == 0;
    }
}
