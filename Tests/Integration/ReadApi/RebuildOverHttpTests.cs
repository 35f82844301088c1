using System.Net;
using System.Text.Json;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Tests.Integration.Projections;
using static LaborMarketplace.Tests.Integration.ReadApi.ReadableMarketplace;

namespace LaborMarketplace.Tests.Integration.ReadApi;

[Collection(PostgresCollection.Name)]
public sealed class RebuildOverHttpTests(PostgresFixture postgres)
{
    private const string Rebuild = "/v1/projections/job-board/rebuild";

    [Fact]
    public async Task Rebuilds_beside_and_lets_the_new_build_serve()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.End);
        using var begun = await Begin(marketplace, """{"switch":true}""");
        Assert.Equal((HttpStatusCode.Accepted, Rebuild), (begun.StatusCode, begun.Headers.Location?.OriginalString));
        var listening = marketplace.Host.Listen(Rebuild, Stranger, Role.Data).ToListAsync().AsTask();
        marketplace.Held.LetGo();
        var told = await listening.WaitAsync(ProjectionHost.Patience);
        Assert.All(told.SkipLast(1), step => Assert.Equal("progress", step.Name));
        Assert.Equal(("finished", "job_board_v1_2"), (told[^1].Name, told[^1].Data.GetProperty("serving").GetString()));
        Assert.Equal((1, marketplace.Log.End.Value), (told[^1].Data.GetProperty("done").GetDouble(), told[^1].Data.GetProperty("events").GetInt64()));
        Assert.Equal(Stranger.ToString(), told[^1].Data.GetProperty("by").GetString());
        Assert.Equal(["job_board_v1 previous", "job_board_v1_2 live"], await marketplace.Builds("job-board"));
        Assert.Equal(
            await ProjectionHost.Expected(marketplace.Database, JobCard.Projection, marketplace.Log.Events),
            await ProjectionHost.Stored(marketplace.Database, JobCard.Projection));
        Assert.Equal("finished", (await marketplace.Host.Read(Rebuild, Stranger, Role.Auditor)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Tells_many_at_once_and_who_comes_late_first_how_it_stands()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.End);
        using var begun = await Begin(marketplace, "{}");
        var early = Enumerable.Range(0, 3).Select(_ => marketplace.Host.Listen(Rebuild, Stranger, Role.Data).GetAsyncEnumerator()).ToList();
        foreach (var listener in early)
        {
            Assert.True(await listener.MoveNextAsync());
            var (name, data) = listener.Current;
            Assert.Equal(("progress", "reading", 0), (name, Stage(data), data.GetProperty("done").GetDouble()));
        }

        marketplace.Held.LetGo();
        foreach (var listener in early)
        {
            Assert.Equal("finished", await LastOf(listener));
        }

        var late = Assert.Single(await marketplace.Host.Listen(Rebuild, Stranger, Role.Operator).ToListAsync());
        Assert.Equal("finished", late.Name);
        Assert.False(late.Data.TryGetProperty("serving", out _));
        Assert.Equal(["job_board_v1 live", "job_board_v1_2 level"], await marketplace.Builds("job-board"));
    }

    [Fact]
    public async Task Refuses_a_second_rebuild_of_a_read_model_and_does_one_of_another()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.End);
        using var first = await Begin(marketplace, "{}");
        using var second = await Begin(marketplace, "{}");
        Assert.Equal((HttpStatusCode.Conflict, "projection.rebuild-at-work"), (second.StatusCode, await CodeOf(second)));
        using var other = await marketplace.Host.Post("/v1/projections/agenda/rebuild", "", Stranger, [Role.Data]);
        Assert.Equal(HttpStatusCode.Accepted, other.StatusCode);
        marketplace.Held.LetGo();
        Assert.Equal("finished", (await marketplace.Host.Listen(Rebuild, Stranger, Role.Data).LastAsync()).Name);
        Assert.Equal("finished", (await marketplace.Host.Listen("/v1/projections/agenda/rebuild", Stranger, Role.Data).LastAsync()).Name);
    }

    [Fact]
    public async Task Stops_where_it_is_and_is_taken_up_again()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.End);
        using var begun = await Begin(marketplace, "{}");
        var listening = marketplace.Host.Listen(Rebuild, Stranger, Role.Data).LastAsync().AsTask();
        using var stopped = await marketplace.Host.Send(HttpMethod.Delete, Rebuild, Stranger, [Role.Data]);
        Assert.Equal(("stopped", "stopped"), (await StateOf(stopped), (await listening.WaitAsync(ProjectionHost.Patience)).Name));
        using var again = await marketplace.Host.Send(HttpMethod.Delete, Rebuild, Stranger, [Role.Data]);
        Assert.Equal((HttpStatusCode.NotFound, "projection.no-rebuild"), (again.StatusCode, await CodeOf(again)));
        marketplace.Held.LetGo();
        using var takenUp = await Begin(marketplace, "{}");
        var last = await marketplace.Host.Listen(Rebuild, Stranger, Role.Data).LastAsync();
        Assert.Equal(("finished", "job_board_v1_2"), (last.Name, last.Data.GetProperty("build").GetString()));
    }

    [Fact]
    public async Task Stops_with_the_process_and_another_takes_it_up()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.End);
        using var begun = await Begin(marketplace, "{}");
        var listening = marketplace.Host.Listen(Rebuild, Stranger, Role.Data).GetAsyncEnumerator();
        Assert.True(await listening.MoveNextAsync());
        var last = LastOf(listening);
        await marketplace.Restart();
        Assert.Equal("stopped", await last.WaitAsync(ProjectionHost.Patience));
        Assert.Equal("interrupted", (await marketplace.Host.Read(Rebuild, Stranger, Role.Data)).GetProperty("state").GetString());
        Assert.Equal("interrupted", Assert.Single(await marketplace.Host.Listen(Rebuild, Stranger, Role.Data).ToListAsync()).Name);
        marketplace.Held.LetGo();
        using var takenUp = await Begin(marketplace, "{}");
        Assert.Equal("finished", (await marketplace.Host.Listen(Rebuild, Stranger, Role.Data).LastAsync()).Name);
        Assert.Equal(["job_board_v1 live", "job_board_v1_2 level"], await marketplace.Builds("job-board"));
    }

    [Fact]
    public async Task Tells_of_a_rebuild_in_another_process_and_does_not_begin_a_second()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.End);
        using var begun = await Begin(marketplace, "{}");
        await using var other = await marketplace.Another();
        var listening = other.Listen(Rebuild, Stranger, Role.Data).ToListAsync().AsTask();
        Assert.Equal("elsewhere", (await other.Read(Rebuild, Stranger, Role.Data)).GetProperty("state").GetString());
        using var second = await other.Post(Rebuild, "{}", Stranger, [Role.Data]);
        Assert.Equal((HttpStatusCode.Conflict, "projection.rebuild-at-work"), (second.StatusCode, await CodeOf(second)));
        for (var again = 0; again < 20; again++)
        {
            var refused = other.Post(Rebuild, "{}", Stranger, [Role.Data]);
            Assert.Equal("elsewhere", (await other.Read(Rebuild, Stranger, Role.Data)).GetProperty("state").GetString());
            using var refusal = await refused;
        }

        using var stop = await other.Send(HttpMethod.Delete, Rebuild, Stranger, [Role.Data]);
        Assert.Equal((HttpStatusCode.Conflict, "projection.rebuild-elsewhere"), (stop.StatusCode, await CodeOf(stop)));
        marketplace.Held.LetGo();
        var told = await listening.WaitAsync(ProjectionHost.Patience);
        Assert.Equal(("progress", "finished"), (told[0].Name, told[^1].Name));
    }

    [Fact]
    public async Task Tells_a_rebuild_as_finished_that_was_stopped_here_and_finished_in_another_process()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.End);
        using var begun = await Begin(marketplace, "{}");
        using var stopped = await marketplace.Host.Send(HttpMethod.Delete, Rebuild, Stranger, [Role.Data]);
        Assert.Equal("stopped", await StateOf(stopped));
        await using var other = await marketplace.Another();
        marketplace.Held.LetGo();
        using var takenUp = await other.Post(Rebuild, "{}", Stranger, [Role.Data]);
        Assert.Equal("finished", (await other.Listen(Rebuild, Stranger, Role.Data).LastAsync()).Name);
        var told = await marketplace.Host.Read(Rebuild, Stranger, Role.Data);
        Assert.Equal(("finished", "job_board_v1_2"), (told.GetProperty("state").GetString(), told.GetProperty("build").GetString()));
    }

    [Fact]
    public async Task Tells_nothing_of_what_a_rebuild_of_another_version_left_behind()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres, [.. ReadModels.All, JobTitle.First]);
        await new Reworked(marketplace.Database, marketplace.Log).Until("job_title_v1", build => build.Live);
        marketplace.Held.Hold(ReadUntil.End);
        var rebuild = new LaborMarketplace.Projections.Rebuilding.Rebuild(marketplace.Database, marketplace.Held, Reworked.Codec, Reworked.Small);
        await using (var rebuilding = rebuild.Run([JobTitle.Second], CancellationToken.None).GetAsyncEnumerator())
        {
            Assert.True(await rebuilding.MoveNextAsync());
        }

        Assert.Equal(["job_title_v1 live", "job_title_v2 building"], await marketplace.Builds("job-title"));
        var (status, code, _) = await marketplace.Host.Refusal("/v1/projections/job-title/rebuild", Stranger, Role.Data);
        Assert.Equal((404, "projection.no-rebuild"), (status, code));
    }

    private static async Task<string> LastOf(IAsyncEnumerator<(string Name, JsonElement Data)> listener)
    {
        await using var listening = listener;
        var last = "";
        while (await listening.MoveNextAsync())
        {
            last = listening.Current.Name;
        }

        return last;
    }

    private static string? Stage(JsonElement state) => state.GetProperty("stage").GetString();

    private static Task<HttpResponseMessage> Begin(HeldMarketplace marketplace, string body) => marketplace.Host.Post(Rebuild, body, Stranger, [Role.Data]);

    private static async Task<string?> CodeOf(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("code").GetString();

    private static async Task<string?> StateOf(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("state").GetString();
}
