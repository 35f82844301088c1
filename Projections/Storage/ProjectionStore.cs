using System.Text.Json;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using Npgsql;

namespace LaborMarketplace.Projections.Storage;

/// <summary>Reads and writes documents, links and checkpoints for the runner: one round trip for many builds.</summary>
/// <remarks>
/// The tables are Marten's; the statements are not, because a page of the log changes thousands of documents and one statement
/// with arrays writes them several times faster than a statement for each. Thread-safe.
/// </remarks>
/// <param name="database">Where the builds are.</param>
/// <param name="runner">Who writes: the transactions bear its name, so that whoever takes over can end one in which it was stopped.</param>
internal sealed class ProjectionStore(NpgsqlDataSource database, Guid runner)
{
    /// <summary>The error by which the database refuses a checkpoint that is not the caller's to move.</summary>
    private const string NotYours = "RM001";

    /// <summary>Which documents these streams change, for each build in turn.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<Guid, Guid>>> Links(
        IReadOnlyList<(Build Build, Guid[] Streams)> wanted, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        foreach (var (build, streams) in wanted)
        {
            batch.BatchCommands.Add(Sql.Statement(
                "select stream, document from read.projection_link where storage = $1 and stream = any($2)", Sql.Value(build.Storage), Sql.Ids(streams)));
        }

