using System.Security.Cryptography;
using System.Text.Json;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LaborMarketplace.Projections.Proving;

/// <summary>The documents of a read model as hashes of their JSON, which PostgreSQL writes in one way however it was spelled.</summary>
/// <param name="Position">The log position that the documents stand at.</param>
/// <param name="ById">SHA-256 of each.</param>
/// <param name="Bytes">How large their JSON is together.</param>
internal sealed record DocumentHashes(LogPosition Position, IReadOnlyDictionary<Guid, byte[]> ById, long Bytes)
{
    private const string HashOfData = "sha256(convert_to(data::text, 'UTF8'))";
    private const int AtOnce = 500;

    /// <summary>What was hashed part by part.</summary>
    public static DocumentHashes Together(IReadOnlyList<DocumentHashes> parts) =>
        new(parts[0].Position, parts.SelectMany(part => part.ById).ToDictionary(), parts.Sum(part => part.Bytes));

    public DocumentHashes Among(Func<Guid, bool> part) => this with { ById = ById.Where(entry => part(entry.Key)).ToDictionary() };

    public Contents Contents()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (id, document) in ById.OrderBy(entry => entry.Key))
        {
            hash.AppendData(id.ToByteArray());
            hash.AppendData(document);
        }

        return new Contents(ById.Count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>What stands in the tables of two builds, as of one moment.</summary>
    /// <param name="evenApart">Whether they are read though they do not stand at one position.</param>
    /// <returns>Null when they do not, and are not read.</returns>
    /// <exception cref="RebuildException">One of them was dropped.</exception>
    public static Task<(DocumentHashes, DocumentHashes)?> StoredBoth(
        NpgsqlDataSource database, string one, string other, bool evenApart, CancellationToken cancellation) =>
        Snapshot.Take<(DocumentHashes, DocumentHashes)?>(
            database,
            async snapshot =>
            {
                var (here, there) = (await PositionOf(snapshot, one, cancellation), await PositionOf(snapshot, other, cancellation));
                return here == there || evenApart
                    ? (await Stored(snapshot, one, here, kept: null, cancellation), await Stored(snapshot, other, there, kept: null, cancellation))
                    : null;
            },
            cancellation);

    /// <summary>What stands in a build's table.</summary>
    /// <param name="snapshot">As of when.</param>
    /// <param name="storage">The build.</param>
    /// <param name="position">Where it stands.</param>
    /// <param name="kept">Which documents count; all unless given.</param>
    /// <exception cref="RebuildException">It was dropped.</exception>
    public static async Task<DocumentHashes> Stored(
        NpgsqlConnection snapshot, string storage, LogPosition position, Func<Guid, bool>? kept, CancellationToken cancellation)
    {
        try
        {
            await using var what = snapshot.Unhurried($"select id, {HashOfData}, octet_length(data::text) from {ReadStore.TableOf(storage)}");
            var (hashes, bytes) = (new Dictionary<Guid, byte[]>(), 0L);
            await using var reader = await what.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                if (kept?.Invoke(reader.GetGuid(0)) != false)
                {
                    hashes.Add(reader.GetGuid(0), reader.GetFieldValue<byte[]>(1));
                    bytes += reader.GetInt32(2);
                }
            }

            return new DocumentHashes(position, hashes, bytes);
        }
        catch (PostgresException gone) when (gone.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw Gone(storage, gone);
        }
    }

    public static RebuildException Gone(string storage, PostgresException gone) =>
        new($"The table of {storage} is gone: it was dropped while it was compared, or is lost.", gone);

    /// <summary>What was folded in memory.</summary>
    public static async Task<DocumentHashes> Of(
        NpgsqlDataSource database, Projection projection, IReadOnlyDictionary<Guid, object> documents, LogPosition position, CancellationToken cancellation)
    {
        var (hashes, bytes) = (new Dictionary<Guid, byte[]>(documents.Count), 0L);
        foreach (var some in documents.Chunk(AtOnce))
        {
            await using var command = database.CreateCommand(
                $"select {HashOfData}, octet_length(data::text) from unnest($1) with ordinality as folded(data, number) order by number");
            command.Parameters.Add(new()
            {
                Value = some.Select(entry => JsonSerializer.SerializeToUtf8Bytes(entry.Value, projection.Document, MarketplaceJson.Options)).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
            });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            foreach (var (id, _) in some)
            {
                await reader.ReadAsync(cancellation);
                hashes.Add(id, reader.GetFieldValue<byte[]>(0));
                bytes += reader.GetInt32(1);
            }
        }

        return new DocumentHashes(position, hashes, bytes);
    }

    /// <summary>A stored document as text, if it is still the one that was hashed; null otherwise.</summary>
    public async Task<string?> TextOf(Guid id, NpgsqlDataSource database, string storage, CancellationToken cancellation)
    {
        try
        {
            await using var command = database.CreateCommand($"select data::text from {ReadStore.TableOf(storage)} where id = $1 and {HashOfData} = $2")
                .With(Sql.Value(id), Sql.Value(ById[id]));
            return (string?)await command.ExecuteScalarAsync(cancellation);
        }
        catch (PostgresException dropped) when (dropped.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return null;
        }
    }

    private static async Task<LogPosition> PositionOf(NpgsqlConnection snapshot, string storage, CancellationToken cancellation)
    {
        await using var where = new NpgsqlCommand("select position from read.projection where storage = $1", snapshot).With(Sql.Value(storage));
        return await where.ExecuteScalarAsync(cancellation) is long position
            ? new LogPosition(position)
            : throw new RebuildException($"{storage} was dropped while it was compared.");
    }
}
