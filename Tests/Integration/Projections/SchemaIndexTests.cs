using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>Indexes are made beside those who read and write, and one that cannot be made holds up no other.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SchemaIndexTests(PostgresFixture postgres)
{
    /// <summary>Which indexes the job board has: those that are made anew have another number.</summary>
    private const string Identity = "select sum(indexrelid::bigint)::bigint from pg_index where indrelid = 'read.mt_doc_job_board_v1'::regclass";

    private static readonly Projection Board = JobCard.Projection;

    /// <summary>A model without an index, and the same with one that takes seconds.</summary>
    private static readonly Projection Plain = Projection.Of<JobTitle>("slow-title", version: 1)
        .Creates<JobEvent.Drafted>((e, _) => new(e.Job.Value, e.Terms.Title.Value, null));

    private static readonly Projection Indexed = Projection.Of<JobTitle>("slow-title", version: 1)
        .Creates<JobEvent.Drafted>((e, _) => new(e.Job.Value, e.Terms.Title.Value, null))
        .IndexedBy("slowly", "(public.slowly(data))");

    [Fact]
    public async Task Makes_a_new_index_while_the_model_is_followed()
    {
        await using var models = await Slow();
        await using var host = await models.Run(Indexed, Board);
        await host.CatchUp(models.Log.End, Board);
        await models.UntilCounted("select count(*) from pg_index where indexrelid = to_regclass('read.slow_title_v1_slowly') and indisvalid");
    }

    [Fact]
    public async Task Makes_an_index_again_that_was_broken_off()
    {
        await using var models = await Reworked.Serving(postgres, Board);
        var index = $"'read.job_board_v1_{Board.Indexes[0].Name}'::regclass";
        await models.Execute($"update pg_index set indisvalid = false where indexrelid = {index}");
        await using var host = await models.Run(Board);
        await models.UntilCounted($"select count(*) from pg_index where indexrelid = to_regclass('read.job_board_v1_{Board.Indexes[0].Name}') and indisvalid");
    }

    [Fact]
    public async Task Rebuilds_though_an_index_takes_longer_than_a_command_may()
    {
        await using var models = await Slow();
        await models.Rebuild(Indexed);
        Assert.Equal(BuildState.Level, (await models.Build("slow_title_v1_2")).State);
    }

    [Fact]
    public async Task Makes_every_other_index_where_one_cannot_be_made_and_says_so()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First, Board);
        await models.Execute($"drop index read.job_board_v1_{Board.Indexes[0].Name}");
        await using var host = await models.Run(Titles("(((data ->> 'title')::integer))"), Board);
        await models.UntilCounted($"select count(*) from pg_index where indexrelid = to_regclass('read.job_board_v1_{Board.Indexes[0].Name}') and indisvalid");
        await WatchedTime.Until(() => host.Services.GetRequiredService<RunnerState>().Lacks.Count > 0);
        Assert.Equal(0, await models.Count("select count(*) from pg_index where not indisvalid"));
        await host.CatchUp(models.Log.End, JobTitle.First);
        var health = (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[ProjectionServices.Health];
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.StartsWith("The index job_title_v1_by_title cannot be made", health.Description, StringComparison.Ordinal);
        Assert.Contains("invalid input syntax for type integer", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tries_an_index_that_cannot_be_made_ever_more_seldom()
    {
        const string Attempts = "select last_value from public.attempt";
        await using var models = await Reworked.Serving(postgres, JobTitle.First);
        await models.Execute("""
            create sequence public.attempt minvalue 0;
            create function public.refuse(jsonb) returns integer language plpgsql immutable as
            $$ begin perform nextval('public.attempt'); raise 'It is not to be.'; end $$;
            select nextval('public.attempt');
            """);
        var clock = new FakeTimeProvider();
        var options = Reworked.Small with { Clock = clock };
        await using var host = await ProjectionHost.Start(models.Database, models.Log, [Titles("(public.refuse(data))")], options);
        await models.UntilCounted(Attempts);
        foreach (var (attempt, pause) in ((int, TimeSpan)[])[(2, options.LongestRetry), (3, options.LongestRetry * 2), (4, options.LongestRetry * 4)])
        {
            var passed = TimeSpan.Zero;
            while (await models.Count(Attempts) < attempt)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                passed += TimeSpan.FromSeconds(1);
            }

            Assert.InRange(passed, pause, TimeSpan.MaxValue);
        }
    }

    [Fact]
    public async Task Makes_an_index_anew_whose_definition_changed_and_leaves_the_others()
    {
        await using var models = await Reworked.Serving(postgres, Titles("((data ->> 'title') collate \"C\", id)"), Board);
        var left = await models.Count(Identity);
        await using var host = await models.Run(Titles("((data ->> 'edits') collate \"C\", id)"), Board);
        await models.UntilCounted("select count(*) from pg_indexes where indexname = 'job_title_v1_by_title' and indexdef like '%edits%'");
        await models.UntilCounted("select count(*) from (select where not exists (select from pg_indexes where indexname like '%new')) as all_made");
        Assert.Equal(left, await models.Count(Identity));
    }

    [Fact]
    public async Task Keeps_an_index_until_the_one_that_its_changed_definition_asks_for_is_made()
    {
        await using var models = await Reworked.Serving(postgres, Titles("((data ->> 'title') collate \"C\", id)"));
        await using var host = await models.Run(Titles("(((data ->> 'title')::integer))"));
        await WatchedTime.Until(() => host.Services.GetRequiredService<RunnerState>().Lacks.Count > 0);
        Assert.Equal(1, await models.Count("select count(*) from pg_indexes where indexname like 'job_title_v1_by_title%' and indexdef like '%COLLATE%'"));
        Assert.Equal(0, await models.Count("select count(*) from pg_index where not indisvalid"));
    }

    private static Projection Titles(string index) => Projection.Of<JobTitle>("job-title", version: 1)
        .Creates<JobEvent.Drafted>((e, _) => new(e.Job.Value, e.Terms.Title.Value, null))
        .On<JobEvent.Edited>((job, e) => job with { Title = e.Terms.Title.Value })
        .IndexedBy("by_title", index);

    /// <summary>A database in which a command may take three seconds, and <c>public.slowly</c> takes longer for a model's documents.</summary>
    private async Task<Reworked> Slow()
    {
        var models = new Reworked(NpgsqlDataSource.Create(await postgres.CreateDatabase() + ";Command Timeout=3"), new ScriptedLog(Reworked.Codec));
        await models.Execute("""
            create function public.slowly(jsonb) returns integer language plpgsql immutable as $$ begin perform pg_sleep(0.1); return 1; end $$
            """);
        new SampleHistory(models.Log, seed: 5).Tell(helpers: 1, employers: 2, jobs: 50, applications: 0);
        await using var host = await models.Run(Plain);
        await host.CatchUp(models.Log.End, Plain);
        return models;
    }
}
