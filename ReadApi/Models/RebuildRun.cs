namespace LaborMarketplace.ReadApi.Models;

/// <summary>One rebuild in this process: how far it is, for as many as want to know. Thread-safe.</summary>
internal sealed class RebuildRun(RebuildState begun, CancellationToken stopping) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RebuildState _now = begun;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    /// <summary>Completes when it has its build; fails when it cannot begin.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Completes when it is over.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public void Start(Func<RebuildRun, CancellationToken, Task> work) => Ended = Task.Run(() => work(this, _stop.Token), CancellationToken.None);

    /// <summary>What is to be told to who was told a state: another one as soon as there is one, or null when there is none for a while.</summary>
    public async Task<RebuildState?> Next(RebuildState? told, TimeSpan within, CancellationToken cancellation)
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

        try
        {
            await changed.WaitAsync(within, TimeProvider.System, cancellation);
            return Now;
        }
        catch (TimeoutException)
        {
            return null;
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
        _begun.TrySetResult();
    }

    /// <summary>Ends it before it has begun.</summary>
    public void CannotBegin(Exception failure) => _begun.TrySetException(failure);

    /// <summary>Tells it to stop. It is over when it has <see cref="Ended"/>.</summary>
    public Task Cancel() => _stop.CancelAsync();

    public void Dispose() => _stop.Dispose();
}
