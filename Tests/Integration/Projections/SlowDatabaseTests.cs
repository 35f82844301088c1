using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Proving;
using LaborMarketplace.Projections.Running;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>A database that is slow, or fails for a moment, holds work up and does not end it.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SlowDatabaseTests(PostgresFixture postgres)
{
    /// <summary>A document takes a tenth of a second to write, and a command may take two seconds.</summary>
    private static readonly Projection Slow = Projection.Of<JobTitle>("slow-title", version: 1)
        .Creates<JobEvent.Drafted>((e, _) => new(e.Job.Value, e.Terms.Title.Value, null))
        .IndexedBy("slowly", "(public.slowly(data))");

    [Fact]
    public async Task A_page_that_takes_longer_to_write_than_a_command_may_is_written_as_shorter_ones()
    {
        await using var models = await Hurried(seconds: 2);
        await models.Execute(
            "create function public.slowly(jsonb) returns integer language plpgsql immutable as $$ begin perform pg_sleep(0.1); return 1; end $$");
        new SampleHistory(models.Log, seed: 5).Tell(helpers: 1, employers: 2, jobs: 50, applications: 0);
        await using var host = await models.Run(Slow);
        await host.CatchUp(models.Log.End, Slow);
        await models.IsFoldedInMemory(Slow, "read.mt_doc_slow_title_v1");
    }

    [Fact]
    public async Task A_read_model_is_proved_though_that_takes_longer_than_a_command_may()
    {
        await using var models = await Hurried(seconds: 1);
        new SampleHistory(models.Log, seed: 5).Tell(helpers: 1, employers: 2, jobs: 10, applications: 0);
        await using (var host = await models.Run(JobCard.Projection))
        {
            await host.CatchUp(models.Log.End, JobCard.Projection);
        }

        await using var holding = await models.Database.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand(
            "begin; lock table read.mt_doc_job_board_v1; select pg_notify('held', ''); select pg_sleep(3); commit", holding)
        { CommandTimeout = 0 };
        var held = hold.ExecuteNonQueryAsync();
        await models.UntilCounted("select count(*) from pg_locks where mode = 'AccessExclusiveLock' and relation = 'read.mt_doc_job_board_v1'::regclass");

        var verdict = await new Verification(models.Database, models.Log, Reworked.Codec, Reworked.Small)
            .Run(JobCard.Projection, 1, _ => { }, CancellationToken.None);

        await held;
        Assert.True(verdict.Same);
    }

    [Fact]
    public async Task A_rebuild_that_was_taken_for_dead_for_a_moment_goes_on_with_what_is_still_its_own()
    {
        await using var models = await Reworked.Serving(postgres, JobCard.Projection);

        var parts = 0;
        var options = Reworked.Small with { AtStep = step => Bury(step) };
        var end = await new Reworked(models.Database, models.Log, options).Rebuild(JobCard.Projection);

        Assert.True(parts > 2, "It was not taken for dead: the test shows nothing.");
        Assert.Empty(end.Faults);
        await models.IsFoldedInMemory(JobCard.Projection, "read.mt_doc_job_board_v1_2");

        void Bury(BuildStep step)
        {
            if (step == BuildStep.DocumentsCopied && Interlocked.Increment(ref parts) == 2)
            {
                using var bury = models.Database.CreateCommand(
                    "update read.runner set until = clock_timestamp() - interval '1 s'; select read.bury(null)");
                bury.ExecuteNonQuery();
            }
        }
    }

    /// <summary>A database whose commands may not take long.</summary>
    private async Task<Reworked> Hurried(int seconds) =>
        new(NpgsqlDataSource.Create($"{await postgres.CreateDatabase()};Command Timeout={seconds}"), new ScriptedLog(Reworked.Codec));
}
