using System.Data;
using LaborMarketplace.Projections.Definition;
using Npgsql;

namespace LaborMarketplace.Projections.Storage;

/// <summary>Makes the indexes that builds lack; those that are there are not touched, as that alone would hold up who writes the table.</summary>
internal static class ReadIndexes
{
    private static readonly TimeSpan PauseBeforeAskingAgain = TimeSpan.FromMilliseconds(100);

    public static string NameOf(Build build, DocumentIndex index) => $"{build.Storage}_{index.Name}";

    /// <summary>Makes those that a build lacks. It takes as long as the table is large.</summary>
    /// <param name="beside">Whether the build is written meanwhile. It takes longer, and holds up no writer.</param>
    public static async Task Make(NpgsqlDataSource database, Build build, bool beside, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if ((await LackedBy(build, connection, cancellation)).Count == 0)
        {
            return;
        }

        var how = beside ? "concurrently" : "";
        await TakeTurn(build, connection, cancellation);
        try
        {
            foreach (var index in await LackedBy(build, connection, cancellation))
            {
                await connection.Execute($"drop index {how} if exists {ReadStore.Schema}.{NameOf(build, index)}", cancellation);
                await connection.Execute($"create index {how} {NameOf(build, index)} on {build.Table} {index.Definition}", cancellation);
            }
        }
        finally
        {
            if (connection.State == ConnectionState.Open)
            {
                await connection.Execute("select pg_advisory_unlock_all()", CancellationToken.None);
            }
        }
    }

    /// <summary>The indexes that are not there, or that were broken off while they were made beside.</summary>
    private static async Task<IReadOnlyList<DocumentIndex>> LackedBy(Build build, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select wanted.number from unnest($1) with ordinality as wanted (name, number)
            left join pg_index made on made.indexrelid = to_regclass(wanted.name)
            where made.indisvalid is distinct from true
            """,
            connection).With(Sql.Texts(build.Projection.Indexes.Select(index => $"{ReadStore.Schema}.{NameOf(build, index)}")));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var lacked = new List<DocumentIndex>();
        while (await reader.ReadAsync(cancellation))
        {
            lacked.Add(build.Projection.Indexes[(int)reader.GetInt64(0) - 1]);
        }

        return lacked;
    }

    /// <summary>Two processes do not make the same index, nor does one take for broken off what another is at.</summary>
    /// <remarks>It asks again instead of waiting in the database: an index that is made beside waits for all who wait there.</remarks>
    private static async Task TakeTurn(Build build, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 0))", connection)
            .With(Sql.Value($"indexes of {build.Table}"));
        while (await command.ExecuteScalarAsync(cancellation) is not true)
        {
            await Task.Delay(PauseBeforeAskingAgain, TimeProvider.System, cancellation);
        }
    }
}
