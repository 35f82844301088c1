using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Tests.Integration.Projections;

[Collection(PostgresCollection.Name)]
public sealed class SkippedMeanwhileTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_rebuild_passes_over_an_event_that_was_skipped_after_it_began()
    {
        await using var models = await Reworked.Filled(postgres);
        var job = models.Log.Events.First(recorded => recorded.Stream.Category == "job").Stream;
        var broken = models.Log.Record(
            job, new EventData(Guid.CreateVersion7(), "job.closed.v1", """{"reason":7}"""u8.ToArray(), models.Log.Events[0].Metadata));
        new SampleHistory(models.Log, seed: 6).Tell(helpers: 1, employers: 1, jobs: 5, applications: 2);
        await using var host = await models.Run(JobCard.Projection);
        await models.Until("job_board_v1", build => build.State == BuildState.Halted);

        var rebuilt = await new Reworked(models.Database, models.Log, Reworked.Small with { AtStep = SkipOnce }).Rebuild(JobCard.Projection);

        Assert.Empty(rebuilt.Halts);
        await models.Until("job_board_v1_2", build => build.Built && build.Position == models.Log.End);

        void SkipOnce(BuildStep step)
        {
            if (step == BuildStep.PartCommitted)
            {
                SkipIfHalted(broken.Position);
            }
        }

        void SkipIfHalted(LogPosition position)
        {
            using var skip = models.Database.CreateCommand($"select read.skip('job-board', {position.Value}, 'It is no use.', 'tester')");
            skip.ExecuteScalar();
        }
    }
}
