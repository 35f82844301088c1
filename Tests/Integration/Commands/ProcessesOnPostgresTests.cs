using LaborMarketplace.Commands;
using LaborMarketplace.Commands.Deadlines;
using LaborMarketplace.Commands.Processes;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using LaborMarketplace.Tests.Commands;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Integration.Commands;

[Collection(PostgresCollection.Name)]
public sealed class ProcessesOnPostgresTests(PostgresFixture postgres) : IAsyncLifetime
{
    private string _connection = "";
    private NpgsqlDataSource _database = null!;
    private PostgresEventStore _log = null!;
    private World.Shared _shared = null!;
    private World _people = null!;

    public async Task InitializeAsync()
    {
        _connection = await postgres.CreateDatabase();
        _database = NpgsqlDataSource.Create(_connection);
        _log = await PostgresEventStore.Open(_connection);
        _shared = new World.Shared(_log, new PostgresProcessStore(_database));
        await _shared.Memory.Prepare(default);
        _people = new World(_shared);
        await _people.RegisterEmployer();
        await _people.Onboard(Ann);
    }

    public async Task DisposeAsync()
    {
        await _log.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Goes_on_after_a_restart_from_where_it_was()
    {
        var (application, _) = await _people.Accept(await _people.OpenJob(), Ann);
        using (var first = Host())
        {
            await first.StartAsync(default);
            await Settled();
            await first.StopAsync(default);
        }

        var answered = (await _shared.Memory.Progress(default)).Answered;
        await _people.OpenJob();
        using var second = Host();
        await second.StartAsync(default);
        await Settled();
        await second.StopAsync(default);
        Assert.True((await _shared.Memory.Progress(default)).Answered > answered);
        Assert.IsType<ApplicationState.Hired>(await _people.Facts.Application(application, default));
    }

    [Fact]
    public async Task Comes_to_the_same_end_wherever_it_crashes()
    {
        for (var append = 1; append <= 6; append++)
        {
            var (application, _) = await _people.Accept(await _people.OpenJob(startsInHours: 48 + (5 * append)), Ann);
            var doomed = new World(_shared, log => new CrashingLog(log, append, afterwards: append % 2 == 0));
            await Record.ExceptionAsync(doomed.Settle);
            await new World(_shared).Settle();
            Assert.IsType<ApplicationState.Hired>(await _people.Facts.Application(application, default));
        }
    }

    [Fact]
    public async Task One_leads_and_another_takes_over_when_its_session_ends()
    {
        using var first = Host("first");
        using var second = Host("second");
        await first.StartAsync(default);
        await Holds("first");
        await second.StartAsync(default);
        await Settled();

        await using (var kill = _database.CreateCommand(
            """
            select pg_terminate_backend(pid) from pg_locks join pg_stat_activity using (pid)
            where locktype = 'advisory' and granted and application_name = 'first'
            """))
        {
            await kill.ExecuteNonQueryAsync();
        }

        await first.StopAsync(default);
        await Holds("second");
        var (application, _) = await _people.Accept(await _people.OpenJob(), Ann);
        await Settled();
        Assert.IsType<ApplicationState.Hired>(await _people.Facts.Application(application, default));
        await second.StopAsync(default);
    }

    [Fact]
    public async Task Two_that_both_run_are_told_apart_by_their_checkpoints()
    {
        var from = (await _shared.Memory.Progress(default)).Answered;
        await _shared.Memory.Answered(from, new LogPosition(from.Value + 1), default);
        await Assert.ThrowsAsync<ProcessesTakenOverException>(() => _shared.Memory.Answered(from, new LogPosition(from.Value + 1), default));
        var noted = (await _shared.Memory.Progress(default)).Noted;
        await Assert.ThrowsAsync<ProcessesTakenOverException>(() => _shared.Memory.Note(new LogPosition(noted.Value + 1), noted, [], [], default));
    }

    [Fact]
    public async Task Deadlines_survive_a_restart_and_come_at_their_moment()
    {
        var (application, offer) = await _people.Offer(await _people.OpenJob(), Ann);
        await _people.Settle();
        var restarted = new World(_shared);
        var due = _shared.Time.GetUtcNow().AddHours(24);
        Assert.Empty(await _shared.Memory.Due(due - TimeSpan.FromTicks(1), 10, default));
        Assert.Contains(await _shared.Memory.Due(due, 10, default), deadline => deadline.Subject == offer.Value && deadline.Due == due);
        await restarted.Wait(TimeSpan.FromHours(24));
        Assert.IsType<ApplicationState.Ended>(await _people.Facts.Application(application, default));
        Assert.Equal(0, await _shared.Memory.CountDue(_shared.Time.GetUtcNow(), default));
    }

    [Fact]
    public async Task Links_and_deadlines_keep_what_came_last()
    {
        var (job, application) = (new JobId(Id(60)), new ApplicationId(Id(61)));
        var link = new Link(LinkKind.Application, application.Value, job, application);
        var deadline = new Deadline(DeadlineKind.OfferExpiry, Streams.Of(application), Id(62), DateTimeOffset.UnixEpoch.AddTicks(7), Id(63));
        await Note([new LinkChange.Open(link), new LinkChange.Close(link.Id)], [new DeadlineChange.Set(deadline)]);
        Assert.Empty(await _shared.Memory.OpenOf(job, LinkKind.Application, default));
        Assert.Equal(link, Assert.Single(await _shared.Memory.Find([link.Id, Id(64)], default)));

        await Note([new LinkChange.Reopen(link.Id)], [new DeadlineChange.Set(deadline with { Due = deadline.Due.AddTicks(1) })]);
        Assert.Equal(link, Assert.Single(await _shared.Memory.OpenOf(job, LinkKind.Application, default)));
        await _shared.Memory.Settle([deadline], default);
        Assert.Equal(deadline with { Due = deadline.Due.AddTicks(1) }, Assert.Single(await _shared.Memory.Due(deadline.Due.AddDays(1), 10, default)));

        await Note([], [new DeadlineChange.Clear(deadline.Kind, deadline.Stream, deadline.Subject)]);
        Assert.Empty(await _shared.Memory.Due(deadline.Due.AddDays(1), 10, default));
    }

    [Fact]
    public async Task Those_who_change_the_same_deadlines_in_different_orders_do_not_wait_for_each_other_for_ever()
    {
        var due = DateTimeOffset.UnixEpoch;
        var deadlines = Enumerable.Range(1, 3)
            .Select(which => new Deadline(DeadlineKind.JobExpiry, new StreamName($"job-{which}"), default, due, Id(63))).ToArray();
        var later = deadlines.Select(deadline => deadline with { Due = due.AddDays(1) }).ToArray();
        await Note([], [.. deadlines.Select(deadline => new DeadlineChange.Set(deadline))]);
        await using var connection = await _database.OpenConnectionAsync();

        // The second of three is held until both wait, so that each has come at the others from its own side.
        await using var holding = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select from process.deadlines where stream = 'job-2' for update", connection, holding))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var changes = new[] { Note([], [.. later.Reverse().Select(deadline => new DeadlineChange.Set(deadline))]), _shared.Memory.Settle(deadlines, default) };
        await Until(async () => await Ask("select count(*) = 2 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"));
        await holding.RollbackAsync();
        await Task.WhenAll(changes);
        Assert.Equal(later, (await _shared.Memory.Due(due.AddDays(1), 10, default)).OrderBy(deadline => deadline.Stream.Value));
    }

    [Fact]
    public async Task An_unreadable_event_is_named_in_the_status_and_turns_the_health_red()
    {
        await _people.Settle();
        var unreadable = new EventData(Guid.NewGuid(), "job.painted.v1", "{}"u8.ToArray(), "{}"u8.ToArray());
        await _log.Append(new StreamName("job-1"), ExpectedRevision.NoStream, [unreadable], default);
        using var host = Host();
        await host.StartAsync(default);
        await Until(async () => (await _people.Status.Read(default)).Failure is not null);
        var status = await _people.Status.Read(default);
        Assert.Contains("job.painted.v1 at revision 0 of job-1", status.Failure, StringComparison.Ordinal);
        Assert.False(status.Settled);
        await host.StopAsync(default);
    }

    private ProcessHost Host(string name = "host")
    {
        var world = new World(_shared);
        var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_connection) { ApplicationName = name, Pooling = false }.ConnectionString);
        return new ProcessHost(
            new PostgresLeadership(database), _shared.Memory, world.Runner, world.Deadlines, TimeProvider.System, NullLogger<ProcessHost>.Instance);
    }

    private async Task Note(LinkChange[] links, DeadlineChange[] deadlines)
    {
        var noted = (await _shared.Memory.Progress(default)).Noted;
        await _shared.Memory.Note(noted, new LogPosition(noted.Value + 1), links, deadlines, default);
    }

    private Task Settled() => Until(async () => (await _people.Status.Read(default)).Settled);

    private Task Holds(string name) => Until(() => Ask(
        "select exists (select from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' and granted and application_name = $1)", name));

    private async Task<bool> Ask(string question, params object[] values)
    {
        await using var ask = _database.CreateCommand(question);
        ask.Parameters.AddRange(Array.ConvertAll(values, value => new NpgsqlParameter { Value = value }));
        return (bool)(await ask.ExecuteScalarAsync())!;
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
