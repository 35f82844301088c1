using System.Text.Json;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using Npgsql;
using NpgsqlTypes;

namespace LaborMarketplace.Projections.Storage;

/// <summary>Reads and writes documents, links and checkpoints for the runner: one round trip for many projections.</summary>
/// <remarks>
/// The tables are Marten's; the statements are not, because a page of the log changes thousands of documents and one statement
/// with arrays writes them several times faster than a statement for each. Thread-safe.
/// </remarks>
internal sealed class ProjectionStore(NpgsqlDataSource database)
{
    public async Task<IReadOnlyList<Checkpoint>> Checkpoints(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "select storage, name, version, live, position, halt from read.projection order by name, version");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var checkpoints = new List<Checkpoint>();
        while (await reader.ReadAsync(cancellation))
        {
            checkpoints.Add(new Checkpoint(
                reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetBoolean(3), new LogPosition(reader.GetInt64(4)),
                reader.IsDBNull(5) ? null : JsonSerializer.Deserialize<HaltRow>(reader.GetFieldValue<byte[]>(5), MarketplaceJson.Options)!.ToHalt()));
        }

        return checkpoints;
    }

    /// <summary>Which documents these streams change, for each projection in turn.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<Guid, Guid>>> Links(
        IReadOnlyList<(string Storage, Guid[] Streams)> wanted, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        foreach (var (storage, streams) in wanted)
        {
            batch.BatchCommands.Add(Command(
                "select stream, document from read.projection_link where storage = $1 and stream = any($2)", Text(storage), Ids(streams)));
        }

        return await ReadAll(batch, reader => reader.GetGuid(1), cancellation);
    }

    /// <summary>The documents with these ids, for each projection in turn.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<Guid, object>>> Documents(
        IReadOnlyList<(Projection Projection, Guid[] Ids)> wanted, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        foreach (var (projection, ids) in wanted)
        {
            batch.BatchCommands.Add(Command($"select id, data from {ReadStore.TableOf(projection.Storage)} where id = any($1)", Ids(ids)));
        }

        var set = 0;
        return await ReadAll(batch, Read, cancellation, () => set++);

        object Read(NpgsqlDataReader reader) =>
            JsonSerializer.Deserialize(reader.GetFieldValue<byte[]>(1), wanted[set].Projection.Document, MarketplaceJson.Options)!;
    }

    /// <summary>Writes documents, links and checkpoints in one transaction, or nothing, and tells the readers.</summary>
    /// <remarks>
    /// The commit does not wait for the disk: what a crash of the server takes back is taken back whole, checkpoint and documents,
    /// and comes again from the log.
    /// </remarks>
    /// <exception cref="CheckpointMovedException">A checkpoint is not where it was: another runner is at work.</exception>
    public async Task Commit(IReadOnlyList<Advance> advances, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Command("set local synchronous_commit = off"));
        var moved = MoveCheckpoints(advances);
        batch.BatchCommands.Add(moved);
        foreach (var advance in advances)
        {
            Write(batch, advance);
        }

        batch.BatchCommands.Add(Command(
            $"select pg_notify('{CommitNotice.Channel}', notice) from unnest($1) notice", Texts(advances.Select(advance =>
                new CommitNotice(advance.Projection.Storage, advance.To, [.. advance.Documents.Keys]).Write()))));
        await batch.ExecuteNonQueryAsync(cancellation);
        var taken = (int)moved.RecordsAffected;
        if (taken != advances.Count)
        {
            throw new CheckpointMovedException($"{advances.Count - taken} of {advances.Count} checkpoints were moved by another runner.");
        }

        await transaction.CommitAsync(cancellation);
    }

    private static NpgsqlBatchCommand MoveCheckpoints(IReadOnlyList<Advance> advances) => Command(
        """
        update read.projection as checkpoint set position = step.target, halt = step.halt
        from unnest($1, $2, $3, $4) as step(storage, origin, target, halt)
        where checkpoint.storage = step.storage and checkpoint.position = step.origin
        """,
        Texts(advances.Select(advance => advance.Projection.Storage)),
        Positions(advances.Select(advance => advance.From)),
        Positions(advances.Select(advance => advance.To)),
        Json(advances.Select(advance => advance.Halt is { } halt
            ? JsonSerializer.SerializeToUtf8Bytes(HaltRow.Of(halt), MarketplaceJson.Options)
            : null)));

    private static void Write(NpgsqlBatch batch, Advance advance)
    {
        var table = ReadStore.TableOf(advance.Projection.Storage);
        var written = advance.Documents.Where(document => document.Value is not null).ToList();
        if (written.Count > 0)
        {
            batch.BatchCommands.Add(Command(
                $"insert into {table} (id, data) select * from unnest($1, $2) on conflict (id) do update set data = excluded.data",
                Ids([.. written.Select(document => document.Key)]), Json(written.Select(document => document.Value))));
        }

        if (written.Count < advance.Documents.Count)
        {
            batch.BatchCommands.Add(Command(
                $"delete from {table} where id = any($1)",
                Ids([.. advance.Documents.Where(document => document.Value is null).Select(document => document.Key)])));
        }

        if (advance.Links.Count > 0)
        {
            batch.BatchCommands.Add(Command(
                "insert into read.projection_link (storage, stream, document) select $1, * from unnest($2, $3) on conflict do nothing",
                Text(advance.Projection.Storage), Ids([.. advance.Links.Keys]), Ids([.. advance.Links.Values])));
        }
    }

    private static async Task<IReadOnlyList<IReadOnlyDictionary<Guid, T>>> ReadAll<T>(
        NpgsqlBatch batch, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, Action? next = null)
    {
        var sets = new List<IReadOnlyDictionary<Guid, T>>();
        if (batch.BatchCommands.Count == 0)
        {
            return sets;
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        do
        {
            var rows = new Dictionary<Guid, T>();
            while (await reader.ReadAsync(cancellation))
            {
                rows.Add(reader.GetGuid(0), read(reader));
            }

            sets.Add(rows);
            next?.Invoke();
        }
        while (await reader.NextResultAsync(cancellation));
        return sets;
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static NpgsqlParameter Text(string value) => new() { Value = value };

    private static NpgsqlParameter Texts(IEnumerable<string> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static NpgsqlParameter Ids(Guid[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    private static NpgsqlParameter Positions(IEnumerable<LogPosition> values) =>
        new() { Value = values.Select(position => position.Value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    private static NpgsqlParameter Json(IEnumerable<byte[]?> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };

    /// <summary>A halt as the checkpoint's row holds it.</summary>
    private sealed record HaltRow(string Stream, long Revision, long Position, long Before, string Type, string Reason)
    {
        public static HaltRow Of(Halt halt) =>
            new(halt.Stream.Value, halt.Revision, halt.Position.Value, halt.Before.Value, halt.Type, halt.Reason);

        public Halt ToHalt() => new(new StreamName(Stream), Revision, new LogPosition(Position), new LogPosition(Before), Type, Reason);
    }
}
