using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using Npgsql;
using static LaborMarketplace.Tests.Integration.EventStore.SomeEvents;

namespace LaborMarketplace.Tests.Integration.EventStore;

[Collection(PostgresCollection.Name)]
public sealed class PostgresEventStoreTests(PostgresFixture postgres) : EventStoreConformance
{
    private const string AppendOneGhost =
        "select * from log.append(array['ghost-1'], array[-2]::bigint[], array[1], "
        + "array[gen_random_uuid()], array['ghost.seen.v1'], array[''::bytea], array[''::bytea])";

    private string _connectionString = "";
    private NpgsqlDataSource _foreign = null!;

    protected override async Task<IEventStore> Open()
    {
        _connectionString = await postgres.CreateDatabase();
        _foreign = NpgsqlDataSource.Create($"{_connectionString};Pooling=false");
        return await PostgresEventStore.Open(_connectionString);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _foreign.DisposeAsync();
    }

    [Fact]
    public Task A_reader_skips_nothing_while_many_write() => Commotion.NothingIsSkipped([Store], RollBackAndKill);

    [Fact]
    public async Task A_reader_skips_nothing_while_two_processes_write()
    {
        await using var other = await PostgresEventStore.Open(_connectionString);
        await Commotion.NothingIsSkipped([Store, other], RollBackAndKill);
    }

    [Fact]
    public async Task Events_some_of_which_are_in_the_stream_already_are_a_conflict_at_any_revision_too()
    {
        var recorded = Some(2);
        await Store.Append(new StreamName("job-1"), ExpectedRevision.NoStream, recorded, default);
        foreach (var events in (EventData[][])[[.. Some(1), recorded[0]], [recorded[1], recorded[0]]])
        {
            Assert.Equal(new AppendResult.Conflict(1), await Store.Append(new StreamName("job-1"), ExpectedRevision.Any, events, default));
            Assert.Equal(new AppendResult.Conflict(1), await Store.Append(new StreamName("job-1"), ExpectedRevision.Exactly(1), events, default));
        }

        Assert.Equal([1, 2], (await Store.Log()).Select(one => one.Position.Value));
    }

    [Fact]
    public async Task An_id_of_another_stream_is_refused_and_the_others_of_its_batch_are_not()
    {
        var events = Some(2);
        await Store.Append(new StreamName("job-1"), ExpectedRevision.NoStream, events, default);
        await using var connection = await _foreign.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, AppendOneGhost);

