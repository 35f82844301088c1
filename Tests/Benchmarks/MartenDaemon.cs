using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Jobs;
using Marten;
using Marten.Events;
using Marten.Events.Aggregation;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Weasel.Core;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>Marten's own asynchronous projections, making the same documents of the same events by the same functions.</summary>
internal sealed class MartenDaemon : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly DocumentStore _store;
    private readonly IProjectionDaemon _daemon;

    private MartenDaemon(DocumentStore store, IProjectionDaemon daemon) => (_store, _daemon) = (store, daemon);

    public static async Task<MartenDaemon> Open(string connection)
    {
        var store = DocumentStore.For(options =>
        {
            options.Connection(connection);
            options.UseSystemTextJsonForSerialization(MarketplaceJson.Options, EnumStorage.AsString, Casing.CamelCase);
            options.Events.AddEventTypes([
                typeof(JobEvent.Drafted), typeof(JobEvent.Published), typeof(JobEvent.FirstApplicationReceived), typeof(JobEvent.PositionReserved),
                typeof(JobEvent.PositionFilled), typeof(JobEvent.Filled), typeof(JobEvent.Closed)]);
            options.Events.UseOptimizedProjectionRebuilds = true;
            options.Policies.ForAllDocuments(mapping =>
            {
                foreach (var index in JobCard.Projection.Indexes)
                {
                    mapping.IgnoreIndex(IndexName(index));
                }
            });
            options.Projections.Add(new JobCards(), ProjectionLifecycle.Async);
        });
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await Index(connection);
        return new MartenDaemon(store, await store.BuildProjectionDaemonAsync(logger: NullLogger.Instance));
    }

    public Task Tell(JobHistory history) => _store.BulkInsertEventStreamAsync(
        JasperFx.StorageConstants.DefaultTenantId,
        [.. history.Jobs.Select(number => new BulkEventStreamHeader { Id = JobHistory.Job(number), Version = JobHistory.EventsOfAJob })],
        Events(history), 1_000, CancellationToken.None);

    public Task Rebuild() => _daemon.RebuildProjectionAsync<JobCards>(Patience, CancellationToken.None);

    public Task Follow() => _daemon.StartAllAsync();

    public Task UntilLevel() => _daemon.WaitForNonStaleData(Patience);

    public async Task<int> Documents()
    {
        await using var session = _store.QuerySession();
        return await session.Query<JobCard>().CountAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.StopAllAsync();
        await _store.DisposeAsync();
    }

    /// <summary>The job board's indexes, on Marten's table.</summary>
    private static async Task Index(string connection)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var create = database.CreateCommand(
            string.Join('\n', JobCard.Projection.Indexes.Select(index => $"create index {IndexName(index)} on public.mt_doc_jobcard {index.Definition};")));
        await create.ExecuteNonQueryAsync();
    }

    private static string IndexName(DocumentIndex index) => $"job_board_{index.Name}";

    private static async IAsyncEnumerable<IEvent> Events(JobHistory history)
    {
        foreach (var (job, revision, happened) in history.Events())
        {
            yield return Event(happened, job, revision);
        }

        await Task.CompletedTask;
    }

    private static IEvent Event(JobEvent happened, Guid job, int revision)
    {
        var recorded = (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(happened.GetType()), happened)!;
        (recorded.Id, recorded.StreamId, recorded.Version) = (Guid.CreateVersion7(), job, revision + 1);
        return recorded;
    }

    /// <summary>The job board's own functions, called by Marten.</summary>
    internal sealed class JobCards : SingleStreamProjection<JobCard, Guid>
    {
        public override JobCard? Evolve(JobCard? snapshot, Guid id, IEvent e) =>
            JobCard.Projection.ChangeBy(e.EventType) is { } change
                ? (JobCard?)change.Apply(snapshot, e.Data, new Recorded(e.Id, StreamName.Of("job", id), e.Version - 1, e.Timestamp, "", ""))
                : snapshot;
    }
}
