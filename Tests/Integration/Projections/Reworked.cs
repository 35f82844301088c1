using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>What a title was; the second version of a small read model also counts how often it was edited.</summary>
public sealed record JobTitle(Guid Id, string Title, int? Edits) : IDocument
{
    public static Projection First { get; } = Projection.Of<JobTitle>("job-title", version: 1)
        .Creates<JobEvent.Drafted>((e, _) => new(e.Job.Value, e.Terms.Title.Value, null))
        .On<JobEvent.Edited>((job, e) => job with { Title = e.Terms.Title.Value });

    public static Projection Second { get; } = Projection.Of<JobTitle>("job-title", version: 2)
        .Creates<JobEvent.Drafted>((e, _) => new(e.Job.Value, e.Terms.Title.Value, 0))
        .On<JobEvent.Edited>((job, e) => job with { Title = e.Terms.Title.Value, Edits = job.Edits + 1 });
}

/// <summary>A database with a log, and what is done to its read models.</summary>
internal sealed class Reworked(NpgsqlDataSource database, ScriptedLog log, ProjectionOptions? options = null) : IAsyncDisposable
{
    public static readonly EventCodec Codec = EventCodec.OfMarketplace();

    /// <summary>Small stretches, so that documents go out and come back.</summary>
    public static readonly ProjectionOptions Small = new()
    {
        RebuildBytes = 6_000,
        ProvedBytes = 20_000,
        LongestPage = 50,
        FirstRetry = TimeSpan.FromMilliseconds(20),
        HaltedRetry = TimeSpan.FromMilliseconds(50),
        Beat = TimeSpan.FromMilliseconds(200),
        Lease = TimeSpan.FromSeconds(4),
    };

    public NpgsqlDataSource Database => database;

    public ScriptedLog Log => log;

    public Builds Builds { get; } = new(database, log, Codec, options ?? Small);

    public static async Task<Reworked> Filled(PostgresFixture postgres, int seed = 5, ProjectionOptions? options = null)
    {
        var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        await ReadSchema.Prepare(database, [], CancellationToken.None);
        var log = new ScriptedLog(Codec, waiting => Math.Min(waiting, 50));
        new SampleHistory(log, seed).Tell(helpers: 8, employers: 3, jobs: 30, applications: 40);
        return new Reworked(database, log, options);
    }

    /// <summary>Models that serve all of a log, and that nobody runs any more.</summary>
    public static async Task<Reworked> Serving(PostgresFixture postgres, params IReadOnlyList<Projection> projections)
    {
        var models = await Filled(postgres);
        await using var host = await models.Run(projections);
        await host.CatchUp(models.Log.End, projections);
        return models;
    }

    public async Task<RebuildProgress> Rebuild(params IReadOnlyList<Projection> projections)
    {
        RebuildProgress? last = null;
        await foreach (var progress in new Rebuild(database, log, Codec, options ?? Small).Run(projections, CancellationToken.None))
        {
            last = progress;
        }

        return last!;
    }

    public Task<ProjectionHost> Run(params IReadOnlyList<Projection> projections) =>
        ProjectionHost.Start(database, log, projections.Count == 0 ? null : projections, options ?? Small);

    public async Task<Checkpoint> Build(string storage) =>
        (await new ProjectionStatus(database).Read(CancellationToken.None)).Single(build => build.Storage == storage);

    /// <summary>Waits until a build is as it should be.</summary>
    public async Task Until(string storage, Func<Checkpoint, bool> so)
    {
        using var limit = new CancellationTokenSource(ProjectionHost.Patience);
        while ((await new ProjectionStatus(database).Read(CancellationToken.None)).SingleOrDefault(build => build.Storage == storage) is not { } found
            || !so(found))
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Waits until a count is not zero.</summary>
    public async Task UntilCounted(string sql)
    {
        using var limit = new CancellationTokenSource(ProjectionHost.Patience);
        while (await Count(sql) == 0)
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    public async Task IsFoldedInMemory(Projection projection, string table) =>
        Assert.Equal(await ProjectionHost.Expected(database, projection, log.Events), await ProjectionHost.Stored(database, table));

    public async Task Execute(string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <returns>A connection in whose transaction that was done; it ends with the connection, or when it is committed there.</returns>
    public async Task<NpgsqlConnection> Holding(string sql)
    {
        var connection = await database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"begin; {sql}", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public async Task<long> Count(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Gives up the connections to the database, of which the tests' server has few.</summary>
    public ValueTask DisposeAsync() => database.DisposeAsync();
}
