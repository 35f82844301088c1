using LaborMarketplace.Commands;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands;

/// <summary>What a command that comes again is answered.</summary>
public sealed class RepeatTests
{
    private readonly World _world = new();

    [Fact]
    public async Task A_repeated_key_gets_the_first_answer()
    {
        await _world.Register(Employer, Owner.By());
        var first = await _world.AddLocation(1, Owner.By("key"));
        await _world.AddLocation(2);
        Assert.Equal(first, await _world.AddLocation(1, Owner.By("key")));
        Assert.Equal(3, (await _world.Recorded(Streams.Of(Employer))).Count);
    }

    [Fact]
    public async Task A_repeated_key_gets_the_first_answer_after_a_restart()
    {
        await _world.Register(Employer, Owner.By());
        var first = await _world.AddLocation(1, Owner.By("key"));
        var restarted = new World(_world.All);
        Assert.Equal(first, await restarted.AddLocation(1, Owner.By("key")));
    }

    [Fact]
    public async Task A_repeated_key_gets_the_first_answer_though_the_revision_has_moved_on()
    {
        await _world.Register(Employer, Owner.By());
        var first = await _world.AddLocation(1, Owner.By("key") with { IfMatch = 0 });
        Assert.Equal(first, await _world.AddLocation(1, Owner.By("key") with { IfMatch = 0 }));
    }

    [Fact]
    public async Task A_repeated_creation_gets_the_first_answer_though_no_events_were_expected()
    {
        var first = await _world.Create(Owner.By("key"));
        await _world.AddLocation(1);
        Assert.Equal(first, await _world.Create(Owner.By("key")));
        Assert.Equal(first, await new World(_world.All).Create(Owner.By("key")));
    }

    [Fact]
    public async Task A_creation_by_a_key_with_another_request_is_told()
    {
        await _world.Create(Owner.By("key", "one body"));
        Assert.IsType<CommandResult.KeyReused>(await _world.Create(Owner.By("key", "another body")));
        Assert.IsType<CommandResult.KeyReused>(await new World(_world.All).Create(Owner.By("key", "another body")));
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
        await _world.Register(Employer, Owner.By());
        await _world.AddLocation(1, Owner.By("key", "one body"));
        Assert.IsType<CommandResult.KeyReused>(await _world.AddLocation(2, Owner.By("key", "another body")));
    }

    [Fact]
    public async Task A_key_counts_in_each_stream_by_itself()
    {
        (await _world.Register(Employer, Owner.By("key", "one body"))).IsDone();
        (await _world.Register(new EmployerId(Guid.CreateVersion7()), Owner.By("key", "another body"))).IsDone();
    }

    [Fact]
    public async Task The_key_of_a_refused_command_can_be_used_again()
    {
        (await _world.AddLocation(1, Owner.By("key"))).IsRefused("employer.not-found");
        await _world.Register(Employer, Owner.By());
        (await _world.AddLocation(1, Owner.By("key"))).IsDone();
    }

    [Fact]
    public async Task A_crash_between_append_and_answer_loses_nothing_and_repeats_nothing()
    {
        await _world.Register(Employer, Owner.By());
        var crashing = new World(_world.All, log => new CrashingLog(log, 1, afterwards: true));
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => crashing.AddLocation(1, Owner.By("key")));
        Assert.Equal(1, (await crashing.AddLocation(1, Owner.By("key"))).IsDone().Revision);
    }

    [Fact]
    public async Task A_repeat_that_its_own_lost_append_overtakes_gets_the_first_answer_and_no_412()
    {
        await _world.Register(Employer, Owner.By());
        var crashing = new World(_world.All, log => new CrashingLog(log, 2, afterwards: true));
        await crashing.AddLocation(1);
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => crashing.AddLocation(2, Owner.By("key") with { IfMatch = 1 }));
        Assert.Equal(2, (await crashing.AddLocation(2, Owner.By("key") with { IfMatch = 1 })).IsDone().Revision);
    }
}
