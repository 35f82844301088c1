using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>
/// Folds the log afresh and compares with the documents and links of the build that serves, as of the position that it stands at; and looks whether
/// readers see that build.
/// </summary>
/// <remarks>Writes nothing and holds nobody up: all that is stored is read as of one moment, and the log does not change behind it.</remarks>
public sealed class Verification(NpgsqlDataSource database, IEventStore log, EventCodec codec)
{
    /// <param name="projection">The read model.</param>
    /// <param name="oneIn">1 compares every document; N about one in N, others each time, and more where that would be too few to prove anything.</param>
    /// <param name="started">Is told up to where the log is folded.</param>
    /// <param name="folded">Is told each page of the log that was folded.</param>
    /// <exception cref="OtherVersionException">Another version than the projection's serves.</exception>
    /// <exception cref="RebuildException">The build was dropped meanwhile.</exception>
    /// <exception cref="FoldException">The log cannot be folded; the message names the event.</exception>
    public async Task<Verdict> Run(Projection projection, int oneIn, Action<LogPosition> started, Action<LogPage> folded, CancellationToken cancellation)
    {
        var serving = await ServingModel.Read(database, projection, oneIn, cancellation);
        var position = serving.Documents.Position;
        started(position);
        var fold = await FreshFold.Begin(database, log, codec, projection, serving.Sample.Has, cancellation);
        await fold.To(position, folded, cancellation);
        var (live, fresh) = (
            Side.Stored(database, serving.Storage, serving.Documents),
            await Side.Folded(database, projection, fold.Model.Documents, position, cancellation));
        var differing = await Side.Compare(live, fresh, cancellation);
        var links = fold.Model.Links.Where(link => serving.Sample.Has(link.Value)).ToDictionary();
        return new Verdict(
            projection.Name, projection.Version, position.Value, live.Hashes.Contents(), fresh.Hashes.Contents(), differing.Count, differing.First)
        {
            All = serving.Sample.All,
            OneIn = serving.Sample.OneIn,
            Links = LinkComparison.Of(serving.Links, links),
            ViewFault = serving.ViewFault,
            Skipped = [.. (await database.Skipped(cancellation)).Where(skip => skip.Name == projection.Name && skip.Version == projection.Version)],
        };
    }
}
