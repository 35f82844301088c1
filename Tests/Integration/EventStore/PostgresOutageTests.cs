using LaborMarketplace.Cli.Embedded;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using static LaborMarketplace.Tests.Integration.EventStore.SomeEvents;

namespace LaborMarketplace.Tests.Integration.EventStore;

/// <summary>The server stops, crashes and comes back; it is these tests' own, so that nobody else is disturbed.</summary>
public sealed class PostgresOutageTests : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly StreamName Stream = new("job-1");

    private readonly PostgresCluster _cluster;
    private readonly PostgresFixture _postgres;
    private PostgresEventStore _store = null!;

    public PostgresOutageTests(PostgresFixture postgres) => (_postgres, _cluster) = (postgres, postgres.Cluster);

    public async Task InitializeAsync() => _store = await PostgresEventStore.Open(await _postgres.CreateDatabase());

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Theory]
    [InlineData(Shutdown.Fast)]
    [InlineData(Shutdown.Immediate)]
    public async Task A_restart_loses_nothing_that_was_acknowledged(Shutdown mode)
    {
        var acknowledged = new List<(Guid Id, LogPosition Position)>();
        var enough = new TaskCompletionSource<bool>();
        using var ending = new CancellationTokenSource();
        var writing = Task.Run(() => WriteUntil(acknowledged, enough, ending.Token));
        await enough.Task.Soon();
        await _cluster.Stop(mode, default);
        await _cluster.Restart(default);
        await _store.AppendPersistently(Stream, Some(1), default).Soon();
        await ending.CancelAsync();
        await writing;

        var log = (await _store.Log()).ToDictionary(recorded => recorded.Id, recorded => recorded.Position);
        Assert.All(acknowledged, answer => Assert.Equal(answer.Position, log[answer.Id]));
    }

    [Fact]
    public async Task While_the_server_is_down_the_store_says_so_and_recovers_by_itself()
    {
        var events = Some(1);
        var last = Event(1);
        await _store.Append(Stream, ExpectedRevision.NoStream, events, default);
        var following = Task.Run(() => _store.FollowUntil(last.Id));

        await _cluster.Stop(Shutdown.Fast, default);
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => _store.Append(Stream, ExpectedRevision.Any, Some(1), default).Soon());
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => _store.Load(Stream, 0, default).Soon());
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => _store.Log().Soon());

        await _cluster.Restart(default);
        Assert.Equal(
            new AppendResult.Appended(0, new LogPosition(1)), await _store.AppendPersistently(Stream, events, default).Soon());
        await _store.AppendPersistently(Stream, [last], default).Soon();
        Assert.Equal([events[0].Id, last.Id], (await following.Soon()).Select(recorded => recorded.Id).Where(id => id == events[0].Id || id == last.Id));
    }

    [Fact]
    public async Task A_store_cannot_be_opened_on_a_server_that_is_down()
    {
        var connectionString = await _postgres.CreateDatabase();
        await _cluster.Stop(Shutdown.Fast, default);
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => PostgresEventStore.Open(connectionString).Soon());
        await _cluster.Restart(default);
        await using var store = await PostgresEventStore.Open(connectionString);
    }

    private async Task WriteUntil(List<(Guid Id, LogPosition Position)> acknowledged, TaskCompletionSource<bool> enough, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            var events = Some(1);
            var result = Assert.IsType<AppendResult.Appended>(await _store.AppendPersistently(Stream, events, default));
            acknowledged.Add((events[0].Id, result.Position));
            if (acknowledged.Count == 200)
            {
                enough.SetResult(true);
            }
        }
    }
}
