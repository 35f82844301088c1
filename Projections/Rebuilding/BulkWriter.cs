using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>Writes a stretch of a rebuild: documents by COPY, links and checkpoint, in one transaction.</summary>
internal sealed class BulkWriter(NpgsqlDataSource database, ProjectionStore store, ProjectionOptions options)
{
    private const int ChunkDocuments = 500;
    private const int Attempts = 8;

    private static readonly IReadOnlyDictionary<Guid, byte[]?> None = new Dictionary<Guid, byte[]?>();

    /// <summary>Writes a stretch once, however often it has to be tried: what fails in passing is tried again for about half a minute.</summary>
    /// <exception cref="LeaseLostException">Another process took the build over; nothing was written.</exception>
    /// <exception cref="DocumentFaultException">A document of the stretch cannot be stored; nothing was written.</exception>
    /// <exception cref="NpgsqlException">It does not pass.</exception>
    public async Task Write(Held held, Stretch stretch, LogPosition from, LogPosition to, Halt? halt, CancellationToken cancellation)
    {
        var backoff = new Backoff(options);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // A commit of which the answer was lost is a commit.
                if (attempt == 1 || await PositionOf(held, cancellation) != to)
                {
                    await Try(held, stretch, from, to, halt, cancellation);
                }

                return;
            }
            catch (NpgsqlException failure) when (failure.IsTransient && attempt < Attempts && !cancellation.IsCancellationRequested)
            {
                await backoff.Wait(cancellation);
            }
        }
    }

    /// <returns>Null where the build is not this process's any more.</returns>
    private async Task<LogPosition?> PositionOf(Held held, CancellationToken cancellation)
    {
        await using var asked = database.CreateCommand("select position from read.projection where storage = $1 and epoch = $2")
            .With(Sql.Value(held.Build.Storage), Sql.Value(held.Epoch));
        return await asked.ExecuteScalarAsync(cancellation) is long position ? new LogPosition(position) : null;
    }

    private Task<int> Try(
        Held held, Stretch stretch, LogPosition from, LogPosition to, Halt? halt, CancellationToken cancellation) =>
        ProjectionStore.Refusing(database, [held.Build], async () =>
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await using (var before = new NpgsqlBatch(connection, transaction) { Timeout = 0 })
            {
                before.BatchCommands.Add(store.Opening());
                before.BatchCommands.Add(Sql.Statement(
                    $"delete from {held.Build.Table} where id = any($1)",
                    Sql.Ids([.. stretch.Documents.Where(entry => entry.Value is { Changed: true, Stored: true }).Select(entry => entry.Key)])));
                await before.ExecuteNonQueryAsync(cancellation);
            }

            await Copy(connection, held.Build, stretch, cancellation);
            await using var after = new NpgsqlBatch(connection, transaction) { Timeout = 0 };
            after.BatchCommands.Add(Sql.Statement(
                "insert into read.projection_link (storage, stream, document) select $1, * from unnest($2, $3) on conflict do nothing",
                Sql.Value(held.Build.Storage), Sql.Ids([.. stretch.NewLinks.Keys]), Sql.Ids([.. stretch.NewLinks.Values])));
            after.BatchCommands.Add(ProjectionStore.MoveCheckpoints([new Advance(held, from, to, stretch.NewLinks, None, halt)], stretch.Events));
            await after.ExecuteNonQueryAsync(cancellation);
            options.AtStep(BuildStep.DocumentsCopied);
            await transaction.CommitAsync(cancellation);
            options.AtStep(BuildStep.PartCommitted);
            return stretch.Documents.Count;
        });

    /// <summary>Makes the indexes over what was written.</summary>
    /// <exception cref="DocumentFaultException">An index does not take a document.</exception>
    public Task Index(Build build, CancellationToken cancellation) => ProjectionStore.Refusing(database, [build], async () =>
    {
        await ReadIndexes.Make(database, build, beside: false, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await connection.Execute($"analyze {build.Table}", cancellation);
        return build;
    });

    /// <summary>Takes all documents out of a build, which stands before the log's first event then.</summary>
    /// <exception cref="LeaseLostException">Another process took the build over; nothing was changed.</exception>
    public Task Empty(Held held, LogPosition from, CancellationToken cancellation) => ProjectionStore.Refusing(database, [held.Build], async () =>
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(store.Opening());
        batch.BatchCommands.Add(ProjectionStore.MoveCheckpoints(
            [new Advance(held, from, LogPosition.Start, new Dictionary<Guid, Guid>(), None, null)], events: 0));
        batch.BatchCommands.Add(Sql.Statement("delete from read.projection_link where storage = $1", Sql.Value(held.Build.Storage)));
        batch.BatchCommands.Add(Sql.Statement($"truncate table {held.Build.Table}"));
        return await batch.ExecuteNonQueryAsync(cancellation);
    });

    /// <remarks>The documents become JSON on all cores while those before them are on their way.</remarks>
    private static async Task Copy(NpgsqlConnection connection, Build build, Stretch stretch, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy {build.Table} (id, data) from stdin (format binary)", cancellation);
        var ahead = new Queue<Task<List<(Guid Id, byte[] Json)>>>();
        foreach (var chunk in stretch.Documents.Where(entry => entry.Value is { Changed: true, Document: not null }).Chunk(ChunkDocuments))
        {
            ahead.Enqueue(Task.Run(() => Written(chunk, build.Projection), cancellation));
            if (ahead.Count > Environment.ProcessorCount)
            {
                await Copy(copy, await ahead.Dequeue(), cancellation);
            }
        }

        while (ahead.TryDequeue(out var written))
        {
            await Copy(copy, await written, cancellation);
        }

        await copy.CompleteAsync(cancellation);
    }

    private static List<(Guid Id, byte[] Json)> Written(KeyValuePair<Guid, Entry>[] chunk, Projection projection) =>
        [.. chunk.Select(entry => (entry.Key, ProjectionStore.Json(entry.Value.Document!, projection)))];

    private static async Task Copy(NpgsqlBinaryImporter copy, List<(Guid Id, byte[] Json)> rows, CancellationToken cancellation)
    {
        foreach (var (id, json) in rows)
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(id, NpgsqlDbType.Uuid, cancellation);
            await copy.WriteAsync(json, NpgsqlDbType.Jsonb, cancellation);
        }
    }
}
