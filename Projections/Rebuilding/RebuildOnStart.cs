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
        await foreach (var progress in metrics.Measured(waiting, new Rebuild(database, log, codec, options).Run(waiting, stopping)))
        {
            if (progress is { Stage: RebuildStage.Finished, Halts.Count: > 0 })
            {
                throw new RebuildException(string.Join(' ', progress.Halts.Select(halt => $"{halt.Key} {halt.Value}")));
            }
        }

        foreach (var projection in waiting)
        {
            await new Builds(database, log, codec, options).Switch(projection, stopping);
        }

        Serve(logger, names);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Rebuilds {Projections} beside the versions that serve")]
    private static partial void Begins(ILogger logger, string projections);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Projections} serve now")]
    private static partial void Serve(ILogger logger, string projections);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rebuild waits: {Reason}")]
    private static partial void Later(ILogger logger, string reason);
}
