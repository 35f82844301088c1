using LaborMarketplace.EventStore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LaborMarketplace.Commands.Processes;

/// <summary>Reads the status where the processes keep what they remember, whoever runs them.</summary>
public sealed class ProcessStatusReader(IProcessStore memory, IEventStore store, TimeProvider time) : IProcessStatus
{
    public async Task<ProcessStatus> Read(CancellationToken cancellation)
    {
        // In this order: what is counted as due follows from all that was answered, and what is sent meanwhile makes the log longer.
        var progress = await memory.Progress(cancellation);
        var due = await memory.CountDue(time.GetUtcNow(), cancellation);
        return new ProcessStatus(progress.Answered, await store.End(cancellation), due, progress.Failure);
    }
}

/// <summary>Red while something keeps the processes from going on; it says what.</summary>
public sealed class ProcessHealth(IProcessStatus status) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await status.Read(cancellationToken) is { Failure: { } failure }
            ? HealthCheckResult.Unhealthy(failure)
            : HealthCheckResult.Healthy();
}
