using System.Net;
using System.Text.Json;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Employers;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Tests.Integration.Projections;
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
        var edited = marketplace.Log.Happen(
            StreamName.Of("job", job.Value), new JobEvent.Edited(terms with { Title = Title.From("Seen after the switch") }, terms.When.Start), SampleHistory.Start);
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

    private static Task<HttpResponseMessage> Read(HeldMarketplace marketplace, JobId job, LogPosition atLeast) =>
        marketplace.Host.Get($"/v1/jobs/{job}", Stranger, [Role.Helper], ("Marketplace-At-Least", atLeast.ToString()));
}
