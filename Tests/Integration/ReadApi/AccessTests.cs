using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using static LaborMarketplace.Tests.Integration.ReadApi.ReadableMarketplace;

namespace LaborMarketplace.Tests.Integration.ReadApi;

[Collection(PostgresCollection.Name)]
public sealed class AccessTests(PostgresFixture postgres)
{
    private static readonly EventCodec Codec = EventCodec.OfMarketplace();

    [Fact]
    public async Task Shows_to_each_what_is_theirs()
    {
        await using var marketplace = await Open(postgres);
        var host = marketplace.Host;
        var scheduled = First<AssignmentEvent.Scheduled>(marketplace);
        var (helper, owner) = (new PersonId(scheduled.Helper.Value), marketplace.History.OwnerOf(scheduled.Employer));
        string[] between =
        [
            $"/v1/assignments/{scheduled.Assignment}", $"/v1/assignments/{scheduled.Assignment}/time-sheet",
            $"/v1/applications/{scheduled.Application}",
        ];
        string[] ofHelper = [$"/v1/helpers/{helper}/applications", $"/v1/helpers/{helper}/agenda", $"/v1/helpers/{helper}/verifications"];
        string[] ofEmployer = [$"/v1/employers/{scheduled.Employer}/agenda", $"/v1/jobs/{scheduled.Job}/applications"];
        string[] ofStaff = ["/v1/verifications", $"/v1/audit/streams/helper-{helper}", "/v1/projections"];
        foreach (var path in between.Concat(ofHelper))
        {
            await host.Read(path, helper, Role.Helper);
        }

        foreach (var path in between.Concat(ofEmployer))
        {
            await host.Read(path, owner, Role.Employer);
        }

        foreach (var path in between.Concat(ofHelper).Concat(ofEmployer).Concat(ofStaff))
        {
            Assert.Equal((403, "access.forbidden"), await StatusOf(path, Stranger, Role.Helper, Role.Employer));
            Assert.Equal(401, (await host.Refusal(path, null)).Status);
        }

        async Task<(int, string)> StatusOf(string path, PersonId person, params Role[] roles)
        {
            var (status, code, _) = await host.Refusal(path, person, roles);
            return (status, code);
        }
    }

    [Fact]
    public async Task Shows_how_to_reach_a_helper_only_to_an_employer_they_applied_to()
    {
        await using var marketplace = await Open(postgres, helpers: 8, employers: 4, jobs: 12, applications: 6);
        var applied = marketplace.Log.Events.Where(recorded => recorded.Type == "application.submitted.v1")
            .Select(recorded => (ApplicationEvent.Submitted)Codec.Decode(recorded).Event)
            .Select(submitted => (submitted.Employer, submitted.Helper))
            .ToHashSet();
        foreach (var helper in marketplace.History.Helpers)
        {
            Assert.True((await marketplace.Host.Read($"/v1/helpers/{helper}", new PersonId(helper.Value), Role.Helper)).TryGetProperty("email", out _));
            foreach (var employer in marketplace.History.Employers)
            {
                var seen = await marketplace.Host.Read($"/v1/helpers/{helper}", marketplace.History.OwnerOf(employer), Role.Employer);
                Assert.Equal(applied.Contains((employer, helper)), seen.TryGetProperty("email", out _));
            }
        }
    }

    [Fact]
    public async Task Shows_a_draft_to_its_employer_alone()
    {
        await using var marketplace = await Open(postgres);
        var host = marketplace.Host;
        var published = marketplace.Log.Events.Where(recorded => recorded.Type == "job.published.v1").Select(recorded => recorded.Stream).ToHashSet();
        var draft = marketplace.Log.Events.Where(recorded => recorded.Type == "job.drafted.v1" && !published.Contains(recorded.Stream))
            .Select(recorded => (JobEvent.Drafted)Codec.Decode(recorded).Event).First();
        var owner = marketplace.History.OwnerOf(draft.Employer);
        Assert.Equal("draft", (await host.Read($"/v1/jobs/{draft.Job}", owner, Role.Employer)).GetProperty("state").GetString());
        Assert.Equal(404, (await host.Refusal($"/v1/jobs/{draft.Job}", Stranger, Role.Helper)).Status);
        Assert.NotEmpty(await host.ReadAll($"/v1/jobs?employer={draft.Employer}&state=draft", owner, [Role.Employer], 50));
        Assert.Empty(await host.ReadAll($"/v1/jobs?employer={draft.Employer}&state=draft", Stranger, [Role.Helper], 50));
        Assert.Empty(await host.ReadAll("/v1/jobs?state=draft", owner, [Role.Employer], 50));
        Assert.DoesNotContain(
            await host.ReadAll($"/v1/jobs?employer={draft.Employer}", Stranger, [Role.Helper], 50), job => job.GetProperty("id").GetGuid() == draft.Job.Value);
    }

