using EventStoreDb.Client.Protocol;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>What goes wrong on the double of a node, to order. Thread-safe.</summary>
internal sealed class NodeFaults : IDisposable
{
    private readonly Lock _gate = new();
    private CancellationTokenSource _calls = new();
    private int _answersToLose;

    /// <summary>Every append waits for this first.</summary>
    public Task Slow { get; set; } = Task.CompletedTask;

    /// <summary>Every new call is told that another node leads.</summary>
    public bool NotLeader { get; set; }

    /// <summary>Appends are done, and never answered.</summary>
    public bool Silent { get; set; }

    /// <summary>What is answered in place of an event that is read.</summary>
    public Func<ReadResp, ReadResp> Hostile { get; set; } = answer => answer;

    /// <summary>Ends with the calls that are under way.</summary>
    public CancellationToken Calls
    {
        get
        {
            lock (_gate)
            {
                return _calls.Token;
            }
        }
    }

    /// <summary>The answers to the next appends are lost, with the calls that would have brought them.</summary>
    public void LoseAnswers(int count) => Interlocked.Add(ref _answersToLose, count);

    public bool LosesThisAnswer() => Volatile.Read(ref _answersToLose) > 0 && Interlocked.Decrement(ref _answersToLose) >= 0;

    /// <summary>Breaks off all calls that are under way.</summary>
    public void DropCalls()
    {
        lock (_gate)
        {
            var dropped = _calls;
            _calls = new CancellationTokenSource();
            dropped.Cancel();
        }
    }

    public void Dispose() => _calls.Dispose();
}
