using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>Compares the build that serves with the newest beside it, as of one position of the log.</summary>
/// <remarks>
/// Both follow the log, so they stand at one position at some moment soon. Where one of them stands still, the log is folded in memory up to
/// where the other is, in place of the side of which this program knows the version; the table of that side is compared with the log too.
/// </remarks>
public sealed class BuildComparison(NpgsqlDataSource database, IEventStore log, EventCodec codec, ProjectionOptions options)
{
    private const int Attempts = 50;
    private static readonly TimeSpan PauseBeforeLookingAgain = TimeSpan.FromMilliseconds(50);

    /// <exception cref="RebuildException">There is no other build, or neither is of this program's version, or one was dropped meanwhile.</exception>
    /// <exception cref="FoldException">The log cannot be folded; the message names the event.</exception>
    public async Task<BuildDifferences> Run(Projection projection, CancellationToken cancellation)
    {
        var builds = (await database.Checkpoints(cancellation)).Where(build => build.Name == projection.Name && build.Built).ToList();
        var live = builds.SingleOrDefault(build => build.Live) ?? throw new RebuildException($"{projection.Name} has not been made yet.");
        var beside = builds
            .Where(build => !build.Live)
            .OrderBy(build => build.ReplacedAt is null).ThenBy(build => build.ReplacedAt).ThenBy(build => build.Version)
            .LastOrDefault()
            ?? throw new RebuildException($"{projection.Name} has one build, which serves; there is nothing to compare it with.");
        for (var attempt = 1; ; attempt++)
        {
            if (await DocumentHashes.StoredBoth(database, live.Storage, beside.Storage, evenApart: attempt == Attempts, cancellation) is var (left, right))
            {
                var (serving, other) = (Side.Stored(database, live.Storage, left), Side.Stored(database, beside.Storage, right));
                return left.Position == right.Position
                    ? Answer(live, beside, left, right, await Side.Compare(serving, other, cancellation))
                    : await Folding(projection, live, beside, serving, other, cancellation);
            }

            await Task.Delay(PauseBeforeLookingAgain, TimeProvider.System, cancellation);
        }
    }

    /// <summary>
    /// Goes through the log: to where the known side stands, to prove its table, and to where the other stands, to stand in for it; in the order of the log.
    /// </summary>
    private async Task<BuildDifferences> Folding(
        Projection projection, Checkpoint live, Checkpoint beside, Side serving, Side other, CancellationToken cancellation)
    {
        var known = new[] { beside, live }.FirstOrDefault(build => build.Version == projection.Version)
            ?? throw new RebuildException(
                $"{live.Storage} and {beside.Storage} do not come to one position, and this program knows version {projection.Version} alone.");
        var (stored, still) = known == live ? (serving, other) : (other, serving);
        var (standIns, differences, proofs) = (new List<DocumentHashes>(), new List<DocumentDifferences>(), new List<DocumentDifferences>());
        var parts = Sample.Whole(stored.Hashes.ById.Count).Parts(stored.Hashes.Bytes, options.ProvedBytes);
        await foreach (var fold in FreshFold.InParts(database, log, codec, projection, parts, cancellation))
        {
            foreach (var side in new[] { stored, still }.OrderBy(side => side.Hashes.Position))
            {
                var folded = await fold.At(side.Hashes.Position, _ => { }, cancellation);
                var there = side.Among(fold.Part);
                if (side == stored)
                {
                    proofs.Add(await Side.Compare(there, folded, cancellation));
                }
                else
                {
                    standIns.Add(folded.Hashes);
                    differences.Add(await (known == live ? Side.Compare(folded, there, cancellation) : Side.Compare(there, folded, cancellation)));
                }
            }
        }

        var (standIn, proof) = (DocumentHashes.Together(standIns), DocumentDifferences.Together(proofs));
        var found = DocumentDifferences.Together(differences);
        return known == live
            ? Answer(live, beside, standIn, other.Hashes, found) with { Folded = Proven() }
            : Answer(live, beside, serving.Hashes, standIn, found) with { Folded = Proven() };

        FoldedBuild Proven() => new(known.Storage, stored.Hashes.Position.Value, proof.Count, proof.First);
    }

    private static BuildDifferences Answer(
        Checkpoint live, Checkpoint beside, DocumentHashes serving, DocumentHashes other, DocumentDifferences differing) =>
        new(live.Name, live.Storage, beside.Storage, serving.Position.Value, serving.Contents(), other.Contents(), differing.Count, differing.First);
}
