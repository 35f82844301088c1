using System.Text.Json;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LaborMarketplace.Projections.Proving;

/// <summary>Writes what was folded and makes the indexes, as a rebuild does, in temporary tables that nobody else sees and that are thrown away.</summary>
internal static class TrialTables
{
    /// <exception cref="FoldException">A document cannot be stored.</exception>
    public static async Task Write(NpgsqlDataSource database, ModelInMemory model, Projection projection, CancellationToken cancellation)
    {
        try
        {
            await TryWrite(database, model, projection, cancellation);
        }
        catch (PostgresException refusal) when (DocumentFaultException.Is(refusal))
        {
            throw new FoldException($"{projection} has a document that cannot be stored: {refusal.MessageText} ({refusal.SqlState})", refusal);
        }
    }

    private static async Task TryWrite(NpgsqlDataSource database, ModelInMemory model, Projection projection, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.Execute("""
            create temporary table trial (id uuid primary key, data jsonb not null) on commit drop;
            create temporary table trial_link (stream uuid primary key, document uuid not null) on commit drop;
            """,
            cancellation);
        await Copy(
            connection, "trial (id, data)", model.Documents, NpgsqlDbType.Jsonb,
            document => JsonSerializer.SerializeToUtf8Bytes(document, projection.Document, MarketplaceJson.Options), cancellation);
        await Copy(connection, "trial_link (stream, document)", model.Links, NpgsqlDbType.Uuid, document => document, cancellation);
        foreach (var index in projection.Indexes)
        {
            await connection.Execute($"create index on trial {index.Definition}", cancellation);
        }

        await connection.Execute("analyze trial", cancellation);
        await transaction.RollbackAsync(cancellation);
    }

    private static async Task Copy<TValue, TWritten>(
        NpgsqlConnection connection, string table, IReadOnlyDictionary<Guid, TValue> rows, NpgsqlDbType type, Func<TValue, TWritten> written,
        CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy {table} from stdin (format binary)", cancellation);
        foreach (var (id, value) in rows)
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(id, NpgsqlDbType.Uuid, cancellation);
            await copy.WriteAsync(written(value), type, cancellation);
        }

        await copy.CompleteAsync(cancellation);
    }
}
