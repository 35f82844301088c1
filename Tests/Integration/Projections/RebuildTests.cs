using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LaborMarketplace.Tests.Integration.Projections;

[Collection(PostgresCollection.Name)]
public sealed class RebuildTests(PostgresFixture postgres)
{
    private static readonly Projection Board = JobCard.Projection;

    [Fact]
    public async Task Builds_every_read_model_beside_as_the_log_says_though_little_fits_in_memory()
    {
        await using var models = await Reworked.Filled(postgres);
        await using var host = await models.Run();
        await host.CatchUp(models.Log.End, ReadModels.All);
        var end = await models.Rebuild([.. ReadModels.All]);
        Assert.Equal((RebuildStage.Finished, (long)models.Log.Events.Count, 1.0), (end.Stage, end.Events, end.Done));
        foreach (var projection in ReadModels.All)
        {
            var build = new Build(projection, 2);
            await models.IsFoldedInMemory(projection, build.Table);
            Assert.Equal(BuildState.Level, (await models.Build(build.Storage)).State);
        }
    }

    [Fact]
    public async Task Says_how_much_of_the_log_is_read_and_not_how_much_of_the_indexes_is_made()
    {
        await using var models = await Reworked.Filled(postgres);
        var (told, heard) = (new List<RebuildProgress>(), new TaskCompletionSource());
        var holding = Reworked.Small with
        {
            AtStep = step =>
            {
                if (step == BuildStep.IndexesMade)
                {
                    heard.Task.Wait();
                }
            },
        };

        await foreach (var progress in new Rebuild(models.Database, models.Log, Reworked.Codec, holding).Run([Board], CancellationToken.None))
        {
            told.Add(progress);
            if (progress.Stage == RebuildStage.Indexing)
            {
                heard.SetResult();
            }
        }

        Assert.All(told.Where(progress => progress.Stage is RebuildStage.Indexing or RebuildStage.CatchingUp), progress =>
            Assert.Equal((null, null, models.Log.Events.Count), ((double?)progress.Done, progress.Left, (int)progress.Events)));
        Assert.Equal((RebuildStage.Finished, 1, TimeSpan.Zero), (told[^1].Stage, told[^1].Done, told[^1].Left));
    }