        var first = Store.Append(new StreamName("job-2"), ExpectedRevision.NoStream, Some(1), default);
        var refused = Store.Append(new StreamName("job-3"), ExpectedRevision.NoStream, [events[1]], default);
        var taken = Store.Append(new StreamName("job-4"), ExpectedRevision.NoStream, Some(1), default);
        await transaction.RollbackAsync();
        Assert.Contains("job-3", (await Assert.ThrowsAsync<ArgumentException>(() => refused.Soon())).Message, StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(first, taken).Soon(), result => Assert.IsType<AppendResult.Appended>(result));
        Assert.Equal(4, (await Store.Log()).Count);
    }

    [Fact]
    public async Task A_log_that_the_first_version_began_goes_on()
    {
        var database = await postgres.CreateDatabase();
        await using (var old = NpgsqlDataSource.Create($"{database};Pooling=false"))
        {
            await using var connection = await old.OpenConnectionAsync();
            await Execute(
                connection,
                "create schema log; "
                + "create table log.migrations (version int primary key, name text not null, at timestamptz not null default now())");
            await Execute(connection, await Script("001-log.sql"));
            await Execute(connection, $"insert into log.migrations (version, name) values (1, '001-log.sql'); {AppendOneGhost}");
        }

        await using var store = await PostgresEventStore.Open(database);
        var events = Some(2);
        Assert.Equal(
            new AppendResult.Appended(2, new LogPosition(3)), await store.Append(new StreamName("ghost-1"), ExpectedRevision.Exactly(0), events, default));
        Assert.Equal([0, 1, 2], (await store.Load(new StreamName("ghost-1"), 0, default)).Select(recorded => recorded.Revision));
    }

    [Fact]
    public async Task What_another_process_appends_wakes_a_follower_at_once()
    {
        await using var other = await PostgresEventStore.Open(_connectionString);
        var (first, last) = (Event(1), Event(1));
        var following = Store.FollowUntil(last.Id);
        await other.Append(new StreamName("job-1"), ExpectedRevision.Any, [first], default);
        await other.Append(new StreamName("job-1"), ExpectedRevision.Any, [last], default);
        Assert.Equal([first.Id, last.Id], (await following.Soon()).Select(recorded => recorded.Id));
    }

    [Fact]
    public async Task A_long_transaction_of_somebody_else_stalls_neither_writer_nor_reader()
    {
        await using var connection = await _foreign.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, "create table other (id int); insert into other values (1); select count(*) from log.events");

        var last = Event(1);
        var following = Store.FollowUntil(last.Id);
        await Store.Append(new StreamName("job-1"), ExpectedRevision.Any, Some(3), default).Soon();
        await Store.Append(new StreamName("job-2"), ExpectedRevision.Any, [last], default).Soon();
        Assert.Equal(4, (await following.Soon()).Count);
    }

    [Fact]
    public async Task An_append_waits_for_one_that_is_rolled_back_and_takes_its_place()
    {
        await using var connection = await _foreign.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, AppendOneGhost);
        var appending = Store.Append(new StreamName("job-1"), ExpectedRevision.Any, Some(1), default);
        await transaction.RollbackAsync();
        Assert.Equal(new AppendResult.Appended(0, new LogPosition(1)), await appending.Soon());
    }

    [Fact]
    public async Task Giving_up_one_append_leaves_the_others_of_its_batch_alone()
    {
        await using var connection = await _foreign.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, AppendOneGhost);

        using var giving = new CancellationTokenSource();
        var held = Store.Append(new StreamName("job-0"), ExpectedRevision.Any, Some(1), giving.Token);
        var given = Store.Append(new StreamName("job-1"), ExpectedRevision.Any, Some(1), giving.Token);
        var kept = Store.Append(new StreamName("job-2"), ExpectedRevision.Any, Some(1), default);
        await giving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.Soon());
        await transaction.RollbackAsync();
        Assert.IsType<AppendResult.Appended>(await kept.Soon());
    }

    [Fact]
    public async Task A_missing_event_is_named_and_not_stepped_over()
    {
        await Store.Append(new StreamName("job-1"), ExpectedRevision.Any, Some(3), default);
        await using var connection = await _foreign.OpenConnectionAsync();
        await Execute(connection, "alter table log.events disable trigger never_changed; delete from log.events where position = 2");
        Assert.Contains("position 2", (await Assert.ThrowsAsync<LogCorruptedException>(() => Store.Log())).Message, StringComparison.Ordinal);
        Assert.Contains("revision 1 of job-1",
            (await Assert.ThrowsAsync<LogCorruptedException>(() => Store.Load(new StreamName("job-1"), 0, default))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("update log.events set type = 'x'")]
    [InlineData("delete from log.events")]
    [InlineData("truncate log.events")]
    public async Task The_database_refuses_to_change_the_log(string sql)
    {
        await Store.Append(new StreamName("job-1"), ExpectedRevision.Any, Some(1), default);
        await using var connection = await _foreign.OpenConnectionAsync();
        Assert.Contains("never changed", (await Assert.ThrowsAsync<PostgresException>(() => Execute(connection, sql))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_processes_may_start_at_once_on_an_empty_database()
    {
        var empty = await postgres.CreateDatabase();
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostgresEventStore.Open(empty)));
        foreach (var store in stores)
        {
            Assert.IsType<AppendResult.Appended>(await store.Append(new StreamName("job-1"), ExpectedRevision.Any, Some(1), default));
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_schema_of_a_newer_program_is_refused()
    {
        await using var connection = await _foreign.OpenConnectionAsync();
        await Execute(connection, "insert into log.migrations (version, name) values (999, 'from the future')");
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresEventStore.Open(_connectionString));
        Assert.Contains("newer", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_appends_than_the_queue_takes_are_refused_at_once()
    {
        await using var connection = await _foreign.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, AppendOneGhost);

        var large = Enumerable.Range(0, 80)
            .Select(number => Store.Append(new StreamName($"job-{number}"), ExpectedRevision.Any, [Event(1024 * 1024)], default)).ToList();
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => large[^1].Soon());
        await transaction.RollbackAsync();
        Assert.IsType<AppendResult.Appended>(await large[0].Soon());
    }

    /// <summary>Rolls appends back and kills the store's connections, over and over.</summary>
    private async Task RollBackAndKill(CancellationToken cancellation)
    {
        await using var connection = await _foreign.OpenConnectionAsync(cancellation);
        while (!cancellation.IsCancellationRequested)
        {
            await using (var transaction = await connection.BeginTransactionAsync(cancellation))
            {
                await Execute(connection, AppendOneGhost);
                await transaction.RollbackAsync(cancellation);
            }

            await Execute(connection,
                """
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and random() < 0.3
                """);
            await Execute(connection, "select pg_sleep(0.05)");
        }
    }

    private static async Task<string> Script(string name)
    {
        using var reader = new StreamReader(
            typeof(PostgresEventStore).Assembly.GetManifestResourceStream($"LaborMarketplace.EventStore.Postgres.Migrations.{name}")!);
        return await reader.ReadToEndAsync();
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
