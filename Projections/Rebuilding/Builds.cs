using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>What a person does with the builds of a read model: let another serve, remove, hold, let pass. Each is one transaction.</summary>
public sealed class Builds(NpgsqlDataSource database, IEventStore log, EventCodec codec, ProjectionOptions options)
{
    private static readonly TimeSpan PauseBeforeAskingAgain = TimeSpan.FromMilliseconds(20);

    /// <summary>Switches to the newest build that has not served yet, as soon as it is level with the one that does.</summary>
    /// <returns>The build that serves now.</returns>
    /// <exception cref="RebuildException">There is none, it is of an older version than what serves, or it cannot be brought level.</exception>
    public async Task<Checkpoint> Switch(Projection projection, CancellationToken cancellation)
    {
        var built = (await Of(projection, cancellation)).Where(build => build.CanServeFirst).ToList();
        var target = built.LastOrDefault(build => build.Version == projection.Version) ?? built.LastOrDefault()
            ?? throw new RebuildException($"There is no new build of {projection.Name} to switch to: rebuild it first.");
        return await Switch(projection, target.Storage, cancellation);
    }

    /// <summary>Switches to one build, as soon as it is level with the one that serves.</summary>
    /// <param name="projection">The read model.</param>
    /// <param name="storage">The build.</param>
    /// <exception cref="RebuildException">It is not there any more, is of an older version than what serves, or cannot be brought level.</exception>
    public Task<Checkpoint> Switch(Projection projection, string storage, CancellationToken cancellation) =>
        To(storage, projection, thoughBehind: false, goingBack: false, cancellation);

    /// <summary>Switches back to the build that served before; where none is left, to the newest one of an older version.</summary>
    /// <param name="projection">The read model.</param>
    /// <param name="asItStands">Whether one that is behind, and that nothing brings level, is to serve all the same: documents go back then.</param>
    /// <exception cref="RebuildException">There is none any more, or it is behind.</exception>
    public async Task<Checkpoint> Rollback(Projection projection, bool asItStands, CancellationToken cancellation)
    {
        var builds = await Of(projection, cancellation);
        var before = builds.Where(build => build is { Live: false, ReplacedAt: not null }).MaxBy(build => build.ReplacedAt)
            ?? builds.LastOrDefault(build => build.CanServeFirst && builds.Any(serving => serving.Live && serving.Version > build.Version))
            ?? throw new RebuildException($"There is no earlier build of {projection.Name} to go back to.");
        return await To(before.Storage, projection, asItStands, goingBack: true, cancellation);
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
            options.AtStep(BuildStep.Dropping);
            using var patience = new CancellationTokenSource(Sql.Patience);
            switch (await Answer(() => database.CreateCommand("select read.drop_build($1)").With(Sql.Value(build.Storage)), patience.Token, cancellation))
            {
                case BuildAnswer.Dropped:
                    options.AtStep(BuildStep.Dropped);
                    dropped.Add(build.Storage);
                    break;
                case BuildAnswer.Serves:
                    throw new RebuildException($"{build.Storage} serves, and what serves is not dropped.");
                case BuildAnswer.Building when storage is not null:
                    throw new RebuildException($"A rebuild is at {build.Storage}: stop it first.");
            }
        }

