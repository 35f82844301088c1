using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Tests.Unit.Projections;

public sealed class ProjectionPositionsTests
{
    private const string Model = "job-board";
    private const string Old = "job_board_v1";
    private const string New = "job_board_v1_2";
    private static readonly IReadOnlySet<string> Changed = new HashSet<string> { Model };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ProjectionPositions _positions = new();

    public ProjectionPositionsTests() => _positions.Connected([At(Old, 5, serves: true), At(New, 2, serves: false)]);

    [Fact]
    public async Task Wakes_who_waits_when_the_build_that_serves_comes_there()
    {
        var waiting = WaitFor(7);
        _positions.Heard(Notice(Old, 6));
        Assert.False(waiting.IsCompleted);
        _positions.Heard(Notice(Old, 8));
        Assert.True(await waiting);
    }

    [Fact]
    public void Does_not_wake_who_waits_for_what_a_build_beside_has()
    {
        var waiting = WaitFor(7);
        _positions.Heard(Notice(New, 9));
        Assert.False(waiting.IsCompleted);
        Assert.Equal(new LogPosition(5), _positions.Of(Model));
    }

    [Fact]
    public async Task Wakes_who_waits_when_a_build_is_switched_to_that_is_there()
    {
        var waiting = WaitFor(7);
        _positions.Switched([At(Old, 5, serves: false), At(New, 7, serves: true)], Changed);
        Assert.True(await waiting);
    }

    [Fact]
    public async Task Waits_on_for_the_build_that_was_switched_to_and_no_longer_for_the_other()
    {
        var waiting = WaitFor(9);
        _positions.Switched([At(Old, 5, serves: false), At(New, 7, serves: true)], Changed);
        _positions.Heard(Notice(Old, 20));
        Assert.False(waiting.IsCompleted);
        _positions.Heard(Notice(New, 9));
        Assert.True(await waiting);
        Assert.Equal(new LogPosition(9), _positions.Of(Model));
    }

    [Fact]
    public async Task Goes_back_with_a_build_that_is_behind()
    {
        Assert.True(await WaitFor(5));
        _positions.Switched([At(Old, 5, serves: false), At(New, 2, serves: true)], Changed);
        var waiting = WaitFor(5);
        Assert.False(waiting.IsCompleted);
        _positions.Heard(Notice(New, 5));
        Assert.True(await waiting);
    }

    [Fact]
    public async Task Drops_all_copies_before_it_tells_the_position_of_another_build()
    {
        var told = new List<(DocumentChange Change, LogPosition Position)>();
        _positions.OnChange(change => told.Add((change, _positions.Of(change.Projection))));
        _positions.Switched([At(Old, 5, serves: false), At(New, 7, serves: true)], Changed);
        Assert.Equal((new DocumentChange(Model, null), new LogPosition(5)), Assert.Single(told));
        Assert.True(await WaitFor(7));
    }

    [Fact]
    public void Drops_all_copies_though_a_switch_and_the_way_back_are_heard_as_one()
    {
        var told = new List<DocumentChange>();
        _positions.OnChange(told.Add);
        _positions.Switched([At(Old, 5, serves: true), At(New, 2, serves: false)], Changed);
        Assert.Equal(new DocumentChange(Model, null), Assert.Single(told));
    }

    [Fact]
    public async Task Says_when_it_does_not_come_there_in_time() =>
        Assert.False(await _positions.WaitFor(Model, new LogPosition(6), TimeSpan.FromMilliseconds(1), CancellationToken.None));

    private Task<bool> WaitFor(long position) => _positions.WaitFor(Model, new LogPosition(position), Patience, CancellationToken.None);

    private static CommitNotice Notice(string storage, long position) => new(storage, new LogPosition(position), []);

    private static Checkpoint At(string storage, long position, bool serves) =>
        new(storage, Model, 1, storage == Old ? 1 : 2, serves, new LogPosition(position), null);
}
