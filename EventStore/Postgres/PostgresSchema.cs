using System.Globalization;
using System.Reflection;
using Npgsql;

namespace LaborMarketplace.EventStore.Postgres;

/// <summary>The log's tables and functions, made by numbered scripts that each run once.</summary>
internal static class PostgresSchema
{
    private const string Scripts = "LaborMarketplace.EventStore.Postgres.Migrations.";

    /// <summary>
    /// Brings the schema up to this version of the code. Processes that start at once wait for each other; where it is there already, it takes
    /// no right but to read.
    /// </summary>
    /// <exception cref="InvalidOperationException">A newer version of the code has been at work here.</exception>
    public static async Task Migrate(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (!await IsMade(connection, cancellation) || await Version(connection, cancellation) != All().Count)
        {
            await RunMissing(connection, cancellation);
        }

        await connection.ReloadTypesAsync(cancellation);
    }

    private static async Task RunMissing(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Execute(connection, "select pg_advisory_xact_lock(hashtextextended('log.migrate', 0))", cancellation);
        await Execute(connection,
            """
            create schema if not exists log;
            create table if not exists log.migrations (version int primary key, name text not null, at timestamptz not null default now())
            """,
            cancellation);

        var scripts = All();
        var version = await Version(connection, cancellation);
        if (version > scripts.Count)
        {
            throw new InvalidOperationException(
                $"The log's schema is at version {version}, which is newer than this program's {scripts.Count}: run a newer program.");
        }

        foreach (var (number, name) in scripts.Where(script => script.Number > version))
        {
            await Execute(connection, await Text(name), cancellation);
            await using var done = new NpgsqlCommand("insert into log.migrations (version, name) values ($1, $2)", connection)
            {
                Parameters = { new() { Value = number }, new() { Value = name[Scripts.Length..] } },
            };
            await done.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private static List<(int Number, string Name)> All() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Scripts, StringComparison.Ordinal))
        .Select(name => (int.Parse(name.AsSpan(Scripts.Length, 3), CultureInfo.InvariantCulture), name))
        .Order()
        .ToList();

    private static async Task<string> Text(string script)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(script)!);
        return await reader.ReadToEndAsync();
    }

    private static async Task<bool> IsMade(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select to_regclass('log.migrations') is not null", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<int> Version(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select coalesce(max(version), 0) from log.migrations", connection);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
