using System.Net;
using System.Text.Json;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Employers;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Tests.Integration.Projections;
using Npgsql;
using static LaborMarketplace.Tests.Integration.ReadApi.ReadableMarketplace;

namespace LaborMarketplace.Tests.Integration.ReadApi;

[Collection(PostgresCollection.Name)]
public sealed class WaitingTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_read_waits_for_the_build_that_serves_and_is_woken_by_a_switch_to_one_that_is_there()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        var (job, _, terms) = marketplace.History.Jobs[0];
        marketplace.Held.Hold(ReadUntil.Cancelled);
        var retitled = terms with { Title = Title.From("Seen after the switch") };
        var edited = marketplace.Log.Happen(
            StreamName.Of("job", job.Value), new JobEvent.Edited(retitled, terms.When.Start), SampleHistory.Start);
        var models = new Reworked(marketplace.Database, marketplace.Log);
        await models.Rebuild(JobDetail.Projection, EmployerAccount.Projection);
        await models.Until("job_detail_v1_2", build => build.Position >= edited.Position);
        using var behind = await Read(marketplace, job, edited.Position);
        var problem = JsonElement.Parse(await behind.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "read.behind"), (behind.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal("job-detail", problem.GetProperty("inputs").GetProperty("projection").GetString());
        Assert.NotNull(behind.Headers.RetryAfter);

        var waiting = Read(marketplace, job, edited.Position);
        await models.Builds.Switch(JobDetail.Projection, CancellationToken.None);
        await models.Builds.Switch(EmployerAccount.Projection, CancellationToken.None);
        using var woken = await waiting;
        Assert.Contains("Seen after the switch", await woken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal([edited.Position.ToString()], woken.Headers.GetValues("Marketplace-Position"));
    }

    [Fact]
    public async Task A_read_is_never_answered_from_a_build_before_its_position_though_nobody_has_heard_yet_that_one_serves()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        var models = new Reworked(marketplace.Database, marketplace.Log);
        await models.Rebuild(JobDetail.Projection, JobCard.Projection);
        var before = marketplace.Log.End;
        await Execute(
            marketplace,
            "update read.projection set paused = true where storage in ('job_detail_v1_2', 'job_board_v1_2'); select pg_notify('read_builds', '')");
        var (job, _, terms) = marketplace.History.Jobs[0];
        var edited = marketplace.Log.Happen(
            StreamName.Of("job", job.Value), new JobEvent.Edited(terms with { Title = Title.From("Newer") }, terms.When.Start), SampleHistory.Start);
        await marketplace.Host.CatchUp();

        await using (var deaf = await marketplace.Database.OpenConnectionAsync())
        {
            // Whoever hears of a switch asks which builds serve, and waits here; so does the switch itself, and what it does is done by hand.
            await using var transaction = await deaf.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand("lock table read.runner in access exclusive mode", deaf);
            await hold.ExecuteNonQueryAsync();
            await Execute(
                marketplace,
                """
                update read.projection set live = false where storage in ('job_detail_v1', 'job_board_v1');
                update read.projection set live = true where storage in ('job_detail_v1_2', 'job_board_v1_2');
                select read.show('job-detail'), read.show('job-board')
                """);
            foreach (var path in new[] { $"/v1/jobs/{job}", "/v1/jobs", $"/v1/jobs/{JobId.From(Guid.CreateVersion7())}" })
            {
                using var answer = await Read(marketplace, path, edited.Position);
                var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
                Assert.Equal((HttpStatusCode.ServiceUnavailable, "read.behind"), (answer.StatusCode, problem.GetProperty("code").GetString()));
                Assert.Equal(before.Value, problem.GetProperty("inputs").GetProperty("current").GetInt64());
            }

            using var older = await marketplace.Host.Get($"/v1/jobs/{job}", Stranger, [Role.Helper]);
            Assert.Equal([before.ToString()], older.Headers.GetValues("Marketplace-Position"));
        }

        await models.Builds.Pause(JobDetail.Projection, paused: false, CancellationToken.None);
        await models.Builds.Pause(JobCard.Projection, paused: false, CancellationToken.None);
        await models.Until("job_detail_v1_2", build => build.Position == edited.Position);
        using var newer = await Read(marketplace, job, edited.Position);
        Assert.Contains("Newer", await newer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task Execute(HeldMarketplace marketplace, string sql)
    {
        await using var command = marketplace.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<HttpResponseMessage> Read(HeldMarketplace marketplace, JobId job, LogPosition atLeast) => Read(marketplace, $"/v1/jobs/{job}", atLeast);

    private static Task<HttpResponseMessage> Read(HeldMarketplace marketplace, string path, LogPosition atLeast) =>
        marketplace.Host.Get(path, Stranger, [Role.Helper], ("Marketplace-At-Least", atLeast.ToString()));
}
