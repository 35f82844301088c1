using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>
/// Folds the log afresh and compares with the documents and links of the build that serves, as of the position that it stands at; and looks whether
/// readers see that build.
/// </summary>
/// <remarks>
/// Writes nothing and holds nobody up: all that is stored is read as of one moment, and the log does not change behind it. Its memory is that of
/// <see cref="ProjectionOptions.ProvedBytes"/>, three to five times as much for objects are larger than JSON, and about 200 bytes for each document.
/// </remarks>
public sealed class Verification(NpgsqlDataSource database, IEventStore log, EventCodec codec, ProjectionOptions options)
{
    /// <param name="projection">The read model.</param>
    /// <param name="oneIn">1 compares every document; N about one in N, others each time, and more where that would be too few to prove anything.</param>
    /// <param name="tell">Is told how far the log is folded.</param>
    /// <exception cref="OtherVersionException">Another version than the projection's serves.</exception>
    /// <exception cref="RebuildException">The build was dropped meanwhile.</exception>
    /// <exception cref="FoldException">The log cannot be folded; the message names the event.</exception>
    public async Task<Verdict> Run(Projection projection, int oneIn, Action<FoldingProgress> tell, CancellationToken cancellation)
    {
        var serving = await ServingModel.Read(database, projection, oneIn, cancellation);
        var position = serving.Documents.Position;
        var live = Side.Stored(database, serving.Storage, serving.Documents);
        var parts = serving.Sample.Parts(serving.Documents.Bytes, options.ProvedBytes);
        var passes = new FoldingPasses(parts.Count, position, tell);
        var (hashes, differences, links) = (new List<DocumentHashes>(), new List<DocumentDifferences>(), serving.Links);
        await foreach (var fold in FreshFold.InParts(database, log, codec, projection, parts, cancellation))
        {
            passes.Begin();
            var fresh = await fold.At(position, passes.Folded, cancellation);
            hashes.Add(fresh.Hashes);
            differences.Add(await Side.Compare(live.Among(fold.Part), fresh, cancellation));
            links = fold.Links;
        }

        var (contents, found) = (DocumentHashes.Together(hashes).Contents(), DocumentDifferences.Together(differences));
        return new Verdict(projection.Name, projection.Version, position.Value, serving.Documents.Contents(), contents, found.Count, found.First)
        {
            All = serving.Sample.All,
            OneIn = (int)serving.Sample.OneIn,
            Links = LinkComparison.Of(serving.Links, links.Where(link => serving.Sample.Has(link.Value)).ToDictionary()),
            ViewFault = serving.ViewFault,
            Skipped = [.. (await database.Skipped(cancellation)).Where(skip => skip.Name == projection.Name && skip.Version == projection.Version)],
        };
    }
}
