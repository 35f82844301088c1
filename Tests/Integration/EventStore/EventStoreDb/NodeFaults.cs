using EventStoreDb.Client.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Empty = EventStoreDb.Client.Protocol.Empty;
using Status = EventStoreDb.Client.Protocol.Status;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>What goes wrong on the double of a node, to order. Thread-safe.</summary>
internal sealed class NodeFaults : IDisposable
{
    private readonly Breakable _calls = new();
    private readonly Breakable _appends = new();
    private int _answersToLose;
    private int _unanswered;
    private int _gossips;

    /// <summary>How a node answers an append that the others did not confirm in time; it may be written all the same.</summary>
    public static Status TimedOut { get; } = new()
    {
        Code = (int)StatusCode.DeadlineExceeded,
        Message = "Timeout",
        Details = Any.Pack(new global::EventStoreDb.Client.Protocol.Timeout()),
    };

    /// <summary>How a node answers an append that it has no room for now. A real one, too, sets no code.</summary>
    public static Status Busy { get; } = new() { Message = "Server Is Busy", Details = Any.Pack(new Empty()) };

    /// <summary>Every append waits for this first.</summary>
    public Task Slow { get; set; } = Task.CompletedTask;

    /// <summary>Every new call is told that another node leads.</summary>
    public bool NotLeader { get; set; }

    /// <summary>Appends are done, and never answered.</summary>
    public bool Silent { get; set; }

    /// <summary>Appends are not done, and answered with this.</summary>
    public Status? Refusal { get; set; }

    /// <summary>The disk is full: an append ends the node, as it ends a real one, which is started again at once. It still reads.</summary>
    public bool Full { get; set; }

    /// <summary>What is answered in place of an event that is read.</summary>
    public Func<ReadResp, ReadResp> Hostile { get; set; } = answer => answer;

    /// <summary>Gossip waits for this first.</summary>
    public Task SlowGossip { get; set; } = Task.CompletedTask;

    /// <summary>What gossip tells in place of what is.</summary>
    public Func<ClusterInfo, ClusterInfo> Gossip { get; set; } = info => info;

    /// <summary>How often gossip was asked for.</summary>
    public int Gossips => Volatile.Read(ref _gossips);

    /// <summary>How many appends were done whose answers were lost.</summary>
    public int Unanswered => Volatile.Read(ref _unanswered);

    /// <summary>Ends with the calls that are under way.</summary>
    public CancellationToken Calls => _calls.Token;

    /// <summary>Ends with the calls under way that append.</summary>
    public CancellationToken Appends => _appends.Token;

    /// <summary>The answers to the next appends are lost, with the calls that would have brought them.</summary>
    public void LoseAnswers(int count) => Interlocked.Add(ref _answersToLose, count);

    public bool LosesThisAnswer() => Volatile.Read(ref _answersToLose) > 0 && Interlocked.Decrement(ref _answersToLose) >= 0;

    public void WentUnanswered() => Interlocked.Increment(ref _unanswered);

    public void Gossiped() => Interlocked.Increment(ref _gossips);

    /// <summary>Breaks off all calls that are under way.</summary>
    public void DropCalls() => _calls.Break();

    /// <summary>Breaks off the calls under way that append.</summary>
    public void BreakAppends() => _appends.Break();

    public void Dispose()
    {
        _calls.Dispose();
        _appends.Dispose();
    }

    /// <summary>Breaks off what goes on, again and again.</summary>
    private sealed class Breakable : IDisposable
    {
        private CancellationTokenSource _source = new();

        public CancellationToken Token => Volatile.Read(ref _source).Token;

        public void Break() => Interlocked.Exchange(ref _source, new CancellationTokenSource()).Cancel();

        public void Dispose() => _source.Dispose();
    }
}
