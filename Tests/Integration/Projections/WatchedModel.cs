using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using LaborMarketplace.Tests.Worker;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>A read model whose readers look at it all the time, and whose log is written all the time, while things happen to it.</summary>
internal sealed class WatchedModel : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly NpgsqlDataSource _database;
    private readonly PostgresEventStore _stored;
    private readonly SampleHistory _history;
    private readonly EventCodec _codec = EventCodec.OfMarketplace();
    private Task _watching = Task.CompletedTask;
    private int _looks;

    private WatchedModel(string connection, NpgsqlDataSource database, PostgresEventStore stored, SampleHistory history)
    {
        (Connection, _database, _stored, _history) = (connection, database, stored, history);
        Log = new ShortPages(stored, WorkerOptions.PageEvents);
        Builds = new Builds(database, Log, _codec, WorkerOptions.Of(_ => { }));
    }

    public string Connection { get; }

    public IEventStore Log { get; }

    public Builds Builds { get; }

    /// <summary>A log with jobs, and the read model's tables, which nobody fills yet.</summary>
    public static async Task<WatchedModel> Make(PostgresFixture postgres)
    {
        var connection = await postgres.CreateDatabase();
        var database = NpgsqlDataSource.Create(connection);
        var told = new ScriptedLog(EventCodec.OfMarketplace());
        var history = new SampleHistory(told, seed: 8).Tell(helpers: 1, employers: 2, jobs: 150, applications: 0);
        var model = new WatchedModel(connection, database, await PostgresEventStore.Open(connection), history);
        await Task.WhenAll(told.Events.GroupBy(recorded => recorded.Stream).Select(stream => model._stored.Append(
            stream.Key, ExpectedRevision.NoStream,
            [.. stream.Select(recorded => new EventData(recorded.Id, recorded.Type, recorded.Data, recorded.Metadata))], CancellationToken.None)));
        await ReadSchema.Prepare(database, [JobChanges.Projection], CancellationToken.None);
        return model;
    }

    public Task<ProjectionHost> Run() => ProjectionHost.Start(_database, Log, [JobChanges.Projection], WorkerOptions.Of(_ => { }));

    /// <summary>From now on there are readers and writers.</summary>
    public void Watch() => _watching = Task.WhenAll(Task.Run(Look), Task.Run(Write));

    /// <summary>Ends readers and writers; whatever they saw amiss comes out here.</summary>
    public async Task StopWatching()
    {
        await _ending.CancelAsync();
        await _watching;
        Assert.NotEqual(0, _looks);
    }

    public async Task Rebuild()
    {
        await foreach (var progress in new Rebuild(_database, Log, _codec, WorkerOptions.Of(_ => { })).Run([JobChanges.Projection], CancellationToken.None))
        {
            Assert.Empty(progress.Halts);
        }
    }

    /// <summary>Does it again until nobody who has died stands in the way any more.</summary>
    public static async Task Again(Func<Task> work)
    {
        using var limit = new CancellationTokenSource(ProjectionHost.Patience);
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (RebuildException) when (!limit.IsCancellationRequested)
            {
                continue;
            }
        }
    }

    public async Task<IReadOnlyList<Checkpoint>> All() => await new ProjectionStatus(_database).Read(CancellationToken.None);

    public async Task<string> Serving() => (await All()).Single(build => build.Live).Storage;

    /// <summary>Readers see what folding the whole log in memory gives, and so do all builds that have come to its end.</summary>
    public async Task IsWhatTheLogSays(ProjectionHost host)
    {
        var end = await Log.End(CancellationToken.None);
        await host.CatchUp(end, JobChanges.Projection);
        var events = new List<RecordedEvent>();
        await foreach (var page in Log.Read(LogPosition.Start, ReadUntil.End, CancellationToken.None))
        {
            events.AddRange(page.Events);
        }

        var expected = await ProjectionHost.Expected(_database, JobChanges.Projection, events);
        Assert.Equal(expected, await ProjectionHost.Stored(_database, "read.job_changes"));
        foreach (var build in (await All()).Where(build => build.Position == end))
        {
            Assert.Equal(expected, await ProjectionHost.Stored(_database, $"read.mt_doc_{build.Storage}"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
        await _stored.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task Look()
    {
        var seen = new Dictionary<Guid, int>();
        while (!_ending.IsCancellationRequested)
        {
            await using var command = _database.CreateCommand("select id, (data -> 'changes')::int from read.job_changes");
            await using var reader = await command.ExecuteReaderAsync();
            var now = new Dictionary<Guid, int>();
            while (await reader.ReadAsync())
            {
                now.Add(reader.GetGuid(0), reader.GetInt32(1));
            }

            Assert.DoesNotContain(seen, document => !now.TryGetValue(document.Key, out var changes) || changes < document.Value);
            (seen, _looks) = (now, _looks + 1);
        }
    }

    private async Task Write()
    {
        for (var number = 0; !_ending.IsCancellationRequested; number++)
        {
            var (job, _, terms) = _history.Jobs[number % _history.Jobs.Count];
            var metadata = new EventMetadata(Guid.Empty, null, Guid.Empty, null, "process:test", "us-east", SampleHistory.Start);
            await _stored.Append(
                StreamName.Of("job", job.Value), ExpectedRevision.Any,
                [_codec.Encode(new JobEvent.Edited(terms, terms.When.Start), Guid.CreateVersion7(), metadata)], CancellationToken.None);
        }
    }
}