    [Fact]
    public async Task Lists_to_a_member_their_own_employers()
    {
        await using var marketplace = await Open(postgres, jobs: 0, applications: 0);
        var employer = marketplace.History.Employers[1];
        var own = await marketplace.Host.ReadAll("/v1/employers", marketplace.History.OwnerOf(employer), [Role.Employer], 50);
        Assert.Equal(employer.Value, Assert.Single(own).GetProperty("id").GetGuid());
        Assert.Equal(3, (await marketplace.Host.ReadAll("/v1/employers", Auditor, [Role.Reviewer], 2)).Count);
        Assert.False((await marketplace.Host.Read($"/v1/employers/{employer}", Stranger, Role.Helper)).TryGetProperty("contactEmail", out _));
    }

    [Fact]
    public async Task Tells_the_history_of_a_stream_page_by_page()
    {
        await using var marketplace = await Open(postgres, jobs: 0, applications: 0);
        var stream = StreamName.Of("helper", marketplace.History.Helpers[0].Value);
        var told = new List<long>();
        for (string? next = "0"; next is not null;)
        {
            var page = await marketplace.Host.Read($"/v1/audit/streams/{stream}?limit=3&fromRevision={next}", Auditor, Role.Auditor);
            told.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("position").GetInt64()));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(marketplace.Log.Events.Where(recorded => recorded.Stream == stream).Select(recorded => recorded.Position.Value), told);
        Assert.Equal(404, (await marketplace.Host.Refusal("/v1/audit/streams/job-nothing", Auditor, Role.Auditor)).Status);
    }

    [Fact]
    public async Task Tells_an_event_of_an_old_version_as_it_is_stored_and_as_it_reads_today()
    {
        await using var marketplace = await Open(postgres, helpers: 1, employers: 1, jobs: 0, applications: 0);
        var assignment = StreamName.Of("assignment", Guid.CreateVersion7());
        var stored = new EventData(
            Guid.CreateVersion7(), "assignment.checked-in.v1", """{"bySupervisorCode":true,"at":"2026-03-05T09:00:00+00:00","policy":1}"""u8.ToArray(),
            marketplace.Log.Events[0].Metadata);
        marketplace.Log.Record(assignment, stored);

        var page = await marketplace.Host.Read($"/v1/audit/streams/{assignment}", Auditor, Role.Auditor);
        var item = Assert.Single(page.GetProperty("items").EnumerateArray());
        Assert.Equal("assignment.checked-in.v1", item.GetProperty("type").GetString());
        Assert.True(item.GetProperty("data").GetProperty("bySupervisorCode").GetBoolean());
        Assert.Equal("assignment.checked-in.v2", item.GetProperty("today").GetProperty("type").GetString());
        Assert.Equal("supervisorCode", item.GetProperty("today").GetProperty("data").GetProperty("proof").GetString());
    }

    [Theory]
    [InlineData("/v1/jobs/0193aaaa-0000-7000-8000-00000000ffff", 404)]
    [InlineData("/v1/jobs/seven", 400)]
    [InlineData("/v1/helpers/00000000-0000-0000-0000-000000000000", 400)]
    [InlineData("/v1/helpers/0193aaaa-0000-7000-8000-00000000ffff/agenda?week=2026-W54", 403)]
    [InlineData("/v1/audit/streams/a%20b", 400)]
    [InlineData("/v1/skills?page=2", 400)]
    [InlineData("/v1/nothing", 404)]
    public async Task Refuses_what_does_not_exist_or_makes_no_sense(string path, int status)
    {
        await using var marketplace = await Open(postgres, helpers: 1, employers: 1, jobs: 0, applications: 0);
        var role = path.Contains("audit", StringComparison.Ordinal) ? Role.Auditor : Role.Helper;
        Assert.Equal(status, (await marketplace.Host.Refusal(path, Stranger, role)).Status);
    }

    private static T First<T>(ReadableMarketplace marketplace) =>
        marketplace.Log.Events.Select(recorded => Codec.Decode(recorded).Event).OfType<T>().First();
}
