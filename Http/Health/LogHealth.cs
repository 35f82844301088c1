using LaborMarketplace.EventStore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LaborMarketplace.Http.Health;

/// <summary>Whether the log can be asked, and takes appends.</summary>
public sealed class LogHealth(IEventStore store, IAppendStatus appends) : IHealthCheck
{
    private static readonly StreamName NoStream = new("health-check");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.Load(NoStream, 0, cancellationToken);
            return appends.Fault is { } fault ? HealthCheckResult.Unhealthy($"The log takes no appends: {fault}") : HealthCheckResult.Healthy(appends.StandsOn);
        }
        catch (EventStoreUnavailableException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
