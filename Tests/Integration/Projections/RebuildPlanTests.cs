using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Proving;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Tests.Integration.Projections;

[Collection(PostgresCollection.Name)]
public sealed class RebuildPlanTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Rests_on_events_that_were_written_and_leaves_nothing_behind()
    {
        await using var models = await Followed();
        var tables = await models.Count("select count(*) from pg_class");
        var plan = await Plan(models);
        Assert.Equal((models.Log.End.Value, models.Log.End.Value), (plan.Events, plan.MeasuredEvents));
        Assert.InRange(plan.Seconds, 1, 60);
        Assert.Equal(tables, await models.Count("select count(*) from pg_class"));
    }

    [Fact]
    public async Task Counts_the_links_among_what_a_rebuild_takes_of_the_disk()
    {
        await using var models = await Followed();
        var documents = await models.Count("select pg_total_relation_size('read.mt_doc_checks_v1')");
        var links = await models.Count("select pg_total_relation_size('read.projection_link')");
        Assert.Equal(documents + links, (await Plan(models)).DiskBytes);
        await models.Rebuild(Checks.Projection);
        Assert.InRange((await Plan(models)).DiskBytes, documents + 1, documents + links - 1);
    }

    [Fact]
    public async Task Passes_over_what_the_version_skips()
    {
        await using var models = await Reworked.Filled(postgres);
        var stream = models.Log.Events.First(recorded => recorded.Type == "verification.requested.v1").Stream;
        var broken = models.Log.Record(
            stream, new EventData(Guid.CreateVersion7(), "verification.started.v1", """{"reviewer":7}"""u8.ToArray(), models.Log.Events[0].Metadata));
        await using var host = await models.Run(Checks.Projection);
        await models.Until("checks_v1", build => build.State == BuildState.Halted);
        await models.Builds.Skip(Checks.Projection, broken.Position, "The reviewer was lost.", "tester", CancellationToken.None);
        Assert.Equal(models.Log.End.Value, (await Plan(models)).Events);
    }

    [Fact]
    public async Task Says_of_a_document_that_cannot_be_stored_that_it_is_what_a_rebuild_would_halt_at()
    {
        await using var models = await Reworked.Filled(postgres);
        var marked = MarkedJob.With(Unstorable.ZeroCharacter);
        var (job, _, terms) = new SampleHistory(models.Log, seed: 6).Tell(helpers: 0, employers: 1, jobs: 3, applications: 0).Jobs[1];
        models.Log.Happen(
            StreamName.Of("job", job.Value),
            new JobEvent.Edited(terms with { Title = Title.From(MarkedJob.FaultyTitle) }, terms.When.Start),
            SampleHistory.Start);
        await using var host = await models.Run(marked);
        await models.Until("marked_job_v1", build => build.Halt is not null);
        var refusal = await Assert.ThrowsAsync<FoldException>(
            () => RebuildPlan.Make(models.Database, models.Log, Reworked.Codec, marked, models.Log.End, CancellationToken.None));
        Assert.Contains("has a document that cannot be stored", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<Reworked> Followed()
    {
        var models = await Reworked.Filled(postgres);
        await using var host = await models.Run(Checks.Projection);
        await host.CatchUp(models.Log.End, Checks.Projection);
        return models;
    }

    private static Task<RebuildPlan> Plan(Reworked models) =>
        RebuildPlan.Make(models.Database, models.Log, Reworked.Codec, Checks.Projection, models.Log.End, CancellationToken.None);
}
