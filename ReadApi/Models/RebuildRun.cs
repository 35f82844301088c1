namespace LaborMarketplace.ReadApi.Models;

/// <summary>One rebuild in this process: how far it is, for as many as want to know. Thread-safe.</summary>
internal sealed class RebuildRun(ModelScope scope, RebuildState begun, CancellationToken stopping) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RebuildState _now = begun;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ModelScope Scope => scope;

    public RebuildState Now
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    /// <summary>Completes when it has its builds, or is over; fails when it cannot begin.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Completes when it is over.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public void Start(Func<RebuildRun, CancellationToken, Task> work) => Ended = Task.Run(() => work(this, _stop.Token), CancellationToken.None);

    /// <summary>Waits for another state than the one that was told.</summary>
    public async Task<RebuildState> Next(RebuildState told, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (!ReferenceEquals(_now, told))
                {
                    return _now;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    public void Tell(Func<RebuildState, RebuildState> change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            (_now, changed) = (change(_now), _changed);
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
    }

    /// <summary>It has its builds, or is over: it can be told of.</summary>
    public void HasBegun() => _begun.TrySetResult();

    /// <summary>Refuses it, unless it has begun.</summary>
    public void CannotBegin(Exception failure) => _begun.TrySetException(failure);

    /// <summary>Tells it to stop. It is over when it has <see cref="Ended"/>.</summary>
    public Task Cancel() => _stop.CancelAsync();

    public void Dispose() => _stop.Dispose();
}
