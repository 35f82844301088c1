using LaborMarketplace.EventStore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LaborMarketplace.Http.Health;

/// <summary>Whether the log can be asked.</summary>
public sealed class LogHealth(IEventStore store) : IHealthCheck
{
    private static readonly StreamName NoStream = new("health-check");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.Load(NoStream, 0, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (EventStoreUnavailableException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
