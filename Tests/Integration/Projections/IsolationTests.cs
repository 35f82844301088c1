using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>What is wrong with one read model holds up that one alone, and is told of it for as long as it is so.</summary>
[Collection(PostgresCollection.Name)]
public sealed class IsolationTests(PostgresFixture postgres)
{
    private const string Broken =
        """
        create function public.broken() returns trigger language plpgsql as
        $$ begin raise exception 'invalid page in block 7 of relation' using errcode = 'XX001'; end $$;
        create trigger broken before insert or update on read.mt_doc_job_title_v1 for each row execute function public.broken();
        """;

    [Fact]
    public async Task What_is_wrong_with_one_table_holds_up_no_other_read_model_and_is_red_while_the_others_get_on()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First, JobCard.Projection);
        await models.Execute(Broken);
        await using var host = await models.Run(JobTitle.First, JobCard.Projection);
        for (var round = 0; round < 20; round++)
        {
            new SampleHistory(models.Log, seed: round).Tell(helpers: 0, employers: 1, jobs: 1, applications: 0);
            await host.CatchUp(models.Log.End, JobCard.Projection);
            await AwaitFault(host);
            var health = await HealthOf(host);
            Assert.Equal(HealthStatus.Unhealthy, health.Status);
            Assert.Contains("job_title_v1: XX001: invalid page", health.Description, StringComparison.Ordinal);
        }

        await models.Execute("drop trigger broken on read.mt_doc_job_title_v1");
        await host.CatchUp(models.Log.End, JobTitle.First);
        await models.IsFoldedInMemory(JobTitle.First, "read.mt_doc_job_title_v1");
        await AwaitHealth(host, HealthStatus.Healthy);
    }

    [Fact]
    public async Task One_that_cannot_be_followed_is_tried_more_and_more_seldom_while_the_others_get_on()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First, JobCard.Projection);
        await models.Execute(Broken);
        var attempts = 0;
        var options = Reworked.Small with { LongestRetry = TimeSpan.FromMinutes(5) };
        await using var host = await ProjectionHost.Start(
            models.Database, models.Log, [JobTitle.First, JobCard.Projection],
            options with { AtStep = step => Interlocked.Add(ref attempts, step == BuildStep.PageFolded ? 1 : 0) });
        const int rounds = 200;
        for (var round = 0; round < rounds; round++)
        {
            new SampleHistory(models.Log, seed: round).Tell(helpers: 0, employers: 1, jobs: 1, applications: 0);
            await host.CatchUp(models.Log.End, JobCard.Projection);
        }

        Assert.True(attempts < rounds * 2, $"{attempts} pages were folded in {rounds} rounds: it was tried with each.");
    }

    [Fact]
    public async Task A_read_model_that_is_not_there_any_more_is_made_while_the_process_runs()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First, JobCard.Projection);
        await using var host = await models.Run(JobTitle.First, JobCard.Projection);
        await host.CatchUp(models.Log.End, JobTitle.First, JobCard.Projection);
        await models.Execute("drop schema read cascade");
        await ReadSchema.Prepare(models.Database, [], CancellationToken.None);

        await models.UntilCounted("select count(*) from read.projection where name = 'job-board' and position > 0");
        await models.Until("job_board_v1", build => build.Position == models.Log.End);
        await models.IsFoldedInMemory(JobCard.Projection, "read.mt_doc_job_board_v1");
        await AwaitHealth(host, HealthStatus.Healthy);
    }

    private static async Task AwaitFault(ProjectionHost host)
    {
        using var limit = new CancellationTokenSource(ProjectionHost.Patience);
        while (host.Services.GetRequiredService<RunnerState>().Fault is null)
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task AwaitHealth(ProjectionHost host, HealthStatus status)
    {
        using var limit = new CancellationTokenSource(ProjectionHost.Patience);
        while ((await HealthOf(host)).Status != status)
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<HealthReportEntry> HealthOf(ProjectionHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[ProjectionServices.Health];
}
