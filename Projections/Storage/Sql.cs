using LaborMarketplace.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace LaborMarketplace.Projections.Storage;

/// <summary>Statements and their parameters, in the types that the schema has.</summary>
internal static class Sql
{
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

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Texts(IEnumerable<string> values) => Array(NpgsqlDbType.Text, values.ToArray());

    public static NpgsqlParameter Ids(Guid[] values) => Array(NpgsqlDbType.Uuid, values);

    public static NpgsqlParameter Numbers(IEnumerable<long> values) => Array(NpgsqlDbType.Bigint, values.ToArray());

    public static NpgsqlParameter Positions(IEnumerable<LogPosition> values) => Numbers(values.Select(position => position.Value));

    public static NpgsqlParameter Json(IEnumerable<byte[]?> values) => Array(NpgsqlDbType.Jsonb, values.ToArray());

    private static NpgsqlParameter Array<T>(NpgsqlDbType type, T[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };
}
