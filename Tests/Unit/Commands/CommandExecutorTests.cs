using LaborMarketplace.Commands;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands;

public sealed class CommandExecutorTests
{
    private static readonly Name Label = new("Yard");
    private static readonly Place Place = new(new Name("1 Main St"), new GeoPoint(40.7, -74), new Region("us-east"));

    private readonly World _world = new();

    [Fact]
    public async Task Says_where_the_effect_stands()
    {
        var done = (await Register(_world, Employer, Owner.By())).IsDone();
        Assert.Equal(new CommandResult.Done(Streams.Of(Employer), 0, new LogPosition(1)), done);
    }

    [Fact]
    public async Task Records_who_asked_and_when()
    {
        var context = Owner.By("key");
        await Register(_world, Employer, context);
        var metadata = Assert.Single(await _world.Recorded(Streams.Of(Employer))).Metadata;
        Assert.Equal(
            new EventMetadata(context.CommandId, "body", context.CorrelationId, null, Owner.Id.ToString(), "us-east", _world.All.Time.GetUtcNow()), metadata);
    }

    [Fact]
    public async Task A_command_on_a_stream_in_memory_costs_one_append_and_no_read()
    {
        CountingLog? counting = null;
        var world = new World(_world.All, log => counting = new CountingLog(log));
        await Create(world, Owner.By("create"));
        await AddLocation(world, 1, Owner.By("one"));
        await AddLocation(world, 2);
        Assert.Equal((0, 3), (counting!.Loads, counting.Appends));
    }

    [Fact]
    public async Task Decides_again_when_another_process_was_faster()
    {
        var other = new World(_world.All);
        await Register(_world, Employer, Owner.By());
        await AddLocation(other, 1);
        var done = (await AddLocation(_world, 2)).IsDone();
        Assert.Equal(2, done.Revision);
    }

    [Fact]
    public async Task Gives_up_after_three_conflicts_more()
    {
        await Register(_world, Employer, Owner.By());
        var unlucky = new World(_world.All, log => new OvertakenLog(log));
        (await AddLocation(unlucky, 1)).IsRefused("command.contended");
    }

    [Fact]
    public async Task Never_refuses_on_what_it_only_remembers()
    {
        var other = new World(_world.All);
        await Register(_world, Employer, Owner.By());
        await _world.Employers.Execute(Employer, new EmployerCommand.Verify(Reviewer.Id), Reviewer.By(), default);
        await other.Employers.Execute(Employer, new EmployerCommand.Suspend(Reviewer.Id, new Reason("Fraud.")), Reviewer.By(), default);
        var done = (await _world.Employers.Execute(Employer, new EmployerCommand.Reinstate(Reviewer.Id, new Reason("None.")), Reviewer.By(), default)).IsDone();
        Assert.Equal(3, done.Revision);
    }

    [Fact]
    public async Task Answers_a_revision_that_was_not_seen_at_once()
    {
        await Register(_world, Employer, Owner.By());
        await AddLocation(_world, 1);
        Assert.Equal(new CommandResult.Outdated(1), await AddLocation(_world, 2, Owner.By() with { IfMatch = 0 }));
    }

    [Fact]
    public async Task Answers_an_overtaken_revision_at_once()
    {
        var other = new World(_world.All);
        await Register(_world, Employer, Owner.By());
        await AddLocation(other, 1);
        Assert.Equal(new CommandResult.Outdated(1), await AddLocation(_world, 2, Owner.By() with { IfMatch = 0 }));
    }

    [Fact]
    public async Task Takes_the_revision_that_was_seen()
    {
        var other = new World(_world.All);
        await Register(_world, Employer, Owner.By());
        await AddLocation(other, 1);
        (await AddLocation(_world, 2, Owner.By() with { IfMatch = 1 })).IsDone();
    }

