using System.Collections.Concurrent;
using System.Diagnostics;
using LaborMarketplace.Commands;
using LaborMarketplace.Commands.Processes;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.EventStoreDb;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>Writers and readers go on while the leader of the cluster changes, again and again, in every way that it can.</summary>
public sealed class EventStoreDbLoadTests : IAsyncLifetime
{
    private const int Processes = 4;
    private const int WritersOfEach = 4;

    /// <summary>In every way that it can, three times at least.</summary>
    private const int Changes = 12;

    /// <summary>How many events come between two changes: they are counted, not timed, so that a busy machine shows as much as a quiet one.</summary>
    private const int EventsBetween = 60;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    /// <summary>An operation makes a few calls, and each finds a node in time or fails.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, CommandResult.Done> _answers = [];
    private EventStoreDbClusterDouble _cluster = null!;
    private EventStoreDbEventStore _store = null!;

    public async Task InitializeAsync()
    {
        _cluster = await EventStoreDbClusterDouble.Start();
        _store = await EventStoreDbEventStore.Open(_cluster.ConnectionString("&defaultDeadline=4000"));
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task No_append_is_lost_or_doubled_while_the_leader_changes()
    {
        var changes = 0;
        await Commotion.NothingIsSkipped([_store], async ending =>
        {
            while (!ending.IsCancellationRequested)
            {
                await ChangeLeader(changes++, ending);
            }
        });
        Assert.True(changes >= Changes / 2 && Unanswered > 0, $"The leader changed {changes} times, and {Unanswered} answers were lost: too little is shown.");
    }

    [Fact]
    public async Task No_command_is_lost_or_doubled_while_the_leader_changes()
    {
        var world = new World(new World.Shared(_store, new InMemoryProcessStore()));
        await world.RegisterEmployer();
        using var ending = new CancellationTokenSource();
        var following = Follow(ending.Token);
        var writing = Task.WhenAll(
            from process in Enumerable.Range(0, Processes).Select(_ => new World(new World.Shared(_store, new InMemoryProcessStore())))
            from writer in Enumerable.Range(0, WritersOfEach)
            select Task.Run(() => Send(process, ending.Token)));
        for (var change = 0; change < Changes; change++)
        {
            await ChangeLeader(change, default);
        }

        await ending.CancelAsync();
        await writing;
        Assert.True(_answers.Count > 100 && Unanswered > 0, $"{_answers.Count} commands were done, and {Unanswered} answers lost: too little is shown.");

        var recorded = await world.Recorded(Streams.Of(Employer));
        Assert.Equal(Enumerable.Range(0, recorded.Count).Select(revision => (long)revision), recorded.Select(one => one.Source.Revision));
        var places = recorded.GroupBy(one => one.Metadata.CommandId).ToDictionary(command => command.Key, command => Assert.Single(command).Source);
        Assert.All(_answers, answer => Assert.Equal(
            (answer.Value.Revision, answer.Value.Position), (places[answer.Key].Revision, places[answer.Key].Position)));
        Assert.Equal(recorded.Select(one => one.Source.Id), (await _store.Log()).Select(one => one.Id));
        var seen = await following;
        Assert.NotEmpty(seen);
        Assert.Equal(recorded.Take(seen.Count).Select(one => one.Source.Id), seen.Select(one => one.Id));
    }

    private int Unanswered => _cluster.Nodes.Sum(node => node.Faults.Unanswered);

    /// <summary>Follows the log until it is told to end, and goes on whenever the log was away.</summary>
    private async Task<List<RecordedEvent>> Follow(CancellationToken ending)
    {
        var seen = new List<RecordedEvent>();
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await foreach (var page in _store.Read(seen.Count == 0 ? LogPosition.Start : seen[^1].Position, ReadUntil.Cancelled, ending))
                {
                    seen.AddRange(page.Events);
                }
            }
            catch (Exception exception) when (exception is EventStoreUnavailableException or OperationCanceledException)
            {
                continue;
            }
        }

        return seen;
    }

    /// <summary>Sends commands one after the other, each until it is done. Processes decide on states of their own, and so meet conflicts.</summary>
    private async Task Send(World process, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            var context = Owner.By();
            var command = new EmployerCommand.FavouriteHelper(new HelperId(context.CommandId));
            while (!_answers.ContainsKey(context.CommandId))
            {
                if (await Try(process, command, context) is CommandResult.Done done)
                {
                    _answers.TryAdd(context.CommandId, done);
                }
            }
        }
    }

    /// <summary>Answered in time: done, or contended, or that the log is away.</summary>
    private static async Task<CommandResult?> Try(World process, EmployerCommand command, CommandContext context)
    {
        var begun = Stopwatch.StartNew();
        try
        {
            var result = await process.Employers.Execute(Employer, command, context, default);
            Assert.True(result is CommandResult.Done or CommandResult.Refused { Refusal.Code: "command.contended" }, result.ToString());
            return result;
        }
        catch (EventStoreUnavailableException)
        {
            return null;
        }
        finally
        {
            Assert.InRange(begun.Elapsed, TimeSpan.Zero, Bound);
        }
    }

    /// <summary>By election, by death or by going away, with answers lost each time, and with a time without a leader between.</summary>
    private async Task ChangeLeader(int number, CancellationToken ending)
    {
        var (old, next) = (_cluster.Nodes[number % 3], _cluster.Nodes[(number + 1) % 3]);
        await Come(EventsBetween, ending);
        old.Faults.LoseAnswers(1);
        await Come(1, ending);
        using var timer = new PeriodicTimer(Moment);
        switch (number % 4)
        {
            case 0:
                await old.Stop();
                await timer.WaitForNextTickAsync(CancellationToken.None);
                break;
            case 1:
                old.Connections.GoAway();
                break;
            case 2:
                _cluster.Depose();
                await timer.WaitForNextTickAsync(CancellationToken.None);
                break;
        }

        _cluster.Elect(next);
        await old.Start();
    }

    /// <summary>Waits until there are so many events more, or nothing more is to come.</summary>
    private async Task Come(int events, CancellationToken ending)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var (end, begun) = (_cluster.Length + events, Stopwatch.StartNew()); _cluster.Length < end && !ending.IsCancellationRequested;)
        {
            Assert.InRange(begun.Elapsed, TimeSpan.Zero, Bound);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
