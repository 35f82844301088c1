using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Running;

namespace LaborMarketplace.Tests.Unit.Projections;

public sealed class RunnerStateTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private readonly RunnerState _state = new();

    [Fact]
    public void Is_stuck_when_the_log_goes_on_and_nothing_is_taken_for_too_long()
    {
        var pulse = _state.Begin(new LogPosition(5));
        Assert.Null(Look(end: 7, minutes: 0));
        Assert.Null(Look(end: 9, minutes: 2));
        Assert.Contains("position 5", Look(end: 9, minutes: 3), StringComparison.Ordinal);
        pulse.MoveTo(new LogPosition(6));
        Assert.Null(Look(end: 9, minutes: 4));
    }

    [Fact]
    public void Is_not_stuck_when_there_is_nothing_to_do_however_long()
    {
        _state.Begin(new LogPosition(5));
        Assert.Null(Look(end: 5, minutes: 0));
        Assert.Null(Look(end: 5, minutes: 600));
        Assert.Null(Look(end: 6, minutes: 601));
        Assert.Null(Look(end: 6, minutes: 602));
    }

    [Fact]
    public void Is_not_stuck_while_the_log_cannot_be_asked()
    {
        _state.Begin(new LogPosition(5));
        Assert.Null(Look(end: 9, minutes: 0));
        Assert.Null(Look(end: null, minutes: 5));
        Assert.Null(Look(end: 9, minutes: 6));
    }

    [Fact]
    public void Is_not_stuck_while_it_fails_and_begins_again()
    {
        foreach (var minutes in Enumerable.Range(0, 10))
        {
            var pulse = _state.Begin(new LogPosition(5));
            Assert.Null(Look(end: 9, minutes));
            Assert.Null(Look(end: 9, minutes + 0.5));
            _state.Failed(new InvalidOperationException("The database is away."));
            _state.End(pulse);
        }

        Assert.Equal("The database is away.", _state.Fault);
    }

    [Fact]
    public void Is_stuck_though_it_is_interrupted_and_begun_again_where_it_was_again_and_again()
    {
        foreach (var minutes in Enumerable.Range(0, 3))
        {
            var pulse = _state.Begin(new LogPosition(5));
            Assert.Null(Look(end: 9, minutes));
            _state.Interrupt(pulse);
        }

        _state.Begin(new LogPosition(5));
        Assert.NotNull(Look(end: 9, minutes: 3));
    }

    [Fact]
    public void Is_not_stuck_with_what_was_interrupted_and_is_not_begun_again()
    {
        _state.Interrupt(_state.Begin(new LogPosition(5)));
        Assert.Null(Look(end: 9, minutes: 0));
        _state.ForgetInterrupted();
        Assert.Null(Look(end: 9, minutes: 3));
    }

    [Fact]
    public async Task Wakes_who_waits_for_it_to_move_again()
    {
        Assert.True(_state.WhileStuck(CancellationToken.None).IsCompleted);
        var pulse = _state.Begin(new LogPosition(5));
        Look(end: 9, minutes: 0);
        Look(end: 9, minutes: 3);
        var waiting = _state.WhileStuck(CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        pulse.MoveTo(new LogPosition(9));
        Look(end: 9, minutes: 4);
        await waiting;
    }

    [Fact]
    public void Is_stuck_when_it_stops_saying_that_it_lives()
    {
        Assert.Null(Look(end: 0, minutes: 0));
        _state.Leased();
        Assert.Null(Look(end: 0, minutes: 10));
        _state.FailedToLease(new InvalidOperationException("The database is away."));
        Assert.Null(Look(end: 0, minutes: 13));
        Assert.NotNull(Look(end: 0, minutes: 16));
    }

    private string? Look(long? end, double minutes)
    {
        _state.Look(end is { } known ? new LogPosition(known) : null, TimeSpan.FromMinutes(minutes), Bound);
        return _state.Stuck;
    }
}
