using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaborMarketplace.Projections.Running;

/// <summary>Keeps all read models up to date: reads the log once for all projections that stand close together.</summary>
/// <remarks>
/// A projection that halts leaves the others and tries its event again by itself. When the log or the database fails, everything
/// waits and goes on from the checkpoints; nothing needs a restart.
/// </remarks>
internal sealed partial class ProjectionRunner(
    IEventStore log, EventCodec codec, NpgsqlDataSource database, IReadOnlyList<Projection> projections,
    ProjectionOptions options, RunnerState state, ProjectionMetrics metrics, ILogger<ProjectionRunner> logger) : BackgroundService
{
    private readonly ProjectionStore _store = new(database);
    private readonly PageWriter _writer = new(codec, new EventFamilies(codec.Registry, projections), new ProjectionStore(database));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (await Start(stoppingToken) is { } groups)
        {
            await Task.WhenAll(groups.Select(group => Follow(group, stoppingToken)));
        }
    }

    /// <summary>Prepares the tables and groups the projections by where they stand. Null when it was stopped before that.</summary>
    private async Task<IReadOnlyList<IReadOnlyList<Projection>>?> Start(CancellationToken stopping)
    {
        var backoff = new Backoff(options);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ReadSchema.Prepare(database, projections, stopping);
                return Group(await Standing(projections, stopping));
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                await Failed(exception, backoff, stopping);
            }
        }

        return null;
    }

    private async Task Follow(IReadOnlyList<Projection> group, CancellationToken stopping)
    {
        var backoff = new Backoff(options);
        var halted = new List<Task>();
        while (group.Count > 0 && !stopping.IsCancellationRequested)
        {
            try
            {
                var stopped = await FollowUntilOneHalts(group, backoff, stopping);
                group = [.. group.Except(stopped)];
                halted.AddRange(stopped.Select(projection => TryAgainLater(projection, stopping)));
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                await Failed(exception, backoff, stopping);
            }
        }

        await Task.WhenAll(halted);
    }

    /// <returns>The projections that halted.</returns>
    private async Task<IReadOnlyList<Projection>> FollowUntilOneHalts(IReadOnlyList<Projection> group, Backoff backoff, CancellationToken stopping)
    {
        var positions = await Standing(group, stopping);
        await foreach (var page in log.Read(positions.Values.Min(), ReadUntil.Cancelled, stopping).Gathered(options.LongestPage, stopping))
        {
            var advances = await _writer.Write(page, positions, stopping);
            foreach (var advance in advances)
            {
                positions[advance.Projection] = advance.To;
            }

            state.Succeeded();
            backoff.Succeeded();
            metrics.Committed(page, advances);
            if (advances.Where(advance => advance.Halt is not null).ToList() is { Count: > 0 } halted)
            {
                halted.ForEach(advance => Halted(logger, advance.Projection, advance.Halt!.Type, advance.Halt.Revision, advance.Halt.Stream, advance.Halt.Reason));
                return [.. halted.Select(advance => advance.Projection)];
            }
        }

        return [];
    }

    private async Task TryAgainLater(Projection projection, CancellationToken stopping)
    {
        await Task.Delay(options.HaltedRetry, TimeProvider.System, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Follow([projection], stopping);
    }

    private async Task<Dictionary<Projection, LogPosition>> Standing(IReadOnlyList<Projection> group, CancellationToken stopping)
    {
        var checkpoints = (await _store.Checkpoints(stopping)).ToDictionary(checkpoint => checkpoint.Storage);
        return group.ToDictionary(projection => projection, projection => checkpoints[projection.Storage].Position);
    }

    private List<IReadOnlyList<Projection>> Group(Dictionary<Projection, LogPosition> standing)
    {
        var groups = new List<IReadOnlyList<Projection>>();
        long? last = null;
        foreach (var (projection, position) in standing.OrderBy(pair => pair.Value))
        {
            if (last is { } before && position.Value - before <= options.LargestGap)
            {
                groups[^1] = [.. groups[^1], projection];
            }
            else
            {
                groups.Add([projection]);
            }

            last = position.Value;
        }

        return groups;
    }

    private async Task Failed(Exception exception, Backoff backoff, CancellationToken stopping)
    {
        Interrupted(logger, exception);
        state.Failed(exception);
        metrics.Failed();
        await backoff.Wait(stopping);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Projection} halts at {Type}, revision {Revision} of {Stream}: {Reason}")]
    private static partial void Halted(ILogger logger, Projection projection, string type, long revision, StreamName stream, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The projections are interrupted and will go on from their checkpoints")]
    private static partial void Interrupted(ILogger logger, Exception exception);
}
