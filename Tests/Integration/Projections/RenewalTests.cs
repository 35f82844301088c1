using LaborMarketplace.Projections.Applications;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Tests.Integration.Projections;

[Collection(PostgresCollection.Name)]
public sealed class RenewalTests(PostgresFixture postgres)
{
    private static readonly IReadOnlyList<Projection> Models = [JobCard.Projection, JobTitle.First, ApplicationView.Projection];

    [Fact]
    public async Task Lets_each_build_serve_that_came_level_and_says_of_the_others_why_not()
    {
        await using var models = await Reworked.Serving(postgres, Models);
        var broken = models.Log.Events.Last(recorded => recorded.Type == "job.published.v1");
        models.Log.Mend(broken, "{}"u8.ToArray());
        var dropped = 0;

        var last = await Renew(models, thenSwitch: true, Reworked.Small with
        {
            AtStep = step =>
            {
                if (step == BuildStep.Switching && Interlocked.Exchange(ref dropped, 1) == 0)
                {
                    models.Builds.Drop(JobTitle.First, "job_title_v1_2", CancellationToken.None).GetAwaiter().GetResult();
                }
            },
        });

        Assert.Equal(["application_v1_2"], last.Serving);
        Assert.Equal(["job_board_v1_2"], last.Halts.Keys);
        Assert.Equal(["job_title_v1_2"], last.NotSwitched.Keys);
        Assert.Contains("There is no job_title_v1_2 any more", last.NotSwitched["job_title_v1_2"], StringComparison.Ordinal);
        Assert.Equal(BuildState.Live, (await models.Build("application_v1_2")).State);
        Assert.Equal((true, true), ((await models.Build("job_board_v1")).Live, (await models.Build("job_title_v1")).Live));
    }

    [Fact]
    public async Task Lets_the_build_serve_that_it_made_though_there_is_a_newer_one()
    {
        await using var models = await Reworked.Serving(postgres, Models);
        var finished = 0;

        var last = await Renew(models, thenSwitch: true, Reworked.Small with
        {
            AtStep = step =>
            {
                if (step == BuildStep.BuildFinished && Interlocked.Increment(ref finished) == Models.Count)
                {
                    models.Rebuild(JobTitle.First).GetAwaiter().GetResult();
                }
            },
        });

        Assert.Empty(last.Faults);
        Assert.Equal(last.Builds, last.Serving);
        Assert.Equal((true, BuildState.Level), ((await models.Build("job_title_v1_2")).Live, (await models.Build("job_title_v1_3")).State));
    }

    [Fact]
    public async Task Leaves_what_serves_alone_unless_asked()
    {
        await using var models = await Reworked.Serving(postgres, Models);
        var last = await Renew(models, thenSwitch: false);
        Assert.Empty(last.Serving.Concat(last.Faults));
        Assert.All(Models.Zip(last.Builds), made => Assert.Equal($"{made.First.Name.Replace('-', '_')}_v1_2", made.Second));
        Assert.Equal(BuildState.Live, (await models.Build("application_v1")).State);
    }

    [Fact]
    public async Task Begins_none_where_a_rebuild_of_one_is_at_work()
    {
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var models = await Reworked.Serving(postgres, Models);
        var holding = new Reworked(models.Database, models.Log, Reworked.Small with
        {
            AtStep = step =>
            {
                if (step == BuildStep.TableMade && reached.TrySetResult())
                {
                    release.Task.Wait();
                }
            },
        });
        var first = Task.Run(() => holding.Rebuild(JobTitle.First));
        await reached.Task.WaitAsync(ProjectionHost.Patience);

        var refused = await Assert.ThrowsAsync<RebuildException>(() => Renew(models, thenSwitch: false));

        Assert.Contains("job-title", refused.Message, StringComparison.Ordinal);
        var builds = await new ProjectionStatus(models.Database).Read(CancellationToken.None);
        Assert.Equal(["job_title_v1_2"], builds.Where(build => !build.Built).Select(build => build.Storage));
        release.SetResult();
        await first;
    }

    private static async Task<RebuildProgress> Renew(Reworked models, bool thenSwitch, ProjectionOptions? options = null) =>
        await new Renewal(models.Database, models.Log, Reworked.Codec, options ?? Reworked.Small).Run(Models, thenSwitch, CancellationToken.None).LastAsync();
}
