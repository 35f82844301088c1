using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>At the start, rebuilds the read models of which another version serves than this program's, and switches to them.</summary>
internal sealed partial class RebuildOnStart(
    NpgsqlDataSource database, IEventStore log, EventCodec codec, IReadOnlyList<Projection> projections,
    ProjectionOptions options, RebuildMetrics metrics, ILogger<RebuildOnStart> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var backoff = new Backoff(options);
        while (projections.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReadSchema.Prepare(database, projections, stoppingToken);
                await RebuildAndSwitch(stoppingToken);
                return;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Another process may be at the same rebuild: when it is done, there is nothing left to do here.
                Later(logger, exception.Message);
                await backoff.Wait(stoppingToken);
            }
        }
    }

    private async Task RebuildAndSwitch(CancellationToken stopping)
    {
        var waiting = OtherVersion.Among(projections, await database.Checkpoints(stopping)).Select(other => other.Projection).ToList();
        if (waiting.Count == 0)
        {
            return;
        }

        var names = string.Join(", ", waiting);
        Begins(logger, names);
        var last = default(RebuildProgress);
        await foreach (var progress in metrics.Measured(waiting, new Renewal(database, log, codec, options).Run(waiting, thenSwitch: true, stopping)))
        {
            last = progress;
        }

        var serving = string.Join(", ", last?.Serving ?? []);
        if (serving.Length > 0)
        {
            Serve(logger, serving);
        }

        var faults = string.Join(' ', last?.Faults ?? []);
        if (faults.Length > 0)
        {
            throw new RebuildException(faults);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Rebuilds {Projections} beside the versions that serve")]
    private static partial void Begins(ILogger logger, string projections);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Builds} serve now")]
    private static partial void Serve(ILogger logger, string builds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rebuild waits: {Reason}")]
    private static partial void Later(ILogger logger, string reason);
}
