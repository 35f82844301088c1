using LaborMarketplace.Projections.Definition;
using Npgsql;
using NpgsqlTypes;

namespace LaborMarketplace.ReadApi.Documents;

/// <summary>Reads documents by id, from memory or from the version that serves.</summary>
internal sealed class DocumentReader(NpgsqlDataSource database, DocumentCache cache)
{
    /// <returns>Null when there is no such document.</returns>
    public ValueTask<CachedDocument?> Get(Projection projection, Guid id, CancellationToken cancellation) =>
        cache.Find(projection.Name, id) is { } known ? new(known) : new(Read(projection, id, cancellation));

    private async Task<CachedDocument?> Read(Projection projection, Guid id, CancellationToken cancellation)
    {
        var ticket = cache.Ticket(projection.Name);
        await using var command = database.CreateCommand($"select served from read.{projection.View} where id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = id, NpgsqlDbType = NpgsqlDbType.Uuid });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return null;
        }

        var document = new CachedDocument(await reader.GetFieldValueAsync<byte[]>(0, cancellation));
        cache.Keep(projection.Name, id, document, ticket);
        return document;
    }
}
