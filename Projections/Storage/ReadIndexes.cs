using System.Data;
using System.Runtime.ExceptionServices;
using LaborMarketplace.Projections.Definition;
using Npgsql;

namespace LaborMarketplace.Projections.Storage;

/// <summary>Makes the indexes that builds lack; those that are there are not touched, as that alone would hold up who writes the table.</summary>
/// <remarks>
/// PostgreSQL keeps a definition in words of its own, so an index has the text from which it was made as its comment. One whose definition
/// has changed since is made anew beside the old one, which is used until then.
/// </remarks>
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
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if ((await LackedBy(build, connection, cancellation)).Count == 0)
        {
            return [];
        }

        await TakeTurn(build, connection, cancellation);
        try
        {
            var faults = new List<IndexFault>();
            foreach (var (index, broken) in await LackedBy(build, connection, cancellation))
            {
                var steps = Steps(build, index, broken, beside);
                if (await Refusal(() => Execute(connection, steps, beside, cancellation), connection) is { } refusal)
                {
                    faults.Add(new IndexFault(NameOf(build, index), refusal));
                    await Execute(connection, [steps[0]], beside, cancellation);
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

    /// <param name="build">Whose it is.</param>
    /// <param name="index">Which one.</param>
    /// <param name="broken">Whether the one that is there is of no use, and has to be kept by every write all the same.</param>
    /// <param name="beside">Whether the build is written meanwhile.</param>
    /// <returns>Statements; the first drops what is left of an attempt.</returns>
    private static IReadOnlyList<string> Steps(Build build, DocumentIndex index, bool broken, bool beside)
    {
        var how = beside ? "concurrently" : "";
        var (name, making) = (NameOf(build, index), $"{NameOf(build, index)}_new");
        return
        [
            $"drop index {how} if exists {ReadStore.Schema}.{making}",
            .. broken ? (string[])[$"drop index {how} if exists {ReadStore.Schema}.{name}"] : [],
            $"create index {how} {making} on {build.Table} {index.Definition}",
            $"comment on index {ReadStore.Schema}.{making} is '{index.Definition.Replace("'", "''", StringComparison.Ordinal)}'",
            $"drop index {how} if exists {ReadStore.Schema}.{name}",
            $"alter index {ReadStore.Schema}.{making} rename to {name}",
        ];
    }

    /// <remarks>Nothing is made beside in a transaction; without that, all steps are one.</remarks>
    private static async Task Execute(NpgsqlConnection connection, IReadOnlyList<string> steps, bool beside, CancellationToken cancellation)
    {
        foreach (var step in beside ? steps : [string.Join("; ", steps)])
        {
            await connection.Execute(step, cancellation);
        }
    }

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

    /// <summary>The indexes that are not there, that were broken off while they were made beside, or whose definition was another.</summary>
    private static async Task<IReadOnlyList<(DocumentIndex Index, bool Broken)>> LackedBy(
        Build build, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select wanted.number, made.indisvalid is false from unnest($1, $2) with ordinality as wanted (name, definition, number)
            left join pg_index made on made.indexrelid = to_regclass(wanted.name)
            where made.indisvalid is distinct from true or obj_description(made.indexrelid, 'pg_class') is distinct from wanted.definition
            """,
            connection).With(
                Sql.Texts(build.Projection.Indexes.Select(index => $"{ReadStore.Schema}.{NameOf(build, index)}")),
                Sql.Texts(build.Projection.Indexes.Select(index => index.Definition)));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var lacked = new List<(DocumentIndex Index, bool Broken)>();
        while (await reader.ReadAsync(cancellation))
        {
            lacked.Add((build.Projection.Indexes[(int)reader.GetInt64(0) - 1], reader.GetBoolean(1)));
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