    [Fact]
    public async Task A_repeated_key_gets_the_first_answer()
    {
        await Register(_world, Employer, Owner.By());
        var first = await AddLocation(_world, 1, Owner.By("key"));
        await AddLocation(_world, 2);
        Assert.Equal(first, await AddLocation(_world, 1, Owner.By("key")));
        Assert.Equal(3, (await _world.Recorded(Streams.Of(Employer))).Count);
    }

    [Fact]
    public async Task A_repeated_key_gets_the_first_answer_after_a_restart()
    {
        await Register(_world, Employer, Owner.By());
        var first = await AddLocation(_world, 1, Owner.By("key"));
        var restarted = new World(_world.All);
        Assert.Equal(first, await AddLocation(restarted, 1, Owner.By("key")));
    }

    [Fact]
    public async Task A_repeated_key_gets_the_first_answer_though_the_revision_has_moved_on()
    {
        await Register(_world, Employer, Owner.By());
        var first = await AddLocation(_world, 1, Owner.By("key") with { IfMatch = 0 });
        Assert.Equal(first, await AddLocation(_world, 1, Owner.By("key") with { IfMatch = 0 }));
    }

    [Fact]
    public async Task A_repeated_creation_gets_the_first_answer_though_no_events_were_expected()
    {
        var first = await Create(_world, Owner.By("key"));
        await AddLocation(_world, 1);
        Assert.Equal(first, await Create(_world, Owner.By("key")));
        Assert.Equal(first, await Create(new World(_world.All), Owner.By("key")));
    }

    [Fact]
    public async Task A_creation_by_a_key_with_another_request_is_told()
    {
        await Create(_world, Owner.By("key", "one body"));
        Assert.IsType<CommandResult.KeyReused>(await Create(_world, Owner.By("key", "another body")));
        Assert.IsType<CommandResult.KeyReused>(await Create(new World(_world.All), Owner.By("key", "another body")));
    }

    [Fact]
    public async Task A_repeated_key_gets_the_first_answer_though_it_would_be_refused_now()
    {
        await _world.RegisterEmployer();
        var suspend = new EmployerCommand.Suspend(Reviewer.Id, new Reason("Fraud."));
        var reinstate = new EmployerCommand.Reinstate(Reviewer.Id, new Reason("None."));
        await _world.Employers.Execute(Employer, suspend, Reviewer.By(), default);
        var first = await _world.Employers.Execute(Employer, reinstate, Reviewer.By("key"), default);
        Assert.Equal(first, await _world.Employers.Execute(Employer, reinstate, Reviewer.By("key"), default));
    }

    [Fact]
    public async Task A_key_with_another_request_is_told()
    {
        await Register(_world, Employer, Owner.By());
        await AddLocation(_world, 1, Owner.By("key", "one body"));
        Assert.IsType<CommandResult.KeyReused>(await AddLocation(_world, 2, Owner.By("key", "another body")));
    }

    [Fact]
    public async Task A_key_counts_in_each_stream_by_itself()
    {
        (await Register(_world, Employer, Owner.By("key", "one body"))).IsDone();
        (await Register(_world, new EmployerId(Guid.CreateVersion7()), Owner.By("key", "another body"))).IsDone();
    }

    [Fact]
    public async Task The_key_of_a_refused_command_can_be_used_again()
    {
        (await AddLocation(_world, 1, Owner.By("key"))).IsRefused("employer.not-found");
        await Register(_world, Employer, Owner.By());
        (await AddLocation(_world, 1, Owner.By("key"))).IsDone();
    }

