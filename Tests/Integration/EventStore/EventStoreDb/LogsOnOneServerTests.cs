using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.EventStoreDb;
using static LaborMarketplace.Tests.Integration.EventStore.SomeEvents;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>What is told apart on one server: the log's events, the server's own, and those of other logs.</summary>
public sealed class LogsOnOneServerTests : IAsyncLifetime
{
    private static readonly StreamName Job = new("job-1");

    private EventStoreDbDouble _node = null!;

    public async Task InitializeAsync() => _node = await EventStoreDbDouble.Start();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("staging.")]
    public async Task Neither_the_servers_own_events_nor_the_logs_mark_are_the_logs(string prefix)
    {
        await using var store = await Open(prefix);
        var identity = await store.Identity(default);
        Assert.Equal(LogPosition.Start, await store.End(default));
        Assert.Empty(await store.Log());

        await store.Append(Job, ExpectedRevision.NoStream, Some(2), default);
        Assert.Equal(2, (await store.Log()).Count);
        Assert.Equal(identity, await store.Identity(default));
    }

    [Fact]
    public async Task Logs_with_prefixes_see_their_own_events_alone()
    {
        await using var one = await Open("one-");
        await using var other = await Open("other-");
        var (ones, others) = (Some(2), Some(3));
        var end = Assert.IsType<AppendResult.Appended>(await one.Append(Job, ExpectedRevision.NoStream, ones, default)).Position;
        await other.Append(Job, ExpectedRevision.NoStream, others, default);

        Assert.Equal(ones.Select(Content), (await one.Log()).Select(Content));
        Assert.Equal(others.Select(Content), (await other.Load(Job, 0, default)).Select(Content));
        Assert.All(await other.Log(), recorded => Assert.Equal(Job, recorded.Stream));
        Assert.Equal(end, await one.End(default));
        Assert.Equal(await other.End(default), (await one.Pages())[^1].Position);
        Assert.Empty(await one.Log((await one.Pages())[^1].Position));
        Assert.NotEqual(await one.Identity(default), await other.Identity(default));
    }

    [Theory]
    [InlineData("$system-")]
    [InlineData("with space")]
    [InlineData("a*")]
    public async Task Refuses_what_is_no_prefix(string prefix) => await Assert.ThrowsAsync<FormatException>(() => Open(prefix));

    private Task<EventStoreDbEventStore> Open(string prefix) => EventStoreDbEventStore.Open(_node.ConnectionString(), prefix: prefix);
}
