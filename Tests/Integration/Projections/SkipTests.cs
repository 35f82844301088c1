using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Proving;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>Which events a person may let a read model pass over, and what is recorded of it.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SkipTests(PostgresFixture postgres)
{
    private const string Waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

    private static readonly Projection Board = JobCard.Projection;

    [Fact]
    public async Task Passes_over_an_event_that_a_person_skipped_and_says_so()
    {
        await using var models = await Reworked.Filled(postgres, options: Reworked.Small with { HaltedRetry = TimeSpan.FromMinutes(10) });
        var job = StreamName.Of("job", models.Log.Events.First(recorded => recorded.Stream.Category == "job").Stream.Id);
        var closed = new EventData(Guid.CreateVersion7(), "job.closed.v1", """{"reason":7}"""u8.ToArray(), models.Log.Events[0].Metadata);
        var broken = models.Log.Record(job, closed);
        new SampleHistory(models.Log, seed: 6).Tell(helpers: 0, employers: 1, jobs: 3, applications: 0);
        await using var host = await models.Run(Board);
        await models.Until("job_board_v1", build => build.State == BuildState.Halted);
        var refusal = await Assert.ThrowsAsync<RebuildException>(
            () => models.Builds.Skip(Board, new LogPosition(1), "Not it.", "tester", CancellationToken.None));
        Assert.Contains($"job_board_v1 at {broken.Position}", refusal.Message, StringComparison.Ordinal);

        await models.Builds.Skip(Board, broken.Position, "The reason was lost.", "tester", CancellationToken.None);

        await host.CatchUp(models.Log.End, Board);
        var verdict = await new Verification(models.Database, models.Log, Reworked.Codec, Reworked.Small).Run(Board, 1, _ => { }, CancellationToken.None);
        Assert.True(verdict.Same);
        var skipped = Assert.Single(verdict.Skipped);
        Assert.Equal(
            (broken.Position, job, "job.closed.v1", "The reason was lost.", "tester"),
            (skipped.Position, skipped.Stream, skipped.Type, skipped.Reason, skipped.By));
        await models.Rebuild(Board);
        Assert.Equal(
            await ProjectionHost.Stored(models.Database, "read.job_board"),
            await ProjectionHost.Stored(models.Database, "read.mt_doc_job_board_v1_2"));
    }

    [Fact]
    public async Task Records_nothing_where_the_event_was_taken_just_then()
    {
        await using var models = await Halting();
        Task skipping;
        await using (var runner = await models.Holding("update read.projection set halt = null, position = position + 1"))
        {
            skipping = models.Builds.Skip(JobTitle.First, models.Log.End, "No use.", "tester", CancellationToken.None);
            await models.UntilCounted(Waiting);
            await Run(runner, "commit");
        }

        await Assert.ThrowsAsync<RebuildException>(() => skipping);
        Assert.Equal(0, await models.Count("select count(*) from read.skipped"));
    }

    [Fact]
    public async Task Lets_nobody_take_the_event_who_began_to_before_it_was_skipped()
    {
        await using var models = await Halting();
        Task taking;
        await using (var person = await models.Holding($"select read.skip('job-title', {models.Log.End}, 'No use.', 'tester')"))
        {
            taking = models.Execute($"""
                select read.move_checkpoints(array[storage], array[epoch], array[position], array[{models.Log.End}::bigint],
                    array[null]::jsonb[], array[1::bigint])
                from read.projection
                """);
            await models.UntilCounted(Waiting);
            await Run(person, "commit");
        }

        Assert.Equal("RM001", (await Assert.ThrowsAsync<PostgresException>(() => taking)).SqlState);
        Assert.Equal(1, await models.Count("select count(*) from read.skipped"));
    }

    [Fact]
    public async Task Refuses_to_skip_what_the_build_that_serves_has_taken()
    {
        await using var models = await Reworked.Filled(postgres);
        await using var host = await models.Run(Board);
        await host.CatchUp(models.Log.End, Board);
        var broken = models.Log.Events.Last(recorded => recorded.Type == "job.published.v1");
        models.Log.Mend(broken, "{}"u8.ToArray());
        Assert.NotEmpty((await models.Rebuild(Board)).Halts);
        models.Log.Mend(broken, broken.Data);

        var refusal = await Assert.ThrowsAsync<RebuildException>(
            () => models.Builds.Skip(Board, broken.Position, "It is no use.", "tester", CancellationToken.None));

        Assert.Contains("job_board_v1 has taken it", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, await models.Count("select count(*) from read.skipped"));
        var verdict = await new Verification(models.Database, models.Log, Reworked.Codec, Reworked.Small).Run(Board, 1, _ => { }, CancellationToken.None);
        Assert.True(verdict.Same);
        Assert.Empty((await models.Rebuild(Board)).Halts);
    }

    [Fact]
    public async Task Skips_again_what_was_skipped_already()
    {
        await using var models = await Halting();
        await models.Builds.Skip(JobTitle.First, models.Log.End, "No use.", "tester", CancellationToken.None);
        await models.Execute($$"""
            update read.projection set position = {{models.Log.End}};
            insert into read.projection (storage, name, version, build, live, built, position, halt)
            select 'job_title_v1_2', name, version, 2, false, false, {{models.Log.End.Value - 1}}, {{Halt(models.Log.End)}} from read.projection;
            """);
        await models.Builds.Skip(JobTitle.First, models.Log.End, "Still no use.", "tester", CancellationToken.None);
        Assert.Null((await models.Build("job_title_v1_2")).Halt);
        Assert.Equal("No use.", Assert.Single(await new ProjectionStatus(models.Database).Skipped(CancellationToken.None)).Reason);
    }

    /// <summary>A model that halts at the last event, and that nobody runs any more.</summary>
    private async Task<Reworked> Halting()
    {
        var models = await Reworked.Serving(postgres, JobTitle.First);
        await models.Execute($"update read.projection set position = position - 1, halt = {Halt(models.Log.End)}");
        return models;
    }

    private static string Halt(LogPosition position) =>
        $$"""
        '{"stream":"job-x","revision":1,"position":{{position}},"before":{{position.Value - 1}},
          "type":"job.edited.v1","reason":"It cannot be read."}'::jsonb
        """;

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
