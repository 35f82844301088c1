using LaborMarketplace.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace LaborMarketplace.Projections.Storage;

/// <summary>Statements and their parameters, in the types that the schema has.</summary>
internal static class Sql
{
    /// <summary>For how long is tried again what readers hold up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PauseBeforeTryingAgain = TimeSpan.FromMilliseconds(200);

    public static NpgsqlBatchCommand Statement(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            statement.Parameters.Add(parameter);
        }

        return statement;
    }

    public static NpgsqlCommand With(this NpgsqlCommand command, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>A statement that takes as long as the tables are large: nobody gives up on it but who cancels.</summary>
    public static NpgsqlCommand Unhurried(this NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = 0 };

    /// <summary>Runs statements that take as long as the tables are large.</summary>
    public static async Task Execute(this NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.Unhurried(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Does again what gives up soon when somebody holds what it needs, so that others do not queue up behind it; for a minute.</summary>
    public static async Task Patiently(Func<Task> work, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience);
        await Patiently(work, patience.Token, cancellation);
    }

    /// <param name="patience">Cancelled when it has been tried for long enough.</param>
    public static async Task Patiently(Func<Task> work, CancellationToken patience, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (PostgresException held)
                when (held.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected && !patience.IsCancellationRequested)
            {
                await Task.Delay(PauseBeforeTryingAgain, TimeProvider.System, cancellation);
            }
        }
    }

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Texts(IEnumerable<string> values) => Array(NpgsqlDbType.Text, values.ToArray());

    public static NpgsqlParameter Ids(Guid[] values) => Array(NpgsqlDbType.Uuid, values);

    public static NpgsqlParameter Numbers(IEnumerable<long> values) => Array(NpgsqlDbType.Bigint, values.ToArray());

    public static NpgsqlParameter Positions(IEnumerable<LogPosition> values) => Numbers(values.Select(position => position.Value));

    public static NpgsqlParameter Json(IEnumerable<byte[]?> values) => Array(NpgsqlDbType.Jsonb, values.ToArray());

    private static NpgsqlParameter Array<T>(NpgsqlDbType type, T[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };
}
