using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Running;

/// <summary>Shares the builds among the processes that run projections: says in time that this one lives, and learns which builds it is to follow.</summary>
/// <remarks>
/// A build has one owner. An owner that does not say in time that it lives loses its builds to those that do; should it only have been
/// stopped, what it still tries to write is refused, because every owner writes with an epoch of its own. One that lives and is stuck
/// leaves its builds by itself, and takes part again when it moves.
/// </remarks>
internal sealed class LeaseKeeper(NpgsqlDataSource database, IReadOnlyList<Projection> projections, ProjectionOptions options, RunnerState state)
{
    /// <summary>The channel on which processes tell each other that something about builds has changed.</summary>
    public const string Channel = "read_builds";

    private readonly Backoff _backoff = new(options);
    private volatile Holding _now = new([], 0);
    private volatile bool _noticed;

    /// <summary>Who this process is, among those that write builds.</summary>
    public Guid Runner { get; } = Guid.CreateVersion7();

    /// <summary>What it has now.</summary>
    public Holding Now => _now;

    /// <summary>Keeps at it until it is stopped.</summary>
    /// <param name="failed">Is told of a failure.</param>
    /// <param name="stopping">Stops it.</param>
    public Task Keep(Action<Exception> failed, CancellationToken stopping) => _backoff.Persist(
        () => KeepConnected(stopping),
        exception =>
        {
            state.FailedToLease(exception);
            failed(exception);
        },
        stopping);

    /// <summary>Leaves everything to the others.</summary>
    public async Task Leave()
    {
        try
        {
            await using var command = database.CreateCommand("select read.leave($1)").With(Sql.Value(Runner));
            command.CommandTimeout = (int)Math.Ceiling(options.Lease.TotalSeconds);
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // The others will find out by themselves.
            return;
        }
    }

    private async Task KeepConnected(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        connection.Notification += (_, _) => _noticed = true;
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stopping);
        }

        while (true)
        {
            if (state.Stuck is not null)
            {
                await StandBack(connection, stopping);
            }

            var noticed = _noticed;
            _noticed = false;
            Take(await Beat(connection, stopping), noticed);
            state.Leased();
            _backoff.Succeeded();
            if (!_noticed)
            {
                await connection.WaitAsync(options.Beat, stopping);
            }
        }
    }

    /// <summary>
    /// Leaves the builds to the others until this process moves again. What it has now stays as it is: what is stuck in it shows by it
    /// that it moves.
    /// </summary>
    private async Task StandBack(NpgsqlConnection connection, CancellationToken stopping)
    {
        await Leave();
        while (state.Stuck is not null)
        {
            state.Leased();
            await connection.WaitAsync(options.Beat, stopping);
        }
    }

    private async Task<IReadOnlyList<Held>> Beat(NpgsqlConnection connection, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand("select storage, name, version, build, epoch from read.beat($1, $2, $3)", connection)
            .With(Sql.Value(Runner), Sql.Texts(projections.Select(projection => projection.ToString())), Sql.Value(options.Lease));
        var held = new List<Held>();
        await using var reader = await command.ExecuteReaderAsync(stopping);
        while (await reader.ReadAsync(stopping))
        {
            var projection = projections.Single(known => known.Name == reader.GetString(1) && known.Version == reader.GetInt32(2));
            held.Add(new Held(new Build(projection, reader.GetInt32(3)), reader.GetInt64(4)));
        }

        return held;
    }

    private void Take(IReadOnlyList<Held> builds, bool noticed)
    {
        var before = _now;
        if (noticed || !before.Builds.SequenceEqual(builds))
        {
            _now = new Holding(builds, before.Notices + (noticed ? 1 : 0));
            before.End();
        }
    }
}

/// <summary>The builds that this process is to follow, for as long as that stays so.</summary>
/// <param name="Notices">Grows when something about builds was changed by others: what did not go before may go now.</param>
internal sealed record Holding(IReadOnlyList<Held> Builds, int Notices)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is not so any more.</summary>
    public Task Ended => _ended.Task;

    public void End() => _ended.TrySetResult();
}
