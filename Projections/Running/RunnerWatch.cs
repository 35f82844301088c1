using LaborMarketplace.EventStore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LaborMarketplace.Projections.Running;

/// <summary>Looks from outside, again and again, whether the runner gets on, and how far the log is ahead of it.</summary>
/// <remarks>
/// Time counts while it is looked at. A process that stood still as a whole, with its machine or for want of a core, has not been seen to
/// stand still: the watch did so too, and counts it as one look.
/// </remarks>
internal sealed partial class RunnerWatch(
    IEventStore log, RunnerState state, ProjectionMetrics metrics, ProjectionOptions options, ILogger<RunnerWatch> logger) : BackgroundService
{
    private TimeSpan _watched;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Beat, options.Clock);
        var looked = options.Clock.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var (end, now) = (await End(stoppingToken), options.Clock.GetTimestamp());
                _watched += Least(options.Clock.GetElapsedTime(looked, now), options.Beat * 2);
                looked = now;
                Look(end);
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

    private void Look(LogPosition? end)
    {
        var before = state.Stuck;
        state.Look(end, _watched, options.StuckAfter);
        switch (before, state.Stuck)
        {
            case (null, { } stuck):
                Stuck(logger, stuck);
                break;
            case ({ }, null):
                Moves(logger);
                break;
        }
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Null where the log cannot be asked: whether it can is for the health of being ready.</summary>
    private async Task<LogPosition?> End(CancellationToken stopping)
    {
        try
        {
            return await log.End(stopping).WaitAsync(options.StuckAfter, options.Clock, stopping);
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The projections of this process are stuck, and leave what they write to other processes: {What}")]
    private static partial void Stuck(ILogger logger, string what);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The projections of this process move again, and take part again")]
    private static partial void Moves(ILogger logger);
}

/// <summary>Red when the runner of this process is stuck, so that the process is started again. Where none runs here, it is well.</summary>
internal sealed class RunnerLiveness(RunnerState runner) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(runner.Stuck is { } stuck ? HealthCheckResult.Unhealthy(stuck) : HealthCheckResult.Healthy());
}
