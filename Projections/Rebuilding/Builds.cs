using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>What a person does with the builds of a read model: let another serve, remove, hold, let pass. Each is one transaction.</summary>
public sealed class Builds(NpgsqlDataSource database, IEventStore log, EventCodec codec, ProjectionOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PauseBeforeAskingAgain = TimeSpan.FromMilliseconds(20);

    /// <summary>Switches to the newest build that has not served yet, as soon as it is level with the one that does.</summary>
    /// <returns>The build that serves now.</returns>
    /// <exception cref="RebuildException">There is none, or it cannot be brought level.</exception>
    public async Task<Checkpoint> Switch(Projection projection, CancellationToken cancellation)
    {
        var built = (await Of(projection, cancellation)).Where(build => build is { Live: false, Built: true, ReplacedAt: null }).ToList();
        var target = built.LastOrDefault(build => build.Version == projection.Version) ?? built.LastOrDefault()
            ?? throw new RebuildException($"There is no new build of {projection.Name} to switch to: rebuild it first.");
        return await To(target, projection, thoughBehind: false, cancellation);
    }

    /// <summary>Switches back to the build that served before.</summary>
    /// <param name="projection">The read model.</param>
    /// <param name="asItStands">Whether one that is behind, and that nothing brings level, is to serve all the same: documents go back then.</param>
    /// <exception cref="RebuildException">There is none any more, or it is behind.</exception>
    public async Task<Checkpoint> Rollback(Projection projection, bool asItStands, CancellationToken cancellation)
    {
        var before = (await Of(projection, cancellation)).Where(build => build is { Live: false, ReplacedAt: not null }).MaxBy(build => build.ReplacedAt)
            ?? throw new RebuildException($"There is no earlier build of {projection.Name} to go back to.");
        return await To(before, projection, asItStands, cancellation);
    }

    /// <summary>Removes the tables, functions and rows of all builds that do not serve, but not of one that a rebuild is at.</summary>
    /// <param name="projection">The read model.</param>
    /// <param name="storage">Only this one; all unless given.</param>
    /// <returns>Those removed.</returns>
    /// <exception cref="RebuildException">The one that was named is not there, or may not be removed.</exception>
    public async Task<IReadOnlyList<string>> Drop(Projection projection, string? storage, CancellationToken cancellation)
    {
        var dropped = new List<string>();
        foreach (var build in (await Of(projection, cancellation)).Where(build => storage is null ? !build.Live : build.Storage == storage))
        {
            switch (await Ask("select read.drop_build($1)", cancellation, Sql.Value(build.Storage)))
            {
                case "dropped":
                    dropped.Add(build.Storage);
                    break;
                case "serves":
                    throw new RebuildException($"{build.Storage} serves, and what serves is not dropped.");
                case "building" when storage is not null:
                    throw new RebuildException($"A rebuild is at {build.Storage}: stop it first.");
            }
        }

        return dropped.Count > 0 || storage is null ? dropped : throw new RebuildException($"{projection.Name} has no build {storage}.");
    }

    /// <summary>Holds the builds of a read model where they stand, or lets them follow the log again. A rebuild goes on meanwhile.</summary>
    public async Task Pause(Projection projection, bool paused, CancellationToken cancellation)
    {
        await using var pause = database.CreateCommand("select read.pause($1, $2)").With(Sql.Value(projection.Name), Sql.Value(paused));
        await pause.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Lets a version of a read model pass over the event that it halts at, for ever. It is recorded who did it, when and why.</summary>
    /// <exception cref="RebuildException">No build of it halts there.</exception>
    public async Task Skip(Projection projection, LogPosition position, string reason, string by, CancellationToken cancellation)
    {
        if (await Ask<bool>(
            "select read.skip($1, $2, $3, $4)", cancellation, Sql.Value(projection.Name), Sql.Value(position.Value), Sql.Value(reason), Sql.Value(by)))
        {
            return;
        }

        var halts = (await Of(projection, cancellation)).Where(build => build.Halt is not null).Select(build => $"{build.Storage} at {build.Halt!.Position}").ToList();
        throw new RebuildException(
            $"{projection.Name} does not halt at position {position}{(halts.Count == 0 ? " or anywhere else" : $"; it halts in {string.Join(", ", halts)}")}. "
            + "Only an event that it halts at can be skipped.");
    }

    private async Task<Checkpoint> To(Checkpoint target, Projection projection, bool thoughBehind, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            options.AtStep(BuildStep.Switching);
            var outcome = await Ask("select read.switch($1, $2)", cancellation, Sql.Value(target.Storage), Sql.Value(false));
            if (outcome is "behind" or "halted" && thoughBehind)
            {
                outcome = await Ask("select read.switch($1, true)", cancellation, Sql.Value(target.Storage));
            }

            switch (outcome)
            {
                case "switched" or "serves":
                    options.AtStep(BuildStep.Switched);
                    return (await Of(projection, cancellation)).Single(build => build.Storage == target.Storage);
                case "behind" when !patience.IsCancellationRequested:
                    await BringLevel(target, projection, cancellation);
                    break;
                default:
                    throw await CannotServe(target, projection, outcome, cancellation);
            }
        }
    }

    /// <summary>Waits for whoever follows the build; where nobody does, follows it.</summary>
    private async Task BringLevel(Checkpoint target, Projection projection, CancellationToken cancellation)
    {
        var now = (await Of(projection, cancellation)).SingleOrDefault(build => build.Storage == target.Storage);
        if (now is { Paused: true } or { Followed: false } && now.Version != projection.Version)
        {
            throw await CannotServe(target, projection, "behind", cancellation);
        }

        if (now is { Followed: false })
        {
            await Follow(now, projection, cancellation);
        }
        else
        {
            await Task.Delay(PauseBeforeAskingAgain, TimeProvider.System, cancellation);
        }
    }

    private async Task Follow(Checkpoint now, Projection projection, CancellationToken cancellation)
    {
        await using var tenure = await Tenure.Begin(database, options, cancellation);
        if (await tenure.Take(new Build(projection, now.Build), cancellation) is { } held)
        {
            try
            {
                await new CatchingUp(database, log, codec, options, tenure.Runner).ToEnd(held, now.Position, cancellation);
            }
            catch (LeaseLostException)
            {
                // A runner that has just started follows it now.
                return;
            }
        }
    }

    private async Task<RebuildException> CannotServe(Checkpoint target, Projection projection, string outcome, CancellationToken cancellation)
    {
        var builds = await Of(projection, cancellation);
        var serving = builds.Single(build => build.Live);
        return builds.SingleOrDefault(build => build.Storage == target.Storage) switch
        {
            null => new RebuildException($"There is no {target.Storage} any more."),
            { Halt: { } halt } => new RebuildException($"{target.Storage} halts at {halt.Type}, revision {halt.Revision} of {halt.Stream}: {halt.Reason}"),
            { Built: false } => new RebuildException($"{target.Storage} is not complete: rebuild {projection.Name}, which takes it up."),
            { Paused: true } => new RebuildException($"{target.Storage} is paused behind {serving.Storage}: resume {projection.Name} first."),
            var behind => new RebuildException(
                $"{target.Storage} stands at position {behind.Position}, {serving.Storage} at {serving.Position}, and it does not come level ({outcome}): "
                + $"a program that knows version {target.Version} has to follow the log, or --as-it-stands lets documents go back."),
        };
    }

    private async Task<IReadOnlyList<Checkpoint>> Of(Projection projection, CancellationToken cancellation) =>
        [.. (await database.Checkpoints(cancellation)).Where(build => build.Name == projection.Name)];

    private Task<string> Ask(string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters) => Ask<string>(sql, cancellation, parameters);

    /// <summary>Asks a function that gives up soon when a reader holds what it needs, so that other readers do not queue up behind it.</summary>
    private async Task<T> Ask<T>(string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await using var command = database.CreateCommand(sql);
                command.CommandTimeout = 0;
                command.Parameters.AddRange(parameters.Select(parameter => parameter.Clone()).ToArray());
                return (T)(await command.ExecuteScalarAsync(cancellation))!;
            }
            catch (PostgresException held) when (held.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                if (patience.IsCancellationRequested)
                {
                    throw new RebuildException($"Somebody has been reading it for longer than {Patience.TotalSeconds} seconds; try again later.", held);
                }

                await Task.Delay(PauseBeforeAskingAgain * 10, TimeProvider.System, cancellation);
            }
        }
    }
}
