using System.Net;
using System.Text.Json;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections;
using LaborMarketplace.Tests.Integration.Projections;
using static LaborMarketplace.Tests.Integration.ReadApi.ReadableMarketplace;

namespace LaborMarketplace.Tests.Integration.ReadApi;

[Collection(PostgresCollection.Name)]
public sealed class ModelCommandsTests(PostgresFixture postgres)
{
    private const string JobBoard = "/v1/projections/job-board";

    [Fact]
    public async Task Plans_compares_switches_goes_back_and_drops()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        var host = marketplace.Host;
        var plan = await host.Read($"{JobBoard}/plan", Stranger, Role.Data);
        Assert.Equal(marketplace.Log.End.Value, plan.GetProperty("events").GetInt64());
        var verdict = await Do(host, "verify", "{}");
        Assert.True(verdict.GetProperty("same").GetBoolean());
        Assert.Equal(20, verdict.GetProperty("live").GetProperty("documents").GetInt32());
        await Rebuild(host);
        Assert.Equal(0, (await host.Read($"{JobBoard}/diff", Stranger, Role.Data)).GetProperty("differing").GetInt32());
        Assert.Equal("job_board_v1_2", (await Do(host, "switch", "")).GetProperty("build").GetString());
        Assert.Equal("job_board_v1", (await Do(host, "rollback", """{"asItStands":false}""")).GetProperty("build").GetString());
        Assert.Equal("job_board_v1_2", (await Do(host, "drop", """{"build":"job_board_v1_2"}""")).GetProperty("dropped")[0].GetString());
        Assert.Equal(["job_board_v1 live"], await marketplace.Builds("job-board"));
    }

    [Fact]
    public async Task Verify_names_what_differs()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        var job = marketplace.History.Jobs[0].Job.Value;
        await using var spoil = marketplace.Database.CreateCommand($"delete from read.mt_doc_job_board_v1 where id = '{job}'");
        await spoil.ExecuteNonQueryAsync();
        var verdict = await Do(marketplace.Host, "verify", """{"sample":1}""");
        Assert.Equal((false, 1), (verdict.GetProperty("same").GetBoolean(), verdict.GetProperty("differing").GetInt32()));
        var difference = verdict.GetProperty("differences")[0];
        Assert.Equal((job.ToString(), "missing"), (difference.GetProperty("document").GetString(), difference.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Pauses_and_resumes()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        Assert.True((await Do(marketplace.Host, "pause", "{}")).GetProperty("paused").GetBoolean());
        Assert.Equal(["job_board_v1 paused"], await marketplace.Builds("job-board"));
        Assert.False((await Do(marketplace.Host, "resume", "")).GetProperty("paused").GetBoolean());
        Assert.Equal(["job_board_v1 live"], await marketplace.Builds("job-board"));
    }

    [Fact]
    public async Task Skips_the_event_that_a_read_model_halts_at_and_records_who_did_it()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres, [.. ReadModels.All, JobTitle.First]);
        var broken = marketplace.Log.Events.Last(recorded => recorded.Type == "job.drafted.v1");
        var again = marketplace.Log.Record(broken.Stream, new(Guid.CreateVersion7(), broken.Type, broken.Data, broken.Metadata));
        await new Reworked(marketplace.Database, marketplace.Log).Until("job_title_v1", build => build.Halt is not null);
        var order = $$"""{"position":{{again.Position}},"reason":"It was drafted twice."}""";
        var skip = await Do(marketplace.Host, "skip", order, "/v1/projections/job-title");
        Assert.Equal(
            (Stranger.ToString(), "It was drafted twice.", broken.Stream.Value),
            (skip.GetProperty("by").GetString(), skip.GetProperty("reason").GetString(), skip.GetProperty("stream").GetString()));
        await new Reworked(marketplace.Database, marketplace.Log).Until("job_title_v1", build => build.Halt is null && build.Position == again.Position);
        var plan = await marketplace.Host.Read("/v1/projections/job-title/plan", Stranger, Role.Data);
        Assert.Equal(again.Position.Value, plan.GetProperty("events").GetInt64());
        var status = await marketplace.Host.Read("/v1/projections", Stranger, Role.Auditor);
        Assert.Equal(again.Position.Value, status.GetProperty("skipped")[0].GetProperty("position").GetInt64());
    }

    [Theory]
    [InlineData("switch", "{}", "projection.cannot-switch")]
    [InlineData("rollback", "{}", "projection.cannot-roll-back")]
    [InlineData("drop", """{"build":"job_board_v1"}""", "projection.cannot-drop")]
    [InlineData("drop", """{"build":"'; drop table read.projection; --"}""", "projection.cannot-drop")]
    [InlineData("skip", """{"position":1,"reason":"Why not."}""", "projection.not-halted-there")]
    [InlineData("skip", """{"position":-9223372036854775808,"reason":"Why not."}""", "projection.not-halted-there")]
    public async Task Refuses_what_the_state_of_things_does_not_allow(string verb, string body, string code)
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        using var refused = await marketplace.Host.Post($"{JobBoard}/{verb}", body, Stranger, [Role.Data]);
        Assert.Equal((HttpStatusCode.Conflict, code), (refused.StatusCode, (await ProblemOf(refused)).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Has_nothing_to_compare_where_there_is_one_build()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        var (status, code, _) = await marketplace.Host.Refusal($"{JobBoard}/diff", Stranger, Role.Data);
        Assert.Equal((409, "projection.nothing-to-compare"), (status, code));
    }

    [Fact]
    public async Task Refuses_the_wrong_name_role_and_shape_at_every_address()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        var document = JsonElement.Parse(await (await marketplace.Host.Get("/openapi/v1.json", null, [])).Content.ReadAsStringAsync());
        var operations = document.GetProperty("paths").EnumerateObject()
            .Where(path => path.Name.StartsWith("/v1/projections/{name}/", StringComparison.Ordinal))
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Method: HttpMethod.Parse(operation.Name), Path: path.Name))).ToList();
        Assert.Equal(12, operations.Count);
        foreach (var (method, path) in operations)
        {
            await IsRefused(method, path.Replace("{name}", "no-such", StringComparison.Ordinal), Role.Data, 404);
            await IsRefused(method, path.Replace("{name}", "Job%20Board", StringComparison.Ordinal), Role.Data, 404);
            await IsRefused(method, path.Replace("{name}", "job-board", StringComparison.Ordinal), Role.Helper, 403);
            await IsRefused(method, path.Replace("{name}", "job-board", StringComparison.Ordinal) + "?now=1", Role.Data, 400);
            if (method == HttpMethod.Post)
            {
                foreach (var body in new[]
                {
                    "[]", "{", "null", "{\"surprise\":1}",
                    "{\"switch\":3,\"sample\":0,\"asItStands\":\"x\",\"build\":7,\"position\":\"x\",\"reason\":\"\"}",
                    "{\"position\":1,\"reason\":\"a\\u0000b\"}",
                })
                {
                    using var wrong = await marketplace.Host.Post(path.Replace("{name}", "job-board", StringComparison.Ordinal), body, Stranger, [Role.Data]);
                    Assert.True(wrong.StatusCode == HttpStatusCode.BadRequest, $"{path} {body}: {wrong.StatusCode}");
                }
            }
        }

        using var sample = await marketplace.Host.Post($"{JobBoard}/verify", """{"sample":0}""", Stranger, [Role.Data]);
        Assert.Contains("sample", (await ProblemOf(sample)).GetProperty("errors").EnumerateObject().Select(error => error.Name));
        using var text = await marketplace.Host.Post($"{JobBoard}/switch", "{}", Stranger, [Role.Data], "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, text.StatusCode);

        async Task IsRefused(HttpMethod method, string path, Role role, int status)
        {
            using var response = await marketplace.Host.Send(method, path, Stranger, [role]);
            Assert.True((int)response.StatusCode == status, $"{method} {path}: {response.StatusCode}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Answers_503_while_the_database_is_away()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        await using var outage = await Outage.Begin(postgres, marketplace.Connection);
        foreach (var verb in new[] { "rebuild", "verify", "switch", "rollback", "drop", "pause", "resume" })
        {
            using var response = await marketplace.Host.Post($"{JobBoard}/{verb}", "", Stranger, [Role.Data]);
            Assert.True(
                response.StatusCode == HttpStatusCode.ServiceUnavailable,
                $"{verb}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }

    private static async Task Rebuild(ReadHost host)
    {
        using var begun = await host.Post($"{JobBoard}/rebuild", "", Stranger, [Role.Data]);
        Assert.Equal("finished", (await host.Listen($"{JobBoard}/rebuild", Stranger, Role.Data).LastAsync()).Name);
    }

    private static async Task<JsonElement> Do(ReadHost host, string verb, string body, string model = JobBoard)
    {
        using var response = await host.Post($"{model}/{verb}", body, Stranger, [Role.Data]);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{verb}: {(int)response.StatusCode} {text}");
        return JsonElement.Parse(text);
    }

    private static async Task<JsonElement> ProblemOf(HttpResponseMessage response) => JsonElement.Parse(await response.Content.ReadAsStringAsync());
}
