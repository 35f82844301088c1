using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>A time in which a database takes no connections and has broken off those there were.</summary>
internal sealed class Outage : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly string _database;

    private Outage(NpgsqlConnection connection, string database) => (_connection, _database) = (connection, database);

    public static async Task<Outage> Begin(PostgresFixture postgres, string connectionString)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        var connection = new NpgsqlConnection(postgres.Cluster.ConnectionString("postgres"));
        await connection.OpenAsync();
        await Execute(connection, $"alter database \"{database}\" allow_connections false");
        await Execute(connection, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'");
        return new Outage(connection, database);
    }

    public async ValueTask DisposeAsync()
    {
        await Execute(_connection, $"alter database \"{_database}\" allow_connections true");
        await _connection.DisposeAsync();
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
