using System.Net;
using System.Net.Sockets;
using LaborMarketplace.Cli;
using LaborMarketplace.Cli.Embedded;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Embedded;

public sealed class PostgresClusterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketplace-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Keeps_its_data_and_its_port_over_a_restart()
    {
        int port;
        await using (var first = await Start())
        {
            port = first.Port;
            await Execute(await first.CreateDatabase("kept", default), "create table kept as select 42 as answer");
        }

        await using var second = await Start();
        Assert.Equal(port, second.Port);
        Assert.Equal(42, await Execute(await second.CreateDatabase("kept", default), "select answer from kept"));
    }

    [Fact]
    public async Task Is_durable_and_asks_for_a_password()
    {
        await using var cluster = await Start();
        var connection = cluster.ConnectionString("postgres");
        Assert.Equal("on", await Execute(connection, "show fsync"));
        Assert.Equal("on", await Execute(connection, "show synchronous_commit"));
        var wrong = new NpgsqlConnectionStringBuilder(connection) { Password = "wrong" }.ConnectionString;
        Assert.Equal(PostgresErrorCodes.InvalidPassword, (await Assert.ThrowsAsync<PostgresException>(() => Execute(wrong, "select 1"))).SqlState);
    }

    [Fact]
    public async Task Is_taken_over_when_the_process_that_started_it_was_killed()
    {
        await using var first = await Start();
        var started = await Execute(first.ConnectionString("postgres"), "select pg_postmaster_start_time()");

        // A killed process leaves the server running and its hold on the folder to nobody.
        File.Delete(Path.Combine(_folder, "lock"));
        await using var second = await Start();
        Assert.Equal(started, await Execute(second.ConnectionString("postgres"), "select pg_postmaster_start_time()"));
    }

    [Fact]
    public async Task Is_held_by_one_process_at_a_time()
    {
        await using var cluster = await Start();
        Assert.Contains("Another process", (await Assert.ThrowsAsync<ExpectedFailure>(Start)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_another_port_when_its_own_is_taken()
    {
        int port;
        await using (var first = await Start())
        {
            port = first.Port;
        }

        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        await using var second = await Start();
        Assert.NotEqual(port, second.Port);
    }

    [Fact]
    public async Task A_start_that_was_broken_off_is_begun_anew()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "data.new", "base"));
        await using var cluster = await Start();
        Assert.Equal(1, await Execute(cluster.ConnectionString("postgres"), "select 1"));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var exception = await Assert.ThrowsAsync<ExpectedFailure>(() => PostgresServer.Require($"Host=127.0.0.1;Port={port};Username=me", default));
        Assert.StartsWith($"PostgreSQL at 127.0.0.1:{port} cannot be used: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_that_is_none_is_told() =>
        Assert.Contains("The connection string is not one of PostgreSQL's",
            (await Assert.ThrowsAsync<ExpectedFailure>(() => PostgresServer.Require("nonsense", default))).Message, StringComparison.Ordinal);

    private Task<PostgresCluster> Start() => PostgresCluster.Start(_folder, _ => { }, CancellationToken.None);

    private static async Task<object?> Execute(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
