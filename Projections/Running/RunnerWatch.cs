using System.Diagnostics;
using LaborMarketplace.EventStore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace LaborMarketplace.Projections.Running;

/// <summary>Looks from outside, again and again, whether the runner gets on, and how far the log is ahead of it.</summary>
internal sealed class RunnerWatch(IEventStore log, RunnerState state, ProjectionMetrics metrics, ProjectionOptions options) : BackgroundService
{
    private readonly long _began = Stopwatch.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Beat);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var end = await End(stoppingToken);
                state.Look(end, Stopwatch.GetElapsedTime(_began), options.StuckAfter);
                if (end is { } known)
                {
                    metrics.Seen(known);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Null where the log cannot be asked: whether it can is for the health of being ready.</summary>
    private async Task<LogPosition?> End(CancellationToken stopping)
    {
        try
        {
            return await log.End(stopping).WaitAsync(options.StuckAfter, TimeProvider.System, stopping);
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            return null;
        }
    }
}

/// <summary>Red when the runner of this process is stuck, so that the process is started again. Where none runs here, it is well.</summary>
internal sealed class RunnerLiveness(RunnerState runner) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(runner.Stuck is { } stuck ? HealthCheckResult.Unhealthy(stuck) : HealthCheckResult.Healthy());
}
