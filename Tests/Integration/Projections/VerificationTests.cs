using LaborMarketplace.EventStore;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Helpers;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Proving;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

[Collection(PostgresCollection.Name)]
public sealed class VerificationTests(PostgresFixture postgres)
{
    private static readonly EventCodec Codec = EventCodec.OfMarketplace();
    private static readonly string Table = new Build(JobCard.Projection, 1).Table;

    [Fact]
    public async Task Finds_every_read_model_to_be_what_the_log_says()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        var log = await Filled(database);
        foreach (var projection in ReadModels.All)
        {
            var verdict = await Verify(database, log, projection);
            Assert.True(verdict.Same);
            Assert.Equal(verdict.Folded, verdict.Live);
            Assert.Equal(log.End.Value, verdict.Position);
            Assert.Equal(FoldInMemory.Fold(projection, Codec, log.Events).Count, verdict.Live.Documents);
        }
    }

    [Fact]
    public async Task Names_what_is_missing_what_is_too_much_and_what_is_different_and_how()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        var log = await Filled(database);
        var ids = (await ProjectionHost.Stored(database, JobCard.Projection)).Keys.ToList();
        var (missing, different, unexpected) = (ids[0], ids[1], Guid.CreateVersion7());
        await Execute(database, $"insert into {Table} (id, data) select '{unexpected}', data from {Table} where id = '{missing}'");
        await Execute(database, $"delete from {Table} where id = '{missing}'");
        await Execute(database, $$"""update {{Table}} set data = jsonb_set(data, '{filled}', '77') - 'title' where id = '{{different}}'""");

        var verdict = await Verify(database, log, JobCard.Projection);

        Assert.Equal(3, verdict.Differing);
        Assert.NotEqual(verdict.Folded.Hash, verdict.Live.Hash);
        Assert.Equal(
            [(missing, DifferenceKind.Missing), (unexpected, DifferenceKind.Unexpected), (different, DifferenceKind.Different)],
            verdict.Differences.OrderBy(difference => difference.Kind).Select(difference => (difference.Document, difference.Kind)));
        var values = verdict.Differences.Single(difference => difference.Kind == DifferenceKind.Different).Values;
        Assert.Equal(["filled", "title"], values.Select(value => value.Path).Order());
        Assert.Equal("77", values.Single(value => value.Path == "filled").Live);
        Assert.Null(values.Single(value => value.Path == "title").Live);
    }

    [Fact]
    public async Task Comes_to_the_same_in_parts_where_all_at_once_would_take_too_much_memory()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        var log = await Filled(database);
        await Execute(database, $"delete from {Table} where id in (select id from {Table} order by id limit 1)");
        await Define(database, $$"""update {{Table}} set data = jsonb_set(data, '{filled}', '77')""");
        var told = new List<FoldingProgress>();

        var inParts = await new Verification(database, log, Codec, Reworked.Small with { ProvedBytes = 2_000 })
            .Run(JobCard.Projection, 1, told.Add, CancellationToken.None);
        var whole = await new Verification(database, log, Codec, Reworked.Small with { ProvedBytes = long.MaxValue })
            .Run(JobCard.Projection, 1, _ => { }, CancellationToken.None);

        Assert.Equivalent(whole, inParts, strict: true);
        Assert.Equal(whole.All + 1, whole.Differing);
        Assert.True(told[^1].Events >= 3 * log.End.Value, "There was one pass over the log: the test shows nothing.");
        Assert.Equal(told.Select(progress => progress.Done).Order(), told.Select(progress => progress.Done));
        Assert.Equal(1, told[^1].Done);
    }

    [Fact]
    public async Task Holds_while_writes_go_on()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        var log = new ScriptedLog(Codec, waiting => Math.Min(waiting, 20));
        var history = new SampleHistory(log, seed: 3);
        await using var host = await ProjectionHost.Start(database, log);
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested && log.End.Value < 20_000)
            {
                history.Tell(helpers: 2, employers: 1, jobs: 2, applications: 3);
            }
        });
        await host.CatchUp(new LogPosition(50), JobCard.Projection);
        var positions = new List<long>();
        for (var round = 0; round < 5; round++)
        {
            var verdict = await Verify(database, log, JobCard.Projection);
            Assert.True(verdict.Same);
            positions.Add(verdict.Position);
        }

        await enough.CancelAsync();
        await writing;
        Assert.Equal(positions.Order(), positions);
    }

    [Fact]
    public async Task Compares_a_sample_when_asked()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        var log = await Filled(database);
        new SampleHistory(log, seed: 6).Tell(helpers: 0, employers: 3, jobs: 200, applications: 0);
        await using var host = await ProjectionHost.Start(database, log);
        await host.CatchUp(log.End, JobCard.Projection);
        var all = (await ProjectionHost.Stored(database, JobCard.Projection)).Count;
        var verdict = await Verify(database, log, JobCard.Projection, oneIn: 3);
        Assert.True(verdict.Same);
        Assert.Equal((3, all), (verdict.OneIn, verdict.All));
        Assert.InRange(verdict.Live.Documents, 1, all - 1);
    }

    [Fact]
    public async Task Compares_more_than_was_asked_rather_than_nothing()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        var log = await Filled(database);
        var verdict = await Verify(database, log, JobCard.Projection, oneIn: int.MaxValue);
        Assert.True(verdict.Same);
        Assert.Equal(1, verdict.OneIn);
        Assert.Equal(verdict.All, verdict.Live.Documents);
    }

    [Fact]
    public async Task Finds_that_readers_see_another_build_than_the_one_that_serves()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        var log = await Filled(database);
        await Define(database, "create table read.mt_doc_job_board_v1_2 as select * from read.mt_doc_job_board_v1");
        await Define(database, "create or replace view read.job_board as select id, data, data as served from read.mt_doc_job_board_v1_2");
        var verdict = await Verify(database, log, JobCard.Projection);
        Assert.Equal((false, 0), (verdict.Same, verdict.Differing));
        Assert.Contains("read.mt_doc_job_board_v1_2", verdict.ViewFault, StringComparison.Ordinal);
        await Define(database, "drop view read.job_board");
        Assert.Contains("no build", (await Verify(database, log, JobCard.Projection)).ViewFault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_that_readers_see_what_is_hidden()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        var log = await Filled(database);
        await Define(database, "create or replace view read.reputation as select id, data, data as served from read.mt_doc_reputation_v1");
        var verdict = await Verify(database, log, Reputation.Projection);
        Assert.False(verdict.Same);
        Assert.Contains("data - 'hidden'", verdict.ViewFault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_table_of_what_serves_is_gone()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        var log = await Filled(database);
        await Define(database, "drop table read.mt_doc_job_board_v1 cascade");
        var refusal = await Assert.ThrowsAsync<RebuildException>(() => Verify(database, log, JobCard.Projection));
        Assert.Contains("job_board_v1 is gone", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<Verdict> Verify(NpgsqlDataSource database, ScriptedLog log, Projection projection, int oneIn = 1) =>
        new Verification(database, log, Codec, Reworked.Small).Run(projection, oneIn, _ => { }, CancellationToken.None);

    private static async Task<ScriptedLog> Filled(NpgsqlDataSource database)
    {
        var log = new ScriptedLog(Codec);
        new SampleHistory(log, seed: 5).Tell(helpers: 8, employers: 3, jobs: 30, applications: 40);
        await using var host = await ProjectionHost.Start(database, log);
        await host.CatchUp(log.End, ReadModels.All);
        return log;
    }

    private static async Task Execute(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private static async Task Define(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
