using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>The build of a read model that serves, and what readers and the runner go by, as of one moment.</summary>
/// <param name="Storage">The build.</param>
/// <param name="Sample">Which documents are looked at.</param>
/// <param name="Documents">Those.</param>
/// <param name="Links">Which streams change another's document, with that document, where it is one of those.</param>
/// <param name="ViewFault">Why readers do not see what the build's table holds; null when they do.</param>
internal sealed record ServingModel(
    string Storage, Sample Sample, DocumentHashes Documents, IReadOnlyDictionary<Guid, Guid> Links, string? ViewFault)
{
    /// <exception cref="OtherVersionException">Another version than the projection's serves.</exception>
    /// <exception cref="RebuildException">It was switched away from and dropped meanwhile.</exception>
    public static async Task<ServingModel> Read(NpgsqlDataSource database, Projection projection, int oneIn, CancellationToken cancellation)
    {
        var model = await AsOfNow(database, projection, oneIn, cancellation);
        return model with { ViewFault = model.ViewFault ?? await ServedView.FaultOfContents(database, projection, cancellation) };
    }

    private static Task<ServingModel> AsOfNow(NpgsqlDataSource database, Projection projection, int oneIn, CancellationToken cancellation) => Snapshot.Take(
        database,
        async snapshot =>
        {
            var (storage, position) = await Serving(snapshot, projection, cancellation);
            var sample = Sample.Of(oneIn, await CountOf(snapshot, storage, cancellation));
            return new ServingModel(
                storage,
                sample,
                await DocumentHashes.Stored(snapshot, storage, position, sample.Has, cancellation),
                await LinksOf(snapshot, storage, sample, cancellation),
                await ServedView.FaultOfBuild(snapshot, projection, storage, cancellation));
        },
        cancellation);

    private static async Task<(string Storage, LogPosition Position)> Serving(NpgsqlConnection snapshot, Projection projection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select storage, version, position from read.projection where name = $1 and live", snapshot)
            .With(Sql.Value(projection.Name));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            throw new OtherVersionException($"{projection.Name} has not been made yet.");
        }

        return reader.GetInt32(1) == projection.Version
            ? (reader.GetString(0), new LogPosition(reader.GetInt64(2)))
            : throw new OtherVersionException(
                $"{projection.Name} serves version {reader.GetInt32(1)}, and this program knows version {projection.Version}: rebuild it.");
    }

    private static async Task<long> CountOf(NpgsqlConnection snapshot, string storage, CancellationToken cancellation)
    {
        try
        {
            await using var command = snapshot.Unhurried($"select count(*) from {ReadStore.TableOf(storage)}");
            return (long)(await command.ExecuteScalarAsync(cancellation))!;
        }
        catch (PostgresException gone) when (gone.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw DocumentHashes.Gone(storage, gone);
        }
    }

    private static async Task<IReadOnlyDictionary<Guid, Guid>> LinksOf(NpgsqlConnection snapshot, string storage, Sample sample, CancellationToken cancellation)
    {
        await using var command = snapshot.Unhurried("select stream, document from read.projection_link where storage = $1").With(Sql.Value(storage));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var links = new Dictionary<Guid, Guid>();
        while (await reader.ReadAsync(cancellation))
        {
            if (sample.Has(reader.GetGuid(1)))
            {
                links.Add(reader.GetGuid(0), reader.GetGuid(1));
            }
        }

        return links;
    }
}
