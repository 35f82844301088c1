using System.Net;
using System.Text.Json;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.ReadApi;
using LaborMarketplace.Tests.Integration.Projections;
using Microsoft.Extensions.DependencyInjection;
using static LaborMarketplace.Tests.Integration.ReadApi.ReadableMarketplace;

namespace LaborMarketplace.Tests.Integration.ReadApi;

[Collection(PostgresCollection.Name)]
public sealed class ListeningTests(PostgresFixture postgres)
{
    private const string Rebuild = "/v1/projections/job-board/rebuild";

    private static readonly TimeSpan BetweenEvents = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Says_that_the_connection_lives_whenever_nothing_has_happened_for_ten_seconds()
    {
        var time = new HandTime();
        await using var marketplace = await AtWork(time);
        using var response = await Open(marketplace.Host);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("event: progress", await lines.ReadLineAsync());
        Assert.StartsWith("data: {", await lines.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("", await lines.ReadLineAsync());
        for (var beat = 1; beat <= 3; beat++)
        {
            await time.IsWaitedFor(Quiet, beat);
            var line = lines.ReadLineAsync();
            time.Advance(Quiet - TimeSpan.FromMilliseconds(1));
            Assert.False(line.IsCompleted);
            time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal((":", ""), (await line.WaitAsync(ProjectionHost.Patience), await lines.ReadLineAsync()));
        }
    }

    [Fact]
    public async Task Tells_no_more_than_one_event_in_a_fifth_of_a_second_and_then_the_present_state()
    {
        var time = new HandTime();
        await using var marketplace = await AtWork(time);
        await using var listener = marketplace.Host.Listen(Rebuild, Stranger, Role.Data).GetAsyncEnumerator();
        Assert.True(await listener.MoveNextAsync());
        await time.IsWaitedFor(BetweenEvents);
        marketplace.Held.LetGo();
        await Until(marketplace.Host, "finished");
        var next = listener.MoveNextAsync().AsTask();
        time.Advance(BetweenEvents - TimeSpan.FromMilliseconds(1));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await next.WaitAsync(ProjectionHost.Patience));
        Assert.Equal("finished", listener.Current.Name);
        Assert.False(await listener.MoveNextAsync());
    }

    [Fact]
    public async Task Looks_at_a_rebuild_in_another_process_once_a_second()
    {
        var time = new HandTime();
        await using var marketplace = await AtWork(time);
        await using var other = await marketplace.Another();
        await using var listener = other.Listen(Rebuild, Stranger, Role.Data).GetAsyncEnumerator();
        Assert.True(await listener.MoveNextAsync());
        Assert.Equal("elsewhere", listener.Current.Data.GetProperty("state").GetString());
        await time.IsWaitedFor(TimeSpan.FromSeconds(1));
        marketplace.Held.LetGo();
        await Until(marketplace.Host, "finished");
        var next = listener.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await next.WaitAsync(ProjectionHost.Patience));
        Assert.Equal("finished", listener.Current.Name);
    }

    [Fact]
    public async Task Answers_HEAD_at_once_with_the_headers_that_a_listener_gets()
    {
        await using var marketplace = await AtWork(TimeProvider.System, listeners: 1);
        for (var time = 0; time < 3; time++)
        {
            using var response = await marketplace.Host
                .Send(HttpMethod.Head, Rebuild, Stranger, [Role.Data], ("Accept", "text/event-stream"))
                .WaitAsync(ProjectionHost.Patience);
            Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            Assert.Empty(await response.Content.ReadAsByteArrayAsync().WaitAsync(ProjectionHost.Patience));
        }
    }

    [Fact]
    public async Task Takes_so_many_listeners_and_another_when_one_has_left()
    {
        await using var marketplace = await AtWork(TimeProvider.System, listeners: 2);
        using var first = await Open(marketplace.Host);
        using var second = await Open(marketplace.Host);
        using var third = await Open(marketplace.Host);
        var problem = JsonElement.Parse(await third.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "projection.too-many-listeners"), (third.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal(TimeSpan.FromSeconds(5), third.Headers.RetryAfter?.Delta);
        Assert.Equal("running", (await marketplace.Host.Read(Rebuild, Stranger, Role.Data)).GetProperty("state").GetString());

        second.Dispose();

        using var limit = new CancellationTokenSource(ProjectionHost.Patience);
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            using var again = await Open(marketplace.Host);
            if (again.StatusCode == HttpStatusCode.OK)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task Tells_who_comes_back_how_it_stands_now_whatever_they_heard_last()
    {
        await using var marketplace = await AtWork(TimeProvider.System);
        using var left = await Open(marketplace.Host);
        left.Dispose();
        using var back = await Open(marketplace.Host, ("Last-Event-ID", "7"));
        using var lines = new StreamReader(await back.Content.ReadAsStreamAsync());
        Assert.Equal("event: progress", await lines.ReadLineAsync());
        var told = (await lines.ReadLineAsync())!;
        Assert.Equal($"data: {(await marketplace.Host.Read(Rebuild, Stranger, Role.Data)).GetRawText()}", told);
    }

    [Fact]
    public async Task Ends_for_who_watches_another_process_when_the_door_closes()
    {
        await using var marketplace = await AtWork(TimeProvider.System);
        var other = await marketplace.Another();
        await using var listener = other.Listen(Rebuild, Stranger, Role.Data).GetAsyncEnumerator();
        Assert.True(await listener.MoveNextAsync());
        var next = listener.MoveNextAsync().AsTask();
        await other.DisposeAsync();
        Assert.False(await next.WaitAsync(ProjectionHost.Patience));
    }

    /// <summary>A door with a rebuild that waits for the log.</summary>
    private async Task<HeldMarketplace> AtWork(TimeProvider time, int listeners = 100)
    {
        var marketplace = await HeldMarketplace.Open(
            postgres, instead: services => services.AddSingleton(time).AddSingleton(new ReadApiOptions { Listeners = listeners }));
        marketplace.Held.Hold(ReadUntil.End);
        using var begun = await marketplace.Host.Post(Rebuild, "{}", Stranger, [Role.Data]);
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
        return marketplace;
    }

    private static Task<HttpResponseMessage> Open(ReadHost host, params (string Name, string Value)[] headers) =>
        host.Get(Rebuild, Stranger, [Role.Data], [("Accept", "text/event-stream"), .. headers]);

    private static async Task Until(ReadHost host, string state)
    {
        using var limit = new CancellationTokenSource(ProjectionHost.Patience);
        while ((await host.Read(Rebuild, Stranger, Role.Data)).GetProperty("state").GetString() != state)
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
