using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Tests.Integration.Projections;
using static LaborMarketplace.Tests.Integration.ReadApi.ReadableMarketplace;

namespace LaborMarketplace.Tests.Integration.ReadApi;

[Collection(PostgresCollection.Name)]
public sealed class ReadingTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Answers_every_address()
    {
        await using var marketplace = await Open(postgres);
        var (history, host) = (marketplace.History, marketplace.Host);
        var assignment = marketplace.Log.Events.First(recorded => recorded.Type == "assignment.scheduled.v1").Stream.Id;
        var application = marketplace.Log.Events.First(recorded => recorded.Type == "application.submitted.v1").Stream.Id;
        var helper = history.Helpers[0];
        string[] paths =
        [
            $"/v1/helpers/{helper}", $"/v1/helpers/{helper}/reputation", $"/v1/helpers/{helper}/applications", $"/v1/helpers/{helper}/agenda",
            $"/v1/helpers/{helper}/agenda?week=2026-W50&zone=America/New_York", $"/v1/helpers/{helper}/verifications", "/v1/helpers",
            $"/v1/employers/{history.Employers[0]}", "/v1/employers", "/v1/employers?state=verified", $"/v1/employers/{history.Employers[0]}/agenda",
            $"/v1/jobs/{history.Jobs[0].Job}", "/v1/jobs", $"/v1/jobs/{history.Jobs[0].Job}/applications", $"/v1/applications/{application}",
            $"/v1/assignments/{assignment}", $"/v1/assignments/{assignment}/time-sheet", "/v1/verifications", "/v1/verifications?state=clear",
            $"/v1/verifications/{DerivedId.Verification(helper, VerificationType.Identity)}", $"/v1/audit/streams/helper-{helper}",
            "/v1/projections", "/v1/skills",
            "/v1/metrics?from=2026-11-01&to=2026-12-31&region=us-east",
        ];
        foreach (var path in paths)
        {
            using var response = await host.Get(path, Auditor, [Role.Auditor]);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            Assert.NotNull(response.Headers.ETag);
            JsonElement.Parse(await response.Content.ReadAsStringAsync());
        }

        Assert.Contains("\"/v1/jobs\"", await (await host.Get("/openapi/v1.json", null, [])).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_nothing_of_what_documents_hide()
    {
        await using var marketplace = await Open(postgres);
        var told = await (await marketplace.Host.Get("/openapi/v1.json", null, [])).Content.ReadAsStringAsync();
        Assert.DoesNotContain("\"hidden\"", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serves_a_document_as_it_is_stored_without_what_it_hides()
    {
        await using var marketplace = await Open(postgres);
        var job = marketplace.History.Jobs[0].Job;
        var served = JsonSerializer.Deserialize<JobDetail>(await marketplace.Host.Read($"/v1/jobs/{job}", Stranger, Role.Helper), MarketplaceJson.Options);
        var folded = (JobDetail)FoldInMemory.Fold(JobDetail.Projection, EventCodec.OfMarketplace(), marketplace.Log.Events)[job.Value];
        Assert.Equal(folded with { Hidden = [] }, served);
    }

    [Theory]
    [InlineData("/v1/jobs", HttpStatusCode.OK)]
    [InlineData("/v1/jobs?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/health/ready", HttpStatusCode.OK)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    public async Task Answers_HEAD_like_GET_without_a_body(string path, HttpStatusCode status)
    {
        await using var marketplace = await Open(postgres);
        using var get = await marketplace.Host.Get(path, Stranger, [Role.Helper]);
        using var head = await marketplace.Host.Send(HttpMethod.Head, path, Stranger, [Role.Helper]);
        Assert.Equal((status, status), (get.StatusCode, head.StatusCode));
        Assert.Equal((get.Headers.ETag, get.Content.Headers.ContentType), (head.Headers.ETag, head.Content.Headers.ContentType));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Says_that_nothing_comes_next_and_nothing_has_halted()
    {
        await using var marketplace = await Open(postgres);
        var list = await marketplace.Host.Read("/v1/projections", Stranger, Role.Operator);
        Assert.Equal(JsonValueKind.Null, list.GetProperty("next").ValueKind);
        Assert.All(list.GetProperty("items").EnumerateArray(), item => Assert.Equal(JsonValueKind.Null, item.GetProperty("halt").ValueKind));
    }

    [Fact]
    public async Task Answers_304_to_who_has_it_until_it_changes()
    {
        await using var marketplace = await Open(postgres);
        var (job, employer, terms) = marketplace.History.Jobs[0];
        foreach (var path in new[] { $"/v1/jobs/{job}", $"/v1/jobs?employer={employer}" })
        {
            var tag = (await marketplace.Host.Get(path, Stranger, [Role.Helper])).Headers.ETag!.ToString();
            using var same = await marketplace.Host.Get(path, Stranger, [Role.Helper], ("If-None-Match", $"W/\"other\", {tag}"));
            Assert.Equal((HttpStatusCode.NotModified, ""), (same.StatusCode, await same.Content.ReadAsStringAsync()));
            var retitled = terms with { Title = Title.From($"Changed by {tag.Length} {path.Length}") };
            var edited = marketplace.Log.Happen(
                StreamName.Of("job", job.Value), new JobEvent.Edited(retitled, terms.When.Start), SampleHistory.Start);
            using var changed = await marketplace.Host.Get(
                path, Stranger, [Role.Helper], ("If-None-Match", tag), ("Marketplace-At-Least", edited.Position.ToString()));
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
            Assert.NotEqual(tag, changed.Headers.ETag!.ToString());
        }
    }

    [Fact]
    public async Task Waits_for_the_position_that_is_asked_for_and_shows_what_it_holds()
    {
        await using var marketplace = await Open(postgres);
        var (job, _, terms) = marketplace.History.Jobs[0];
        for (var change = 0; change < 30; change++)
        {
            var title = $"Title number {change}";
            var edited = marketplace.Log.Happen(
                StreamName.Of("job", job.Value), new JobEvent.Edited(terms with { Title = Title.From(title) }, terms.When.Start), SampleHistory.Start);
            using var response = await marketplace.Host.Get($"/v1/jobs/{job}", Stranger, [Role.Helper], ("Marketplace-At-Least", edited.Position.ToString()));
            Assert.Contains(title, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            var position = response.Headers.GetValues("Marketplace-Position").Single();
            Assert.True(long.Parse(position, CultureInfo.InvariantCulture) >= edited.Position.Value);
        }
    }

    [Fact]
    public async Task Says_how_far_it_is_when_it_does_not_come_there_in_time()
    {
        await using var marketplace = await Open(postgres);
        using var response = await marketplace.Host.Get("/v1/jobs", Stranger, [Role.Helper], ("Marketplace-At-Least", "99999"));
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "read.behind"), (response.StatusCode, problem.GetProperty("code").GetString()));
        var inputs = problem.GetProperty("inputs");
        Assert.Equal((99999, marketplace.Log.End.Value), (inputs.GetProperty("wanted").GetInt64(), inputs.GetProperty("current").GetInt64()));
        Assert.NotNull(response.Headers.RetryAfter);
        using var wrong = await marketplace.Host.Get("/v1/jobs", Stranger, [Role.Helper], ("Marketplace-At-Least", "soon"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task Compresses_for_who_asks()
    {
        await using var marketplace = await Open(postgres);
        using var response = await marketplace.Host.Get("/v1/skills", Stranger, [Role.Helper], ("Accept-Encoding", "gzip"));
        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        await using var plain = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.True((await JsonDocument.ParseAsync(plain)).RootElement.GetProperty("items").GetArrayLength() > 50);
    }

    [Fact]
    public async Task Answers_503_while_the_database_is_away_and_comes_back_by_itself()
    {
        await using var marketplace = await Open(postgres);
        var path = $"/v1/jobs/{marketplace.History.Jobs[0].Job}";
        await using (await Outage.Begin(postgres, marketplace.Connection))
        {
            foreach (var away in new[] { path, "/v1/jobs" })
            {
                using var response = await marketplace.Host.Get(away, Stranger, [Role.Helper]);
                // A document may still be served from memory until the loss of the connection is noticed.
                Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable || away == path, $"{away}: {response.StatusCode}");
                Assert.True(response.StatusCode == HttpStatusCode.OK || response.Headers.RetryAfter is not null);
            }
        }

        marketplace.Log.Happen(StreamName.Of("job", marketplace.History.Jobs[0].Job.Value), new JobEvent.Expired(), SampleHistory.Start);
        await marketplace.Host.CatchUp();
        Assert.Equal("expired", (await marketplace.Host.Read(path, Stranger, Role.Helper)).GetProperty("state").GetString());
    }
}
