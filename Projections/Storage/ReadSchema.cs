using JasperFx;
using LaborMarketplace.Projections.Definition;
using Npgsql;

namespace LaborMarketplace.Projections.Storage;

/// <summary>Makes the tables and views of the read models, where they are not there yet.</summary>
/// <remarks>
/// Readers read the view that is named after the projection (<c>read.job_board</c>); it shows the build that serves. A read model of
/// which another version serves is left as it is: nobody writes the tables of a version but code of that version.
/// Safe when several processes start at once: they take turns. What is there already is not locked, so it may be in use.
/// </remarks>
public static class ReadSchema
{
    /// <summary>The key of the advisory lock that preparing takes; "read" in ASCII.</summary>
    private const int Lock = 0x72656164;

    /// <exception cref="NpgsqlException">The database cannot be reached, or refuses.</exception>
    public static async Task Prepare(NpgsqlDataSource database, IReadOnlyList<Projection> projections, CancellationToken cancellation)
    {
        await ReadScript.Run(database, projections, cancellation);
        if (await Lacks(database, projections, cancellation))
        {
            await Alone(database, connection => MakeLacking(connection, database, projections, cancellation), cancellation);
        }

        await Hide(database, [.. projections.Where(projection => projection.HidesWorkingState)], cancellation);
    }

    /// <summary>Makes the indexes that the builds in use lack, beside those who use them.</summary>
    /// <returns>Those that cannot be made.</returns>
    internal static async Task<IReadOnlyList<IndexFault>> MakeIndexes(
        NpgsqlDataSource database, IReadOnlyList<Projection> projections, CancellationToken cancellation)
    {
        var faults = new List<IndexFault>();
        foreach (var build in (await database.Checkpoints(cancellation)).BuiltOf(projections))
        {
            faults.AddRange(await ReadIndexes.MakeWhatCanBe(database, build, beside: true, cancellation));
        }

        return faults;
    }

    /// <summary>Makes the table of a rebuild, if it is missing, without indexes but the one of the ids.</summary>
    /// <remarks>The transaction bears the rebuild's name: where it is stopped in it, whoever takes over ends it, and need not wait.</remarks>
    /// <exception cref="LeaseLostException">The build is another process's now, or was dropped; nothing was made.</exception>
    internal static Task MakeTable(NpgsqlDataSource database, Guid runner, Held held, CancellationToken cancellation) => Alone(
        database,
        async connection =>
        {
            await using var mine = new NpgsqlCommand("select position from read.projection where storage = $1 and epoch = $2 for key share", connection)
                .With(Sql.Value(held.Build.Storage), Sql.Value(held.Epoch));
            if (await mine.ExecuteScalarAsync(cancellation) is not long position)
            {
                throw new LeaseLostException($"The build {held.Build} is another process's now, or was dropped.");
            }

            if ((await MakeMissing(connection, database, [held.Build], cancellation)).Count == 0 && position == 0)
            {
                await Empty(connection, held.Build, cancellation);
            }
        },
        cancellation, $"projections {runner}");

    /// <param name="database">Where.</param>
    /// <param name="work">Is done by one process at a time.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <param name="name">What the transaction is called; as the connection, unless given.</param>
    internal static async Task Alone(NpgsqlDataSource database, Func<NpgsqlConnection, Task> work, CancellationToken cancellation, string? name = null)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var called = name is null ? "" : $"set local application_name = '{name}'; ";
        await connection.Execute($"{called}set local idle_in_transaction_session_timeout = '60s'; select pg_advisory_xact_lock({Lock})", cancellation);
        await work(connection);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Whether one of them serves nothing, its view is lost, or a table that this program follows. It asks, and locks nothing.</summary>
    private static async Task<bool> Lacks(NpgsqlDataSource database, IReadOnlyList<Projection> projections, CancellationToken cancellation)
    {
        await using var asked = database.CreateCommand(
            """
            select exists (
                    select from unnest($1) wanted (name)
                    left join read.projection serving on serving.name = wanted.name and serving.live
                    where serving.storage is null or to_regclass('read.' || replace(wanted.name, '-', '_')) is null)
                or exists (
                    select from read.projection
                    where built and name || ' v' || version = any ($2) and to_regclass('read.mt_doc_' || storage) is null)
            """).With(
                Sql.Texts(projections.Select(projection => projection.Name)), Sql.Texts(projections.Select(projection => projection.ToString())));
        return await asked.ExecuteScalarAsync(cancellation) is true;
    }

