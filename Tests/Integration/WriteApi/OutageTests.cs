using System.Net.Http.Json;
using LaborMarketplace.Cli.Embedded;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Tests.Integration.EventStore;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.WriteApi;

public sealed class OutageTests : IAsyncLifetime
{
    private static readonly object Registration = new { Name = "Harbor", Region = "us-east", ContactEmail = "jobs@harbor.example" };

    private readonly string _folder = Directory.CreateTempSubdirectory("marketplace-tests-").FullName;
    private PostgresCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await PostgresCluster.Start(Path.Combine(_folder, "database"), _ => { }, default);

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task While_the_database_is_down_the_answer_is_503_and_afterwards_it_works_without_a_restart()
    {
        await using var host = await WriteHost.Start(await _cluster.CreateDatabase("outage", default), Path.Combine(_folder, "tokens.pem"));
        var owner = host.As(Guid.CreateVersion7(), Role.Employer);
        await owner.Do("/v1/employers", Registration, "before");

        await _cluster.Stop(Shutdown.Immediate, default);
        var response = await owner.Send("/v1/employers", Registration, "during");
        await response.IsProblem(503, "server.unavailable");
        Assert.NotNull(response.Headers.RetryAfter!.Delta);
        var health = await host.Anonymous().GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(503, (int)health.StatusCode);
        Assert.Contains("\"log\":{\"status\":\"unhealthy\"", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(200, (int)(await host.Anonymous().GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);

        await _cluster.Restart(default);
        var made = await owner.Do("/v1/employers", Registration, "during");
        Assert.Equal(made, await owner.Do("/v1/employers", Registration, "during"));
    }

    [Fact]
    public async Task While_the_database_can_be_read_but_not_written_the_door_says_that_it_is_not_ready()
    {
        await using var host = await WriteHost.Start(await _cluster.CreateDatabase("full", default), Path.Combine(_folder, "tokens.pem"));
        var owner = host.As(Guid.CreateVersion7(), Role.Employer);

        await RefuseWrites("full", true);
        await (await owner.Send("/v1/employers", Registration, "during")).IsProblem(503, "server.unavailable");
        var health = await host.Anonymous().GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(503, (int)health.StatusCode);
        Assert.Contains("The log takes no appends", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await RefuseWrites("full", false);
        await owner.Do("/v1/employers", Registration, "during");
        Assert.Equal(200, (int)(await host.Anonymous().GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
    }

    [SkippableFact]
    public async Task While_the_disk_is_full_the_answer_is_503_and_with_room_again_each_command_is_done_once()
    {
        using var disk = SmallDisk.Mount(megabytes: 160);
        Skip.If(disk is null, "The system does not let a test mount a disk of its own.");
        await using var cluster = await PostgresCluster.Start(Path.Combine(disk.Folder, "cluster"), _ => { }, default);
        await using var host = await WriteHost.Start(await cluster.CreateDatabase("disk", default), Path.Combine(_folder, "tokens.pem"));
        var owner = host.As(Guid.CreateVersion7(), Role.Employer);
        var first = await owner.Do("/v1/employers", Registration, "0");
        disk.Fill();

        var done = await RegisterUntilRefused(owner, first);
        Assert.Equal(503, (int)(await host.Anonymous().GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
        disk.Free();
        await cluster.Restart(default);

        var refused = await owner.Do("/v1/employers", Registration, $"{done.Count}");
        Assert.Equal(refused, await owner.Do("/v1/employers", Registration, $"{done.Count}"));
        Assert.Equal(done[^1], await owner.Do("/v1/employers", Registration, $"{done.Count - 1}"));
        Assert.Equal(done.Count + 1, refused.Position);
        Assert.Equal(200, (int)(await host.Anonymous().GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
    }

    private static async Task<IReadOnlyList<Done>> RegisterUntilRefused(HttpClient owner, Done first)
    {
        var done = new List<Done> { first };
        while (true)
        {
            using var response = await owner.Send("/v1/employers", Registration, $"{done.Count}");
            if (!response.IsSuccessStatusCode)
            {
                await response.IsProblem(503, "server.unavailable");
                return done;
            }

            done.Add((await response.Content.ReadFromJsonAsync<Done>())!);
        }
    }

    /// <summary>As a full disk does: what is there can be read.</summary>
    private async Task RefuseWrites(string database, bool refuse)
    {
        await using var source = NpgsqlDataSource.Create(_cluster.ConnectionString("postgres"));
        await using var command = source.CreateCommand($"alter database \"{database}\" set default_transaction_read_only = {refuse}");
        await command.ExecuteNonQueryAsync();
        await using var disconnect = source.CreateCommand($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'");
        await disconnect.ExecuteNonQueryAsync();
    }
}
