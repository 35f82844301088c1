using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using JasperFx;
using LaborMarketplace.Projections.Definition;
using Npgsql;

namespace LaborMarketplace.Projections.Storage;

/// <summary>Makes the tables, indexes and views of the read models, where they are not there yet.</summary>
/// <remarks>
/// Readers read the view that is named after the projection (<c>read.job_board</c>); it shows the build that serves. A read model of
/// which another version serves is left as it is: nobody writes the tables of a version but code of that version.
/// Safe when several processes start at once: they take turns.
/// </remarks>
public static class ReadSchema
{
    /// <summary>The key of the advisory lock that preparing takes; "read" in ASCII.</summary>
    private const int Lock = 0x72656164;

    private static readonly string[] Scripts = ["ReadTables.sql", "ReadFunctions.sql"];

    /// <exception cref="NpgsqlException">The database cannot be reached, or refuses.</exception>
    public static async Task Prepare(NpgsqlDataSource database, IReadOnlyList<Projection> projections, CancellationToken cancellation)
    {
        await PrepareCommon(database, cancellation);
        await Alone(
            database,
            async connection =>
            {
                var known = await database.Checkpoints(cancellation);
                var first = projections.Where(projection => !known.Any(build => build.Live && build.Name == projection.Name)).Select(projection => new Build(projection, 1)).ToList();
                var others = projections.SelectMany(projection => known
                    .Where(build => build.Built && build.Name == projection.Name && build.Version == projection.Version)
                    .Select(build => new Build(projection, build.Build)));
                await MakeTables(connection, database, [.. first.Union(others)], cancellation);
                foreach (var build in first)
                {
                    await Serve(connection, build, cancellation);
                }
            },
            cancellation);
    }

    internal static string NameOf(Build build, DocumentIndex index) => $"{build.Storage}_{index.Name}";

    /// <summary>Makes the tables that are missing, without indexes but the one of the ids.</summary>
    internal static Task MakeTable(NpgsqlDataSource database, Build build, CancellationToken cancellation) =>
        Alone(database, connection => MakeMissing(connection, database, [build], cancellation), cancellation);

    internal static async Task MakeIndexes(NpgsqlConnection connection, Build build, CancellationToken cancellation)
    {
        foreach (var index in build.Projection.Indexes)
        {
            await Execute(connection, $"create index if not exists {NameOf(build, index)} on {build.Table} {index.Definition}", cancellation);
        }
    }

    private static async Task MakeTables(NpgsqlConnection connection, NpgsqlDataSource database, IReadOnlyList<Build> builds, CancellationToken cancellation)
    {
        await MakeMissing(connection, database, builds, cancellation);
        foreach (var build in builds)
        {
            await MakeIndexes(connection, build, cancellation);
        }
    }

    /// <summary>Marten makes the tables, on a connection of its own, while this process holds the lock.</summary>
    private static async Task MakeMissing(NpgsqlConnection connection, NpgsqlDataSource database, IReadOnlyList<Build> builds, CancellationToken cancellation)
    {
        await using var asked = new NpgsqlCommand("select to_regclass(name) is null from unnest($1) with ordinality as wanted (name, number) order by number", connection)
            .With(Sql.Texts(builds.Select(build => build.Table)));
        var missing = new List<Build>();
        await using (var reader = await asked.ExecuteReaderAsync(cancellation))
        {
            foreach (var build in builds)
            {
                await reader.ReadAsync(cancellation);
                if (reader.GetBoolean(0))
                {
                    missing.Add(build);
                }
            }
        }

        foreach (var group in missing.GroupBy(build => build.Number))
        {
            await using var store = ReadStore.Open(database, [.. group]);
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        }
    }

    /// <summary>The first build of a read model serves at once, from an empty table on.</summary>
    private static async Task Serve(NpgsqlConnection connection, Build build, CancellationToken cancellation)
    {
        await using var register = new NpgsqlCommand(
            """
            insert into read.projection (storage, name, version, build, live, hides, position) values ($1, $2, $3, $4, true, $5, 0)
            on conflict (storage) do update set live = true, built = true, replaced_at = null
            """,
            connection).With(
                Sql.Value(build.Storage), Sql.Value(build.Projection.Name), Sql.Value(build.Projection.Version), Sql.Value(build.Number),
                Sql.Value(build.Projection.HidesWorkingState));
        await register.ExecuteNonQueryAsync(cancellation);
        await Execute(connection, string.Create(CultureInfo.InvariantCulture, $"select read.show('{build.Projection.Name}')"), cancellation);
    }

    private static async Task Alone(NpgsqlDataSource database, Func<NpgsqlConnection, Task> work, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Execute(connection, $"set local idle_in_transaction_session_timeout = '60s'; select pg_advisory_xact_lock({Lock})", cancellation);
        await work(connection);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>What is common to all builds. It locks the tables of whoever is at work, so it runs once for each text that it has had; the schema's comment says which.</summary>
    private static async Task PrepareCommon(NpgsqlDataSource database, CancellationToken cancellation)
    {
        var script = string.Concat(await Task.WhenAll(Scripts.Select(name => TextOf(name, cancellation))));
        var text = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        await using var asked = database.CreateCommand($"select obj_description(to_regnamespace('{ReadStore.Schema}'), 'pg_namespace')");
        if (await asked.ExecuteScalarAsync(cancellation) as string != text)
        {
            await Alone(database, connection => Execute(connection, $"{script}; comment on schema {ReadStore.Schema} is '{text}'", cancellation), cancellation);
        }
    }

    private static async Task<string> TextOf(string script, CancellationToken cancellation)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(typeof(ReadSchema), script)!);
        return await reader.ReadToEndAsync(cancellation);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
