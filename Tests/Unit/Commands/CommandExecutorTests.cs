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
    private readonly World _world = new();

    [Fact]
    public async Task Says_where_the_effect_stands()
    {
        var done = (await _world.Register(Employer, Owner.By())).IsDone();
        Assert.Equal(new CommandResult.Done(Streams.Of(Employer), 0, new LogPosition(1)), done);
    }

    [Fact]
    public async Task Records_who_asked_and_when()
    {
        var context = Owner.By("key");
        await _world.Register(Employer, context);
        var metadata = Assert.Single(await _world.Recorded(Streams.Of(Employer))).Metadata;
        Assert.Equal(
            new EventMetadata(context.CommandId, "body", context.CorrelationId, null, Owner.Id.ToString(), "us-east", _world.All.Time.GetUtcNow()), metadata);
    }

    [Fact]
    public async Task A_command_on_a_stream_in_memory_costs_one_append_and_no_read()
    {
        CountingLog? counting = null;
        var world = new World(_world.All, log => counting = new CountingLog(log));
        await world.Create(Owner.By("create"));
        await world.AddLocation(1, Owner.By("one"));
        await world.AddLocation(2);
        Assert.Equal((0, 3), (counting!.Loads, counting.Appends));
    }

    [Fact]
    public async Task Decides_again_when_another_process_was_faster()
    {
        var other = new World(_world.All);
        await _world.Register(Employer, Owner.By());
        await other.AddLocation(1);
        var done = (await _world.AddLocation(2)).IsDone();
        Assert.Equal(2, done.Revision);
    }

    [Fact]
    public async Task Gives_up_after_three_conflicts_more()
    {
        await _world.Register(Employer, Owner.By());
        var unlucky = new World(_world.All, log => new OvertakenLog(log));
        (await unlucky.AddLocation(1)).IsRefused("command.contended");
    }

    [Fact]
    public async Task Never_refuses_on_what_it_only_remembers()
    {
        var other = new World(_world.All);
        await _world.Register(Employer, Owner.By());
        await _world.Employers.Execute(Employer, new EmployerCommand.Verify(Reviewer.Id), Reviewer.By(), default);
        await other.Employers.Execute(Employer, new EmployerCommand.Suspend(Reviewer.Id, new Reason("Fraud.")), Reviewer.By(), default);
        var done = (await _world.Employers.Execute(Employer, new EmployerCommand.Reinstate(Reviewer.Id, new Reason("None.")), Reviewer.By(), default)).IsDone();
        Assert.Equal(3, done.Revision);
    }

    [Fact]
    public async Task Answers_a_revision_that_was_not_seen_at_once()
    {
        await _world.Register(Employer, Owner.By());
        await _world.AddLocation(1);
        Assert.Equal(new CommandResult.Outdated(1), await _world.AddLocation(2, Owner.By() with { IfMatch = 0 }));
    }

    [Fact]
    public async Task Answers_an_overtaken_revision_at_once()
    {
        var other = new World(_world.All);
        await _world.Register(Employer, Owner.By());
        await other.AddLocation(1);
        Assert.Equal(new CommandResult.Outdated(1), await _world.AddLocation(2, Owner.By() with { IfMatch = 0 }));
    }

    [Fact]
    public async Task Takes_the_revision_that_was_seen()
    {
        var other = new World(_world.All);
        await _world.Register(Employer, Owner.By());
        await other.AddLocation(1);
        (await _world.AddLocation(2, Owner.By() with { IfMatch = 1 })).IsDone();
    }

    [Fact]
    public async Task Many_commands_on_one_stream_all_go_through()
    {
        await _world.Register(Employer, Owner.By());
        await Task.WhenAll(Enumerable.Range(1, 64).Select(async number => (await _world.AddLocation(number)).IsDone()));
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
