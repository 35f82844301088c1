using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>Whose rebuild is taken up, and whose is begun again.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ResumedRebuildTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(BuildStep.PartCommitted)]
    [InlineData(BuildStep.IndexesMade)]
    public async Task Begins_again_what_another_build_of_the_program_began(BuildStep brokenOffAt)
    {
        await using var models = await BrokenOff(brokenOffAt);
        await models.Execute("update read.projection set program = 'another' where not built");

        var told = await models.Rebuild(Titles(shouting: false));

        Assert.Equal(["job_title_v1_2"], told.Builds);
        Assert.Equal(models.Log.Events.Count, told.Events);
        await models.IsFoldedInMemory(Titles(shouting: false), "read.mt_doc_job_title_v1_2");
    }

    [Fact]
    public async Task Who_is_stopped_while_it_makes_the_table_is_found_out_by_its_name_and_holds_nobody_up()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        Task rebuilding;
        await using (await models.Holding($"select pg_advisory_xact_lock({0x72656164})"))
        {
            rebuilding = models.Rebuild(JobTitle.First);
            await models.UntilCounted(
                """
                select count(*) from pg_stat_activity join read.runner on application_name = 'projections ' || runner.id
                where datname = current_database() and wait_event = 'advisory'
                """);
        }

        await rebuilding;
    }

    [Fact]
    public async Task Goes_on_with_what_the_same_program_began()
    {
        await using var models = await BrokenOff(BuildStep.PartCommitted);
        var told = await models.Rebuild(Titles(shouting: true));
        Assert.True(told.Events < models.Log.Events.Count);
        await models.IsFoldedInMemory(Titles(shouting: true), "read.mt_doc_job_title_v1_2");
    }

    /// <summary>A rebuild that has gone some way.</summary>
    private async Task<Reworked> BrokenOff(BuildStep at)
    {
        var models = await Reworked.Filled(postgres);
        var breaking = Reworked.Small with
        {
            AtStep = step =>
            {
                if (step == at)
                {
                    throw new InvalidOperationException("Broken off.");
                }
            },
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => new Reworked(models.Database, models.Log, breaking).Rebuild(Titles(shouting: true)));
        Assert.NotEqual(0, (await models.Build("job_title_v1_2")).Position.Value);
        return models;
    }

    private static Projection Titles(bool shouting) => Projection.Of<JobTitle>("job-title", version: 1)
        .Creates<JobEvent.Drafted>((e, _) => new(e.Job.Value, shouting ? e.Terms.Title.Value.ToUpperInvariant() : e.Terms.Title.Value, null))
        .IndexedBy("by_title", "((data ->> 'title') collate \"C\")");
}