    [Fact]
    public async Task Refuses_a_switch_to_a_version_that_nobody_who_runs_knows_while_the_other_goes_on()
    {
        await using var models = await Reworked.Filled(postgres);
        await using var host = await models.Run(JobTitle.First);
        await host.CatchUp(models.Log.End, JobTitle.First);
        await models.Rebuild(JobTitle.Second);

        var refusal = await Assert.ThrowsAsync<RebuildException>(() => models.Builds.Switch(JobTitle.Second, CancellationToken.None));

        Assert.Contains("No program that runs knows version 2 of job-title", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((true, BuildState.Level), ((await models.Build("job_title_v1")).Live, (await models.Build("job_title_v2")).State));
        await using var newer = await models.Run(JobTitle.Second);
        await models.Until("job_title_v2", build => build.Followed);
        Assert.Equal("job_title_v2", (await models.Builds.Switch(JobTitle.Second, CancellationToken.None)).Storage);
    }

    [Fact]
    public async Task Switches_rolls_back_and_drops_while_the_log_goes_on()
    {
        await using var models = await Reworked.Filled(postgres);
        await using var host = await models.Run();
        await models.Rebuild(Board);
        var history = new SampleHistory(models.Log, seed: 6).Tell(helpers: 2, employers: 1, jobs: 6, applications: 6);
        Assert.Equal("job_board_v1_2", (await models.Builds.Switch(Board, CancellationToken.None)).Storage);
        history.Tell(helpers: 1, employers: 1, jobs: 6, applications: 3);
        await host.CatchUp(models.Log.End, Board);
        await models.IsFoldedInMemory(Board, "read.job_board");
        await models.Until("job_board_v1", build => build.Position == models.Log.End);
        Assert.Equal("job_board_v1", (await models.Builds.Rollback(Board, asItStands: false, CancellationToken.None)).Storage);
        await models.IsFoldedInMemory(Board, "read.job_board");
        await Assert.ThrowsAsync<RebuildException>(() => models.Builds.Drop(Board, "job_board_v1", CancellationToken.None));
        Assert.Equal(["job_board_v1_2"], await models.Builds.Drop(Board, null, CancellationToken.None));
        Assert.Equal(0, await models.Count("select count(*) from pg_class where relname like '%job\\_board\\_v1\\_2%'"));
        Assert.Equal(0, await models.Count("select count(*) from pg_proc where proname like '%job\\_board\\_v1\\_2%'"));
        history.Tell(helpers: 0, employers: 0, jobs: 3, applications: 0);
        await host.CatchUp(models.Log.End, Board);
        await models.IsFoldedInMemory(Board, "read.job_board");
    }

    [Fact]
    public async Task Works_when_nothing_follows_the_log()
    {
        await using var models = await Reworked.Filled(postgres);
        await using (var host = await models.Run())
        {
            await host.CatchUp(models.Log.End, ReadModels.All);
        }

        await models.Rebuild(Board);
        new SampleHistory(models.Log, seed: 6).Tell(helpers: 0, employers: 1, jobs: 3, applications: 0);
        await models.Builds.Switch(Board, CancellationToken.None);
        await using var again = await models.Run();
        await again.CatchUp(models.Log.End, Board);
        await models.IsFoldedInMemory(Board, "read.job_board");
    }

    [Theory]
    [InlineData(BuildStep.BuildBegun, 1)]
    [InlineData(BuildStep.TableMade, 1)]
    [InlineData(BuildStep.DocumentsCopied, 1)]
    [InlineData(BuildStep.DocumentsCopied, 2)]
    [InlineData(BuildStep.PartCommitted, 2)]
    [InlineData(BuildStep.IndexesMade, 1)]
    public async Task Goes_on_where_it_was_broken_off(BuildStep at, int time)
    {
        var passed = 0;
        var breaking = Reworked.Small with
        {
            AtStep = step =>
            {
                if (step == at && Interlocked.Increment(ref passed) == time)
                {
                    throw new InvalidOperationException("Broken off.");
                }
            },
        };
        await using var models = await Reworked.Filled(postgres, options: breaking);
        await using (var host = await models.Run())
        {
            await host.CatchUp(models.Log.End, Board);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => models.Rebuild(Board));
        Assert.Equal(BuildState.Building, (await models.Build("job_board_v1_2")).State);
        var rest = await new Reworked(models.Database, models.Log).Rebuild(Board);
        Assert.Equal(["job_board_v1_2"], rest.Builds);
        await models.IsFoldedInMemory(Board, "read.mt_doc_job_board_v1_2");
    }

    [Fact]
    public async Task Lets_one_rebuild_of_a_model_be_at_work()
    {
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var holding = Reworked.Small with
        {
            AtStep = step =>
            {
                if (step == BuildStep.TableMade)
                {
                    reached.TrySetResult();
                    release.Task.Wait();
                }
            },
        };
        await using var models = await Reworked.Filled(postgres, options: holding);
        var first = Task.Run(() => models.Rebuild(Board));
        await reached.Task.WaitAsync(ProjectionHost.Patience);
        var second = await Assert.ThrowsAsync<RebuildException>(() => new Reworked(models.Database, models.Log).Rebuild(Board));
        Assert.Contains("at work", second.Message, StringComparison.Ordinal);
        release.SetResult();
        await first;
    }

    [Fact]
    public async Task Keeps_another_version_serving_until_somebody_rebuilds()
    {
        await using var models = await Reworked.Filled(postgres);
        await using (var first = await models.Run(JobTitle.First))
        {
            await first.CatchUp(models.Log.End, JobTitle.First);
        }

        var end = models.Log.End;
        await using (var second = await models.Run(JobTitle.Second))
        {
            new SampleHistory(models.Log, seed: 6).Tell(helpers: 0, employers: 1, jobs: 3, applications: 0);
            var health = await second.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            Assert.Equal(HealthStatus.Degraded, health.Status);
            Assert.Contains(
                "serves version 1 as it stands, and this program knows version 2",
                health.Entries[ProjectionServices.Health].Description, StringComparison.Ordinal);
            Assert.Equal((true, end), ((await models.Build("job_title_v1")).Live, (await models.Build("job_title_v1")).Position));
        }

        await using var rebuilding = await ProjectionHost.Start(models.Database, models.Log, [JobTitle.Second], Reworked.Small with { RebuildOnStart = true });
        await models.Until("job_title_v1", build => !build.Live);
        await rebuilding.CatchUp(models.Log.End, JobTitle.Second);
        await models.IsFoldedInMemory(JobTitle.Second, "read.job_title");
        var refusal = await Assert.ThrowsAsync<RebuildException>(() => models.Builds.Rollback(JobTitle.Second, asItStands: false, CancellationToken.None));
        Assert.Contains("--as-it-stands", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("job_title_v1", (await models.Builds.Rollback(JobTitle.Second, asItStands: true, CancellationToken.None)).Storage);
        await using var old = await models.Run(JobTitle.First);
        await models.Until("job_title_v1", build => build.Position == models.Log.End);
        await models.IsFoldedInMemory(JobTitle.First, "read.job_title");
    }

    [Fact]
    public async Task Stands_still_while_it_is_paused()
    {
        await using var models = await Reworked.Filled(postgres);
        await using var host = await models.Run();
        await host.CatchUp(models.Log.End, ReadModels.All);
        await models.Builds.Pause(Board, paused: true, CancellationToken.None);
        var end = models.Log.End;
        new SampleHistory(models.Log, seed: 6).Tell(helpers: 0, employers: 1, jobs: 3, applications: 0);
        await host.CatchUp(models.Log.End, ReadModels.All.Except([Board]));
        Assert.Equal((BuildState.Paused, end), ((await models.Build("job_board_v1")).State, (await models.Build("job_board_v1")).Position));
        await models.Builds.Pause(Board, paused: false, CancellationToken.None);
        await host.CatchUp(models.Log.End, Board);
        await models.IsFoldedInMemory(Board, "read.job_board");
    }

    [Fact]
    public async Task Halts_a_rebuild_at_what_it_cannot_fold_and_leaves_what_serves_alone()
    {
        await using var models = await Reworked.Filled(postgres);
        await using var host = await models.Run(Board);
        await host.CatchUp(models.Log.End, Board);
        var broken = models.Log.Events.Last(recorded => recorded.Type == "job.published.v1");
        models.Log.Mend(broken, "{}"u8.ToArray());
        var end = await models.Rebuild(Board);
        Assert.Contains("job.published.v1", end.Halts["job_board_v1_2"], StringComparison.Ordinal);
        Assert.Equal(BuildState.Live, (await models.Build("job_board_v1")).State);
        var health = (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[ProjectionServices.Health];
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("job-board (in job_board_v1_2, which does not serve) halts at job.published.v1", health.Description, StringComparison.Ordinal);
        models.Log.Mend(broken, broken.Data);
        Assert.Empty((await models.Rebuild(Board)).Halts);
        Assert.Equal(HealthStatus.Healthy, (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
        await models.IsFoldedInMemory(Board, "read.mt_doc_job_board_v1_2");
    }
}
