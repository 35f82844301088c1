using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>A document that cannot be stored halts its build at the event, as one that cannot be folded does, and keeps up nothing else.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RefusedDocumentTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(Unstorable.ZeroCharacter, "22P05")]
    [InlineData(Unstorable.TooLongForTheIndex, "54000")]
    [InlineData(Unstorable.NoNumberForTheIndex, "22P02")]
    [InlineData(Unstorable.AgainstARule, "23514")]
    [InlineData(Unstorable.NoNumberInJson, "no JSON")]
    public async Task Halts_its_build_alone_at_the_event_and_goes_on_when_it_is_mended(Unstorable mistake, string reason)
    {
        await using var models = await Reworked.Filled(postgres);
        var marked = MarkedJob.With(mistake);
        var faulty = TellOfAFaultyJob(models);
        await ReadSchema.Prepare(models.Database, [marked], CancellationToken.None);
        if (mistake == Unstorable.AgainstARule)
        {
            await using var rule = models.Database.CreateCommand($"alter table read.mt_doc_marked_job_v1 add {MarkedJob.Rule}");
            await rule.ExecuteNonQueryAsync();
        }

        await using var host = await models.Run(marked, JobTitle.First);
        await host.CatchUp(models.Log.End, JobTitle.First);
        await models.Until("marked_job_v1", build => build.Halt is not null);
        await IsHaltedAt(faulty, "marked_job_v1", reason, models, marked);
        await models.IsFoldedInMemory(JobTitle.First, "read.job_title");
        var health = (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[ProjectionServices.Health];
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains($"marked-job halts at job.edited.v1, revision {faulty.Revision} of {faulty.Stream}", health.Description, StringComparison.Ordinal);

        Mend(models, faulty);
        await host.CatchUp(models.Log.End, marked);
        await models.IsFoldedInMemory(marked, "read.marked_job");
    }

    [Theory]
    [InlineData(Unstorable.ZeroCharacter, "22P05")]
    [InlineData(Unstorable.TooLongForTheIndex, "54000")]
    [InlineData(Unstorable.NoNumberForTheIndex, "22P02")]
    [InlineData(Unstorable.NoNumberInJson, "no JSON")]
    public async Task Halts_its_build_alone_in_a_rebuild_and_the_next_rebuild_takes_it_up(Unstorable mistake, string reason)
    {
        await using var models = await Reworked.Filled(postgres);
        var marked = MarkedJob.With(mistake);
        var faulty = TellOfAFaultyJob(models);

        var end = await models.Rebuild(marked, JobTitle.First);

        Assert.Equal(["marked_job_v1_2"], end.Halts.Keys);
        Assert.Contains($"halts at job.edited.v1, revision {faulty.Revision} of {faulty.Stream}", end.Halts["marked_job_v1_2"], StringComparison.Ordinal);
        await IsHaltedAt(faulty, "marked_job_v1_2", reason, models, marked);
        Assert.Equal(BuildState.Level, (await models.Build("job_title_v1_2")).State);
        await models.IsFoldedInMemory(JobTitle.First, "read.mt_doc_job_title_v1_2");

        Assert.Equal(["marked_job_v1_2"], (await models.Rebuild(marked)).Halts.Keys);
        await IsHaltedAt(faulty, "marked_job_v1_2", reason, models, marked);
        Mend(models, faulty);
        Assert.Empty((await models.Rebuild(marked)).Halts);
        await models.IsFoldedInMemory(marked, "read.mt_doc_marked_job_v1_2");
    }

    [Fact]
    public async Task Is_passed_over_when_a_person_says_so()
    {
        await using var models = await Reworked.Filled(postgres, options: Reworked.Small with { HaltedRetry = TimeSpan.FromMinutes(10) });
        var marked = MarkedJob.With(Unstorable.ZeroCharacter);
        var faulty = TellOfAFaultyJob(models);
        await using var host = await models.Run(marked);
        await models.Until("marked_job_v1", build => build.Halt is not null);
        await models.Builds.Skip(marked, faulty.Position, "The title is wrong.", "tester", CancellationToken.None);
        await host.CatchUp(models.Log.End, marked);
    }

    /// <summary>Jobs are told of, one is edited in such a way that the definition makes its mistake, and more is told.</summary>
    private static RecordedEvent TellOfAFaultyJob(Reworked models)
    {
        var history = new SampleHistory(models.Log, seed: 6).Tell(helpers: 0, employers: 1, jobs: 3, applications: 0);
        var (job, _, terms) = history.Jobs[1];
        var faulty = models.Log.Happen(StreamName.Of("job", job.Value), Edited(terms, MarkedJob.FaultyTitle), SampleHistory.Start);
        history.Tell(helpers: 1, employers: 1, jobs: 20, applications: 5);
        return faulty;
    }

    private static void Mend(Reworked models, RecordedEvent faulty) => models.Log.Mend(
        faulty, Reworked.Codec.Encode(Edited(new SampleHistory(models.Log, seed: 1).Terms(), "Sound"), faulty.Id, Reworked.Codec.Decode(faulty).Metadata).Data);

    private static JobEvent.Edited Edited(JobTerms terms, string title) => new(terms with { Title = Title.From(title) }, terms.When.Start);

    private static async Task IsHaltedAt(RecordedEvent faulty, string storage, string reason, Reworked models, Projection marked)
    {
        var build = await models.Build(storage);
        Assert.Equal(
            (faulty.Stream, faulty.Revision, faulty.Type, faulty.Position),
            (build.Halt!.Stream, build.Halt.Revision, build.Halt.Type, build.Halt.Position));
        Assert.Contains(reason, build.Halt.Reason, StringComparison.Ordinal);
        Assert.Equal(faulty.Position.Value - 1, build.Position.Value);
        var before = models.Log.Events.Where(recorded => recorded.Position < faulty.Position);
        Assert.Equal(await ProjectionHost.Expected(models.Database, marked, before), await ProjectionHost.Stored(models.Database, $"read.mt_doc_{storage}"));
    }
}
