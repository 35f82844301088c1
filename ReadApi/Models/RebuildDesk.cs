using System.Runtime.CompilerServices;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>The rebuilds that were begun over HTTP: they run in this process, of each read model one at a time. Thread-safe.</summary>
/// <remarks>When the process ends they stop where they are. Whoever begins one again, here or elsewhere, takes it up.</remarks>
internal sealed partial class RebuildDesk(
    NpgsqlDataSource database, IEventStore log, EventCodec codec, ProjectionOptions options, UnfinishedBuilds unfinished, RebuildMetrics metrics,
    TimeProvider time, IHostApplicationLifetime lifetime, ILogger<RebuildDesk> logger) : IHostedService, IDisposable
{
    /// <summary>Progress comes with every page of the log; nobody reads as fast.</summary>
    public static readonly TimeSpan BetweenStates = TimeSpan.FromMilliseconds(200);

    /// <summary>How often one in another process is looked at.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();

    /// <summary>The last run of each address that has begun, at work or over.</summary>
    private readonly Dictionary<string, RebuildRun> _runs = [];

    /// <summary>Runs that have no builds yet: they are not told of, since they may be refused.</summary>
    private readonly List<RebuildRun> _beginning = [];

    /// <summary>Begins a rebuild, or takes up one that was broken off.</summary>
    /// <exception cref="RebuildException">One of a read model of it is at work, here or in another process.</exception>
    public async Task<RebuildState> Begin(ModelScope scope, bool thenSwitch, PersonId by)
    {
        var run = new RebuildRun(scope, RebuildState.Begun(scope.Models, thenSwitch, by), lifetime.ApplicationStopping);
        Register(run);
        run.Start((it, stop) => Work(it, thenSwitch, stop));
        try
        {
            await run.Begun;
        }
        catch
        {
            Withdraw(run);
            throw;
        }

        Enter(run);
        Began(logger, scope.Words, by);
        return run.Now;
    }

    /// <summary>How a rebuild is, wherever it runs; null when there is none to tell of.</summary>
    public async Task<RebuildState?> State(ModelScope scope, CancellationToken cancellation)
    {
        if (Find(scope)?.Now is { Over: false } running)
        {
            return running;
        }

        var stored = await unfinished.Of(scope.Models.Where(model => Find(ModelScope.Of(model)) is not { Now.Over: false }), cancellation);
        return stored is { State: RebuildStanding.Elsewhere } || Find(scope)?.Now is not { } here
            ? stored
            : here.Over ? await unfinished.After(here, cancellation) : here;
    }

    /// <summary>Tells a state, and each other one that follows, but no more than somebody can read, until it is over or the process stops.</summary>
    public async IAsyncEnumerable<RebuildState> Follow(ModelScope scope, RebuildState state, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (var told = state; told is not null; told = await Next(scope, told, cancellation))
        {
            yield return told;
            if (told.Over)
            {
                yield break;
            }
        }
    }

    /// <summary>Stops a rebuild where it is.</summary>
    /// <returns>What became of it; null when none runs here.</returns>
    /// <exception cref="RebuildException">It is a part of another, which is stopped as a whole.</exception>
    public async Task<RebuildState?> Stop(ModelScope scope)
    {
        RebuildRun? run;
        Task cancelling;
        lock (_lock)
        {
            run = AtWork().FirstOrDefault(found => found.Scope.Addresses.Contains(scope.Address));
            if (run is null)
            {
                return null;
            }

            if (run.Scope.Address != scope.Address)
            {
                throw new RebuildException($"{scope.Words} is rebuilt together with others, in one pass: DELETE {run.Scope.Address}/rebuild stops them all.");
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
            return Task.WhenAll(_runs.Values.Concat(_beginning).Select(run => run.Ended)).WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (var run in _runs.Values.Concat(_beginning))
        {
            run.Dispose();
        }
    }

    /// <exception cref="RebuildException">One of a read model of it is at work here.</exception>
    private void Register(RebuildRun run)
    {
        lock (_lock)
        {
            if (AtWork().FirstOrDefault(found => found.Scope.Addresses.Intersect(run.Scope.Addresses).Any()) is { Scope: var working })
            {
                run.Dispose();
                throw new RebuildException($"A rebuild of {working.Words} is at work: GET {working.Address}/rebuild to watch it, DELETE to stop it.");
            }

            _beginning.Add(run);
        }
    }

    /// <summary>Lets a run that has begun be found at its addresses, in place of those that were there.</summary>
    private void Enter(RebuildRun run)
    {
        lock (_lock)
        {
            _beginning.Remove(run);
            var earlier = run.Scope.Addresses.Select(_runs.GetValueOrDefault).OfType<RebuildRun>().Distinct().ToList();
            foreach (var address in run.Scope.Addresses)
            {
                _runs[address] = run;
            }

            foreach (var gone in earlier.Where(gone => !_runs.ContainsValue(gone)))
            {
                gone.Dispose();
            }
        }
    }

    private void Withdraw(RebuildRun run)
    {
        lock (_lock)
        {
            _beginning.Remove(run);
        }

        run.Dispose();
    }

    /// <summary>What is not over; to be asked under the lock.</summary>
    private IEnumerable<RebuildRun> AtWork() => _runs.Values.Concat(_beginning).Where(run => !run.Now.Over);

    private RebuildRun? Find(ModelScope scope)
    {
        lock (_lock)
        {
            return _runs.GetValueOrDefault(scope.Address);
        }
    }

    /// <returns>Null when the process stops, and what is watched goes on elsewhere.</returns>
    private async Task<RebuildState?> Next(ModelScope scope, RebuildState told, CancellationToken cancellation)
    {
        if (told.State == RebuildStanding.Running)
        {
            await Task.Delay(BetweenStates, time, cancellation);
            return await Find(scope)!.Next(told, cancellation);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        try
        {
            while (true)
            {
                await Task.Delay(BetweenLooks, time, ending.Token);
                var next = Find(scope)?.Now is { Over: false } here ? here : await unfinished.After(told, ending.Token);
                if (next != told)
                {
                    return next;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task Work(RebuildRun run, bool thenSwitch, CancellationToken stop)
    {
        try
        {
            var renewal = new Renewal(database, log, codec, options).Run(run.Scope.Models, thenSwitch, stop);
            await foreach (var progress in metrics.Measured(run.Scope.Models, renewal))
            {
                run.Tell(state => state.With(progress));
                run.HasBegun();
            }

            run.Tell(state => state.Ended(RebuildStanding.Finished));
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            run.Tell(state => state.Ended(RebuildStanding.Stopped, "It was stopped where it is; beginning it again takes it up."));
        }
        catch (Exception failure)
        {
            Broke(logger, run.Scope.Words, failure);
            run.CannotBegin(failure);
            run.Tell(state => state.Ended(RebuildStanding.Failed, failure.Message));
        }
        finally
        {
            run.HasBegun();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A rebuild of {Projections} has begun, as {Person} asked")]
    private static partial void Began(ILogger logger, string projections, PersonId person);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rebuild of {Projections} cannot go on; beginning it again takes it up")]
    private static partial void Broke(ILogger logger, string projections, Exception failure);
}
