using LaborMarketplace.Commands.Processes;
using LaborMarketplace.EventStore;
using LaborMarketplace.Tests.Commands;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands.Processes;

public sealed class ProcessHealthTests
{
    private readonly World _world = new();

    [Fact]
    public async Task Is_green_while_nothing_is_in_the_way()
    {
        await _world.RegisterEmployer();
        await _world.Settle();
        Assert.Equal(HealthStatus.Healthy, (await Health()).Status);
    }

    [Fact]
    public async Task Is_red_when_the_processes_have_stopped_and_says_at_what()
    {
        var unreadable = new EventData(Guid.NewGuid(), "job.painted.v1", "{}"u8.ToArray(), "{}"u8.ToArray());
        await _world.All.Log.Append(new StreamName("job-1"), ExpectedRevision.NoStream, [unreadable], default);
        using var host = new ProcessHost(
            new Alone(), _world.All.Memory, _world.Runner, _world.Deadlines, TimeProvider.System, NullLogger<ProcessHost>.Instance);
        await host.StartAsync(default);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await _world.Status.Read(limit.Token)).Failure is null)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await host.StopAsync(default);
        var health = await Health();
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("job.painted.v1", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_green_again_when_the_processes_have_gone_on()
    {
        await _world.RegisterEmployer();
        await _world.All.Memory.Report("The log is away.", default);
        Assert.Equal(HealthStatus.Unhealthy, (await Health()).Status);
        await _world.Runner.Run(ReadUntil.End, default);
        Assert.Equal(HealthStatus.Healthy, (await Health()).Status);
    }

    [Fact]
    public async Task An_unreadable_event_stops_the_processes_and_nothing_after_it_is_answered()
    {
        await _world.Settle();
        var before = await _world.All.Memory.Progress(default);
        var unreadable = new EventData(Guid.NewGuid(), "job.painted.v1", "{}"u8.ToArray(), "{}"u8.ToArray());
        await _world.All.Log.Append(new StreamName("job-1"), ExpectedRevision.NoStream, [unreadable], default);
        await Assert.ThrowsAsync<UnreadableEventException>(() => _world.Runner.Run(ReadUntil.End, default));
        Assert.Equal(before.Answered, (await _world.All.Memory.Progress(default)).Answered);
    }

    private Task<HealthCheckResult> Health() => new ProcessHealth(_world.Status).CheckHealthAsync(new HealthCheckContext());

    /// <summary>There is nobody else to lead.</summary>
    private sealed class Alone : ILeadership, ILead
    {
        public CancellationToken Lost => CancellationToken.None;

        public Task<ILead> Take(CancellationToken cancellation) => Task.FromResult<ILead>(this);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
