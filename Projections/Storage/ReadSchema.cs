using System.Text;
using JasperFx;
using LaborMarketplace.Projections.Definition;
using Npgsql;

namespace LaborMarketplace.Projections.Storage;

/// <summary>Makes the tables, indexes and views of the read models, where they are not there yet.</summary>
/// <remarks>
/// Readers read the view that is named after the projection (<c>read.job_board</c>); it shows the version that serves, so that
/// another can take its place in one transaction. Safe when several processes start at once: they take turns.
/// </remarks>
public static class ReadSchema
{
    /// <summary>The key of the advisory lock that preparing takes; "read" in ASCII.</summary>
    private const int Lock = 0x72656164;

    private const string Common = """
        create schema if not exists read;

        create table if not exists read.projection (
            storage text primary key,
            name text not null,
            version integer not null,
            live boolean not null,
            position bigint not null,
            halt jsonb);
        create unique index if not exists projection_live on read.projection (name) where live;

        create table if not exists read.projection_link (
            storage text not null,
            stream uuid not null,
            document uuid not null,
            primary key (storage, stream));

        -- The great-circle distance in metres, by the haversine formula on a sphere.
        create or replace function read.metres_between(latitude1 float8, longitude1 float8, latitude2 float8, longitude2 float8)
        returns float8 language sql immutable parallel safe return
            2 * 6371008.8 * asin(least(1, sqrt(
                power(sin(radians(latitude2 - latitude1) / 2), 2)
                + cos(radians(latitude1)) * cos(radians(latitude2)) * power(sin(radians(longitude2 - longitude1) / 2), 2))));
        """;

    /// <exception cref="NpgsqlException">The database cannot be reached, or refuses.</exception>
    public static async Task Prepare(NpgsqlDataSource database, IReadOnlyList<Projection> projections, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Execute(connection, $"select pg_advisory_xact_lock({Lock})", cancellation);
        await MakeTables(database, projections);
        await Execute(connection, Common, cancellation);
        foreach (var projection in projections)
        {
            await Register(connection, projection, cancellation);
            await Execute(connection, IndexesOf(projection), cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    internal static string NameOf(Projection projection, DocumentIndex index) => $"{projection.Storage}_{index.Name}";

    /// <summary>The statement that makes a version the one that serves.</summary>
    internal static string ViewOf(Projection projection) =>
        $"create or replace view read.{projection.View} as select id, data, {(projection.HidesWorkingState ? "data - 'hidden'" : "data")} as served "
        + $"from {ReadStore.TableOf(projection.Storage)}";

    /// <summary>Marten makes the tables, on a connection of its own, while this process holds the lock.</summary>
    private static async Task MakeTables(NpgsqlDataSource database, IReadOnlyList<Projection> projections)
    {
        await using var store = ReadStore.Open(database, projections);
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
    }

    /// <summary>The first version of a projection serves at once; a later one is built beside it.</summary>
    private static async Task Register(NpgsqlConnection connection, Projection projection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into read.projection (storage, name, version, live, position)
            select $1, $2, $3, not exists (select from read.projection where name = $2 and live), 0
            on conflict (storage) do update set name = excluded.name
            returning live
            """,
            connection)
        {
            Parameters = { new() { Value = projection.Storage }, new() { Value = projection.Name }, new() { Value = projection.Version } },
        };
        if (await command.ExecuteScalarAsync(cancellation) is true)
        {
            await Execute(connection, ViewOf(projection), cancellation);
        }
    }

    private static string IndexesOf(Projection projection) => projection.Indexes
        .Aggregate(new StringBuilder(), (sql, index) => sql.Append(
            System.Globalization.CultureInfo.InvariantCulture,
            $"create index if not exists {NameOf(projection, index)} on {ReadStore.TableOf(projection.Storage)} {index.Definition};\n"))
        .ToString();

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        if (sql.Length > 0)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
