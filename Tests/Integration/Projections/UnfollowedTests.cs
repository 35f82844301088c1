using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Definition;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>What a door says of read models that nobody follows.</summary>
[Collection(PostgresCollection.Name)]
public sealed class UnfollowedTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private Reworked _models = null!;
    private ServiceProvider _door = null!;

    public async Task InitializeAsync()
    {
        _models = await Reworked.Serving(postgres, JobTitle.First);
        _door = new ServiceCollection()
            .AddLogging()
            .AddSingleton(_models.Database)
            .AddSingleton<IReadOnlyList<Projection>>([JobTitle.First])
            .AddSingleton(Reworked.Small with { Clock = _clock })
            .AddProjectionHealth()
            .BuildServiceProvider();
    }

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Fact]
    public async Task Says_so_when_a_takeover_would_have_been_over()
    {
        Assert.Equal(HealthStatus.Healthy, (await Ask()).Status);
        _clock.Advance(Reworked.Small.Lease);
        Assert.Equal(HealthStatus.Healthy, (await Ask()).Status);
        _clock.Advance(Reworked.Small.Lease * 2);
        var asked = await Ask();
        Assert.Equal(HealthStatus.Degraded, asked.Status);
        Assert.Contains("Nobody follows the log for job-title", asked.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_nothing_more_when_somebody_does_again()
    {
        await Ask();
        _clock.Advance(Reworked.Small.Lease * 3);
        Assert.Equal(HealthStatus.Degraded, (await Ask()).Status);
        await using (await _models.Run(JobTitle.First))
        {
            await _models.Until("job_title_v1", build => build.Followed);
            Assert.Equal(HealthStatus.Healthy, (await Ask()).Status);
        }

        Assert.Equal(HealthStatus.Healthy, (await Ask()).Status);
    }

    [Fact]
    public async Task Says_nothing_of_what_is_paused()
    {
        await _models.Builds.Pause(JobTitle.First, paused: true, CancellationToken.None);
        await Ask();
        _clock.Advance(Reworked.Small.Lease * 3);
        Assert.Equal(HealthStatus.Healthy, (await Ask()).Status);
    }

    [Fact]
    public async Task Says_nothing_of_a_read_model_that_the_program_does_not_know()
    {
        await using var other = _models.Database.CreateCommand(
            """
            insert into read.projection (storage, name, version, live, position, halt) values ('of_another_program_v1', 'of-another-program', 1, true, 1,
                '{"stream":"job-x","revision":1,"position":2,"before":1,"type":"job.edited.v1","reason":"Nobody can mend it."}')
            """);
        await other.ExecuteNonQueryAsync();
        await _models.Builds.Pause(JobTitle.First, paused: true, CancellationToken.None);
        await Ask();
        _clock.Advance(Reworked.Small.Lease * 3);
        Assert.Equal(HealthStatus.Healthy, (await Ask()).Status);
    }

    [Fact]
    public async Task Is_red_for_a_read_model_that_is_not_there()
    {
        await _models.Execute("delete from read.projection");
        var health = await Ask();
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("job-title has not been made yet", health.Description, StringComparison.Ordinal);
    }

    private async Task<HealthReportEntry> Ask() =>
        (await _door.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[ProjectionServices.Health];
}
