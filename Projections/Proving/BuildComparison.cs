using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>What became of comparing the build that serves with one beside it.</summary>
/// <param name="Live">The build that serves.</param>
/// <param name="Beside">The other.</param>
/// <param name="Position">The log position as of which both sides were taken.</param>
/// <param name="Differing">How many documents differ.</param>
/// <param name="Differences">The first of them.</param>
public sealed record BuildDifferences(
    string Name, string Live, string Beside, long Position, Contents LiveContents, Contents BesideContents, int Differing, IReadOnlyList<BuildDifference> Differences)
{
    public bool Same => Differing == 0;
}

/// <param name="Kind">In what way it differs: missing is what the build beside has and readers do not see.</param>
public sealed record BuildDifference(Guid Document, DifferenceKind Kind, IReadOnlyList<BuildValueDifference> Values);

/// <param name="Path">Where it is.</param>
/// <param name="Live">As readers see it, in JSON; null where it is missing.</param>
/// <param name="Beside">As the build beside has it, in JSON; null where it is missing.</param>
public sealed record BuildValueDifference(string Path, string? Live, string? Beside);

/// <summary>Compares the build that serves with the newest beside it, as of one position of the log.</summary>
/// <remarks>
/// Both follow the log, so they stand at one position at some moment soon. Where one of them stands still, the side of which this program
/// knows the version is folded in memory up to where the other is.
/// </remarks>
public sealed class BuildComparison(NpgsqlDataSource database, IEventStore log, EventCodec codec)
{
    private const int Attempts = 50;
    private static readonly TimeSpan PauseBeforeLookingAgain = TimeSpan.FromMilliseconds(50);

    /// <exception cref="RebuildException">There is no other build, or neither is of this program's version.</exception>
    /// <exception cref="FoldException">The log cannot be folded; the message names the event.</exception>
    public async Task<BuildDifferences> Run(Projection projection, CancellationToken cancellation)
    {
        var builds = (await database.Checkpoints(cancellation)).Where(build => build.Name == projection.Name && build.Built).ToList();
        var live = builds.SingleOrDefault(build => build.Live) ?? throw new RebuildException($"{projection.Name} has not been made yet.");
        var beside = builds.Where(build => !build.Live).OrderBy(build => build.ReplacedAt is null).ThenBy(build => build.ReplacedAt).ThenBy(build => build.Version).LastOrDefault()
            ?? throw new RebuildException($"{projection.Name} has one build, which serves; there is nothing to compare it with.");
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await DocumentHashes.StoredBoth(database, live.Storage, beside.Storage, cancellation) is var (left, right))
            {
                return await Answer(projection, live, beside, left, right, (id, stop) => right.TextOf(id, database, beside.Storage, stop), (id, stop) => left.TextOf(id, database, live.Storage, stop), cancellation);
            }

            await Task.Delay(PauseBeforeLookingAgain, TimeProvider.System, cancellation);
        }

        return await Folding(projection, live, beside, cancellation);
    }

    private async Task<BuildDifferences> Folding(Projection projection, Checkpoint live, Checkpoint beside, CancellationToken cancellation)
    {
        var known = new[] { beside, live }.FirstOrDefault(build => build.Version == projection.Version)
            ?? throw new RebuildException($"{live.Storage} and {beside.Storage} do not come to one position, and this program knows version {projection.Version} alone.");
        var other = known == live ? beside : live;
        var stored = await DocumentHashes.Stored(database, other.Storage, kept: null, cancellation);
        var model = await new FreshFold(database, log, codec).Until(stored.Position, projection, kept: null, _ => { }, cancellation);
        var folded = await DocumentHashes.Of(database, projection, model.Documents, stored.Position, cancellation);
        return known == live
            ? await Answer(projection, live, beside, folded, stored, Stored, Fresh, cancellation)
            : await Answer(projection, live, beside, stored, folded, Fresh, Stored, cancellation);

        Task<string?> Stored(Guid id, CancellationToken stop) => stored.TextOf(id, database, other.Storage, stop);

        async Task<string?> Fresh(Guid id, CancellationToken stop) => await Comparing.TextOf(database, model.Documents[id], projection, stop);
    }

    private static async Task<BuildDifferences> Answer(
        Projection projection, Checkpoint live, Checkpoint beside, DocumentHashes left, DocumentHashes right,
        Func<Guid, CancellationToken, Task<string?>> besideText, Func<Guid, CancellationToken, Task<string?>> liveText, CancellationToken cancellation)
    {
        var differing = Comparing.Differing(left, right);
        var named = new List<BuildDifference>();
        foreach (var id in differing.Take(Verification.Named))
        {
            var kind = Comparing.KindOf(id, left, right)!.Value;
            var values = kind == DifferenceKind.Different && await liveText(id, cancellation) is { } old && await besideText(id, cancellation) is { } fresh
                ? JsonDifference.Between(old, fresh)
                : [];
            named.Add(new BuildDifference(id, kind, [.. values.Select(value => new BuildValueDifference(value.Path, value.Live, value.Folded))]));
        }

        return new BuildDifferences(projection.Name, live.Storage, beside.Storage, left.Position.Value, left.Contents(), right.Contents(), differing.Count, named);
    }
}
