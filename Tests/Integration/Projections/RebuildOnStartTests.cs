using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace LaborMarketplace.Tests.Integration.Projections;

[Collection(PostgresCollection.Name)]
public sealed class RebuildOnStartTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Leaves_alone_what_a_newer_program_let_serve()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        await using (await Started(models, JobTitle.Second))
        {
            Assert.Equal(["job_title_v1 Previous", "job_title_v2 Live"], await Builds(models));
        }

        await using var older = await Started(models, JobTitle.First);

        Assert.Equal(["job_title_v1 Previous", "job_title_v2 Live"], await Builds(models));
        var health = await older.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        var told = health.Entries[ProjectionServices.Health].Description!;
        Assert.Contains("job-title serves version 2, and this program knows version 1, which is older", told, StringComparison.Ordinal);
        Assert.DoesNotContain("--switch", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switches_to_a_build_that_is_complete_rather_than_make_another()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        await models.Rebuild(JobTitle.Second);
        new SampleHistory(models.Log, seed: 6).Tell(helpers: 0, employers: 1, jobs: 3, applications: 0);

        await using var host = await Started(models, JobTitle.Second);

        Assert.Equal(["job_title_v1 Previous", "job_title_v2 Live"], await Builds(models));
        await host.CatchUp(models.Log.End, JobTitle.Second);
        await models.IsFoldedInMemory(JobTitle.Second, "read.job_title");
    }

    [Fact]
    public async Task Makes_one_build_however_often_it_cannot_be_switched_to()
    {
        var refusals = 3;
        await using var models = await Reworked.Serving(postgres, JobTitle.First);

        await using var host = await Started(models, JobTitle.Second, step =>
        {
            if (step == BuildStep.Switching && Interlocked.Decrement(ref refusals) >= 0)
            {
                throw new RebuildException("Somebody is reading it.");
            }
        });

        Assert.Equal(-1, refusals);
        Assert.Equal(["job_title_v1 Previous", "job_title_v2 Live"], await Builds(models));
    }

    [Fact]
    public async Task Makes_one_build_though_many_start_at_once()
    {
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        var first = Task.Run(() => Started(models, JobTitle.Second, step =>
        {
            if (step == BuildStep.Switching && reached.TrySetResult())
            {
                release.Task.Wait();
            }
        }));
        await reached.Task.WaitAsync(ProjectionHost.Patience);

        await using var second = await Started(models, JobTitle.Second);

        release.SetResult();
        await using var done = await first;
        Assert.Equal(["job_title_v1 Previous", "job_title_v2 Live"], await Builds(models));
    }

    [Fact]
    public async Task Leaves_alone_what_somebody_went_back_from()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        await using (await Started(models, JobTitle.Second))
        {
            await models.Builds.Rollback(JobTitle.Second, asItStands: true, CancellationToken.None);
        }

        await using var again = await Started(models, JobTitle.Second);

        Assert.Equal(["job_title_v1 Live", "job_title_v2 Previous"], await Builds(models));
    }

    [Fact]
    public async Task Leaves_alone_what_somebody_went_back_from_and_dropped()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        await using (await Started(models, JobTitle.Second))
        {
            await models.Builds.Rollback(JobTitle.Second, asItStands: true, CancellationToken.None);
        }

        await models.Builds.Drop(JobTitle.Second, null, CancellationToken.None);

        await using (await Started(models, JobTitle.Second))
        {
            Assert.Equal(["job_title_v1 Live"], await Builds(models));
        }

        await new Renewal(models.Database, models.Log, Reworked.Codec, Reworked.Small)
            .Run([JobTitle.Second], thenSwitch: true, CancellationToken.None).LastAsync();
        Assert.Equal(["job_title_v1 Previous", "job_title_v2 Live"], await Builds(models));
        Assert.Equal(0, await models.Count("select count(*) from read.withdrawn"));
    }

    /// <summary>Starts a process, and waits until it has done what it does at the start.</summary>
    private static async Task<ProjectionHost> Started(Reworked models, Projection projection, Action<BuildStep>? atStep = null)
    {
        var host = await ProjectionHost.Start(
            models.Database, models.Log, [projection], Reworked.Small with { RebuildOnStart = true, AtStep = atStep ?? (_ => { }) });
        var starting = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Single(service => service.GetType().Name == "RebuildOnStart");
        await starting.ExecuteTask!.WaitAsync(ProjectionHost.Patience);
        return host;
    }

    private static async Task<IReadOnlyList<string>> Builds(Reworked models) =>
        [.. (await new ProjectionStatus(models.Database).Read(CancellationToken.None)).Select(build => $"{build.Storage} {build.State}")];
}
