using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LaborMarketplace.Projections.Proving;

/// <summary>Whether the view that readers read shows the build that serves, as it is to be shown.</summary>
internal static class ServedView
{
    private const int AtOnce = 5_000;

    /// <summary>Asks the catalog alone: whoever switches takes hold of the view.</summary>
    /// <returns>Null where it shows the build.</returns>
    public static async Task<string?> FaultOfBuild(NpgsqlConnection snapshot, Projection projection, string storage, CancellationToken cancellation)
    {
        var shown = await TablesOf(snapshot, NameOf(projection), cancellation);
        var build = ReadStore.TableOf(storage);
        return shown is [var table] && table == build
            ? null
            : $"{NameOf(projection)}, which readers read, shows {(shown.Count == 0 ? "no build" : string.Join(", ", shown))}, and {build} is to serve.";
    }

    /// <summary>
    /// Looks at each document, some at a time, so that a switch need not wait until all are looked at. It compares the columns of the view with
    /// each other; so it does not matter that they are not all of one moment.
    /// </summary>
    /// <returns>Null where it leaves out what is hidden, and nothing else.</returns>
    public static async Task<string?> FaultOfContents(NpgsqlDataSource database, Projection projection, CancellationToken cancellation)
    {
        var served = projection.HidesWorkingState ? "data - 'hidden'" : "data";
        var page = (Last: (Guid?)null, Differs: false);
        do
        {
            page = await Look(database, NameOf(projection), served, page.Last, cancellation);
            if (page.Differs)
            {
                return $"{NameOf(projection)}, which readers read, does not serve documents as {projection} has them: {served}.";
            }
        }
        while (page.Last is not null);
        return null;
    }

    private static string NameOf(Projection projection) => $"{ReadStore.Schema}.{projection.View}";

    /// <returns>The last that was looked at, null where there was none; and whether one of them is served otherwise.</returns>
    private static async Task<(Guid? Last, bool Differs)> Look(
        NpgsqlDataSource database, string view, string served, Guid? after, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"""
            select (array_agg(id order by id desc))[1], coalesce(bool_or(differs), false)
            from (select id, served is distinct from {served} as differs from {view} where $1 is null or id > $1 order by id limit {AtOnce}) page
            """).With(new NpgsqlParameter { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (await reader.IsDBNullAsync(0, cancellation) ? null : reader.GetGuid(0), reader.GetBoolean(1));
    }

    private static async Task<IReadOnlyList<string>> TablesOf(NpgsqlConnection snapshot, string view, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select coalesce(array_agg(distinct shown.relnamespace::regnamespace || '.' || shown.relname), '{}')
            from pg_rewrite rule
            join pg_depend reading on reading.classid = 'pg_rewrite'::regclass and reading.objid = rule.oid and reading.refclassid = 'pg_class'::regclass
            join pg_class shown on shown.oid = reading.refobjid and shown.oid <> rule.ev_class
            where rule.ev_class = to_regclass($1)
            """,
            snapshot).With(Sql.Value(view));
        return (string[])(await command.ExecuteScalarAsync(cancellation))!;
    }
}
