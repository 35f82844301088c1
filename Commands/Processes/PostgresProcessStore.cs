using LaborMarketplace.Commands.Deadlines;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using Npgsql;

namespace LaborMarketplace.Commands.Processes;

/// <summary>Remembers in the schema <c>process</c> of PostgreSQL. Thread-safe.</summary>
/// <remarks>
/// Its commits do not wait for the disk: what a crash of the database forgets is noted again from the log, and the commands that follow
/// have no second effect. Moments are kept as ticks (100 ns), since a deadline that PostgreSQL rounds down would come too early.
/// </remarks>
public sealed class PostgresProcessStore(NpgsqlDataSource database) : IProcessStore
{
    private const string Schema = """
        create schema if not exists process;
        create table if not exists process.progress (
            only_row boolean primary key default true check (only_row),
            noted bigint not null default 0,
            answered bigint not null default 0,
            failure text);
        insert into process.progress default values on conflict do nothing;
        create table if not exists process.links (
            id uuid primary key,
            kind text not null,
            job uuid not null,
            application uuid not null,
            open boolean not null);
        create index if not exists links_open_by_job on process.links (job, kind) where open;
        create table if not exists process.deadlines (
            kind text not null,
            stream text not null,
            subject uuid not null,
            due bigint not null,
            cause uuid not null,
            primary key (kind, stream, subject));
        create index if not exists deadlines_by_due on process.deadlines (due);
        """;

    private const string WithoutWaitingForTheDisk = "select set_config('synchronous_commit', 'off', true)";

    public async Task Prepare(CancellationToken cancellation)
    {
        await using var prepare = database.CreateCommand($"select pg_advisory_xact_lock(hashtext('process')); {Schema}");
        await prepare.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<Progress> Progress(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select noted, answered, failure from process.progress");
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new Progress(new LogPosition(row.GetInt64(0)), new LogPosition(row.GetInt64(1)), row.IsDBNull(2) ? null : row.GetString(2));
    }

    public async Task Note(
        LogPosition from, LogPosition to, IReadOnlyList<LinkChange> links, IReadOnlyList<DeadlineChange> deadlines, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(WithoutWaitingForTheDisk));
        var progress = Command("update process.progress set noted = $2 where noted = $1", from.Value, to.Value);
        batch.BatchCommands.Add(progress);
        foreach (var change in PostgresLinks.Write(links).Concat(PostgresDeadlines.Write(deadlines)))
        {
            batch.BatchCommands.Add(change);
        }

        await batch.ExecuteNonQueryAsync(cancellation);
        RequireOne(progress.RecordsAffected);
        await transaction.CommitAsync(cancellation);
    }

    public async Task Answered(LogPosition from, LogPosition to, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(WithoutWaitingForTheDisk));
        var progress = Command(
            "update process.progress set answered = $2, noted = greatest(noted, $2), failure = null where answered = $1", from.Value, to.Value);
        batch.BatchCommands.Add(progress);
        await batch.ExecuteNonQueryAsync(cancellation);
        RequireOne(progress.RecordsAffected);
    }

    public async Task Report(string failure, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("update process.progress set failure = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = failure });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public Task<IReadOnlyList<Link>> Find(IReadOnlyCollection<Guid> ids, CancellationToken cancellation) =>
        Query("select kind, id, job, application from process.links where id = any($1)", PostgresLinks.Read, cancellation, ids.ToArray());

    public Task<IReadOnlyList<Link>> OpenOf(JobId job, LinkKind kind, CancellationToken cancellation) => Query(
        "select kind, id, job, application from process.links where open and job = $1 and kind = $2",
        PostgresLinks.Read, cancellation, job.Value, kind.ToString());

    public Task<IReadOnlyList<Deadline>> Due(DateTimeOffset now, int limit, CancellationToken cancellation) => Query(
        "select kind, stream, subject, due, cause from process.deadlines where due <= $1 order by due limit $2",
        PostgresDeadlines.Read, cancellation, now.UtcTicks, limit);

    public async Task<int> CountDue(DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select count(*)::int from process.deadlines where due <= $1");
        command.Parameters.Add(new NpgsqlParameter { Value = now.UtcTicks });
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public async Task Settle(IReadOnlyList<Deadline> sent, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(WithoutWaitingForTheDisk));
        batch.BatchCommands.Add(PostgresDeadlines.OneWriterAtATime);
        batch.BatchCommands.Add(PostgresDeadlines.Settle(sent));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    internal static NpgsqlBatchCommand Command(string text, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    private async Task<IReadOnlyList<T>> Query<T>(string text, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params object[] values)
    {
        await using var command = database.CreateCommand(text);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<T>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(read(rows));
        }

        return found;
    }

    private static void RequireOne(int rows)
    {
        if (rows != 1)
        {
            throw new ProcessesTakenOverException();
        }
    }
}
