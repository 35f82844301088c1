using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>What a start, a rebuild and a switch take hold of, and what they leave to others.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SchemaTests(PostgresFixture postgres)
{
    private static readonly Projection Board = JobCard.Projection;

    [Fact]
    public async Task Prepares_beside_whoever_writes_the_tables()
    {
        await using var models = await Reworked.Serving(postgres, Board);
        await using var writing = await models.Holding("lock table read.mt_doc_job_board_v1 in row exclusive mode");
        await ReadSchema.Prepare(models.Database, [Board], CancellationToken.None);
    }

    [Fact]
    public async Task Begins_a_rebuild_of_many_models_in_one_call()
    {
        await using var models = await Reworked.Serving(postgres, Board, JobTitle.First);
        await models.Execute("""
            create table public.call (at timestamptz);
            create function public.note() returns trigger language plpgsql as
                $$ begin insert into public.call values (statement_timestamp()); return null; end $$;
            create trigger noted after insert on read.projection for each row execute function public.note();
            """);
        await models.Rebuild(JobTitle.First, Board);
        Assert.Equal(2, await models.Count("select count(*) from public.call"));
        Assert.Equal(1, await models.Count("select count(distinct at) from public.call"));
    }

    [Fact]
    public async Task Has_a_number_for_each_text()
    {
        var now = await ReadScript.FingerprintOfText(CancellationToken.None);
        Assert.True(
            now == ReadScript.Fingerprint,
            $"The schema's text has changed: raise ReadScript.Number above {ReadScript.Number}, and note the fingerprint {now} beside it.");
    }

    [Fact]
    public async Task Leaves_the_functions_of_a_newer_program()
    {
        await using var models = await Reworked.Serving(postgres, Board);
        await models.Execute("""
            create or replace function read.is_alive(who uuid) returns boolean language sql volatile as $$ select false /* newer */ $$;
            comment on schema read is '1000000';
            """);
        await ReadSchema.Prepare(models.Database, [Board], CancellationToken.None);
        Assert.Equal(1, await models.Count("select count(*) from pg_proc where proname = 'is_alive' and prosrc like '%newer%'"));
    }

    [Fact]
    public async Task Holds_up_no_reader_while_it_waits_to_change_the_schema()
    {
        await using var models = await Reworked.Serving(postgres, Board);
        await models.Execute("comment on schema read is '0'");
        Task preparing;
        await using (await models.Holding("select from read.projection"))
        {
            preparing = ReadSchema.Prepare(models.Database, [Board], CancellationToken.None);
            await models.UntilCounted("select count(*) from pg_locks where relation = 'read.projection'::regclass and not granted");
            await models.Execute("set statement_timeout = '10s'; select from read.projection");
        }

        await preparing;
    }

    [Fact]
    public async Task Says_nothing_more_of_a_rebuild_that_could_not_begin()
    {
        const int Attempts = 10;
        var options = Reworked.Small with { Beat = TimeSpan.FromMilliseconds(1) };
        var models = new Reworked((await Reworked.Serving(postgres, Board)).Database, new ScriptedLog(Reworked.Codec), options);
        await models.Execute("""
            create sequence public.attempt;
            create or replace function read.say_alive(me uuid, knows text[], lease interval) returns void language plpgsql as
            $$ begin perform nextval('public.attempt'); raise 'Not now.'; end $$;
            """);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await Assert.ThrowsAsync<PostgresException>(() => models.Rebuild(Board));
        }

        Assert.Equal(Attempts, await models.Count("select last_value from public.attempt"));
    }

    [Fact]
    public async Task Pauses_builds_in_the_order_in_which_all_take_hold_of_them()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        await models.Rebuild(JobTitle.First);
        await models.Execute("vacuum full read.projection");
        await models.Execute("update read.projection set events = events where storage = 'job_title_v1'");
        Task pausing;
        await using (var first = await models.Holding("select from read.projection where storage = 'job_title_v1' for update"))
        {
            pausing = models.Builds.Pause(JobTitle.First, paused: true, CancellationToken.None);
            await models.UntilCounted("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
            await using var second = new NpgsqlCommand("select from read.projection where storage = 'job_title_v1_2' for update nowait", first);
            await second.ExecuteNonQueryAsync();
        }

        await pausing;
        Assert.Equal(2, await models.Count("select count(*) from read.projection where paused"));
    }

    [Fact]
    public async Task Serves_nothing_that_a_later_program_hides()
    {
        const string Shown = "select count(*) from read.job_board where served ? 'hidden'";
        await using var models = await Reworked.Serving(postgres, Board);
        await models.Execute("update read.projection set hides = false; select read.show('job-board')");
        Assert.NotEqual(0, await models.Count(Shown));
        await ReadSchema.Prepare(models.Database, [Board], CancellationToken.None);
        Assert.Equal(0, await models.Count(Shown));
    }

    [Fact]
    public async Task Holds_no_checkpoint_while_a_switch_waits_for_a_reader()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        await models.Rebuild(JobTitle.First);
        Task switching;
        await using (await models.Holding("select count(*) from read.job_title"))
        {
            switching = models.Builds.Switch(JobTitle.First, CancellationToken.None);
            for (var look = 0; look < 5; look++)
            {
                await models.UntilCounted("select count(*) from pg_locks where relation = 'read.job_title'::regclass and not granted");
                Assert.Equal(2, await models.Count("select count(*) from (select from read.projection for update skip locked) as free"));
            }
        }

        await switching;
    }
}
