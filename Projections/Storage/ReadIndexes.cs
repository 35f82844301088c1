using System.Data;
using System.Runtime.ExceptionServices;
using LaborMarketplace.Projections.Definition;
using Npgsql;

namespace LaborMarketplace.Projections.Storage;

/// <summary>Makes the indexes that builds lack; those that are there are not touched, as that alone would hold up who writes the table.</summary>
internal static class ReadIndexes
{
    private static readonly TimeSpan PauseBeforeAskingAgain = TimeSpan.FromMilliseconds(100);

    public static string NameOf(Build build, DocumentIndex index) => $"{build.Storage}_{index.Name}";

    /// <summary>Makes those that a build lacks. It takes as long as the table is large.</summary>
    /// <param name="database">Where the build is.</param>
    /// <param name="build">Whose they are.</param>
    /// <param name="beside">Whether the build is written meanwhile. It takes longer, and holds up no writer.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <exception cref="PostgresException">One cannot be made; all that can be have been.</exception>
    public static async Task Make(NpgsqlDataSource database, Build build, bool beside, CancellationToken cancellation)
    {
        if (await MakeWhatCanBe(database, build, beside, cancellation) is [var fault, ..])
        {
            ExceptionDispatchInfo.Throw(fault.Refusal);
        }
    }

    /// <inheritdoc cref="Make"/>
    /// <returns>Those that cannot be made. Nothing is left of them that writers would have to keep.</returns>
    public static async Task<IReadOnlyList<IndexFault>> MakeWhatCanBe(NpgsqlDataSource database, Build build, bool beside, CancellationToken cancellation)
    {
        var how = beside ? "concurrently" : "";
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if ((await LackedBy(build, connection, cancellation)).Count == 0)
        {
            return [];
        }

        await TakeTurn(build, connection, cancellation);
        try
        {
            var faults = new List<IndexFault>();
            foreach (var index in await LackedBy(build, connection, cancellation))
            {
                if (await Refusal(() => MakeOne(connection, build, index, how, cancellation), connection) is { } refusal)
                {
                    faults.Add(new IndexFault(NameOf(build, index), refusal));
                    await Drop(connection, NameOf(build, index), how, cancellation);
                }
            }

            return faults;
        }
        finally
        {
            if (connection.State == ConnectionState.Open)
            {
                await connection.Execute("select pg_advisory_unlock_all()", CancellationToken.None);
            }
        }
    }

    private static async Task MakeOne(NpgsqlConnection connection, Build build, DocumentIndex index, string how, CancellationToken cancellation)
    {
        await Drop(connection, NameOf(build, index), how, cancellation);
        await connection.Execute($"create index {how} {NameOf(build, index)} on {build.Table} {index.Definition}", cancellation);
    }

    private static Task Drop(NpgsqlConnection connection, string name, string how, CancellationToken cancellation) =>
        connection.Execute($"drop index {how} if exists {ReadStore.Schema}.{name}", cancellation);

    /// <summary>Why the database does not do it; null when it was done. A connection that is gone tells nothing of what was asked.</summary>
    private static async Task<PostgresException?> Refusal(Func<Task> work, NpgsqlConnection connection)
    {
        try
        {
            await work();
            return null;
        }
        catch (PostgresException refusal) when (connection.State == ConnectionState.Open)
        {
            return refusal;
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

/// <summary>An index that cannot be made: a document does not bear it, there is no room, or its definition is wrong.</summary>
internal sealed record IndexFault(string Index, PostgresException Refusal)
{
    public override string ToString() => $"The index {Index} cannot be made, and lists are found without it, slowly: {Refusal.MessageText}.";
}