        return await ReadAll(batch, [.. wanted.Select(asked => asked.Build)], reader => reader.GetGuid(1), cancellation);
    }

    /// <summary>The documents with these ids, for each build in turn.</summary>
    /// <param name="wanted">The ids.</param>
    /// <param name="taken">What is made of a document and the number of bytes that it was stored in.</param>
    /// <param name="cancellation">Breaks it off.</param>
    public async Task<IReadOnlyList<IReadOnlyDictionary<Guid, T>>> Documents<T>(
        IReadOnlyList<(Build Build, Guid[] Ids)> wanted, Func<object, int, T> taken, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        foreach (var (build, ids) in wanted)
        {
            batch.BatchCommands.Add(Sql.Statement($"select id, data from {build.Table} where id = any($1)", Sql.Ids(ids)));
        }

        var set = 0;
        return await ReadAll(batch, [.. wanted.Select(asked => asked.Build)], Read, cancellation, () => set++);

        T Read(NpgsqlDataReader reader)
        {
            var json = reader.GetFieldValue<byte[]>(1);
            return taken(
                DocumentFaultException.Within(() => JsonSerializer.Deserialize(json, wanted[set].Build.Projection.Document, MarketplaceJson.Options)!),
                json.Length);
        }
    }

    /// <summary>Writes documents, links and checkpoints in one transaction, or nothing, and tells the readers.</summary>
    /// <remarks>
    /// It is one message to the server, so that a process that is stopped cannot hold a transaction open in between. The commit does not
    /// wait for the disk: what a crash of the server takes back is taken back whole, checkpoint and documents, and comes again from the log.
    /// </remarks>
    /// <exception cref="LeaseLostException">A build is another process's now, or not where it was. Nothing was written.</exception>
    /// <exception cref="DocumentFaultException">
    /// The database does not take what a build is to hold; which one, it does not say. Nothing was written.
    /// </exception>
    public async Task Commit(IReadOnlyList<Advance> advances, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Opening());
        batch.BatchCommands.Add(MoveCheckpoints(advances, events: 0));
        foreach (var advance in advances)
        {
            Write(batch, advance);
        }

        batch.BatchCommands.Add(Sql.Statement(
            $"select pg_notify('{CommitNotice.Channel}', notice) from unnest($1) notice", Sql.Texts(advances.Select(advance =>
                new CommitNotice(advance.Held.Build.Storage, advance.To, [.. advance.Documents.Keys]).Write()))));
        await Refusing(database, [.. advances.Select(advance => advance.Held.Build)], () => batch.ExecuteNonQueryAsync(cancellation));
    }

    /// <summary>The first statement of a transaction that writes builds.</summary>
    public NpgsqlBatchCommand Opening() => Sql.Statement(
        "select set_config('application_name', 'projections ' || $1, true), set_config('synchronous_commit', 'off', true)",
        Sql.Value(runner.ToString()));

    /// <param name="advances">Where the checkpoints must be, and where they go.</param>
    /// <param name="events">How many events were read for them, if a rebuild did.</param>
    public static NpgsqlBatchCommand MoveCheckpoints(IReadOnlyList<Advance> advances, long events) => Sql.Statement(
        "select read.move_checkpoints($1, $2, $3, $4, $5, $6)",
        Sql.Texts(advances.Select(advance => advance.Held.Build.Storage)),
        Sql.Numbers(advances.Select(advance => advance.Held.Epoch)),
        Sql.Positions(advances.Select(advance => advance.From)),
        Sql.Positions(advances.Select(advance => advance.To)),
        Sql.Json(advances.Select(advance => HaltRow.Write(advance.Halt))),
        Sql.Numbers(advances.Select(_ => events)));

    /// <summary>Does what the database may refuse: since another process is the owner, or since it does not take the documents.</summary>
    /// <param name="database">Where the builds are.</param>
    /// <param name="builds">Which ones it is about.</param>
    /// <param name="write">What is to be done.</param>
    /// <exception cref="LeaseLostException">Another is; or a build was dropped.</exception>
    /// <exception cref="DocumentFaultException">It does not take the documents.</exception>
    public static async Task<T> Refusing<T>(NpgsqlDataSource database, IReadOnlyList<Build> builds, Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (PostgresException refusal) when (refusal.SqlState == NotYours)
        {
            throw new LeaseLostException(refusal.MessageText, refusal);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // Who drops a build takes its row as well. A table that is gone alone was lost.
            var known = (await database.Checkpoints(CancellationToken.None)).Select(build => build.Storage);
            if (builds.Select(build => build.Storage).Except(known).Any())
            {
                throw new LeaseLostException(missing.MessageText, missing);
            }

            throw;
        }
        catch (PostgresException refusal) when (DocumentFaultException.Is(refusal))
        {
            throw DocumentFaultException.Of(refusal);
        }
    }

    /// <summary>A document as the table holds it.</summary>
    /// <exception cref="DocumentFaultException">It cannot be written as JSON.</exception>
    public static byte[] Json(object document, Projection projection) =>
        DocumentFaultException.Within(() => JsonSerializer.SerializeToUtf8Bytes(document, projection.Document, MarketplaceJson.Options));

    private static void Write(NpgsqlBatch batch, Advance advance)
    {
        var build = advance.Held.Build;
        var written = advance.Documents.Where(document => document.Value is not null).ToList();
        if (written.Count > 0)
        {
            batch.BatchCommands.Add(Sql.Statement(
                $"insert into {build.Table} (id, data) select * from unnest($1, $2) on conflict (id) do update set data = excluded.data",
                Sql.Ids([.. written.Select(document => document.Key)]), Sql.Json(written.Select(document => document.Value))));
        }

        if (written.Count < advance.Documents.Count)
        {
            batch.BatchCommands.Add(Sql.Statement(
                $"delete from {build.Table} where id = any($1)",
                Sql.Ids([.. advance.Documents.Where(document => document.Value is null).Select(document => document.Key)])));
        }

        if (advance.Links.Count > 0)
        {
            batch.BatchCommands.Add(Sql.Statement(
                "insert into read.projection_link (storage, stream, document) select $1, * from unnest($2, $3) on conflict do nothing",
                Sql.Value(build.Storage), Sql.Ids([.. advance.Links.Keys]), Sql.Ids([.. advance.Links.Values])));
        }
    }

    private Task<IReadOnlyList<IReadOnlyDictionary<Guid, T>>> ReadAll<T>(
        NpgsqlBatch batch, IReadOnlyList<Build> builds, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, Action? next = null) =>
        Refusing(database, builds, async () =>
        {
            var sets = new List<IReadOnlyDictionary<Guid, T>>();
            if (batch.BatchCommands.Count == 0)
            {
                return (IReadOnlyList<IReadOnlyDictionary<Guid, T>>)sets;
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
        });
}
