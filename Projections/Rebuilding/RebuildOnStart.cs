using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>
/// At the start, where that is wanted, lets this program's version of each read model serve of which an older one does: one that is complete
/// already, or else rebuilt.
/// </summary>
/// <remarks>Of many processes that start at once one rebuilds. What a newer program let serve is left alone, and so is what somebody went back from.</remarks>
internal sealed partial class RebuildOnStart(
    NpgsqlDataSource database, IEventStore log, EventCodec codec, IReadOnlyList<Projection> projections,
    ProjectionOptions options, RebuildMetrics metrics, ILogger<RebuildOnStart> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (options.RebuildOnStart)
        {
            // Another process may be at the same rebuild: when it is done, there is nothing left to do here. What is complete is not rebuilt again.
            await new Backoff(options).Persist(() => RebuildAndSwitch(stoppingToken), exception => Later(logger, exception.Message), stoppingToken);
        }
    }

    private async Task RebuildAndSwitch(CancellationToken stopping)
    {
        await ReadSchema.Prepare(database, projections, stopping);
        var (stored, withdrawn) = (await database.Checkpoints(stopping), await database.Withdrawn(stopping));
        var (faults, rest) = (new List<string>(), new List<Projection>());
        foreach (var projection in OtherVersion.Among(projections, stored).Where(other => !other.IsNewer).Select(other => other.Projection))
        {
            if (withdrawn.Contains((projection.Name, projection.Version)))
            {
                // It served, and somebody went back from it: only somebody lets it serve again.
                LeftAlone(logger, projection);
            }
            else if (stored.LastOrDefault(build => build.CanServeFirst && build.Name == projection.Name && build.Version == projection.Version) is { } made)
            {
                await Switch(projection, made, faults, stopping);
            }
            else
            {
                rest.Add(projection);
            }
        }

        if (rest.Count > 0)
        {
            await Rebuild(rest, faults, stopping);
        }

        if (faults.Count > 0)
        {
            throw new RebuildException(string.Join(' ', faults));
        }
    }

    private async Task Switch(Projection projection, Checkpoint made, List<string> faults, CancellationToken stopping)
    {
        try
        {
            await new Builds(database, log, codec, options).Switch(projection, made.Storage, stopping);
            Serve(logger, made.Storage);
        }
        catch (RebuildException refusal)
        {
            faults.Add(refusal.Message);
        }
    }

    private async Task Rebuild(IReadOnlyList<Projection> waiting, List<string> faults, CancellationToken stopping)
    {
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

        faults.AddRange(last?.Faults ?? []);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Rebuilds {Projections} beside the versions that serve")]
    private static partial void Begins(ILogger logger, string projections);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Builds} serve now")]
    private static partial void Serve(ILogger logger, string builds);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Projection} has served, and somebody went back from it: it is left alone")]
    private static partial void LeftAlone(ILogger logger, Projection projection);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rebuild waits: {Reason}")]
    private static partial void Later(ILogger logger, string reason);
}
