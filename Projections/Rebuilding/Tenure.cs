using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>The time in which a piece of work owns builds by name: it says that it lives, and leaves at the end.</summary>
internal sealed class Tenure : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly ProjectionOptions _options;
    private readonly CancellationTokenSource _ending = new();
    private Task _saying = Task.CompletedTask;

    private Tenure(NpgsqlDataSource database, ProjectionOptions options) => (_database, _options) = (database, options);

    public Guid Runner { get; } = Guid.CreateVersion7();

    public static async Task<Tenure> Begin(NpgsqlDataSource database, ProjectionOptions options, CancellationToken cancellation)
    {
        var tenure = new Tenure(database, options);
        await tenure.Say(cancellation);
        tenure._saying = Task.Run(tenure.KeepSaying, CancellationToken.None);
        return tenure;
    }

    /// <summary>Takes a build, unless a living process has it.</summary>
    public async Task<Held?> Take(Build build, CancellationToken cancellation)
    {
        await using var command = _database.CreateCommand("select read.take($1, $2)").With(Sql.Value(build.Storage), Sql.Value(Runner));
        return await command.ExecuteScalarAsync(cancellation) is long epoch ? new Held(build, epoch) : null;
    }

    /// <summary>Begins a rebuild of each, or takes it up; or of none, where a rebuild of one of them is at work.</summary>
    /// <returns>The builds, and where they stand, in the order of the definitions.</returns>
    public async Task<IReadOnlyList<(Held Held, LogPosition Position)>> BeginBuilds(IReadOnlyList<Projection> projections, CancellationToken cancellation)
    {
        var taken = new List<(Held Held, LogPosition Position)>();
        try
        {
            await Sql.Patiently(() => BeginBuilds(projections, taken, cancellation), cancellation);
            return [.. projections.Select(projection => taken.Single(build => build.Held.Projection == projection))];
        }
        catch (PostgresException refusal) when (refusal.SqlState == RebuildException.AtWork)
        {
            throw new RebuildException(refusal.MessageText, refusal);
        }
        catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new RebuildException("Somebody reads a table of a rebuild that another program began, so it cannot be begun again; try again later.", held);
        }
    }

    private async Task BeginBuilds(IReadOnlyList<Projection> projections, List<(Held Held, LogPosition Position)> taken, CancellationToken cancellation)
    {
        await using var command = _database.CreateCommand("select name, build, epoch, position from read.begin_builds($1, $2, $3, $4, $5)").With(
            Sql.Texts(projections.Select(projection => projection.Name)),
            Sql.Value(projections.Select(projection => projection.Version).ToArray()),
            Sql.Value(projections.Select(projection => projection.HidesWorkingState).ToArray()),
            Sql.Value(Runner),
            Sql.Texts(projections.Select(ProgramBuild.Of)));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var projection = projections.Single(projection => projection.Name == reader.GetString(0));
            taken.Add((new Held(new Build(projection, reader.GetInt32(1)), reader.GetInt64(2)), new LogPosition(reader.GetInt64(3))));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _saying;
        _ending.Dispose();
        try
        {
            await using var command = _database.CreateCommand("select read.leave($1)").With(Sql.Value(Runner));
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // The others will find out by themselves.
            return;
        }
    }

    private async Task KeepSaying()
    {
        using var timer = new PeriodicTimer(_options.Beat);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                await SayIfItCan();
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private async Task SayIfItCan()
    {
        try
        {
            await Say(_ending.Token);
        }
        catch (NpgsqlException)
        {
            // The database is away for the moment. If it stays so, the work itself fails, or finds that others have taken over.
            return;
        }
    }

    private async Task Say(CancellationToken cancellation)
    {
        await using var command = _database.CreateCommand("select read.say_alive($1, $2, $3)")
            .With(Sql.Value(Runner), Sql.Texts([]), Sql.Value(_options.Lease));
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
