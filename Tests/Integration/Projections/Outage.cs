using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>A time in which a database does not do its work, and has broken off the connections there were.</summary>
internal sealed class Outage : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly string _ending;

    private Outage(NpgsqlConnection connection, string ending) => (_connection, _ending) = (connection, ending);

    public static Task<Outage> Begin(PostgresFixture postgres, string connectionString) =>
        Begin(postgres, connectionString, "allow_connections false", "allow_connections true");

    /// <summary>Lets the database be read and not be written, as a full disk does.</summary>
    public static Task<Outage> OfWriting(PostgresFixture postgres, string connectionString) =>
        Begin(postgres, connectionString, "set default_transaction_read_only = on", "reset default_transaction_read_only");

    private static async Task<Outage> Begin(PostgresFixture postgres, string connectionString, string beginning, string ending)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        var connection = new NpgsqlConnection(postgres.Cluster.ConnectionString("postgres"));
        await connection.OpenAsync();
        var disconnect = $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'";
        await Execute(connection, $"alter database \"{database}\" {beginning}");
        await Execute(connection, disconnect);
        return new Outage(connection, $"alter database \"{database}\" {ending}; {disconnect}");
    }

    public async ValueTask DisposeAsync()
    {
        await Execute(_connection, _ending);
        await _connection.DisposeAsync();
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
