using Npgsql;

namespace LaborMarketplace.Cli.Logs;

/// <summary>
/// Which log a database belongs to. The checkpoints of its read models and processes are positions of that log: in another they would
/// pass events over, or stand where there are none.
/// </summary>
internal static class LogIdentity
{
    /// <summary>The log in the database itself.</summary>
    public const string Postgres = "PostgreSQL";

    private const string Schema = """
        create schema if not exists process;
        create table if not exists process.log (
            only_row boolean primary key default true check (only_row),
            identity text not null);
        """;

    public static string OnEventStoreDb(Guid log) => $"EventStoreDB {log}";

    /// <summary>Takes the database for a log, unless it belongs to one: the first that is opened with it, or the one that stands in it.</summary>
    /// <exception cref="ExpectedFailure">It belongs to another log.</exception>
    public static async Task Require(NpgsqlDataSource database, string log, CancellationToken cancellation)
    {
        if (!await IsTaken(database, cancellation))
        {
            await Take(database, log, cancellation);
        }

        await using var read = database.CreateCommand("select identity from process.log");
        if ((string)(await read.ExecuteScalarAsync(cancellation))! is var owner && owner != log)
        {
            throw new ExpectedFailure(
                $"The database belongs to the log on {owner}, not to the one on {log}, and its read models and processes stand at that log's positions: " +
                "name that log with --store (on PostgreSQL, leave --store out), or a database of its own with --data-folder or --connection.");
        }
    }

    /// <summary>Takes no right but to read.</summary>
    private static async Task<bool> IsTaken(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var made = database.CreateCommand("select to_regclass('process.log') is not null");
        await using var taken = database.CreateCommand("select exists (select from process.log)");
        return await made.ExecuteScalarAsync(cancellation) is true && await taken.ExecuteScalarAsync(cancellation) is true;
    }

    private static async Task Take(NpgsqlDataSource database, string log, CancellationToken cancellation)
    {
        await using var prepare = database.CreateCommand($"select pg_advisory_xact_lock(hashtext('process')); {Schema}");
        await prepare.ExecuteNonQueryAsync(cancellation);
        await using var keep = database.CreateCommand(
            "insert into process.log (identity) select case when to_regclass('log.events') is null then $1 else $2 end on conflict do nothing");
        keep.Parameters.Add(new NpgsqlParameter { Value = log });
        keep.Parameters.Add(new NpgsqlParameter { Value = Postgres });
        await keep.ExecuteNonQueryAsync(cancellation);
    }
}
