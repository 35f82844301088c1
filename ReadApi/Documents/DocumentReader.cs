using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using Npgsql;
using NpgsqlTypes;

namespace LaborMarketplace.ReadApi.Documents;

/// <summary>Reads documents by id, from memory or from the version that serves.</summary>
internal sealed class DocumentReader(NpgsqlDataSource database, DocumentCache cache)
{
    public ValueTask<Found> Get(Projection projection, Guid id, CancellationToken cancellation) =>
        cache.Find(projection.Name, id) is { } known ? new(known) : new(Read(projection, id, cancellation));

    /// <summary>Something was read that includes every event up to a position, here or elsewhere.</summary>
    public void Saw(Projection projection, LogPosition stands) => cache.Saw(projection.Name, stands);

    private async Task<Found> Read(Projection projection, Guid id, CancellationToken cancellation)
    {
        var ticket = cache.Ticket(projection.Name);
        await using var command = database.CreateCommand($"select {Standing.Of(projection)}, (select served from read.{projection.View} where id = $1)");
        command.Parameters.Add(new NpgsqlParameter { Value = id, NpgsqlDbType = NpgsqlDbType.Uuid });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var stands = new LogPosition(reader.GetInt64(0));
        if (await reader.IsDBNullAsync(1, cancellation))
        {
            return new Found(null, stands);
        }

        var found = new Found(new CachedDocument(await reader.GetFieldValueAsync<byte[]>(1, cancellation)), stands);
        cache.Keep(projection.Name, id, found, ticket);
        return found;
    }
}

/// <param name="Document">Null when there is none.</param>
/// <param name="Stands">Every event up to here is in it.</param>
internal readonly record struct Found(CachedDocument? Document, LogPosition Stands);
