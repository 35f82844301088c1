namespace LaborMarketplace.Commands.Deadlines;

/// <summary>Wakes the deadlines: at least once a second by real time, and at once when somebody moves the marketplace's clock. Thread-safe.</summary>
public sealed class DeadlineAlarm : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _rung = new(0);

    /// <summary>To be called after the marketplace's clock was moved.</summary>
    public void Ring() => _rung.Release();

    public Task Wait(CancellationToken cancellation) => _rung.WaitAsync(Period, cancellation);

    public void Dispose() => _rung.Dispose();
}
