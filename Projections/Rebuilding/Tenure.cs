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
