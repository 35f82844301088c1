using Microsoft.Extensions.Hosting;
using Npgsql;

namespace LaborMarketplace.Cli.Serve;

/// <summary>Takes over what another process does to the marketplace's clock, where the parts are spread over several.</summary>
internal sealed class ClockFollower(AdjustableClock clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Follow(stoppingToken);
        }
    }

    private async Task Follow(CancellationToken cancellation)
    {
        try
        {
            await clock.Refresh(cancellation);
        }
        catch (NpgsqlException)
        {
            // The database is away for the moment; the clock goes on as it went, and is looked at again soon.
            return;
        }
    }
}