        return dropped.Count > 0 || storage is null ? dropped : throw new RebuildException($"{projection.Name} has no build {storage}.");
    }

    /// <summary>Removes a read model that is in no program any more: its view, and all builds with what belongs to them.</summary>
    /// <returns>The builds removed.</returns>
    /// <exception cref="RebuildException">There is none of that name, or a process that runs knows it.</exception>
    public async Task<IReadOnlyList<string>> Remove(string name, CancellationToken cancellation)
    {
        var builds = (await database.Checkpoints(cancellation)).Where(build => build.Name == name).Select(build => build.Storage).ToList();
        using var patience = new CancellationTokenSource(Sql.Patience);
        return await Answer(() => database.CreateCommand("select read.drop_model($1)").With(Sql.Value(name)), patience.Token, cancellation) switch
        {
            BuildAnswer.Dropped => builds,
            BuildAnswer.Followed => throw new RebuildException($"A process that runs knows {name}, or rebuilds it: what is of use to somebody is not removed."),
            _ => throw new RebuildException($"There is no read model {name}, in this program or in the database."),
        };
    }

    /// <summary>Holds the builds of a read model where they stand, or lets them follow the log again. A rebuild goes on meanwhile.</summary>
    public async Task Pause(Projection projection, bool paused, CancellationToken cancellation)
    {
        await using var pause = database.CreateCommand("select read.pause($1, $2)").With(Sql.Value(projection.Name), Sql.Value(paused));
        await pause.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Lets a version of a read model pass over the event that it halts at, for ever. It is recorded who did it, when and why.</summary>
    /// <exception cref="RebuildException">No build of it halts there, or one of the same version has taken the event.</exception>
    public async Task Skip(Projection projection, LogPosition position, string reason, string by, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Sql.Patience);
        var skipped = await Ask<bool>(
            () => database.CreateCommand("select read.skip($1, $2, $3, $4)").With(
                Sql.Value(projection.Name), Sql.Value(position.Value), Sql.Value(reason), Sql.Value(by)),
            patience.Token, cancellation);
        if (skipped)
        {
            return;
        }

        throw CannotPassOver(projection, position, await Of(projection, cancellation));
    }

    private async Task<Checkpoint> To(string target, Projection projection, bool thoughBehind, bool goingBack, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Sql.Patience);
        while (true)
        {
            options.AtStep(BuildStep.Switching);
            var answer = await Answer(
                () => database.CreateCommand("select read.switch($1, $2, $3)").With(Sql.Value(target), Sql.Value(thoughBehind), Sql.Value(goingBack)),
                patience.Token, cancellation);
            switch (answer)
            {
                case BuildAnswer.Switched or BuildAnswer.Serves:
                    options.AtStep(BuildStep.Switched);
                    return (await Of(projection, cancellation)).Single(build => build.Storage == target);
                case BuildAnswer.Behind when !patience.IsCancellationRequested:
                    await BringLevel(target, projection, cancellation);
                    break;
                default:
                    throw await CannotServe(target, projection, answer, cancellation);
            }
        }
    }

    /// <summary>Waits for whoever follows the build; where nobody does, follows it.</summary>
    private async Task BringLevel(string target, Projection projection, CancellationToken cancellation)
    {
        var now = (await Of(projection, cancellation)).SingleOrDefault(build => build.Storage == target);
        if (now is { Paused: true } or { Followed: false } && now.Version != projection.Version)
        {
            throw await CannotServe(target, projection, BuildAnswer.Behind, cancellation);
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

    private async Task<RebuildException> CannotServe(string target, Projection projection, BuildAnswer answer, CancellationToken cancellation)
    {
        var builds = await Of(projection, cancellation);
        var serving = builds.Single(build => build.Live);
        return builds.SingleOrDefault(build => build.Storage == target) switch
        {
            null => new RebuildException($"There is no {target} any more."),
            { Version: var version } when answer == BuildAnswer.Older => new RebuildException(
                $"{projection.Name} serves version {serving.Version}, which is newer than version {version}: 'rollback' goes back, and nothing else does."),
            { Version: var version } when answer == BuildAnswer.Unfollowed => new RebuildException(
                $"No program that runs knows version {version} of {projection.Name}: {target} would stand still for readers, and {serving.Storage}, "
                + "which serves, follows the log. Start one that knows it; or, to go back, --as-it-stands lets it stand still."),
            { Halt: { } halt } => new RebuildException($"{target} halts at {halt.Type}, revision {halt.Revision} of {halt.Stream}: {halt.Reason}"),
            { Built: false } => new RebuildException($"{target} is not complete: rebuild {projection.Name}, which takes it up."),
            { Paused: true } => new RebuildException($"{target} is paused behind {serving.Storage}: resume {projection.Name} first."),
            var behind => new RebuildException(
                $"{target} stands at position {behind.Position}, {serving.Storage} at {serving.Position}, and it does not come level: "
                + $"a program that knows version {behind.Version} has to follow the log, or --as-it-stands lets documents go back."),
        };
    }

    private static RebuildException CannotPassOver(Projection projection, LogPosition position, IReadOnlyList<Checkpoint> builds)
    {
        if (builds.FirstOrDefault(build => build.Halt?.Position == position) is { } halting
            && builds.FirstOrDefault(build => build.Version == halting.Version && build.Position >= position) is { } taking)
        {
            return new RebuildException(
                $"{halting.Storage} halts at position {position}, and {taking.Storage} has taken it: skipped, the event would be in the one and not "
                + "in the other. Mend the code, or drop one of the two.");
        }

        var halts = builds.Where(build => build.Halt is not null).Select(build => $"{build.Storage} at {build.Halt!.Position}").ToList();
        return new RebuildException(
            $"{projection.Name} does not halt at position {position}{(halts.Count == 0 ? " or anywhere else" : $"; it halts in {string.Join(", ", halts)}")}. "
            + "Only an event that it halts at can be skipped.");
    }

    private async Task<IReadOnlyList<Checkpoint>> Of(Projection projection, CancellationToken cancellation) =>
        [.. (await database.Checkpoints(cancellation)).Where(build => build.Name == projection.Name)];

    private static async Task<BuildAnswer> Answer(Func<NpgsqlCommand> question, CancellationToken patience, CancellationToken cancellation) =>
        Enum.Parse<BuildAnswer>(await Ask<string>(question, patience, cancellation), ignoreCase: true);

    /// <summary>Asks a function that gives up soon when a reader holds what it needs.</summary>
    /// <param name="patience">Cancelled when it has been asked for long enough.</param>
    private static async Task<T> Ask<T>(Func<NpgsqlCommand> question, CancellationToken patience, CancellationToken cancellation)
    {
        T? answer = default;
        try
        {
            await Sql.Patiently(
                async () =>
                {
                    await using var command = question();
                    command.CommandTimeout = 0;
                    answer = (T)(await command.ExecuteScalarAsync(cancellation))!;
                },
                patience, cancellation);
        }
        catch (PostgresException held) when (held.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            throw new RebuildException($"Somebody is reading it, and has not let go within {Sql.Patience.TotalSeconds} seconds; try again later.", held);
        }
        catch (PostgresException rested) when (rested.SqlState == PostgresErrorCodes.DependentObjectsStillExist)
        {
            throw new RebuildException($"Something that is not the marketplace's, like a view, rests on it ({rested.MessageText}): remove that first.", rested);
        }

        return answer!;
    }
}
