using Npgsql;

namespace LaborMarketplace.Cli.Embedded;

/// <summary>What is asked of a PostgreSQL server, whoever runs it.</summary>
public static class PostgresServer
{
    /// <summary>The oldest major version that is taken.</summary>
    public const int OldestVersion = 14;

    /// <summary>Asks a server that somebody gave us whether it can be worked with.</summary>
    /// <exception cref="ExpectedFailure">The connection string is none, nobody answers, or the server is too old.</exception>
    public static async Task Require(string connectionString, CancellationToken cancellation)
    {
        var server = Parse(connectionString);
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
        }
        catch (NpgsqlException exception)
        {
            throw new ExpectedFailure($"PostgreSQL at {server.Host}:{server.Port} cannot be used: {Reason(exception)}", exception);
        }

        if (connection.PostgreSqlVersion.Major < OldestVersion)
        {
            throw new ExpectedFailure(
                $"PostgreSQL at {server.Host}:{server.Port} is version {connection.PostgreSqlVersion}; version {OldestVersion} or newer is needed.");
        }
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 10 };
        }
        catch (ArgumentException exception)
        {
            throw new ExpectedFailure(
                $"The connection string is not one of PostgreSQL's ({exception.Message}); "
                + "it looks like Host=localhost;Username=me;Password=secret;Database=marketplace.",
                exception);
        }
    }

    private static string Reason(NpgsqlException exception) =>
        exception is PostgresException answered ? $"{answered.MessageText}." : $"{(exception.InnerException ?? exception).Message.TrimEnd('.')}.";
}
