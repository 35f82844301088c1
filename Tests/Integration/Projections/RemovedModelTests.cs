using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>What becomes of a read model that is taken out of the program.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RemovedModelTests(PostgresFixture postgres)
{
    private static readonly Projection Board = JobCard.Projection;

    [Fact]
    public async Task Is_removed_with_all_that_belongs_to_it()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First, Board);
        await models.Rebuild(JobTitle.First);
        await using var host = await models.Run(Board);

        Assert.Equal(["job_title_v1", "job_title_v1_2"], await models.Builds.Remove("job-title", CancellationToken.None));

        Assert.Equal(["job_board_v1"], (await new ProjectionStatus(models.Database).Read(CancellationToken.None)).Select(build => build.Storage));
        Assert.Equal(0, await models.Count("select count(*) from pg_class where relname like '%job\\_title%'"));
        Assert.Equal(0, await models.Count("select count(*) from pg_proc where proname like '%job\\_title%'"));
    }

    [Fact]
    public async Task Comes_again_from_the_log_with_a_program_that_has_it()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        await models.Builds.Remove("job-title", CancellationToken.None);
        await using var host = await models.Run(JobTitle.First);
        await host.CatchUp(models.Log.End, JobTitle.First);
        await models.IsFoldedInMemory(JobTitle.First, "read.job_title");
    }

    [Fact]
    public async Task Stays_while_a_program_runs_that_has_it()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        await using var host = await models.Run(JobTitle.Second);
        await models.UntilCounted("select count(*) from read.runner where 'job-title v2' = any (known)");

        var refusal = await Assert.ThrowsAsync<RebuildException>(() => models.Builds.Remove("job-title", CancellationToken.None));

        Assert.Contains("A process that runs knows job-title", refusal.Message, StringComparison.Ordinal);
        Assert.True((await models.Build("job_title_v1")).Live);
    }

    [Fact]
    public async Task Is_refused_by_name_where_there_is_none()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        var refusal = await Assert.ThrowsAsync<RebuildException>(() => models.Builds.Remove("job-titel", CancellationToken.None));
        Assert.Equal("There is no read model job-titel, in this program or in the database.", refusal.Message);
    }
}