    [Fact]
    public async Task A_crash_between_append_and_answer_loses_nothing_and_repeats_nothing()
    {
        await Register(_world, Employer, Owner.By());
        var crashing = new World(_world.All, log => new CrashingLog(log, 1, afterwards: true));
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => AddLocation(crashing, 1, Owner.By("key")));
        Assert.Equal(1, (await AddLocation(crashing, 1, Owner.By("key"))).IsDone().Revision);
    }

    [Fact]
    public async Task A_repeat_that_its_own_lost_append_overtakes_gets_the_first_answer_and_no_412()
    {
        await Register(_world, Employer, Owner.By());
        var crashing = new World(_world.All, log => new CrashingLog(log, 2, afterwards: true));
        await AddLocation(crashing, 1);
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => AddLocation(crashing, 2, Owner.By("key") with { IfMatch = 1 }));
        Assert.Equal(2, (await AddLocation(crashing, 2, Owner.By("key") with { IfMatch = 1 })).IsDone().Revision);
    }

    [Fact]
    public async Task Many_commands_on_one_stream_all_go_through()
    {
        await Register(_world, Employer, Owner.By());
        await Task.WhenAll(Enumerable.Range(1, 64).Select(async number => (await AddLocation(_world, number)).IsDone()));
        Assert.Equal(65, (await _world.Recorded(Streams.Of(Employer))).Count);
    }

    [Fact]
    public async Task The_fewest_used_states_are_forgotten_and_loaded_again()
    {
        var small = new CommandSettings(LaborMarketplace.Domain.Policy.Default, new Region("us-east"), new byte[32], CachedStreams: 1);
        var executor = new CommandExecutor(_world.Log, World.Codec, _world.All.Time, small);
        foreach (var person in new[] { Ann, Bob, Ann, Bob })
        {
            (await executor.Execute(World.Deciders.Helper, Streams.Of(person.Helper()), Registration(person), person.By(), default)).IsDone();
        }

        Assert.IsType<HelperState.Draft>((await executor.Load(World.Deciders.Helper, Streams.Of(Ann.Helper()), default)).State);
    }

    private static Task<CommandResult> Register(World world, EmployerId employer, CommandContext context)
    {
        var email = EmailAddress.From("office@example.org");
        var register = new EmployerCommand.Register(employer, new Name("Works"), new Region("us-east"), Owner.Id, email);
        return world.Employers.Execute(employer, register, context, default);
    }

    private static Task<CommandResult> Create(World world, CommandContext context)
    {
        var email = EmailAddress.From("office@example.org");
        var register = new EmployerCommand.Register(Employer, new Name("Works"), new Region("us-east"), Owner.Id, email);
        return world.Executor.Create(
            World.Deciders.Employer, Streams.Of(Employer), (_, _) => ValueTask.FromResult<Ruling<EmployerCommand>>(register), context, default);
    }

    private static Task<CommandResult> AddLocation(World world, int number, CommandContext? context = null) => world.Employers.Execute(
        Employer, new EmployerCommand.AddLocation(new LocationId(Id(1_000 + number)), Label, Place), context ?? Owner.By(), default);

    private sealed class CountingLog(IEventStore log) : IEventStore
    {
        public int Loads { get; private set; }

        public int Appends { get; private set; }

        public Task<IReadOnlyList<RecordedEvent>> Load(StreamName stream, long fromRevision, CancellationToken cancellation)
        {
            Loads++;
            return log.Load(stream, fromRevision, cancellation);
        }

        public Task<AppendResult> Append(StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation)
        {
            Appends++;
            return log.Append(stream, expected, events, cancellation);
        }

        public IAsyncEnumerable<LogPage> Read(LogPosition after, ReadUntil until, CancellationToken cancellation) => log.Read(after, until, cancellation);

        public Task<LogPosition> End(CancellationToken cancellation) => log.End(cancellation);
    }

    /// <summary>A log where somebody else is always a little faster.</summary>
    private sealed class OvertakenLog(IEventStore log) : IEventStore
    {
        public Task<IReadOnlyList<RecordedEvent>> Load(StreamName stream, long fromRevision, CancellationToken cancellation) =>
            log.Load(stream, fromRevision, cancellation);

        public Task<AppendResult> Append(StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation) =>
            Task.FromResult<AppendResult>(new AppendResult.Conflict(expected.Value + 1));

        public IAsyncEnumerable<LogPage> Read(LogPosition after, ReadUntil until, CancellationToken cancellation) => log.Read(after, until, cancellation);

        public Task<LogPosition> End(CancellationToken cancellation) => log.End(cancellation);
    }
}
