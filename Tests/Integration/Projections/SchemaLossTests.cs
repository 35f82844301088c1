using LaborMarketplace.Domain.Values;
using LaborMarketplace.Domain.Verifications;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>What is lost of tables, views and functions is made again, and what was in it.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SchemaLossTests(PostgresFixture postgres)
{
    private static readonly Projection Board = JobCard.Projection;

    [Fact]
    public async Task Folds_from_the_start_what_was_lost_with_its_table()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        await models.Execute("drop table read.mt_doc_job_title_v1 cascade");
        await ReadSchema.Prepare(models.Database, [JobTitle.First], CancellationToken.None);
        Assert.Equal(0, (await models.Build("job_title_v1")).Position.Value);
        await using var host = await models.Run(JobTitle.First);
        await models.Until("job_title_v1", build => build.Position == models.Log.End);
        await models.IsFoldedInMemory(JobTitle.First, "read.job_title");
    }

    [Fact]
    public async Task Tells_readers_that_a_model_is_folded_from_the_start()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        await using var host = await models.Run(JobTitle.Second);
        await host.CatchUp(models.Log.End, JobTitle.First);
        await models.Execute("drop table read.mt_doc_job_title_v1 cascade");
        await ReadSchema.Prepare(models.Database, [JobTitle.First], CancellationToken.None);
        using var limit = new CancellationTokenSource(ProjectionHost.Patience);
        while (host.Positions.Of(JobTitle.First.Name).Value > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Begins_a_rebuild_again_whose_table_was_lost()
    {
        var parts = 0;
        var breaking = Reworked.Small with
        {
            AtStep = step =>
            {
                if (step == BuildStep.PartCommitted && Interlocked.Increment(ref parts) == 2)
                {
                    throw new InvalidOperationException("Broken off.");
                }
            },
        };
        await using var models = await Reworked.Serving(postgres, Board);
        await Assert.ThrowsAsync<InvalidOperationException>(() => new Reworked(models.Database, models.Log, breaking).Rebuild(Board));
        await models.Execute("drop table read.mt_doc_job_board_v1_2");
        await models.Rebuild(Board);
        await models.IsFoldedInMemory(Board, "read.mt_doc_job_board_v1_2");
    }

    [Fact]
    public async Task Has_its_indexes_when_a_table_was_lost_and_is_made_again()
    {
        await using var models = await Reworked.Serving(postgres, Board);
        await models.Execute("drop table read.mt_doc_job_board_v1 cascade");
        await ReadSchema.Prepare(models.Database, [Board], CancellationToken.None);
        const string Made = "select count(*) from pg_indexes where schemaname = 'read' and tablename = 'mt_doc_job_board_v1'";
        Assert.Equal(Board.Indexes.Count + 1, await models.Count(Made));
    }

    [Fact]
    public async Task Makes_a_lost_view_again_at_a_start()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        await models.Execute("drop view read.job_title");
        await ReadSchema.Prepare(models.Database, [JobTitle.First], CancellationToken.None);
        await models.IsFoldedInMemory(JobTitle.First, "read.job_title");
    }

    [Fact]
    public async Task Makes_a_lost_view_again_of_a_version_that_another_program_lets_serve()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        await models.Execute("drop view read.job_title");
        await ReadSchema.Prepare(models.Database, [JobTitle.Second], CancellationToken.None);
        await models.IsFoldedInMemory(JobTitle.First, "read.job_title");
    }

    [Theory]
    [InlineData("drop view read.job_title")]
    [InlineData("drop table read.runner")]
    [InlineData("drop function read.beat")]
    public async Task Makes_again_what_is_lost_while_it_is_in_use(string loss)
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        var options = Reworked.Small with { LongestRetry = TimeSpan.FromMilliseconds(200) };
        await using var host = await ProjectionHost.Start(models.Database, models.Log, [JobTitle.First], options);
        await host.CatchUp(models.Log.End, JobTitle.First);
        await models.Execute(loss);
        new SampleHistory(models.Log, seed: 6).Tell(helpers: 0, employers: 1, jobs: 3, applications: 0);
        await models.UntilCounted("select count(*) from pg_class where relnamespace = 'read'::regnamespace and relname = 'job_title'");
        await models.UntilCounted("select count(*) from pg_class where relnamespace = 'read'::regnamespace and relname = 'runner'");
        await models.UntilCounted("select count(*) from pg_proc where pronamespace = 'read'::regnamespace and proname = 'beat'");
        await models.Until("job_title_v1", build => build.Position == models.Log.End);
    }

    [Theory]
    [InlineData("drop table read.runner")]
    [InlineData("drop table read.skipped")]
    [InlineData("drop table read.projection_link")]
    [InlineData("drop table read.projection cascade")]
    [InlineData("drop sequence read.epoch")]
    [InlineData("drop function read.heir")]
    public async Task Goes_on_at_a_start_where_a_common_part_was_lost(string loss)
    {
        await using var models = await Reworked.Serving(postgres, Checks.Projection, JobTitle.First);
        await models.Execute(loss);
        var asked = models.Log.Events.First(recorded => recorded.Type == "verification.requested.v1");
        models.Log.Happen(asked.Stream, new VerificationEvent.Started(new PersonId(Guid.CreateVersion7())), SampleHistory.Start);
        await ReadSchema.Prepare(models.Database, [Checks.Projection, JobTitle.First], CancellationToken.None);
        await using var host = await models.Run(Checks.Projection, JobTitle.First);
        await models.Until("checks_v1", build => build.Position == models.Log.End);
        await models.Until("job_title_v1", build => build.Position == models.Log.End);
        await models.IsFoldedInMemory(Checks.Projection, "read.checks");
        await models.IsFoldedInMemory(JobTitle.First, "read.job_title");
    }
}
