using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using LaborMarketplace.Tests.Integration.ReadApi;
using LaborMarketplace.Tests.Worker;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>Read models that readers look at all the time, and whose log is written all the time, while things happen to them.</summary>
internal sealed class WatchedModels : IAsyncDisposable
{
    private static readonly TimeSpan PaceOfEdits = TimeSpan.FromMilliseconds(20);

    /// <summary>Longer than it takes until a runner that died is found out, and shorter than the door lets any request wait.</summary>
    private static readonly TimeSpan WaitOfReaders = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _ending = new();
    private readonly List<IHost> _runners = [];
    private readonly List<(string Who, Task Task)> _watching = [];
    private readonly EventCodec _codec = EventCodec.OfMarketplace();
    private readonly string _connection;
    private readonly LogNode? _node;
    private readonly IEventStore _stored;
    private readonly SampleHistory _history;
    private readonly ReadHost _door;
    private readonly Readers _readers;
    private volatile Edit? _latest;

    private WatchedModels(
        Together together, string connection, NpgsqlDataSource database, LogNode? node, IEventStore stored, SampleHistory history, ReadHost door,
        IReadOnlyList<Guid> jobs)
    {
        Together = together;
        (_connection, _node, _stored, _history, _door) = (connection, node, stored, history, door);
        Place = new Workplace(database, new ShortPages(stored, WorkerOptions.PageEvents), _ => { });
        _readers = new Readers(database, door, jobs, history.Employers, () => _latest);
    }

    /// <summary>Readers, writer and workers, and all that is waited for.</summary>
    public Together Together { get; }

    /// <summary>Where this process works on them.</summary>
    public Workplace Place { get; }

    private NpgsqlDataSource Database => Place.Database;

    /// <summary>A log with jobs, the read models' tables, which nobody fills yet, and a door to read through.</summary>
    /// <param name="postgres">Where the database is made.</param>
    /// <param name="node">Where the log is, if not in the database.</param>
    /// <param name="patience">How long anything is waited for.</param>
    public static Task<WatchedModels> Make(PostgresFixture postgres, LogNode? node, TimeSpan? patience = null)
    {
        var together = new Together(patience);
        return together.Wait("Models to be made", making => Make(together, postgres, node, making));
    }

    private static async Task<WatchedModels> Make(Together together, PostgresFixture postgres, LogNode? node, CancellationToken making)
    {
        // Nobody kills the database here, and so nothing waits until what is written is on the disk.
        var connection = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabase()) { Options = "-c synchronous_commit=off" }.ConnectionString;
        var database = NpgsqlDataSource.Create(connection);
        IEventStore stored = node is null ? await PostgresEventStore.Open(connection, cancellation: making) : await node.Open();
        var told = new ScriptedLog(EventCodec.OfMarketplace());