    private static async Task MakeLacking(
        NpgsqlConnection connection, NpgsqlDataSource database, IReadOnlyList<Projection> projections, CancellationToken cancellation)
    {
        var known = await database.Checkpoints(cancellation);
        var first = (from projection in projections
                     where !known.Any(build => build.Live && build.Name == projection.Name)
                     select new Build(projection, 1)).ToList();
        var made = await MakeMissing(connection, database, [.. first.Union(known.BuiltOf(projections))], cancellation);
        foreach (var build in first.Union(made))
        {
            // What cannot be made is tried again, and told, by who makes missing indexes.
            _ = await ReadIndexes.MakeWhatCanBe(database, build, beside: false, cancellation);
        }

        foreach (var build in first)
        {
            if (!made.Contains(build) && known.All(row => row.Storage != build.Storage))
            {
                await Empty(connection, build, cancellation);
            }

            await Register(connection, build, cancellation);
        }

        await Show(connection, projections, first, cancellation);
    }

    /// <summary>The builds of these versions that are complete.</summary>
    private static IEnumerable<Build> BuiltOf(this IReadOnlyList<Checkpoint> known, IReadOnlyList<Projection> projections) =>
        from projection in projections
        from build in known
        where build.Built && build.Name == projection.Name && build.Version == projection.Version
        select new Build(projection, build.Build);

    /// <summary>Marten makes the tables, on a connection of its own, while this process holds the lock.</summary>
    /// <remarks>A build that has come anywhere had a table: where it is lost, the build begins again, before anybody can find the table empty.</remarks>
    /// <returns>Those that were made.</returns>
    private static async Task<IReadOnlyList<Build>> MakeMissing(
        NpgsqlConnection connection, NpgsqlDataSource database, IReadOnlyList<Build> builds, CancellationToken cancellation)
    {
        var missing = await Missing(connection, builds, cancellation);
        foreach (var build in missing)
        {
            await using var again = database.CreateCommand("select read.begin_again($1)").With(Sql.Value(build.Storage));
            await again.ExecuteNonQueryAsync(cancellation);
        }

        foreach (var group in missing.GroupBy(build => build.Number))
        {
            await using var store = ReadStore.Open(database, [.. group]);
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        }

        return missing;
    }

    private static async Task<IReadOnlyList<Build>> Missing(NpgsqlConnection connection, IReadOnlyList<Build> builds, CancellationToken cancellation)
    {
        await using var asked = new NpgsqlCommand(
            "select number from unnest($1) with ordinality as wanted (name, number) where to_regclass(name) is null", connection)
            .With(Sql.Texts(builds.Select(build => build.Table)));
        await using var reader = await asked.ExecuteReaderAsync(cancellation);
        var missing = new List<Build>();
        while (await reader.ReadAsync(cancellation))
        {
            missing.Add(builds[(int)reader.GetInt64(0) - 1]);
        }

        return missing;
    }

    /// <summary>The first build of a read model serves at once, from an empty table on.</summary>
    private static async Task Register(NpgsqlConnection connection, Build build, CancellationToken cancellation)
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
    }

    /// <summary>A build that stands before the log's first event holds nothing, whatever was left in its table when its row was lost.</summary>
    private static Task Empty(NpgsqlConnection connection, Build build, CancellationToken cancellation) =>
        connection.Execute($"truncate {build.Table}; delete from read.projection_link where storage = '{build.Storage}'", cancellation);

    /// <summary>Makes the views of what serves first, and those that are lost, whichever version serves.</summary>
    private static async Task Show(
        NpgsqlConnection connection, IReadOnlyList<Projection> projections, IReadOnlyList<Build> first, CancellationToken cancellation)
    {
        await using var show = new NpgsqlCommand(
            """
            select read.show(name) from read.projection
            where live and (storage = any ($1) or name = any ($2)
                and to_regclass('read.' || replace(name, '-', '_')) is null and to_regclass('read.mt_doc_' || storage) is not null)
            order by name
            """,
            connection).With(Sql.Texts(first.Select(build => build.Storage)), Sql.Texts(projections.Select(projection => projection.Name)));
        await show.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Builds that were begun when their documents had nothing to hide yet hide it from now on.</summary>
    private static Task Hide(NpgsqlDataSource database, IReadOnlyList<Projection> projections, CancellationToken cancellation) => Sql.Patiently(
        async () =>
        {
            await using var hide = database.CreateCommand(
                """
                select read.hide(storage) from read.projection
                where name || ' v' || version = any ($1) and not hides order by storage
                """).With(Sql.Texts(projections.Select(projection => projection.ToString())));
            await hide.ExecuteNonQueryAsync(cancellation);
        },
        cancellation);
}
