using System.Net;
using System.Text.Json;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections;
using LaborMarketplace.Tests.Integration.Projections;
using static LaborMarketplace.Tests.Integration.ReadApi.ReadableMarketplace;

namespace LaborMarketplace.Tests.Integration.ReadApi;

[Collection(PostgresCollection.Name)]
public sealed class RebuildOfAllTests(PostgresFixture postgres)
{
    private const string All = "/v1/projections/rebuild";
    private const string JobBoard = "/v1/projections/job-board/rebuild";
    private const string Agenda = "/v1/projections/agenda/rebuild";

    [Fact]
    public async Task Rebuilds_all_in_one_pass_over_the_log_and_lets_each_serve()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.End);
        using var begun = await Begin(marketplace, All, """{"switch":true}""");
        Assert.Equal((HttpStatusCode.Accepted, All), (begun.StatusCode, begun.Headers.Location?.OriginalString));
        var listening = marketplace.Host.Listen(All, Stranger, Role.Data).ToListAsync().AsTask();
        marketplace.Held.LetGo();
        var told = await listening.WaitAsync(ProjectionHost.Patience);
        Assert.All(told.SkipLast(1), step => Assert.Equal("progress", step.Name));
        var (name, last) = told[^1];
        Assert.Equal(("finished", marketplace.Log.End.Value, 1), (name, last.GetProperty("events").GetInt64(), last.GetProperty("done").GetDouble()));
        Assert.Equal(
            ReadModels.All.Select(model => (model.Name, "finished", StorageOf(model.Name, model.Version))),
            last.GetProperty("models").EnumerateArray().Select(model => (NameOf(model), StateOf(model), model.GetProperty("serving").GetString()!)));
        Assert.Equal(["job_board_v1 previous", "job_board_v1_2 live"], await marketplace.Builds("job-board"));
        Assert.Equal("finished", StateOf(await marketplace.Host.Read(All, Stranger, Role.Auditor)));
    }

    [Fact]
    public async Task Says_of_each_what_became_of_it_when_some_halt()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        var broken = marketplace.Log.Events.Last(recorded => recorded.Type == "job.published.v1");
        marketplace.Log.Mend(broken, "{}"u8.ToArray());
        using var begun = await Begin(marketplace, All, """{"switch":true}""");
        var (name, last) = await marketplace.Host.Listen(All, Stranger, Role.Data).LastAsync();
        Assert.Equal("failed", name);
        var failed = last.GetProperty("models").EnumerateArray().Where(model => StateOf(model) == "failed").ToList();
        Assert.Equal(["job-board", "job-detail", "business-metrics"], failed.Select(NameOf));
        Assert.All(failed, model => Assert.Contains("halts at job.published.v1", ReasonOf(model), StringComparison.Ordinal));
        Assert.All(failed, model => Assert.Contains(ReasonOf(model)!, ReasonOf(last), StringComparison.Ordinal));
        Assert.Equal(("failed", ReasonOf(failed[0])), await Last(marketplace.Host, JobBoard));
        Assert.Equal(("finished", null), await Last(marketplace.Host, Agenda));
        Assert.Equal(["job_board_v1 live", "job_board_v1_2 halted"], await marketplace.Builds("job-board"));
        Assert.Equal(["agenda_v1 previous", "agenda_v1_2 live"], await marketplace.Builds("agenda"));

        marketplace.Log.Mend(broken, broken.Data);
        using var again = await Begin(marketplace, JobBoard, """{"switch":true}""");
        Assert.Equal(("finished", null), await Last(marketplace.Host, JobBoard));
        Assert.Equal(["job_board_v1 previous", "job_board_v1_2 live"], await marketplace.Builds("job-board"));
    }

    [Fact]
    public async Task Is_told_at_the_address_of_each_read_model_and_stopped_as_a_whole()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.End);
        using var begun = await Begin(marketplace, All, "{}");
        var one = await marketplace.Host.Read(JobBoard, Stranger, Role.Data);
        Assert.Equal(("job-board", "running", "job_board_v1_2"), (NameOf(one), StateOf(one), one.GetProperty("build").GetString()));
        Assert.Equal((409, "projection.rebuild-of-all"), await Refusal(marketplace.Host.Send(HttpMethod.Delete, JobBoard, Stranger, [Role.Data])));
        var (whole, single) = (Last(marketplace.Host, All), Last(marketplace.Host, JobBoard));
        using var stopped = await marketplace.Host.Send(HttpMethod.Delete, All, Stranger, [Role.Data]);
        Assert.Equal(HttpStatusCode.OK, stopped.StatusCode);
        Assert.Equal(("stopped", "stopped"), ((await whole).Name, (await single).Name));
        Assert.Equal((404, "projection.no-rebuild"), await Refusal(marketplace.Host.Send(HttpMethod.Delete, All, Stranger, [Role.Data])));
        marketplace.Held.LetGo();
        using var takenUp = await Begin(marketplace, JobBoard, "{}");
        Assert.Equal("finished", (await Last(marketplace.Host, JobBoard)).Name);
        Assert.Equal(["job_board_v1 live", "job_board_v1_2 level"], await marketplace.Builds("job-board"));
        Assert.Equal(["agenda_v1 live", "agenda_v1_2 building"], await marketplace.Builds("agenda"));
    }

    [Fact]
    public async Task Refuses_another_rebuild_of_a_read_model_in_it()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.End);
        using var begun = await Begin(marketplace, All, "{}");
        foreach (var path in new[] { All, JobBoard })
        {
            using var second = await Begin(marketplace, path, "{}");
            var problem = JsonElement.Parse(await second.Content.ReadAsStringAsync());
            Assert.Equal((HttpStatusCode.Conflict, "projection.rebuild-at-work"), (second.StatusCode, problem.GetProperty("code").GetString()));
            Assert.Contains($"GET {All} ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Begins_none_where_a_rebuild_of_one_is_at_work_here_or_in_another_process()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.End);
        using var begun = await Begin(marketplace, JobBoard, "{}");
        await using var other = await marketplace.Another();
        Assert.Equal((409, "projection.rebuild-at-work"), await Refusal(marketplace.Host.Post(All, "{}", Stranger, [Role.Data])));
        Assert.Equal((409, "projection.rebuild-at-work"), await Refusal(other.Post(All, "{}", Stranger, [Role.Data])));
        foreach (var (host, path) in new[] { (marketplace.Host, All), (marketplace.Host, Agenda), (other, Agenda) })
        {
            Assert.Equal((404, "projection.no-rebuild"), await Refusal(host.Get(path, Stranger, [Role.Data])));
        }

        Assert.Equal("running", StateOf(await marketplace.Host.Read(JobBoard, Stranger, Role.Data)));
        Assert.Equal(["agenda_v1 live"], await marketplace.Builds("agenda"));
    }

    [Fact]
    public async Task Is_watched_from_another_process_and_taken_up_when_its_own_is_gone()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.End);
        using var begun = await Begin(marketplace, All, "{}");
        await using var other = await marketplace.Another();
        var elsewhere = await other.Read(All, Stranger, Role.Data);
        Assert.Equal("elsewhere", StateOf(elsewhere));
        Assert.Equal(
            ReadModels.All.Select(model => (model.Name, "elsewhere")),
            elsewhere.GetProperty("models").EnumerateArray().Select(model => (NameOf(model), StateOf(model))));
        Assert.Equal((409, "projection.rebuild-elsewhere"), await Refusal(other.Send(HttpMethod.Delete, All, Stranger, [Role.Data])));
        var watching = Last(other, All);
        await marketplace.Restart();
        Assert.Equal("interrupted", (await watching.WaitAsync(ProjectionHost.Patience)).Name);
        Assert.Equal("interrupted", (await Last(marketplace.Host, All)).Name);
        marketplace.Held.LetGo();
        using var takenUp = await Begin(marketplace, All, "{}");
        Assert.Equal("finished", (await Last(marketplace.Host, All)).Name);
        Assert.Equal(["job_board_v1 live", "job_board_v1_2 level"], await marketplace.Builds("job-board"));
    }

    [Fact]
    public async Task Refuses_the_wrong_role_and_shape()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Get, HttpMethod.Delete })
        {
            Assert.Equal((403, "access.forbidden"), await Refusal(marketplace.Host.Send(method, All, Stranger, [Role.Helper])));
            Assert.Equal((401, "token.missing"), await Refusal(marketplace.Host.Send(method, All, null, [])));
            Assert.Equal((400, "request.invalid-parameter"), await Refusal(marketplace.Host.Send(method, $"{All}?now=1", Stranger, [Role.Data])));
        }

        Assert.Equal((400, "request.invalid-body"), await Refusal(Begin(marketplace, All, """{"switch":"yes","model":"job-board"}""")));
        Assert.Equal((400, "request.malformed-json"), await Refusal(Begin(marketplace, All, "{")));
        Assert.Equal((404, "projection.not-found"), await Refusal(marketplace.Host.Get("/v1/projections/rebuild/rebuild", Stranger, [Role.Data])));
    }

    private static Task<HttpResponseMessage> Begin(HeldMarketplace marketplace, string path, string body) =>
        marketplace.Host.Post(path, body, Stranger, [Role.Data]);

    private static async Task<(string Name, string? Reason)> Last(ReadHost host, string path)
    {
        var (name, state) = await host.Listen(path, Stranger, Role.Data).LastAsync();
        return (name, ReasonOf(state));
    }

    private static async Task<(int Status, string Code)> Refusal(Task<HttpResponseMessage> answering)
    {
        using var response = await answering;
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("code").GetString()!);
    }

    private static string StorageOf(string name, int version) => $"{name.Replace('-', '_')}_v{version}_2";

    private static string NameOf(JsonElement model) => model.GetProperty("name").GetString()!;

    private static string StateOf(JsonElement model) => model.GetProperty("state").GetString()!;

    private static string? ReasonOf(JsonElement state) => state.TryGetProperty("reason", out var reason) ? reason.GetString() : null;
}