        // A list is in the order of the jobs' times: one that moves while somebody pages through may well be met twice, or not at all.
        var history = new SampleHistory(told, seed: 8, editsMove: false).Tell(helpers: 1, employers: 2, jobs: 100, applications: 0);
        await Task.WhenAll(told.Events.GroupBy(recorded => recorded.Stream).Select(stream => stored.Append(
            stream.Key, ExpectedRevision.NoStream,
            [.. stream.Select(recorded => new EventData(recorded.Id, recorded.Type, recorded.Data, recorded.Metadata))], making)));
        await ReadSchema.Prepare(database, Models.Serving, making);
        var jobs = told.Events.Where(recorded => recorded.Stream.Category == "job").Select(recorded => Guid.Parse(recorded.Stream.Id)).Distinct();
        var door = await ReadHost.Beside(database, stored, WaitOfReaders);
        return new WatchedModels(together, connection, database, node, stored, history, door, [.. jobs]);
    }

    /// <summary>Lets a runner follow the log from now on.</summary>
    public async Task Run(IReadOnlyList<Projection> models, bool rebuildOnStart = false)
    {
        var runner = Place.Runner(models, rebuildOnStart);
        _runners.Add(runner);
        await runner.StartAsync();
    }

    /// <summary>Lets nobody follow the log any more.</summary>
    public async Task StopRunning()
    {
        await Task.WhenAll(_runners.Select(runner => runner.StopAsync()));
        _runners.ForEach(runner => runner.Dispose());
        _runners.Clear();
    }

    public async Task CatchUp(CancellationToken waiting)
    {
        var end = await Place.Log.End(waiting);
        foreach (var model in Models.Serving)
        {
            Assert.True(await _door.Positions.WaitFor(model.Name, end, ProjectionHost.Patience, waiting), $"{model} did not come to {end}.");
        }
    }

    /// <summary>From now on there are readers and a writer.</summary>
    public void Watch()
    {
        _watching.Add(("The writer", Together.Beside(Write)));
        _watching.AddRange(_readers.All.Select(reader =>
            ($"Who looks at {reader.What}", Together.Beside(over => Readers.Again(reader.Look, _ending.Token, over)))));
    }

    /// <summary>Ends readers and writer, each after it has done something; whatever they saw amiss comes out here at the latest.</summary>
    public async Task StopWatching()
    {
        await _ending.CancelAsync();
        foreach (var (who, task) in _watching)
        {
            await Together.Wait($"{who} to have done something, and to end", _ => task);
        }
    }

    /// <summary>A process that is to do a piece of work, and to wait at a step.</summary>
    public WorkerProcess Worker(Work work, BuildStep step, int before) => WorkerProcess.Start(Together, _connection, _node, work, step, before);

    public async Task<IReadOnlyList<Checkpoint>> Builds() => await new ProjectionStatus(Database).Read(CancellationToken.None);

    /// <summary>The builds of a read model, but the one that it had at first.</summary>
    public async Task<IReadOnlyList<Checkpoint>> Later(Projection model) =>
        [.. (await Builds()).Where(build => build.Name == model.Name && build.Storage != $"{model.View}_v1")];

    public async Task<string> Serving(Projection model) => (await Builds()).Single(build => build.Name == model.Name && build.Live).Storage;

    /// <summary>Waits until it is so of the builds that there are.</summary>
    /// <param name="what">What is waited for.</param>
    public Task Until(string what, Func<IReadOnlyList<Checkpoint>, bool> so) => Together.Until(what, async _ => so(await Builds()));

    /// <summary>Lets happen to a job what the next version cannot take.</summary>
    /// <returns>Where in the log.</returns>
    public Task<LogPosition> HappenTooLate()
    {
        var (job, _, terms) = _history.Jobs[0];
        return Append(job, new JobEvent.Edited(terms, NextDetail.TooLate));
    }

    /// <summary>The tables, functions, links and rows that there are of a build.</summary>
    public async Task<long> Remains(string storage)
    {
        await using var command = Database.CreateCommand(
            """
            select (select count(*) from pg_class where relnamespace = 'read'::regnamespace and position($1 in relname) > 0)
                + (select count(*) from pg_proc where pronamespace = 'read'::regnamespace and position($1 in proname) > 0)
                + (select count(*) from read.projection_link where storage = $1) + (select count(*) from read.projection where storage = $1)
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = storage });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Readers see what folding the whole log in memory gives, and so does every build that has come to its end.</summary>
    public async Task AreWhatTheLogSays(CancellationToken waiting)
    {
        await CatchUp(waiting);
        var end = await Place.Log.End(waiting);
        var events = new List<RecordedEvent>();
        await foreach (var page in Place.Log.Read(LogPosition.Start, ReadUntil.End, waiting))
        {
            events.AddRange(page.Events);
        }

        var skipped = await new ProjectionStatus(Database).Skipped(waiting);
        foreach (var build in (await Builds()).Where(build => build.Position >= end))
        {
            var model = Models.Serving.Concat(Models.Next).First(model => model.Name == build.Name && model.Version == build.Version);
            var passed = skipped.Where(skip => skip.Name == model.Name && skip.Version == model.Version).Select(skip => skip.Position).ToHashSet();
            var expected = await ProjectionHost.Expected(Database, model, events.Where(recorded => !passed.Contains(recorded.Position)));
            Assert.Equal(expected, await ProjectionHost.Stored(Database, ReadStore.TableOf(build.Storage)));
            if (build.Live)
            {
                Assert.Equal(expected, await ProjectionHost.Stored(Database, model));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Together.DisposeAsync();
        await StopRunning();
        await _door.DisposeAsync();
        _ending.Dispose();
        await ((IAsyncDisposable)_stored).DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task Write(CancellationToken over)
    {
        using var pace = new PeriodicTimer(PaceOfEdits);
        for (var number = 1; _latest is null || !_ending.IsCancellationRequested; number++)
        {
            var (job, employer, terms) = _history.Jobs[number % _history.Jobs.Count];
            var position = await Append(job, new JobEvent.Edited(terms with { Title = Readers.TitleOf(number) }, terms.When.Start));
            _latest = new Edit(job.Value, employer, number, position);
            await pace.WaitForNextTickAsync(over);
        }
    }

    private async Task<LogPosition> Append(JobId job, JobEvent happened)
    {
        var metadata = new EventMetadata(Guid.Empty, null, Guid.Empty, null, "process:test", "us-east", SampleHistory.Start);
        var (stream, recorded) = (StreamName.Of("job", job.Value), _codec.Encode(happened, Guid.CreateVersion7(), metadata));
        AppendResult? appended = null;
        await Together.Until($"The log to take what happened to {stream}", async waiting =>
        {
            try
            {
                appended = await _stored.Append(stream, ExpectedRevision.Any, [recorded], waiting);
                return true;
            }
            catch (EventStoreUnavailableException)
            {
                // A busy machine: it is told again, as any caller would.
                return false;
            }
        });
        return Assert.IsType<AppendResult.Appended>(appended).Position;
    }
}
