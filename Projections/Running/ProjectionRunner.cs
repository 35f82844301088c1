using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaborMarketplace.Projections.Running;

/// <summary>
/// Keeps the builds that fall to this process up to date: reads the log once for all that have come to its end, and once for each that is behind.
/// </summary>
/// <remarks>
/// A build that halts leaves the others and tries its event again by itself. When the log or the database fails, everything
/// waits and goes on from the checkpoints; nothing needs a restart.
/// </remarks>
internal sealed partial class ProjectionRunner(
    IEventStore log, EventCodec codec, NpgsqlDataSource database, IReadOnlyList<Projection> projections,
    ProjectionOptions options, RunnerState state, ProjectionMetrics metrics, ILogger<ProjectionRunner> logger) : BackgroundService
{
    private readonly LeaseKeeper _leases = new(database, projections, options, state);
    private readonly EventFamilies _families = new(codec.Registry, projections);
    private readonly Backoff _backoff = new(options);
    private readonly PageLength _length = new(options.LongestPage);
    private readonly FollowedBuilds _builds = new(options);

    /// <summary>Whether something was missing that is needed to write: it is made again at once, before <see cref="LostParts"/> looks.</summary>
    private volatile bool _lost;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await _backoff.Persist(() => Prepare(stoppingToken), FailedAtAll, stoppingToken);
        var keeping = _leases.Keep(Failed, stoppingToken);
        await _backoff.Persist(() => Rounds(stoppingToken), FailedAtAll, stoppingToken);
        await keeping;
        await _leases.Leave();
    }

    private async Task Prepare(CancellationToken stopping)
    {
        await ReadSchema.Prepare(database, projections, stopping);
        foreach (var other in OtherVersion.Among(projections, await database.Checkpoints(stopping)))
        {
            OtherServes(logger, other.ToString());
        }
    }

    private async Task Rounds(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (_lost)
            {
                await Prepare(stopping);
                _lost = false;
            }

            await Round(_leases.Now, stopping);
        }
    }

    /// <summary>Follows until something changes about what is to be followed together.</summary>
    private async Task Round(Holding holding, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var writer = new PageWriter(codec, _families, new ProjectionStore(database, _leases.Runner), await Skips.Read(database, stopping), options.AtStep);
        var following = (await Groups(holding, stopping)).Select(group => Follow(group, writer, holding, ending.Token)).ToList();
        state.ForgetInterrupted();
        state.Follows([.. holding.Builds.Select(held => held.Build.Storage)]);
        _backoff.Succeeded();
        await Task.WhenAny([.. following, holding.Ended, _builds.NextRetry(ending.Token)]);

        // Only what is stuck can tell that it moves again, so it is not broken off.
        await state.WhileStuck(stopping);
        await ending.CancelAsync();
        await Task.WhenAll(following);
    }

    /// <summary>The builds that are to be followed together, and where they stand.</summary>
    private async Task<IReadOnlyList<Group>> Groups(Holding holding, CancellationToken stopping)
    {
        var checkpoints = (await database.Checkpoints(stopping)).ToDictionary(checkpoint => checkpoint.Storage);
        _builds.Keep(holding);
        var there = holding.Builds.Where(held => checkpoints.ContainsKey(held.Build.Storage)).ToList();
        metrics.Follows([.. there.Select(held => (held.Build, checkpoints[held.Build.Storage]))]);
        var standing = there.Where(held => !_builds.IsHalted(held)).ToDictionary(held => held, held => checkpoints[held.Build.Storage].Position);
        var level = standing.Where(pair => _builds.IsLevel(pair.Key)).ToDictionary();
        var behind = standing.Where(pair => !level.ContainsKey(pair.Key)).GroupBy(pair => pair.Value);
        return
        [
            .. behind.Select(group => new Group(group.ToDictionary(), ReadUntil.End)),
            .. level.Count > 0 ? (Group[])[new Group(level, ReadUntil.Cancelled)] : [],
        ];
    }

    private async Task Follow(Group group, PageWriter writer, Holding holding, CancellationToken ending)
    {
        var pulse = state.Begin(group.Positions.Values.Min());
        try
        {
            await FollowUntilOneHalts(group, writer, pulse, ending);
            state.End(pulse);
        }
        catch (Exception) when (ending.IsCancellationRequested)
        {
            state.Interrupt(pulse);
        }
        catch (LeaseLostException lost)
        {
            state.End(pulse);
            TakenOver(logger, lost.Message);
            await Task.WhenAny(holding.Ended, Task.Delay(options.Beat, TimeProvider.System, ending));
        }
        catch (BuildsFailedException failed)
        {
            state.End(pulse);
            await Failed(failed.Builds, failed.InnerException!, ending);
        }
        catch (Exception exception)
        {
            state.End(pulse);
            await Failed([.. group.Positions.Keys], exception, ending);
        }
    }

    /// <summary>Lets builds that could not be followed wait until they are tried again.</summary>
    private async Task Failed(IReadOnlyList<Held> builds, Exception exception, CancellationToken ending)
    {
        state.FailedToFollow(builds.Select(held => held.Build.Storage), exception);
        _length.Failed(exception);
        _lost |= exception is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction };
        metrics.Failed(builds.Select(held => held.Build));
        Interrupted(logger, exception);
        await _builds.Fail(builds, ending);
    }

    private async Task FollowUntilOneHalts(Group group, PageWriter writer, Pulse pulse, CancellationToken ending)
    {
        var pages = log.Read(group.Positions.Values.Min(), group.Until, ending);
        await foreach (var gathered in pages.Gathered(options.LongestPage, options.ReadAheadBytes, ending))
        {
            using var room = gathered;
            foreach (var page in _length.Parts(gathered.Page))
            {
                if (await OneHalts(group, page, writer, pulse, ending))
                {
                    return;
                }
            }
        }

        Followed(group);
        group.Positions.Keys.ToList().ForEach(_builds.Level);
    }

    private async Task<bool> OneHalts(Group group, LogPage page, PageWriter writer, Pulse pulse, CancellationToken ending)
    {
        var advances = await writer.Write(page, group.Positions, ending);
        foreach (var advance in advances)
        {
            group.Positions[advance.Held] = advance.To;
        }

        pulse.MoveTo(page.Position);
        _length.Succeeded();
        Followed(group);
        metrics.Committed(page, advances);
        var halted = advances.Where(advance => advance.Halt is not null).ToList();
        halted.ForEach(Halt);
        return halted.Count > 0;
    }

    private void Halt(Advance advance)
    {
        Halted(logger, advance.Held.Projection, advance.Halt!.Type, advance.Halt.Revision, advance.Halt.Stream, advance.Halt.Reason);
        _builds.Halt(advance.Held);
    }

    private void Followed(Group group)
    {
        state.Followed(group.Positions.Keys.Select(held => held.Build.Storage));
        group.Positions.Keys.ToList().ForEach(_builds.GetsOn);
    }

    private void FailedAtAll(Exception exception)
    {
        state.Failed(exception);
        Failed(exception);
    }

    private void Failed(Exception exception)
    {
        Interrupted(logger, exception);
        metrics.Failed();
    }

    private sealed record Group(Dictionary<Held, LogPosition> Positions, ReadUntil Until);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Projection} halts at {Type}, revision {Revision} of {Stream}: {Reason}")]
    private static partial void Halted(ILogger logger, Projection projection, string type, long revision, StreamName stream, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What}")]
    private static partial void OtherServes(ILogger logger, string what);

    [LoggerMessage(Level = LogLevel.Information, Message = "Builds of read models are not this process's to write for now: {Reason}")]
    private static partial void TakenOver(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The projections are interrupted and will go on from their checkpoints")]
    private static partial void Interrupted(ILogger logger, Exception exception);
}
