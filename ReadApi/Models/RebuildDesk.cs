using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>The rebuilds that were begun over HTTP: they run in this process, one at a time for each read model. Thread-safe.</summary>
/// <remarks>When the process ends they stop where they are. Whoever begins one again, here or elsewhere, takes it up.</remarks>
internal sealed partial class RebuildDesk(
    NpgsqlDataSource database, IEventStore log, EventCodec codec, ProjectionOptions options, ProjectionStatus status, RebuildMetrics metrics,
    IHostApplicationLifetime lifetime, ILogger<RebuildDesk> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, RebuildRun> _runs = [];

    /// <summary>Begins a rebuild, or takes up one that was broken off.</summary>
    /// <returns>Null when one of the read model is at work here.</returns>
    /// <exception cref="RebuildException">One is at work in another process.</exception>
    public async Task<RebuildState?> Begin(Projection projection, bool thenSwitch, PersonId by)
    {
        RebuildRun run;
        lock (_lock)
        {
            if (_runs.TryGetValue(projection.Name, out var earlier) && !earlier.Ended.IsCompleted)
            {
                return null;
            }

            earlier?.Dispose();
            run = _runs[projection.Name] = new RebuildRun(RebuildState.Begun(projection.Name, thenSwitch, by), lifetime.ApplicationStopping);
            run.Start((it, stop) => Work(it, projection, thenSwitch, stop));
        }

        await run.Begun;
        Began(logger, projection, by);
        return run.Now;
    }

    /// <summary>How a rebuild of the read model is, wherever it runs; null when there is none to tell of.</summary>
    public async Task<RebuildState?> State(Projection projection, CancellationToken cancellation)
    {
        var here = Find(projection)?.Now;
        if (here is { Over: false })
        {
            return here;
        }

        var unfinished = (await status.Read(cancellation)).LastOrDefault(build => build.Name == projection.Name && !build.Built);
        return unfinished is null || (here is not null && !unfinished.Followed) ? here : Unfinished(unfinished, await log.End(cancellation));
    }

    /// <summary>What is to be told to who was told a state: another one as soon as there is one, or null when there is none for a while.</summary>
    /// <param name="told">The state that was told.</param>
    /// <param name="here">Ends waiting for a rebuild in this process, which says itself when it is stopped.</param>
    /// <param name="elsewhere">Ends waiting for one in another process.</param>
    public async Task<RebuildState?> Next(Projection projection, RebuildState told, CancellationToken here, CancellationToken elsewhere)
    {
        if (told.State == RebuildOutcome.Running)
        {
            return await Find(projection)!.Next(told, Quiet, here);
        }

        await Task.Delay(BetweenLooks, TimeProvider.System, elsewhere);
        if (await State(projection, elsewhere) is { } found && found.Build == told.Build)
        {
            return found == told ? null : found;
        }

        return (await status.Read(elsewhere)).Any(build => build.Storage == told.Build)
            ? told.Ended(RebuildOutcome.Finished, null) with { Done = 1 }
            : told.Ended(RebuildOutcome.Failed, $"{told.Build} was dropped.");
    }

    /// <summary>Stops the rebuild of a read model where it is.</summary>
    /// <returns>What became of it; null when none runs here.</returns>
    public async Task<RebuildState?> Stop(Projection projection)
    {
        RebuildRun? run;
        Task cancelling;
        lock (_lock)
        {
            if (!_runs.TryGetValue(projection.Name, out run) || run.Now.Over)
            {
                return null;
            }

            cancelling = run.Cancel();
        }

        await cancelling;
        await run.Ended;
        return run.Now;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>All were told to stop when the process began to; here they are waited for.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.WhenAll(_runs.Values.Select(run => run.Ended)).WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (var run in _runs.Values)
        {
            run.Dispose();
        }
    }

    private RebuildRun? Find(Projection projection)
    {
        lock (_lock)
        {
            return _runs.GetValueOrDefault(projection.Name);
        }
    }

    private async Task Work(RebuildRun run, Projection projection, bool thenSwitch, CancellationToken stop)
    {
        try
        {
            var last = default(RebuildProgress);
            await foreach (var progress in metrics.Measured([projection], new Rebuild(database, log, codec, options).Run([projection], stop)))
            {
                run.Tell(state => state.With(progress));
                last = progress;
            }

            var halt = last?.Halts.Select(found => $"{found.Key} {found.Value}").FirstOrDefault();
            var serving = halt is null && thenSwitch ? await new Builds(database, log, codec, options).Switch(projection, stop) : null;
            run.Tell(state => state.Ended(halt is null ? RebuildOutcome.Finished : RebuildOutcome.Failed, halt) with { Serving = serving?.Storage });
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            run.CannotBegin(new RebuildException("The rebuild was stopped."));
            run.Tell(state => state.Ended(RebuildOutcome.Stopped, "It was stopped where it is; beginning it again takes it up."));
        }
        catch (Exception failure)
        {
            Broke(logger, projection, failure);
            run.CannotBegin(failure);
            run.Tell(state => state.Ended(RebuildOutcome.Failed, failure.Message));
        }
    }

    private static RebuildState Unfinished(Checkpoint build, LogPosition end)
    {
        var done = Math.Round(Math.Clamp(build.Position.Value / (double)Math.Max(1, end.Value), 0, 1), 4);
        var (outcome, reason) = build switch
        {
            { Halt: { } halt } => (RebuildOutcome.Failed, $"{build.Storage} halts at {halt.Type}, revision {halt.Revision} of {halt.Stream}: {halt.Reason}"),
            { Followed: true } => (RebuildOutcome.Elsewhere, null),
            _ => (RebuildOutcome.Interrupted, "The process that was at it is gone; beginning it again takes it up."),
        };
        return new RebuildState(build.Name, outcome, build.Storage, null, build.Events, done, null, null, null, null, reason, null);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Projection} is being rebuilt, as {Person} asked")]
    private static partial void Began(ILogger logger, Projection projection, PersonId person);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rebuild of {Projection} cannot go on; beginning it again takes it up")]
    private static partial void Broke(ILogger logger, Projection projection, Exception failure);
}
